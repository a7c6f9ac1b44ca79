"""Passages: the pieces of an article that are embedded and retrieved.

A passage is a run of whole sentences. A quotation is kept in one passage as long as it fits, and
a passage does not begin with the last line of one paragraph and the bulk of the next where a
paragraph's end is near. Each is embedded behind its headline, outlet and date, because a sentence
of the ninth paragraph seldom repeats who the article is about.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.article import Article
from index.encoder import Encoder
from index.sentences import Span, paragraphs, quotations, sentences_of

TARGET_PIECES = 110
"""Word pieces at which a passage is closed at the next paragraph's end."""

MOST_PIECES = 180
"""Word pieces that a passage never exceeds, unless one sentence alone does."""

CONTEXT_CHARACTERS = 200
"""The longest headline that goes in front; with the passage it stays under 256 pieces."""

_OUTLET_CHARACTERS = 60
"""The longest outlet that goes in front."""


@dataclass(frozen=True, kw_only=True)
class Passage:
    """The span [start, end) of an article's text, in characters."""

    article_id: str
    start: int
    end: int

    @property
    def id(self) -> str:
        """The same for the same article and span, in every archive."""
        return f"{self.article_id}#{self.start}-{self.end}"


@dataclass(frozen=True, kw_only=True)
class _Unit:
    """What is never cut: a sentence, or the sentences that one quotation runs through."""

    start: int
    end: int
    pieces: int
    ends_paragraph: bool


def passages(article: Article, encoder: Encoder) -> list[Passage]:
    """The passages of an article in order. They cover every sentence once; none is empty."""
    runs: list[list[_Unit]] = []
    size = 0
    for unit in _units(article.text, encoder):
        full = size + unit.pieces > MOST_PIECES
        settled = bool(runs) and size >= TARGET_PIECES and runs[-1][-1].ends_paragraph
        if not runs or full or settled:
            runs.append([])
            size = 0
        runs[-1].append(unit)
        size += unit.pieces
    return [Passage(article_id=article.id, start=run[0].start, end=run[-1].end) for run in runs]


def text_to_embed(article: Article, passage: Passage) -> str:
    """What the encoder is given for a passage: headline, outlet and date, then its own words."""
    headline = article.title.strip()[:CONTEXT_CHARACTERS]
    outlet = (article.publisher or "").strip()[:_OUTLET_CHARACTERS]
    dated = [part for part in (outlet, _day(article)) if part]
    context = ". ".join(part for part in (headline, ", ".join(dated)) if part)
    body = article.text[passage.start : passage.end]
    return f"{context}\n{body}" if context else body


def _day(article: Article) -> str | None:
    day = article.published_day
    return f"{day.day} {day:%B} {day.year}" if day else None


def _units(text: str, encoder: Encoder) -> list[_Unit]:
    spans: list[tuple[Span, bool]] = []
    quoted = quotations(text)
    number = 0
    for paragraph in paragraphs(text):
        merged: list[Span] = []
        for start, end in sentences_of(text, paragraph):
            while number < len(quoted) and quoted[number][1] <= start:
                number += 1
            if merged and number < len(quoted) and quoted[number][0] < merged[-1][1]:
                merged[-1] = (merged[-1][0], end)
            else:
                merged.append((start, end))
        spans += [(span, span is merged[-1]) for span in merged]
    counts = encoder.count_pieces([text[start:end] for (start, end), _ in spans])
    units: list[_Unit] = []
    for ((start, end), last), pieces in zip(spans, counts, strict=True):
        if pieces <= MOST_PIECES:
            units.append(_Unit(start=start, end=end, pieces=pieces, ends_paragraph=last))
        else:
            units += _sentences_as_units(text, (start, end), last, encoder)
    return units


def _sentences_as_units(
    text: str, span: Span, ends_paragraph: bool, encoder: Encoder
) -> list[_Unit]:
    """A quotation too long for one passage falls back to its sentences."""
    spans: Sequence[Span] = sentences_of(text, span)
    counts = encoder.count_pieces([text[start:end] for start, end in spans])
    return [
        _Unit(
            start=start,
            end=end,
            pieces=pieces,
            ends_paragraph=ends_paragraph and number == len(spans) - 1,
        )
        for number, ((start, end), pieces) in enumerate(zip(spans, counts, strict=True))
    ]
