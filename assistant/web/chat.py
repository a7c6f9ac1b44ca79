"""What the page does when something is asked, asked again, changed, stopped or taken back."""

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import gradio as gr

from assistant.answer import EXTRACTIVE, Answer
from assistant.assistant import Filters, NewsAssistant
from assistant.question import read_question
from assistant.web.bounds import filters_from
from assistant.web.conversations import Conversations
from assistant.web.over_time import asks_for_change, chronological, said_on_topic
from assistant.web.sources import no_sources_html, sources_html
from assistant.web.suggestions import suggestions
from assistant.web.transcript import Turn, transcript_html, understood, welcome_html
from corpus.article import Article
from corpus.errors import OnRecordError, UsageError
from index.overview import Said
from index.search import SearchQuery
from index.speaker_topics import TopicsBySpeaker

LONGEST_QUESTION = 1_000
"""Characters."""

MOST_TURNS = 40
"""Turns of a session that are kept; the oldest make room."""

_BOUNDS_KEPT = 500

Turns = tuple[Turn, ...]
Shown = tuple[str, Any, Any]
"""What a step changes: the transcript, the panel, the session's turns."""

TROUBLE = "Something went wrong while answering. The log says what; try it once more."
STOPPED = "Stopped before it was answered."

_log = logging.getLogger(__name__)


