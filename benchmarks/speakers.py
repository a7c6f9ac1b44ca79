"""How often a statement is given to the right speaker, against annotated speakers.

    python -m benchmarks.speakers --articles FILE --judged FILE --attributions FILE \\
        [--fold FOLD] [--errors FILE]

Articles, judged statements and attributions ({"article_id", "content", "cue", "source"}, as
annotated or as a tagger found them) as JSONL, gzipped or not. A judged statement is matched to
the attribution whose content overlaps it most. Those with a speaker of the question set count as
right, wrong (another person), of its own (a phrase that is nobody by name, like "the Trump
campaign") or open; all with and without pronouns. Note that the annotation goes by the surname
alone: it calls "Clinton campaign manager Robby Mook" Hillary Clinton, and a source that names
several by the first. So the same is shown for sources whose head is the annotated name. --errors
writes every judged statement that is not right, to be read.
"""

import argparse
import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

from benchmarks.choose_threshold import read_lines
from corpus.article import Article
from index.people import People
from index.same_person import Named
from index.sentences import Span
from index.speakers import Resolution, ResolvedSpeaker, resolve


@dataclass(frozen=True, kw_only=True)
class Attributed:
    """An attribution as a file gives it."""

    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    source: tuple[Span, ...]


@dataclass(frozen=True, kw_only=True)
class Judged:
    """An annotated speaker and what was made of the statement; None where nothing was found."""

    speaker: str | None
    found: ResolvedSpeaker | None
    attributed: Attributed | None
    article: Article


def spans(row: dict[str, Any], name: str) -> tuple[Span, ...]:
    return tuple((start, end) for start, end in row[name])


def shared(judged: dict[str, Any], one: Attributed) -> int:
    return sum(
        max(0, min(judged["end"], end) - max(judged["start"], start)) for start, end in one.content
    )


def judged_statements(
    articles: list[dict[str, Any]], judged: list[dict[str, Any]], rows: list[dict[str, Any]]
) -> list[Judged]:
    """Every judged statement with the speaker that its attribution is resolved to."""
    attributed: dict[str, list[Attributed]] = defaultdict(list)
    for row in rows:
        if row["content"]:
            one = Attributed(content=spans(row, "content"), cue=spans(row, "cue"),
                             source=spans(row, "source"))  # fmt: skip
            attributed[row["article_id"]].append(one)
    by_article: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in judged:
        by_article[row["article_id"]].append(row)
    found: list[Judged] = []
    for row in articles:
        if row["id"] not in by_article:
            continue
        article = Article(id=row["id"], title=row["title"], text=row["text"])
        own = attributed[article.id]
        speakers = resolve(article, own)
        for statement in by_article[article.id]:
            best = max(range(len(own)), key=lambda n: _closeness(statement, own[n]), default=None)
            if best is not None and not shared(statement, own[best]):
                best = None
            found.append(
                Judged(
                    speaker=statement["speaker"],
                    found=None if best is None else speakers[best],
                    attributed=None if best is None else own[best],
                    article=article,
                )
            )
    return found


def _closeness(judged: dict[str, Any], one: Attributed) -> float:
    length: int = one.content[-1][1] - one.content[0][0] + judged["end"] - judged["start"]
    return 2 * shared(judged, one) / length


def outcome(one: Judged, people: People, with_pronouns: bool) -> str:
    """What became of a judged statement: right, wrong, own, open or not found."""
    if one.attributed is None:
        return "not found"
    if one.found is None or (not with_pronouns and one.found.resolution is Resolution.PRONOUN):
        return "open"
    wanted = people.find(one.speaker or "")
    mine = people.find(one.found.name)
    if wanted.speaker is not None and wanted.speaker == mine.speaker:
        return "right"
    return "wrong" if one.found.is_person else "own"


