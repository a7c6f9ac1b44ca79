"""The assistant: from a question and the conversation before it to a cited answer."""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.abstention import abstain
from assistant.answer import Answer, Evidence, Reason, SearchedPart, Usage
from assistant.chat.answering import ChatAnswerer, Task
from assistant.chat.errors import ChatModelError
from assistant.chat.evidence import gathered, numbered
from assistant.chat.reading import Read, read_by_model
from assistant.chat.reply import ChatModel
from assistant.dates import with_years
from assistant.extractive import answer_from_sentences
from assistant.followup import standalone
from assistant.logs import EVENTS, figures
from assistant.question import Question, read_question
from assistant.spoken import answer_from_statements
from assistant.verify.answers import verified
from assistant.verify.support import Entailment
from assistant.verify.verifier import verifier_of
from index.archive import Archive
from index.ledger import Coverage
from index.people import Speaker
from index.search import Hit, SearchQuery, spread

EVIDENCE = 10
"""Retrieved passages that an answer lists."""

_POOL = 30
"""Retrieved passages that an answer may draw its sentences from."""

_UNANSWERABLE = frozenset(
    [Reason.UNKNOWN_SPEAKER, Reason.SILENT_ON_TOPIC, Reason.OUTSIDE_DATES, Reason.EMPTY_ARCHIVE]
)
"""Reasons to abstain that no chat model is asked about: it would have to write of other things."""


@dataclass(frozen=True, kw_only=True)
class Filters:
    """Bounds that a user sets beside the question; days are inclusive."""

    speaker: str | None = None
    since: date | None = None
    until: date | None = None
    publishers: tuple[str, ...] = ()


NO_FILTERS = Filters()


class NewsAssistant:
    """Answers questions over one archive. Safe to use from several threads.

    With a chat model, that writes the answers, and every sentence of it is verified; whatever
    goes wrong with it, the answer is the one that there would be without.
    """

    def __init__(
        self,
        archive: Archive,
        *,
        model: ChatModel | None = None,
        window: int = 8192,
        entailment: Entailment | None = None,
        today: Callable[[], date] = date.today,
    ) -> None:
        self.archive = archive
        self._entailment = entailment
        self._verifier = verifier_of(archive, entailment)
        self._model = model
        self._chat = ChatAnswerer(archive, model, self._verifier, window=window) if model else None
        self._today = today

    @property
    def chat_model(self) -> str | None:
        """The name of the chat model that writes the answers, PROVIDER:MODEL; None without one."""
        return self._chat.name if self._chat else None

    def without_chat_model(self) -> "NewsAssistant":
        """An assistant over the same archive that quotes, and asks no chat model."""
        return NewsAssistant(self.archive, entailment=self._entailment, today=self._today)

    def ask(
        self, text: str, *, conversation: Sequence[str] = (), filters: Filters = NO_FILTERS
    ) -> Answer:
        """The answer to a question; `conversation` holds the questions before it, oldest first.

        Those are as they were understood (`Answer.question`), so that a follow-up to a follow-up
        keeps what both left unsaid. Raises UsageError for an empty question or unknown outlets.
        """
        *_, answer = self.stream(text, conversation=conversation, filters=filters)
        return answer

    def stream(
        self, text: str, *, conversation: Sequence[str] = (), filters: Filters = NO_FILTERS
    ) -> Iterator[Answer]:
        """The same answer as it comes in: each holds all verified sentences so far.

        Only the last one counts; it may be another than those before when the model failed.
        """
        started = time.monotonic()
        read = self._read(text, conversation, filters)
        if read.question.speakers or read.question.anyone:
            self.archive.read_ahead()
        query = self._query(read.question, filters)
        coverage = self.archive.coverage_within(query)
        hits = self.archive.search(query) if coverage.articles else []
        for answer in self._answers(read, query, hits, conversation):
            yield replace(
                answer,
                evidence=_evidence(hits),
                searched=_searched(coverage),
                usage=_together(read.usage, answer.usage),
                took_ms=round((time.monotonic() - started) * 1000),
            )

    def understand(
        self, text: str, conversation: Sequence[str] = (), filters: Filters = NO_FILTERS
    ) -> Question:
        """The question as it will be answered: standing on its own, with its bounds."""
        return self._read(text, conversation, filters).question

    def _read(self, text: str, conversation: Sequence[str], filters: Filters) -> Read:
        before = read_question(conversation[-1]) if conversation else None
        if latest := self.archive.coverage().last_day:
            text = with_years(text, latest)
        question = read_question(standalone(text, before, self._speaks))
        read = Read(question=question)
        if self._model and (conversation or not self._knows_who(question)):
            read = read_by_model(
                self._model,
                text,
                read,
                self.archive.people,
                conversation=conversation,
                today=self._today(),
                archive_days=_days(self.archive.coverage()),
            )
        return replace(
            read,
            question=_bounded(read.question, filters),
            parts=tuple(_bounded(one, filters) for one in read.parts),
        )

    def _query(self, question: Question, filters: Filters) -> SearchQuery:
        return SearchQuery(
            text=question.text,
            limit=_POOL,
            since=question.since,
            until=question.until,
            publishers=self.archive.publishers_named(filters.publishers),
        )

    def _answers(
        self, read: Read, query: SearchQuery, hits: Sequence[Hit], conversation: Sequence[str]
    ) -> Iterator[Answer]:
        """The chat model's answer as it grows, or the extractive one where that does not come."""
        extractive = self._extractive(read.question, query, hits)
        if self._chat is None or (extractive.reason in _UNANSWERABLE and not read.parts):
            yield extractive
            return
        written: Answer | None = None
        try:
            task = self._task(read, query, hits, extractive, conversation)
            for written in self._chat.stream(task):
                if written.sentences:
                    yield written
        except ChatModelError as error:
            kind = type(error.__cause__ or error).__name__  # the message may quote what was asked
            EVENTS.warning("the chat model failed", extra=figures(error=kind))
            yield _instead(extractive, _as_sentence(str(error)), written)
            return
        if written is None or not written.sentences:
            what = "wrote nothing that its sources bear out"
            if written is None or not written.left_out:
                what = "found no answer in the evidence"
            yield _instead(extractive, f"{self._chat.name} {what}.", written)

    def _extractive(self, question: Question, query: SearchQuery, hits: Sequence[Hit]) -> Answer:
        answer = self._quoted(question, query, hits) if hits else None
        answer = verified(self.archive, self._verifier, answer) if answer else None
        return answer or abstain(self.archive, question, query)

    def _quoted(self, question: Question, query: SearchQuery, hits: Sequence[Hit]) -> Answer | None:
        if not question.speakers:
            spoken = None
            if question.anyone:
                spoken = answer_from_statements(self.archive, question, (), query.bounds)
            return spoken or answer_from_sentences(self.archive, question, hits)
        speakers = self._speakers(question)
        if not speakers:
            return None
        return answer_from_statements(self.archive, question, speakers, query.bounds)

    def _task(
        self,
        read: Read,
        query: SearchQuery,
        hits: Sequence[Hit],
        extractive: Answer,
        conversation: Sequence[str],
    ) -> Task:
        """What the chat model is asked; of a comparison, with the evidence for each side."""
        asked = [(read.question, query, hits, extractive)]
        for part in read.parts:
            own = replace(query, text=part.text, since=part.since, until=part.until)
            found = self.archive.search(own)
            asked.append((part, own, found, self._extractive(part, own, found)))
        evidence = [
            gathered(self.archive, question, self._speakers(question), answer, found, bounds)
            for question, bounds, found, answer in (asked[1:] or asked)
        ]
        turns = [one for group in evidence for one in group]
        return Task(
            question=read.question.text,
            evidence=numbered(turns),
            conversation=conversation,
            today=self._today(),
            archive_days=_days(self.archive.coverage()),
        )

    def _speakers(self, question: Question) -> list[Speaker]:
        found = (self.archive.people.known(name) for name in question.speakers)
        return [speaker for speaker in found if speaker]

    def _knows_who(self, question: Question) -> bool:
        """Whether the rules read of whom a question asks, and the archive knows them all."""
        known = self._speakers(question)
        return bool(known) and len(known) == len(question.speakers)

    def _speaks(self, name: str) -> bool:
        """Whether the archive has words of a person of that name, rather than naming a topic."""
        speaker = self.archive.people.known(name)
        return speaker is not None and speaker.is_person


