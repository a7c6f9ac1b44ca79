"""An answer and the citations that it rests on, and their form as JSON (schema 1)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from corpus.article import Article

SCHEMA = 1

EXTRACTIVE = "extractive"
"""The answerer that shows sentences of the articles; others are chat models by name."""


class Outcome(StrEnum):
    ANSWERED = "answered"
    ABSTAINED = "abstained"


class Reason(StrEnum):
    """Why a question was not answered."""

    UNKNOWN_SPEAKER = "unknown_speaker"
    SILENT_ON_TOPIC = "silent_on_topic"
    NO_EVIDENCE = "no_evidence"
    OUTSIDE_DATES = "outside_dates"
    EMPTY_ARCHIVE = "empty_archive"


class Kind(StrEnum):
    """What a citation quotes: reported speech of three forms, or the article's own words."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"
    PASSAGE = "passage"


@dataclass(frozen=True, kw_only=True)
class Citation:
    """The words article.text[start:end], which bear out the sentences that carry its number."""

    number: int
    article: Article
    start: int
    end: int
    speaker: str | None = None
    kind: Kind = Kind.PASSAGE
    also_in: tuple[str, ...] = ()
    """Ids of other articles with the same words."""
    reported_by: str | None = None
    """For second-hand speech, who says that the speaker said so."""

    @property
    def who(self) -> str | None:
        """The speaker, and for second-hand speech who tells of it."""
        if self.speaker and self.reported_by:
            return f"{self.speaker}, as told by {self.reported_by}"
        return self.speaker

    @property
    def quote(self) -> str:
        return self.article.text[self.start : self.end]

    def to_json(self) -> dict[str, Any]:
        day = self.article.published_day
        second_hand = {"reported_by": self.reported_by} if self.reported_by else {}
        return {
            "number": self.number,
            "article_id": self.article.id,
            "title": self.article.title,
            "publisher": self.article.publisher,
            "url": self.article.url,
            "published": day.isoformat() if day else None,
            "start": self.start,
            "end": self.end,
            "quote": self.quote,
            "speaker": self.speaker,
            "kind": self.kind.value,
            "also_in": list(self.also_in),
            **second_hand,
        }


@dataclass(frozen=True, kw_only=True)
class CitedSentence:
    """A sentence of an answer with the numbers of the citations that bear it out."""

    text: str
    citations: tuple[int, ...]

    @property
    def with_markers(self) -> str:
        return f"{self.text} {''.join(f'[{number}]' for number in self.citations)}".rstrip()


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """A passage that was retrieved for a question."""

    article_id: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class SearchedPart:
    """What of the archive was looked at for an answer."""

    articles: int
    first_day: str | None
    last_day: str | None
    publishers: int


@dataclass(frozen=True, kw_only=True)
class Usage:
    """Tokens as a provider counts them over all calls for one answer, and their cost if told."""

    input_tokens: int
    output_tokens: int
    cost: float | None = None
    """In US dollars, where the provider reports it."""
    cached: bool = False
    """Whether every reply came out of the cache, so that nothing was spent this time."""

    def __add__(self, other: "Usage") -> "Usage":
        costs = [one for one in (self.cost, other.cost) if one is not None]
        return Usage(
            input_tokens=self.input_tokens + other.input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            cost=sum(costs) if costs else None,
            cached=self.cached and other.cached,
        )

    def to_json(self) -> dict[str, Any]:
        return {
            "input_tokens": self.input_tokens,
            "output_tokens": self.output_tokens,
            **({"cost": self.cost} if self.cost is not None else {}),
            **({"cached": True} if self.cached else {}),
        }


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a question got. Abstained means no sentences, no citations and a reason."""

    question: str
    """The question as it was understood: a follow-up stands here with what it left unsaid."""
    outcome: Outcome
    reason: Reason | None = None
    message: str = ""
    """For an abstention, one or two sentences for a reader; empty for an answer."""
    sentences: tuple[CitedSentence, ...] = ()
    citations: tuple[Citation, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    searched: SearchedPart | None = None
    left_out: int = 0
    """Sentences that the verifier refused, and that are not shown."""
    notes: tuple[str, ...] = ()
    """What a reader has to know of how the answer came about, a line each."""
    usage: Usage | None = None
    """What a chat model's provider counted, where it counts."""
    answerer: str = EXTRACTIVE
    took_ms: int = 0

    @property
    def answered(self) -> bool:
        return self.outcome is Outcome.ANSWERED

    @property
    def text(self) -> str:
        """The answer as Markdown with [n] markers, one sentence a paragraph, or the message.

        Notes come last, as paragraphs without a marker.
        """
        if not self.answered:
            return self.message
        sentences = (sentence.with_markers for sentence in self.sentences)
        return "\n\n".join((*sentences, *self.remarks))

    @property
    def remarks(self) -> tuple[str, ...]:
        """The notes, and one on what was left out."""
        if not self.left_out:
            return self.notes
        several = "1 sentence was" if self.left_out == 1 else f"{self.left_out} sentences were"
        whose, what = ("its", "it") if self.left_out == 1 else ("their", "them")
        return (*self.notes, f"({several} left out: {whose} sources do not bear {what} out.)")

    def to_json(self) -> dict[str, Any]:
        """The answer in schema 1, in the order of the contract's keys."""
        return {
            "schema": SCHEMA,
            "question": self.question,
            "outcome": self.outcome.value,
            "reason": self.reason.value if self.reason else None,
            "text": self.text,
            "sentences": [
                {"text": sentence.text, "citations": list(sentence.citations)}
                for sentence in self.sentences
            ],
            "citations": [citation.to_json() for citation in self.citations],
            "evidence": [
                {"article_id": one.article_id, "start": one.start, "end": one.end}
                for one in self.evidence
            ],
            "answerer": self.answerer,
            "took_ms": self.took_ms,
            **self._beside(),
        }

    def _beside(self) -> dict[str, Any]:
        """The keys that are there only when they say something."""
        return {
            **({"left_out": self.left_out} if self.left_out else {}),
            **({"notes": list(self.notes)} if self.notes else {}),
            **({"usage": self.usage.to_json()} if self.usage else {}),
        }
