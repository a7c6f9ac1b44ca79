"""A comparison as one HTML file: counts and reasons first, then each changed case side by side."""

import re
from collections.abc import Mapping
from difflib import SequenceMatcher
from itertools import groupby
from pathlib import Path
from typing import Any

from assistant.questions.compare import CaseChange, Change, Comparison, describe, sources
from assistant.questions.exports import failures
from assistant.questions.files import write_file
from assistant.questions.page import badge, choice, moment, outcome_of, page_html, tile
from assistant.questions.results import Result
from assistant.web.markup import escape

_TILES = {
    Change.BROKEN: "broken",
    Change.FIXED: "fixed",
    Change.OUTCOME: "other outcome",
    Change.SOURCES: "other sources",
    Change.WORDS: "other words",
    Change.ADDED: "added",
    Change.REMOVED: "removed",
}
_WORD = re.compile(r"\n+|[^\s]+[^\S\n]*|[^\S\n]+")
"""Line breaks, or a word with the space after it."""

_TONES = {Change.BROKEN: "failed", Change.FIXED: "passed"}


def write_comparison(found: Comparison, path: str | Path) -> None:
    """Write a comparison as a page."""
    write_file(path, comparison_html(found))


def comparison_html(found: Comparison) -> str:
    """The page of a comparison."""
    names = f"{found.old.path.name} → {found.new.path.name}"
    tiles = "".join(
        tile(f"{found.count(one):,}", name, _TONES.get(one, "") if found.count(one) else "")
        for one, name in _TILES.items()
        if found.count(one) or one in (Change.BROKEN, Change.FIXED)
    )
    grounds = "".join(f"<li>{escape(ground)}</li>" for ground in found.grounds)
    cases = "".join(_case(case) for case in found.cases)
    return page_html(
        names,
        f"<header><p class=kicker>On Record comparison</p><h1>{escape(names)}</h1>"
        f"<p class=sub>{escape(moment(found.old.header.get('date')))} to "
        f"{escape(moment(found.new.header.get('date')))}</p></header>"
        f"<section class=tiles>{tiles}{tile(f'{found.same:,}', 'the same')}</section>"
        "<section><h2>What differs between the runs</h2>"
        + (f"<ul>{grounds}</ul>" if grounds else "<p>Nothing that the header records.</p>")
        + f"</section><section class=cases><h2>Cases that changed</h2>{_choice(found)}"
        f"{cases or '<p>None.</p>'}</section>",
    )


def _case(case: CaseChange) -> str:
    kind = case.changes[0]
    sides = "".join(
        f"<div><p class=label>{name}</p>{_side(result, other)}</div>"
        for name, result, other in (("Old", case.old, case.new), ("New", case.new, case.old))
    )
    return (
        f'<details class="case {" ".join(case.changes)}"{" open" * (kind is Change.BROKEN)}>'
        f'<summary><span class="badge {kind.value}">{_TILES[kind]}</span>'
        f"<span class=question>{escape(case.result.asked)}</span>"
        f"<span class=id>{escape(case.id)}</span></summary>"
        f"<div class=inside><p class=held>{escape(describe(case))}</p>"
        f"<div class=columns>{sides}</div></div></details>"
    )


def _side(result: Result | None, other: Result | None) -> str:
    if result is None:
        return "<p class=held>not in this run</p>"
    wrong = "".join(f"<li>{escape(one)}</li>" for one in failures(result))
    like = other is not None and other.outcome == result.outcome
    answer = _paragraphs(result.text, other.text if other and like else result.text)
    known = sources(other or result)
    cited = "".join(
        f"<p class=place>{_source(one)}</p>"
        if (one["article_id"], one["start"], one["end"]) in known
        else f"<p class=place><ins>{_source(one)}</ins></p>"
        for one in result.citations
    )
    return (
        f"<p>{badge(result.state)} {escape(outcome_of(result))}</p>"
        + (f"<ul class=why>{wrong}</ul>" if wrong else "")
        + f"<div class=answer>{answer}</div>{cited}"
    )


def _source(citation: Mapping[str, Any]) -> str:
    facts = [citation["title"] or citation["article_id"]]
    facts += [str(citation[key]) for key in ("publisher", "published") if citation[key]]
    facts.append(f"characters {citation['start']:,} to {citation['end']:,}")
    return escape(f"[{citation['number']}] {', '.join(facts)}")


def _paragraphs(text: str, other: str) -> str:
    """A text as HTML, with the words marked that the other text does not have in their place."""
    words = _WORD.findall(text)
    matcher = SequenceMatcher(None, words, _WORD.findall(other), autojunk=False)
    shared = {n for a, _, size in matcher.get_matching_blocks() for n in range(a, a + size)}
    parts: list[str] = []
    for kind, group in groupby(enumerate(words), key=lambda one: _kind(one[1], one[0] in shared)):
        piece = "".join(word for _, word in group)
        end = len(piece.rstrip(" "))
        marked = f"<ins>{escape(piece[:end])}</ins>{piece[end:]}"
        parts.append({"break": "</p><p>", "same": escape(piece), "other": marked}[kind])
    return f"<p>{''.join(parts)}</p>"


def _kind(word: str, is_shared: bool) -> str:
    return "break" if word.startswith("\n") else "same" if is_shared else "other"


def _choice(found: Comparison) -> str:
    kinds = [(c.value, n, found.count(c)) for c, n in _TILES.items() if found.count(c)]
    return choice(len(found.cases), kinds)