class Chat:
    """The handlers of one page. A session's turns come in and go out.

    Each event has the `key` of its tab, under which they are kept for a page that is loaded anew.
    """

    def __init__(
        self,
        assistant: NewsAssistant,
        topics: TopicsBySpeaker,
        examples: Sequence[str],
        conversations: Conversations,
    ) -> None:
        self._assistant = assistant
        self._quoting = assistant.without_chat_model()
        self._topics = topics
        self._examples = examples
        self._conversations = conversations
        self._searched: dict[object, tuple[str, ...]] = {}
        self._first_welcome = self.welcome()

    def welcome(self) -> str:
        """What stands before the first question."""
        return welcome_html(self._assistant.archive.coverage(), self._examples)

    def reopened(self, event: gr.EventData) -> Shown:
        """What a page that is loaded shows: the conversation that its tab had `before`."""
        given = _given(event)
        turns = tuple(_settled(turn) for turn in self._conversations.of(given.get("before")))
        if not turns and self.welcome() == self._first_welcome:
            return gr.skip(), gr.skip(), gr.skip()  # it is there already
        return self._kept(event, (*self._conversation(turns), turns))

    def fresh(self, event: gr.EventData) -> Shown:
        """The page without a conversation."""
        return self._kept(event, (*self._conversation(()), ()))

    def respond(self, event: gr.EventData, turns: Turns) -> Iterator[Shown]:
        """The page while a question is answered, see `_responding`."""
        for shown in self._responding(_given(event), turns):
            yield self._kept(event, shown)

    def _responding(self, given: Mapping[str, Any], turns: Turns) -> Iterator[Shown]:
        """The page while a question is answered: at once the question, then each sentence.

        The event has `question`, `filters`, `most` (sentences to show), `answerer` (EXTRACTIVE:
        no chat model is asked), and `instead` with the number of the turn from which on the
        conversation is taken back before it is asked.
        """
        asked = str(given.get("question", "")).strip()
        if not asked:
            yield gr.skip(), gr.skip(), gr.skip()
            return
        instead = given.get("instead")
        kept = [t for t in turns if not isinstance(instead, int) or t.number < instead]
        before = tuple(_settled(turn) for turn in kept)[1 - MOST_TURNS :]
        turn = Turn(number=before[-1].number + 1 if before else 1, asked=asked)
        try:
            if len(asked) > LONGEST_QUESTION:
                raise UsageError(_too_long(asked))
            turn = replace(turn, filters=filters_from(given.get("filters")))
        except OnRecordError as error:
            after = (*before, replace(turn, problem=str(error)))
            yield transcript_html(after), no_sources_html(), after
            return
        yield transcript_html((*before, turn)), gr.skip(), (*before, turn)
        shown = 1
        try:
            quotes = given.get("answerer") == EXTRACTIVE
            answering = self._quoting if quotes else self._assistant
            conversation = understood(before)
            for answer in answering.stream(asked, conversation=conversation, filters=turn.filters):
                if answer.answered and answer.answerer != EXTRACTIVE:
                    shown = len(answer.sentences)
                    growing = (*before, replace(turn, answer=answer))
                    panel = self._panel(turn.number, answer)
                    yield transcript_html(growing, sentences_shown=shown), panel, gr.skip()
            turn = self._answered(turn, answer, given.get("most"))
        except OnRecordError as error:
            turn = replace(turn, problem=str(error))
        except Exception:
            _log.exception("a question could not be answered")
            turn = replace(turn, problem=TROUBLE)
        if turn.answer is None:
            after = (*before, turn)
            yield transcript_html(after), no_sources_html(), after
            return
        yield from self._sentence_by_sentence((*before, turn), turn.answer, shown)

    def stop(self, event: gr.EventData, turns: Turns) -> Shown:
        """The conversation when an answer was broken off."""
        after = tuple(_settled(turn) for turn in turns)
        return self._kept(event, (transcript_html(after), gr.skip(), after))

    def undo(self, event: gr.EventData, turns: Turns) -> Shown:
        """The conversation without its last question."""
        return self._kept(event, (*self._conversation(turns[:-1]), turns[:-1]))

    def sources(self, event: gr.EventData, turns: Turns) -> Any:
        """The panel of an earlier turn, whose marker was clicked."""
        for turn in turns:
            if turn.answer and turn.number == _given(event).get("turn"):
                return self._panel(turn.number, turn.answer)
        return gr.skip()

    def _conversation(self, turns: Turns) -> tuple[str, str]:
        """The transcript, and the panel of its last turn."""
        if not turns:
            return self.welcome(), no_sources_html()
        last = turns[-1]
        panel = self._panel(last.number, last.answer) if last.answer else no_sources_html()
        return transcript_html(turns), panel

    def _kept(self, event: gr.EventData, shown: Shown) -> Shown:
        if isinstance(shown[2], tuple):
            self._conversations.keep(_given(event).get("key"), shown[2])
        return shown

    def _answered(self, turn: Turn, answer: Answer, most: object) -> Turn:
        # Quotations stand each for itself; an answer that was written is not to be cut short.
        if isinstance(most, int) and most > 0 and answer.answerer == EXTRACTIVE:
            answer = _at_most(answer, most)
        people = self._assistant.archive.people
        names = {c.speaker for c in answer.citations if c.speaker}
        found = {name: people.find(name).speaker for name in sorted(names)}
        roles = {name: one.roles[0] for name, one in found.items() if one and one.roles}
        question = self._quoting.understand(answer.question, (), turn.filters)
        topic = read_question(answer.question).topic
        over_time: tuple[Said, ...] = ()
        if answer.answered and asks_for_change(answer.question):
            answer = chronological(answer)
            over_time = said_on_topic(self._assistant.archive, question)
        outlets = self._outlets(question.since, question.until, turn.filters.publishers)
        offered = suggestions(self._quoting, answer, turn.filters, self._topics.of)
        return replace(
            turn,
            answer=answer,
            roles=roles,
            topic=topic,
            outlets=outlets,
            suggestions=offered,
            over_time=over_time,
        )

    def _outlets(
        self, since: date | None, until: date | None, publishers: tuple[str, ...]
    ) -> tuple[str, ...]:
        """The outlets within the bounds, counted once for each state of the archive."""
        archive = self._assistant.archive
        key = (archive.generation, since, until, publishers)
        if key not in self._searched:
            if len(self._searched) > _BOUNDS_KEPT:
                self._searched.clear()
            query = SearchQuery(
                text="",
                since=since,
                until=until,
                publishers=archive.publishers_named(publishers),
            )
            self._searched[key] = tuple(
                name for name, _ in archive.coverage_within(query).publishers
            )
        return self._searched[key]

    def _sentence_by_sentence(
        self, turns: Turns, answer: Answer, shown_already: int
    ) -> Iterator[Shown]:
        panel = self._panel(turns[-1].number, answer)
        for shown in range(shown_already, len(answer.sentences)):
            yield transcript_html(turns, sentences_shown=shown), panel, gr.skip()
        yield transcript_html(turns), panel, turns

    def _panel(self, number: int, answer: Answer) -> str:
        ids = {id for citation in answer.citations for id in citation.also_in}
        copies: dict[str, Article] = {}
        if ids:
            ledger = self._assistant.archive.ledger
            copies = {article.id: article for article in ledger.articles(sorted(ids))}
        return sources_html(number, answer.question, answer.citations, copies)


def ask_within_limits(
    assistant: NewsAssistant, question: str, conversation: list[str], filters: Filters
) -> Answer:
    """An answer for a program, to a question of at most LONGEST_QUESTION characters."""
    if len(question) > LONGEST_QUESTION:
        raise UsageError(_too_long(question))
    return assistant.ask(question, conversation=conversation, filters=filters)


def _given(event: gr.EventData) -> Mapping[str, Any]:
    return event._data if isinstance(event._data, Mapping) else {}


def _settled(turn: Turn) -> Turn:
    """The same turn, told to be stopped where it is still without an answer."""
    if turn.answer is None and turn.problem is None:
        return replace(turn, problem=STOPPED)
    return turn


def _at_most(answer: Answer, sentences: int) -> Answer:
    """The answer's first sentences, with the citations that those have."""
    kept = answer.sentences[:sentences]
    numbers = {number for sentence in kept for number in sentence.citations}
    return replace(
        answer,
        sentences=kept,
        citations=tuple(c for c in answer.citations if c.number in numbers),
    )


def _too_long(question: str) -> str:
    return (
        f"The question has {len(question):,} characters: "
        f"please ask in {LONGEST_QUESTION:,} or fewer."
    )
