"""An answer and the citations that it rests on, and their form as JSON (schema 1)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from corpus.article import Article

SCHEMA = 1


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

    @property
    def quote(self) -> str:
        return self.article.text[self.start : self.end]

    def to_json(self) -> dict[str, Any]:
        day = self.article.published_day
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
    answerer: str = "extractive"
    took_ms: int = 0

    @property
    def answered(self) -> bool:
        return self.outcome is Outcome.ANSWERED

    @property
    def text(self) -> str:
        """The answer as Markdown with [n] markers, one sentence a paragraph, or the message."""
        if not self.answered:
            return self.message
        return "\n\n".join(sentence.with_markers for sentence in self.sentences)

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
        }
