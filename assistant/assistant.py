"""The assistant: from a question and the conversation before it to a cited answer."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.abstention import abstain
from assistant.answer import Answer, Evidence, SearchedPart
from assistant.dates import with_years
from assistant.extractive import answer_from_sentences
from assistant.followup import standalone
from assistant.question import Question, read_question
from assistant.spoken import answer_from_statements
from assistant.verify.answers import verified
from assistant.verify.verifier import verifier_of
from index.archive import Archive
from index.search import Hit, SearchQuery, spread

EVIDENCE = 10
"""Retrieved passages that an answer lists."""

_POOL = 30
"""Retrieved passages that an answer may draw its sentences from."""


@dataclass(frozen=True, kw_only=True)
class Filters:
    """Bounds that a user sets beside the question; days are inclusive."""

    speaker: str | None = None
    since: date | None = None
    until: date | None = None
    publishers: tuple[str, ...] = ()


NO_FILTERS = Filters()


class NewsAssistant:
    """Answers questions over one archive. Safe to use from several threads."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._verifier = verifier_of(archive)

    def ask(
        self, text: str, *, conversation: Sequence[str] = (), filters: Filters = NO_FILTERS
    ) -> Answer:
        """The answer to a question; `conversation` holds the questions before it, oldest first.

        Those are as they were understood (`Answer.question`), so that a follow-up to a follow-up
        keeps what both left unsaid. Raises UsageError for an empty question or unknown outlets.
        """
        started = time.monotonic()
        question = self.understand(text, conversation, filters)
        query = SearchQuery(
            text=question.text,
            limit=_POOL,
            since=question.since,
            until=question.until,
            publishers=self.archive.publishers_named(filters.publishers),
        )
        coverage = self.archive.coverage(query)
        hits = self.archive.search(query) if coverage.articles else []
        answer = self._answered(question, query, hits) if coverage.articles else None
        answer = verified(self.archive, self._verifier, answer) if answer else None
        answer = answer or abstain(self.archive, question, query)
        return replace(
            answer,
            evidence=_evidence(hits),
            searched=SearchedPart(
                articles=coverage.articles,
                first_day=coverage.first_day.isoformat() if coverage.first_day else None,
                last_day=coverage.last_day.isoformat() if coverage.last_day else None,
                publishers=len(coverage.publishers),
            ),
            took_ms=round((time.monotonic() - started) * 1000),
        )

    def understand(
        self, text: str, conversation: Sequence[str] = (), filters: Filters = NO_FILTERS
    ) -> Question:
        """The question as it will be answered: standing on its own, with its bounds."""
        before = read_question(conversation[-1]) if conversation else None
        if latest := self.archive.coverage().last_day:
            text = with_years(text, latest)
        question = read_question(standalone(text, before, self._speaks))
        return replace(
            question,
            speakers=(filters.speaker,) if filters.speaker else question.speakers,
            topic=question.topic or (question.text if filters.speaker else None),
            since=filters.since or question.since,
            until=filters.until or question.until,
        )

    def _answered(
        self, question: Question, query: SearchQuery, hits: Sequence[Hit]
    ) -> Answer | None:
        if not question.speakers:
            spoken = None
            if question.anyone:
                spoken = answer_from_statements(self.archive, question, (), query.bounds)
            return spoken or answer_from_sentences(self.archive, question, hits)
        matches = [self.archive.people.find(name) for name in question.speakers]
        speakers = [match.speaker for match in matches if match.speaker]
        if not speakers:
            return None
        return answer_from_statements(self.archive, question, speakers, query.bounds)

    def _speaks(self, name: str) -> bool:
        """Whether the archive has words of a person of that name, rather than naming a topic."""
        speaker = self.archive.people.find(name).speaker
        return speaker is not None and speaker.is_person


def _evidence(hits: Sequence[Hit]) -> tuple[Evidence, ...]:
    """The passages that were found, one of each article before a second of any."""
    return tuple(
        Evidence(article_id=hit.article.id, start=hit.passage.start, end=hit.passage.end)
        for hit in spread(hits, 1)[:EVIDENCE]
    )