def is_head(one: Judged) -> bool:
    """Whether the annotated name is the source's head by its place: last, or before a comma."""
    if one.attributed is None or not one.speaker:
        return True
    source = " ".join(one.article.text[start:end] for start, end in one.attributed.source)
    place = re.match(
        rf"(?P<before>[^,]*?)\b{one.speaker.split()[-1]}(?:[’']s?)?\s*(?:$|,\s[^A-Z]|,$|\(|who\b|of\b)",
        source.strip(),
    )
    governed = r"[’']s?\s|\b(?:of|for|to|with|like|and|or|both|than|from|in|at|on|by|nor)\b"
    return bool(place) and not re.search(governed, place["before"]) if place else False


def figures(
    found: list[Judged], people: People, with_pronouns: bool, heads_only: bool
) -> Counter[str]:
    named = [one for one in found if one.speaker not in {None, "OTHER"}]
    named = [one for one in named if is_head(one)] if heads_only else named
    return Counter(outcome(one, people, with_pronouns) for one in named)


def intruders(found: list[Judged], people: People, names: set[str]) -> int:
    """Statements of somebody else that are given to a person of the question set."""
    wanted = {people.find(name).speaker for name in names} - {None}
    others = [one for one in found if one.speaker == "OTHER" and one.found]
    return sum(people.find(one.found.name).speaker in wanted for one in others if one.found)


def described(one: Judged) -> dict[str, Any]:
    text = one.article.text
    source = one.attributed.source if one.attributed else ()
    at = source[0][0] if source else one.attributed.content[0][0] if one.attributed else 0
    return {
        "article": one.article.id,
        "judged": one.speaker,
        "found": one.found.name if one.found else None,
        "how": one.found.resolution if one.found else None,
        "source": " ".join(text[start:end] for start, end in source),
        "context": text[max(0, at - 200) : at + 100],
    }


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--articles", type=Path, required=True)
    options.add_argument("--judged", type=Path, required=True)
    options.add_argument("--attributions", type=Path, required=True)
    options.add_argument("--fold")
    options.add_argument("--errors", type=Path)
    given = options.parse_args()
    fold = [r for r in read_lines(given.articles) if given.fold in (None, r.get("fold"))]
    found = judged_statements(fold, read_lines(given.judged), read_lines(given.attributions))
    names = Counter((one.found.name, one.found.role, one.found.is_person)
                    for one in found if one.found)  # fmt: skip
    people = People.of(
        Named(name=name, role=role, is_person=is_person, articles=count)
        for (name, role, is_person), count in names.items()
    )
    for heads_only, with_pronouns in product((False, True), (True, False)):
        count = figures(found, people, with_pronouns, heads_only)
        total = sum(count.values())
        resolved = count["right"] + count["wrong"] + count["own"]
        shares = (f"{name} {n} ({n / total:.1%})" for name, n in count.most_common())
        print(
            f"{'annotated name is the head' if heads_only else 'all named speakers'}, "
            f"{'with' if with_pronouns else 'without'} pronouns: {total}, {', '.join(shares)}; "
            f"right of resolved {count['right'] / max(1, resolved):.1%}"
        )
    asked = {one.speaker for one in found if one.speaker} - {"OTHER"}
    others = sum(one.speaker == "OTHER" for one in found)
    pronouns = [one for one in found if one.speaker is None]
    print(f"of {others} statements of others, {intruders(found, people, asked)} given to one of"
          f" the question set; of {len(pronouns)} by a pronoun or description,"
          f" {sum(one.found is not None and one.found.is_person for one in pronouns)}"
          " given to a person")  # fmt: skip
    if given.errors:
        wanted = {people.find(name).speaker for name in asked} - {None}
        wrong = [
            one
            for one in found
            if (one.speaker not in {None, "OTHER"} and outcome(one, people, True) != "right")
            or (one.speaker == "OTHER" and one.found
                and people.find(one.found.name).speaker in wanted)
        ]  # fmt: skip
        lines = (json.dumps(described(one), ensure_ascii=False) for one in wrong)
        given.errors.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
