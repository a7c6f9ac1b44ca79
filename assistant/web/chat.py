"""What the page does when something is asked, and the same as an endpoint for programs."""

import json
import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import gradio as gr

from assistant.answer import Answer
from assistant.assistant import NewsAssistant
from assistant.web.sources import no_sources_html, sources_html
from assistant.web.transcript import Turn, transcript_html, understood
from corpus.article import Article
from corpus.errors import OnRecordError, UsageError

LONGEST_QUESTION = 1_000
"""Characters."""

MOST_TURNS = 40
"""Turns of a session that are kept; the oldest make room."""

Turns = tuple[Turn, ...]
Shown = tuple[str, Any, Any, Any]
"""What a step changes: the transcript, the panel, the session's turns, the box to type in."""

_log = logging.getLogger(__name__)


class Chat:
    """The handlers of one page. They keep nothing: each session's turns come in and go out."""

    def __init__(self, assistant: NewsAssistant) -> None:
        self._assistant = assistant

    def respond(self, text: str, turns: Turns) -> Iterator[Shown]:
        """The page while a question is answered: at once the question, then each sentence."""
        asked = text.strip()
        if not asked:
            return
        before = turns[1 - MOST_TURNS :]
        turn = Turn(number=turns[-1].number + 1 if turns else 1, asked=asked)
        if len(asked) > LONGEST_QUESTION:
            after = (*before, replace(turn, problem=_too_long(asked)))
            yield transcript_html(after), no_sources_html(), after, gr.skip()
            return
        yield transcript_html((*before, turn)), gr.skip(), gr.skip(), ""
        try:
            for answer in self._assistant.stream(asked, conversation=understood(before)):
                growing = (*before, replace(turn, answer=answer))
                if answer.answered and answer.answerer != "extractive":
                    panel = self._panel(turn.number, answer)
                    count = len(answer.sentences)
                    yield (
                        transcript_html(growing, sentences_shown=count),
                        panel,
                        gr.skip(),
                        gr.skip(),
                    )
        except OnRecordError as error:
            problem = str(error)
        except Exception:
            _log.exception("a question could not be answered")
            problem = "Something went wrong while answering. The log says what; try it once more."
        else:
            shown = len(answer.sentences) if answer.answerer != "extractive" else 1
            yield from self._sentence_by_sentence(growing, answer, shown)
            return
        after = (*before, replace(turn, problem=problem))
        yield transcript_html(after), no_sources_html(), after, gr.skip()

    def sources(self, event: gr.EventData, turns: Turns) -> Any:
        """The panel of an earlier turn, whose marker was clicked."""
        for turn in turns:
            if turn.answer and turn.number == event._data.get("turn"):
                return self._panel(turn.number, turn.answer)
        return gr.skip()

    def ask(self, question: str, conversation: list[str] | None = None) -> dict[str, Any]:
        """Answer a question about the news archive, as JSON (schema 1).

        Args:
            question: The question, of at most 1,000 characters.
            conversation: The questions before it, oldest first, each as its answer's "question".
        """
        try:
            answer = self._ask(question, conversation or ())
        except OnRecordError as error:
            raise gr.Error(str(error), print_exception=False) from error
        return _without_half_characters(answer.to_json())

    def _ask(self, question: str, conversation: Sequence[str]) -> Answer:
        if len(question) > LONGEST_QUESTION:
            raise UsageError(_too_long(question))
        return self._assistant.ask(question, conversation=conversation)

    def _sentence_by_sentence(
        self, turns: Turns, answer: Answer, shown_already: int
    ) -> Iterator[Shown]:
        panel = self._panel(turns[-1].number, answer)
        for shown in range(shown_already, len(answer.sentences)):
            yield transcript_html(turns, sentences_shown=shown), panel, gr.skip(), gr.skip()
        yield transcript_html(turns), panel, turns, gr.skip()

    def _panel(self, number: int, answer: Answer) -> str:
        ids = {id for citation in answer.citations for id in citation.also_in}
        copies: dict[str, Article] = {}
        if ids:
            ledger = self._assistant.archive.ledger
            copies = {article.id: article for article in ledger.articles(sorted(ids))}
        return sources_html(number, answer.question, answer.citations, copies)


def _too_long(question: str) -> str:
    return (
        f"The question has {len(question):,} characters: "
        f"please ask in {LONGEST_QUESTION:,} or fewer."
    )


def _without_half_characters(value: dict[str, Any]) -> dict[str, Any]:
    """The same without lone halves of surrogate pairs, which Gradio's JSON cannot carry."""
    text = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
    clean: dict[str, Any] = json.loads(text)
    return clean
