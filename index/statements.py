"""Statements: who said what, where. The unit by which "What did X say about Y?" is answered."""

import bisect
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from corpus.article import Article
from index.attribution import Attribution, AttributionTagger, model_stamp
from index.far_sources import without_far_sources
from index.passages import CONTEXT_CHARACTERS
from index.second_hand import second_hand
from index.sentences import (
    Span,
    containing,
    moved,
    paragraphs,
    quotations,
    sections,
    sentences_of,
)
from index.signed_quotations import with_signatures
from index.speakers import Resolution, ResolvedSpeaker, resolve
from index.whole_quotations import with_whole_quotations

_RULES = 9
"""Counts the changes of the rules by which speakers and second-hand speech are found."""

STATEMENTS_STAMP = f"{model_stamp()}-{_RULES}"
"""What finds statements: an article that another stamp read is read again when it is re-added."""


class StatementKind(StrEnum):
    """Whether the words are quoted, retold, or partly each."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


SECTION_CHARACTERS = 100_000
"""What is read as one article: five times a long one. Reading takes up to half a gigabyte for it,
and telling people apart takes more than twice as long for twice as many."""

_DIRECT_FROM = 0.9
_INDIRECT_TO = 0.1
"""Shares of a statement's characters inside quotation marks."""


@dataclass(frozen=True, kw_only=True)
class Statement:
    """Reported speech in an article; all spans count characters of its text.

    `content` is what was said, in reading order, in several spans where the cue interrupts it.
    `speaker` is the fullest name that the article gives, None where it is not safe to say.
    """

    article_id: str
    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    kind: StatementKind
    speaker: str | None = None
    role: str | None = None
    is_person: bool = False
    resolution: Resolution | None = None
    """By what the speaker was recognised."""
    probability: float = 1.0
    """The model's own, from 0 to 1, that the content's ends are exactly right."""
    reported_by: str | None = None
    """For second-hand speech, who says that the speaker said so."""

    @property
    def id(self) -> str:
        """The same for the same article and content, in every archive."""
        return f"{self.article_id}@" + ",".join(f"{start}-{end}" for start, end in self.content)

    @property
    def span(self) -> Span:
        """From the first to the last character of the content."""
        return self.content[0][0], self.content[-1][1]


def statements(article: Article, tagger: AttributionTagger) -> list[Statement]:
    """The statements of an article in the order of their contents, each content once.

    Second-hand speech is among them where both speakers are known and are two. One longer than any
    article (a book, a collection) is read in sections, in each of which names are known anew.
    """
    if len(article.text) <= SECTION_CHARACTERS:
        return _statements_of(article, tagger)
    return [
        _moved(statement, start)
        for start, end in sections(article.text, SECTION_CHARACTERS)
        for statement in _statements_of(replace(article, text=article.text[start:end]), tagger)
    ]


def _statements_of(article: Article, tagger: AttributionTagger) -> list[Statement]:
    tagged = [a for a in tagger.attributions(article.text) if a.content]
    near = without_far_sources(article.text, tagged)
    found = with_signatures(article.text, with_whole_quotations(article.text, near))
    speakers = resolve(article, found)
    quoted = quotations(article.text)
    made = [
        _statement(article, attribution, speaker, quoted)
        for attribution, speaker in zip(found, speakers, strict=True)
    ]
    inner = second_hand(article.text, found, tagger)
    if inner:
        everyone = resolve(article, [*found, *(one.attribution for one in inner)])
        for one, speaker in zip(inner, everyone[len(found) :], strict=True):
            teller = speakers[one.outer]
            if speaker and teller and speaker.name != teller.name:
                told = _statement(article, one.attribution, speaker, quoted)
                made.append(replace(told, reported_by=teller.name))
    unique: dict[tuple[Span, ...], Statement] = {}
    for statement in made:
        unique.setdefault(statement.content, statement)
    return sorted(unique.values(), key=lambda one: (one.span, one.id))


def _moved(one: Statement, by: int) -> Statement:
    """A statement of a section, its spans counted in the whole text."""
    return replace(
        one, content=moved(one.content, by), cue=moved(one.cue, by), source=moved(one.source, by)
    )


def _statement(
    article: Article,
    attribution: Attribution,
    speaker: ResolvedSpeaker | None,
    quoted: Sequence[Span],
) -> Statement:
    return Statement(
        article_id=article.id,
        content=attribution.content,
        cue=attribution.cue,
        source=attribution.source,
        kind=_kind(attribution.content, quoted),
        speaker=speaker.name if speaker else None,
        role=speaker.role if speaker else None,
        is_person=bool(speaker and speaker.is_person),
        resolution=speaker.resolution if speaker else None,
        probability=round(attribution.probability, 3),
    )


def statement_to_embed(article: Article, statement: Statement) -> str:
    """What the encoder is given for a statement: headline, then the sentences that it stands in."""
    start, end = whole_sentences(article.text, statement.span)
    return f"{article.title.strip()[:CONTEXT_CHARACTERS]}\n{article.text[start:end]}"


def shown_span(text: str, statement: Statement) -> Span:
    """The sentences that a statement stands in, whole, so that it can be read on its own.

    With the cue and the source when those are in the same paragraph.
    """
    start, end = statement.span
    paragraph = containing(paragraphs(text), start)
    for spans in (statement.cue, statement.source):
        for low, high in spans:
            if paragraph and paragraph[0] <= low and high <= paragraph[1]:
                start, end = min(start, low), max(end, high)
    return whole_sentences(text, (start, end))


def whole_sentences(text: str, span: Span) -> Span:
    """A span widened to the sentences that it touches."""
    blocks = paragraphs(text)
    if not blocks:
        return span
    begin = max(0, bisect.bisect_right(blocks, span[0], key=_start) - 1)
    end = max(begin + 1, bisect.bisect_left(blocks, span[1], key=_start))
    around = [one for block in blocks[begin:end] for one in _sentences_of(text, block)]
    first = max(0, bisect.bisect_right(around, span[0], key=_start) - 1)
    last = max(first, bisect.bisect_left(around, span[1], key=_start) - 1)
    return min(span[0], around[first][0]), max(span[1], around[last][1])


def _start(span: Span) -> int:
    return span[0]


@lru_cache(maxsize=1024)
def _sentences_of(text: str, paragraph: Span) -> tuple[Span, ...]:
    """The sentences of a paragraph, which is asked for again with each of its statements."""
    return tuple(sentences_of(text, paragraph))


def _kind(content: Sequence[Span], quoted: Sequence[Span]) -> StatementKind:
    total = sum(end - start for start, end in content)
    inside = sum(
        max(0, min(end, high) - max(start, low))
        for start, end in content
        for low, high in quoted[_first_after(quoted, start) : _first_from(quoted, end)]
    )
    if inside >= _DIRECT_FROM * total:
        return StatementKind.DIRECT
    return StatementKind.INDIRECT if inside <= _INDIRECT_TO * total else StatementKind.MIXED


def _first_after(spans: Sequence[Span], position: int) -> int:
    """The number of the first of ordered, disjoint spans that ends after a position."""
    return bisect.bisect_right(spans, position, key=lambda span: span[1])


def _first_from(spans: Sequence[Span], position: int) -> int:
    """The number of the first of ordered, disjoint spans that begins at a position or later."""
    return bisect.bisect_left(spans, position, key=_start)
