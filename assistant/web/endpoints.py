"""The page's endpoints for programs, by names that stay: answers, statements, speakers, articles.

Four of them are tools for language models too, where the page serves those (`--mcp`): their
docstrings are what a model reads.
"""

import inspect
import json
import logging
from collections.abc import Callable
from functools import wraps
from inspect import get_annotations
from typing import Any, TypeVar

import gradio as gr

from assistant.assistant import NewsAssistant
from assistant.topics import read_topic
from assistant.web.archive_view import listed
from assistant.web.article_json import article_as_json
from assistant.web.bounds import filters_from
from assistant.web.chat import ask_within_limits
from assistant.web.said_table import said_as_json
from assistant.web.speakers import matching
from corpus.errors import OnRecordError, UsageError
from index.overview import Order
from index.speaker_topics import TopicsBySpeaker

_log = logging.getLogger(__name__)

_TROUBLE = "Something went wrong. The log says what; try it once more."

_Found = TypeVar("_Found")

_MOST = 500
"""Things that one call gives at most."""


class Endpoints:
    """What programs may call, over one archive. Errors reach them as one line."""

    def __init__(self, assistant: NewsAssistant, topics: TopicsBySpeaker) -> None:
        self._assistant = assistant
        self._quoting = assistant.without_chat_model()
        self._archive = assistant.archive
        self._topics = topics

    @property
    def tools(self) -> list[Callable[..., Any]]:
        """Those that are tools for language models."""
        return [self.ask, self.statements, self.speakers, self.article]

    @property
    def others(self) -> list[Callable[..., Any]]:
        return [self.articles, self.coverage]

    def ask(
        self,
        question: str,
        conversation: list[str] | None = None,
        speaker: str | None = None,
        since: str | None = None,
        until: str | None = None,
        publishers: list[str] | None = None,
        quotations_only: bool = False,
    ) -> dict[str, Any]:
        """Answer a question about the news archive with cited sentences, as JSON (schema 1).

        Args:
            question: The question, of at most 1,000 characters.
            conversation: The questions before it, oldest first, each as its answer's "question".
            speaker: Only words of this speaker.
            since: Only articles published on this day (2021-12-02) or later.
            until: Only articles published on this day or earlier.
            publishers: Only articles of these outlets.
            quotations_only: No chat model is asked, where the page has one.
        """

        def answer() -> dict[str, Any]:
            filters = filters_from(
                {"speaker": speaker, "from": since, "to": until, "outlets": publishers}
            )
            before = conversation or []
            answering = self._quoting if quotations_only else self._assistant
            return ask_within_limits(answering, question, before, filters).to_json()

        return clean(answer)

    def statements(
        self, speaker: str, about: str | None = None, limit: int = 50
    ) -> list[dict[str, Any]]:
        """What a person or body says in the articles, latest first, with offsets and outlets.

        Args:
            speaker: Whose statements: a name, a surname or a role, as one would ask.
            about: Only statements with any of these words, or other forms of them.
            limit: At most so many, up to 500.
        """

        def found() -> list[dict[str, Any]]:
            match = self._archive.people.find(speaker[:300])
            if match.speaker is None:
                near = [one.name for one in match.ambiguous[:5]] or list(match.nearest)
                has = f": it has {', '.join(near)}" if near else ""
                raise UsageError(f"no one speaker here is called {speaker[:60]!r}{has}")
            names, most = match.speaker.aliases, _within(limit)
            overview = self._archive.ledger.overview
            if about and about.strip():
                words = read_topic(self._archive, about[:300]).words
                table = self._archive.ledger.statements
                ids = [id for id, _ in table.search(words, speakers=names, limit=most)]
                return said_as_json(overview.said(ids=ids, limit=most), match.speaker.name)
            return said_as_json(overview.said(names=names, limit=most), match.speaker.name)

        return clean(found)

    def speakers(self, words: str | None = None, limit: int = 50) -> list[dict[str, Any]]:
        """Who speaks in the articles, most articles first, with roles, outlets, days and topics.

        Args:
            words: Only speakers whose name or role holds these words.
            limit: At most so many, up to 500.
        """

        def found() -> list[dict[str, Any]]:
            overview = self._archive.ledger.overview
            listed = []
            for one in matching(self._archive.people.speakers, words or "")[: _within(limit)]:
                spoken = overview.spoken(one.aliases)
                listed.append(
                    {
                        "name": one.name,
                        "aliases": list(one.aliases),
                        "roles": list(one.roles),
                        "is_person": one.is_person,
                        "statements": spoken.statements,
                        "articles": spoken.articles,
                        "publishers": dict(spoken.publishers),
                        "first_day": spoken.first_day and spoken.first_day.isoformat(),
                        "last_day": spoken.last_day and spoken.last_day.isoformat(),
                        "topics": self._topics.of(one),
                    }
                )
            return listed

        return clean(found)

    def article(self, id: str) -> dict[str, Any]:
        """One article with its whole text, and the statements in it by character offsets.

        Args:
            id: The article's id, as a citation's "article_id" gives it.
        """

        def found() -> dict[str, Any]:
            article = self._archive.ledger.article(id)
            if article is None:
                raise UsageError(f"no article here has the id {id[:80]!r}")
            statements = self._archive.ledger.statements.of_articles([id])
            return article_as_json(article, statements)

        return clean(found)

    def articles(
        self, words: str | None = None, order: str | None = None, page: int = 0
    ) -> list[dict[str, Any]]:
        """A page of 50 of the archive's articles, without their texts.

        Args:
            words: Only articles with any of these words.
            order: newest, oldest, title, outlet, most-statements and others; without one the best
                matches come first, and the newest where there are no words.
            page: Which page, from 0.
        """

        def found() -> list[dict[str, Any]]:
            if order is not None and order not in set(Order):
                raise UsageError(f"order {order!r}: choose one of {', '.join(Order)}")
            lines, _ = listed(
                self._archive, words or "", Order(order) if order else None, max(0, page)
            )
            return [
                {
                    "id": line.id,
                    "title": line.title,
                    "publisher": line.publisher,
                    "published": line.day and line.day.isoformat(),
                    "statements": line.statements,
                }
                for line in lines
            ]

        return clean(found)

    def coverage(self) -> dict[str, Any]:
        """What the archive holds: articles, days, outlets, and how many articles of each day."""

        def found() -> dict[str, Any]:
            coverage = self._archive.coverage()
            return {
                "articles": coverage.articles,
                "first_day": coverage.first_day and coverage.first_day.isoformat(),
                "last_day": coverage.last_day and coverage.last_day.isoformat(),
                "publishers": dict(coverage.publishers),
                "days": {
                    day.isoformat(): count for day, count in self._archive.ledger.overview.days()
                },
            }

        return clean(found)


def as_text(tool: Callable[..., Any]) -> Callable[..., str]:
    """The same tool with its JSON as a text, which is what language models are given.

    A value of Python's would reach them as Python writes it.
    """

    @wraps(tool)
    def text(*given: Any, **named: Any) -> str:
        return json.dumps(tool(*given, **named), ensure_ascii=False)

    signature = inspect.signature(tool)
    # what `inspect.signature` and Gradio look for; a function's type does not have it
    text.__signature__ = signature.replace(return_annotation=str)  # type: ignore[attr-defined]
    text.__annotations__ = {**get_annotations(tool), "return": str}
    return text


def _within(limit: int) -> int:
    return max(1, min(_MOST, limit))


def clean(found: Callable[[], _Found]) -> _Found:
    """What a look-up gives, as Gradio's JSON can carry it: no lone halves of surrogate pairs.

    Whatever goes wrong is one line.
    """
    try:
        value = found()
    except OnRecordError as error:
        raise gr.Error(str(error), print_exception=False) from error
    except Exception as error:
        _log.exception("a call of a program failed")
        raise gr.Error(_TROUBLE, print_exception=False) from error
    clean: _Found = json.loads(json.dumps(value, ensure_ascii=False).encode("utf-8", "replace"))
    return clean
