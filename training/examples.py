"""Annotated articles as the model sees them: units, and the spans over units to be found."""

import collections
import dataclasses
import gzip
import json
import pathlib
from collections.abc import Iterator
from typing import Any

from tokenizers import Tokenizer

from index.attribution_units import Units, units_of

ROLES = ("source", "cue", "content")
TRIMMED = " \t\r\n\"'“”‘’`.,:;"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Span:
    """Units start to end, both included, in one role (an index into ROLES)."""

    start: int
    end: int
    role: int


@dataclasses.dataclass(frozen=True, kw_only=True)
class AnnotatedArticle:
    """One article, its spans (disjoint, in order), and which belongs to which."""

    article_id: str
    text: str
    fold: str
    units: Units
    spans: tuple[Span, ...]
    cue_of_content: dict[Span, Span]
    source_of_cue: dict[Span, Span]


def json_lines(path: pathlib.Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON Lines file, packed with gzip or not."""
    with (
        gzip.open(path, "rt", encoding="utf-8")
        if path.suffix == ".gz"
        else path.open(encoding="utf-8")
    ) as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def read_articles(
    articles: pathlib.Path, statements: pathlib.Path, tokenizer: Tokenizer
) -> list[AnnotatedArticle]:
    """All annotated articles, in the order of the articles' file."""
    rows: dict[str, list[dict[str, Any]]] = collections.defaultdict(list)
    for row in json_lines(statements):
        rows[row["article_id"]].append(row)
    return [_annotated(article, rows[article["id"]], tokenizer) for article in json_lines(articles)]


def _annotated(
    article: dict[str, Any], rows: list[dict[str, Any]], tokenizer: Tokenizer
) -> AnnotatedArticle:
    text = article["text"]
    units = units_of(text, tokenizer)
    taken: dict[int, Span] = {}
    cue_of_content: dict[Span, Span] = {}
    source_of_cue: dict[Span, Span] = {}

    def placed(characters: list[int], role: int) -> Span | None:
        span = _aligned(text, units, characters, role)
        if span is None:
            return None
        others = {taken[i] for i in range(span.start, span.end + 1) if i in taken}
        if others - {span}:
            return None
        taken.update(dict.fromkeys(range(span.start, span.end + 1), span))
        return span

    for row in rows:
        by_role = [
            [s for s in (placed(c, role) for c in row[name]) if s]
            for role, name in enumerate(ROLES)
        ]
        sources, cues, contents = by_role
        for cue in cues[:1]:
            cue_of_content.update(dict.fromkeys(contents, cue))
            if sources:
                source_of_cue[cue] = sources[0]
    return AnnotatedArticle(
        article_id=article["id"],
        text=text,
        fold=article["fold"],
        units=units,
        spans=tuple(sorted(set(taken.values()), key=lambda span: span.start)),
        cue_of_content=cue_of_content,
        source_of_cue=source_of_cue,
    )


def _aligned(text: str, units: Units, characters: list[int], role: int) -> Span | None:
    """The units under a character span, without the quotation marks and stops at its ends."""
    start, end = characters
    while start < end and text[start] in TRIMMED:
        start += 1
    while end > start and text[end - 1] in TRIMMED:
        end -= 1
    if start == end:
        start, end = characters
    first = int(units.ends.searchsorted(start, side="right"))
    last = int(units.starts.searchsorted(end, side="left")) - 1
    return Span(start=first, end=last, role=role) if first <= last else None
