"""Quotations of articles, whole in every style of mark, and altered in the ways that mislead."""

import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answer import Citation
from assistant.verify.source import Source, source_of
from corpus.article import Article
from index.people import People
from index.sentences import containing, paragraphs, sentences
from index.statements import Statement

STYLES = (
    ("“", "”"), ('"', '"'), ("«", "»"), ("« ", " »"), ("»", "«"), ("„", "“"), ("„", "”"),
    ("‹", "›"), ("‘", "’"), ("'", "'"), ("「", "」"), ("``", "''"), ("”", "”"), ("＂", "＂"),
)  # fmt: skip
_OTHERS = "seldom bluntly weather harvest lighthouse never always nobody refused secretly".split()
_ASKED = re.compile(r"(?:to|whether|why|if|how|what|when|who)\b")
_NOT = re.compile(r"\b(?:not|never|no|nothing|nobody|neither|without)\b")


@dataclass(frozen=True, kw_only=True)
class Quotable:
    """Words that an article gives to a person, without marks; `source` is their paragraph."""

    words: str
    speaker: str
    source: Source


@dataclass(frozen=True, kw_only=True)
class Attack:
    """A sentence with a quotation that its source does not have so, or not from its speaker."""

    kind: str
    text: str
    source: Source


def quotables(
    article: Article, found: Sequence[Statement], people: People, fewest: int = 5
) -> list[Quotable]:
    """The words of persons in an article, a stretch of one sentence each."""
    chosen: dict[str, Quotable] = {}
    blocks = paragraphs(article.text)
    for one in found:
        if not one.speaker or not one.is_person:
            continue
        speaker = people.find(one.speaker).speaker
        for start, end in one.content:
            block = containing(blocks, start)
            words = article.text[start:end].strip(" \n,.;:?!\"“”'‘’").removeprefix("that ")
            if block is None or speaker is None or len(words.split()) < fewest:
                continue
            if _ASKED.match(words) or re.search(r"[\"“”\n]", words) or len(sentences(words)) > 1:
                continue
            citation = Citation(number=1, article=article, start=block[0], end=block[1])
            chosen.setdefault(
                words,
                Quotable(
                    words=words, speaker=speaker.name, source=source_of(citation, found, people)
                ),
            )
    return list(chosen.values())


def untouched(one: Quotable, marks: tuple[str, str], shape: int) -> str:
    """A sentence that quotes faithfully."""
    opened, closed = marks
    words = one.words.split()
    half = len(words) // 2
    first, second = " ".join(words[:half]), " ".join(words[half:])
    return (
        f"{one.speaker} said: {opened}{one.words}{closed}.",
        f"{opened}{one.words},{closed} {one.speaker} said.",
        f"{opened}{first},{closed} {one.speaker} said, {opened}{second}.{closed}",
        f"According to {one.speaker}, {opened}{one.words}{closed}.",
    )[shape % 4]


def attacks(chance: random.Random, quoted: Sequence[Quotable]) -> Iterator[Attack]:
    """Every kind of alteration of every quotation that it can be made of."""
    speakers = sorted({one.speaker for one in quoted})
    for one in quoted:
        for kind, altered in _alterations(chance, one.words, quoted):
            if _plain(altered) not in _plain(one.source.text):
                text = untouched(
                    Quotable(words=altered, speaker=one.speaker, source=one.source),
                    chance.choice(STYLES),
                    chance.choice((0, 1, 3)),
                )
                yield Attack(kind=kind, text=text, source=one.source)
        marks = chance.choice(STYLES)
        strangers = [who for who in speakers if who not in _speakers_of(one, quoted)]
        if strangers:
            other = Quotable(words=one.words, speaker=chance.choice(strangers), source=one.source)
            yield Attack(
                kind="another speaker",
                text=untouched(other, marks, chance.randrange(4)),
                source=one.source,
            )
        elsewhere = [o.source for o in quoted if _plain(one.words) not in _plain(o.source.text)]
        yield Attack(
            kind="another source's marker",
            text=untouched(one, marks, chance.randrange(4)),
            source=chance.choice(elsewhere),
        )


def _speakers_of(one: Quotable, quoted: Sequence[Quotable]) -> set[str]:
    """Whose words these are, or are in: "X made clear that ..., Y said" is X's and Y's."""
    mine = _plain(one.words)
    return {
        other.speaker
        for other in quoted
        if mine in _plain(other.words) or _plain(other.words) in mine
    }


def _alterations(
    chance: random.Random, words: str, quoted: Sequence[Quotable]
) -> Iterator[tuple[str, str]]:
    parts = words.split()
    place = chance.randrange(1, len(parts) - 1)
    other = chance.choice(_OTHERS)
    yield "a word replaced", _with(parts, place, [other])
    yield "a word dropped", _with(parts, place, [])
    yield "a word added", _with(parts, place, [parts[place], other])
    yield "two words swapped", _with([*parts[:place], *parts[place + 1 :]], place, [
        *parts[place + 1 : place + 2], parts[place]
    ])  # fmt: skip
    yield "not put in", _with(parts, place, ["not", parts[place]])
    yield "not put in brackets", _with(parts, place, ["[not]", parts[place]])
    contents = [n for n, part in enumerate(parts) if len(part) > 5 and part.isalpha() and n]
    if contents:
        at = chance.choice(contents)
        yield "another word in brackets", _with(parts, at, [f"[{other}]"])
        yield "a longer word", _with(parts, at, [f"un{parts[at]}"])
        yield "a cut word", _with(parts, at, [parts[at][:-2]])
        yield "nested and altered", _with(parts, at, [f"‘{other}’"])
        yield "a letter of another script", _with(parts, at, [f"{parts[at][:-1]}а"])
    for at, part in enumerate(parts):
        if re.search(r"\d", part):
            yield "a number changed", _with(parts, at, [re.sub(r"\d", _next_digit, part, count=1)])
    if (negator := next((n for n, p in enumerate(parts) if _NOT.fullmatch(p) and n), 0)) and (
        negator + 1 < len(parts)
    ):
        yield "not hidden by an ellipsis", _with(parts, negator, ["…"])
        yield "not hidden by dots in brackets", _with(parts, negator, ["[...]"])
        yield "not hidden by a bracket", _with(parts, negator, ["[indeed]"])
    stranger = chance.choice([o.words for o in quoted if o.words != words]).split()
    spliced = [*parts[: len(parts) // 2], *stranger[len(stranger) // 2 :]]
    yield "two quotations spliced", " ".join(spliced)
    spliced.insert(len(parts) // 2, "…")
    yield "two quotations spliced by an ellipsis", " ".join(spliced)


def _with(parts: Sequence[str], place: int, new: Sequence[str]) -> str:
    return " ".join([*parts[:place], *new, *parts[place + 1 :]])


def _next_digit(match: re.Match[str]) -> str:
    return str((int(match.group()) + 1) % 10 or 1)


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[^\w\s]", "", text).casefold().split())