def _instead(extractive: Answer, why: str, written: Answer | None) -> Answer:
    """The extractive answer, labelled, with what the model's attempt cost."""
    label = "These are sentences of the articles themselves." if extractive.answered else ""
    return replace(
        extractive,
        notes=(f"{why} {label}".strip(),),
        usage=written.usage if written else None,
    )


def _together(one: Usage | None, other: Usage | None) -> Usage | None:
    return one + other if one and other else one or other


def _as_sentence(line: str) -> str:
    whole = line[:1].upper() + line[1:] if line.startswith("the ") else line
    return whole if whole.endswith(("?", ".", "!")) else f"{whole}."


def _bounded(question: Question, filters: Filters) -> Question:
    return replace(
        question,
        speakers=(filters.speaker,) if filters.speaker else question.speakers,
        topic=question.topic or (question.text if filters.speaker else None),
        since=filters.since or question.since,
        until=filters.until or question.until,
    )


def _searched(coverage: Coverage) -> SearchedPart:
    return SearchedPart(
        articles=coverage.articles,
        first_day=coverage.first_day.isoformat() if coverage.first_day else None,
        last_day=coverage.last_day.isoformat() if coverage.last_day else None,
        publishers=len(coverage.publishers),
    )


def _days(coverage: Coverage) -> str:
    if coverage.first_day and coverage.last_day:
        return f"articles from {coverage.first_day} to {coverage.last_day}"
    return f"{coverage.articles:,} articles, none of them dated"


def _evidence(hits: Sequence[Hit]) -> tuple[Evidence, ...]:
    """The passages that were found, one of each article before a second of any."""
    return tuple(
        Evidence(article_id=hit.article.id, start=hit.passage.start, end=hit.passage.end)
        for hit in spread(hits, 1)[:EVIDENCE]
    )
