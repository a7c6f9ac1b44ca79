"""What the page looks up while it is read: articles, speakers, lists. Nothing here changes a thing.

Each function takes what the script sends and gives `{"html": ...}`, or `{"problem": ...}` with
one line for the reader.
"""

import json
import logging
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from assistant.assistant import NewsAssistant
from assistant.web import archive_view, sets_view
from assistant.web.histogram import histogram_svg, outlets_html
from assistant.web.markup import clipped, escape, id_of, shown
from assistant.web.reader import reader_html
from assistant.web.speaker_order import ORDERS, SpeakerOrder
from assistant.web.speakers import Listing, matching, speaker_html, speakers_html, topic_html
from assistant.web.suggestions import Examples
from assistant.web.transcript import coverage_html, examples_html
from corpus.errors import OnRecordError, UsageError
from index.overview import Order
from index.people import Match
from index.speaker_topics import TopicsBySpeaker

_log = logging.getLogger(__name__)

_TYPED = 200
"""Characters of what is typed into a search that are looked at."""

_LONGEST_NAME = 20_000
"""Characters of a speaker's name, who may be listed under what an article made of it."""

_OFFERED = 8
_TROUBLE = "Something went wrong. The log says what; try it once more."

Given = Mapping[str, Any]
Told = dict[str, Any]


def _told(look_up: Callable[["Desk", Given], Told]) -> Callable[["Desk", Any], Told]:
    """The same function with its errors told in a line, and never raised."""

    @wraps(look_up)
    def told(self: "Desk", given: Any = None) -> Told:
        try:
            found = look_up(self, given if isinstance(given, Mapping) else {})
        except OnRecordError as error:
            found = {"problem": str(error)}
        except Exception:
            _log.exception("%s failed", look_up.__name__)
            found = {"problem": _TROUBLE}
        text = json.dumps(found, ensure_ascii=False).encode("utf-8", "replace")
        shown: Told = json.loads(text)
        return shown

    return told


class Desk:
    """The look-ups of one page."""

    def __init__(self, assistant: NewsAssistant, topics: TopicsBySpeaker) -> None:
        self._assistant = assistant
        self._archive = assistant.archive
        self._topics = topics
        self._order = SpeakerOrder(assistant.archive, topics)
        self._examples = Examples(assistant, topics.of)

    @property
    def functions(self) -> list[Callable[..., Told]]:
        """What the script may call, by its name."""
        look_ups = (
            self.article,
            self.articles,
            self.bounds,
            self.compared,
            self.coverage,
            self.download,
            self.examples,
            self.names,
            self.run,
            self.runs,
            self.speaker,
            self.speakers,
        )
        return [_function(look_up) for look_up in look_ups]

    @_told
    def article(self, given: Given) -> Told:
        """One article to read, with `start` and `end` of the words to look at."""
        id = id_of(given.get("article", ""))
        article = self._archive.ledger.article(id)
        if article is None:
            raise UsageError("this article is no longer in the archive")
        start, end = given.get("start"), given.get("end")
        cited = (start, end) if isinstance(start, int) and isinstance(end, int) else None
        statements = self._archive.ledger.statements.of_articles([id])
        html = reader_html(
            article,
            statements,
            self._archive.people,
            cited=cited,
            removable=bool(given.get("removable")),
        )
        return {"html": html}

    @_told
    def articles(self, given: Given) -> Told:
        """A page of the archive's table."""
        order = given.get("order")
        html = archive_view.articles_html(
            self._archive,
            _typed(given),
            Order(order) if order in set(Order) else None,
            _page(given),
        )
        return {"html": html}

    @_told
    def bounds(self, given: Given) -> Told:
        """What the filters can be set to: outlets, and the archive's days as bars."""
        coverage = self._archive.coverage()
        return {
            "outlets": outlets_html(coverage.publishers),
            "histogram": histogram_svg(self._archive.ledger.overview.days()),
        }

    @_told
    def compared(self, given: Given) -> Told:
        return {"html": sets_view.compared_html(self._archive, given.get("runs"))}

    @_told
    def coverage(self, given: Given) -> Told:
        return {"html": coverage_html(self._archive.coverage())}

    @_told
    def download(self, given: Given) -> Told:
        name, text = sets_view.download(self._archive, given.get("run"), given.get("form"))
        return {"name": name, "text": text}

    @_told
    def examples(self, given: Given) -> Told:
        """Questions that this archive answers, for a page on which none was asked yet."""
        return {"html": examples_html(self._examples.questions())}

    @_told
    def names(self, given: Given) -> Told:
        """Speakers for what is typed, as options to choose from."""
        found = matching(self._archive.people.speakers, _typed(given))[:_OFFERED]
        options = "".join(
            f'<li role="option" id="name-{number}" data-name="{escape(one.name)}" '
            f'aria-selected="false"><bdi>{escape(clipped(one.name, 60))}</bdi>'
            f'<span class="role">{escape(clipped(one.roles[0], 40)) if one.roles else ""}</span>'
            f'<span class="count">{one.articles:,}</span></li>'
            for number, one in enumerate(found)
        )
        return {"html": options}

    @_told
    def run(self, given: Given) -> Told:
        return {"html": sets_view.opened_html(self._archive, given.get("run"))}

    @_told
    def runs(self, given: Given) -> Told:
        return {"html": sets_view.runs_html(self._archive)}

    @_told
    def speaker(self, given: Given) -> Told:
        """What one speaker said, about something if that is given; without a name, everybody."""
        name = str(given.get("speaker", ""))[:_LONGEST_NAME]
        about = str(given.get("about") or "")[:_TYPED]
        if not name.strip():
            return {"html": topic_html(self._archive, about), "name": ""}
        people = self._archive.people
        listed = next((one for one in people.speakers if one.name == name), None)
        if "\ufffd" in name:
            listed = next((one for one in people.speakers if shown(one.name) == name), listed)
        match = Match(speaker=listed) if listed else people.find(name[:300])
        if match.speaker is None:
            near = [one.name for one in match.ambiguous[:5]] or list(match.nearest)
            has = f": it has {', '.join(near)}" if near else ""
            raise UsageError(f"no one speaker here is called {clipped(name, 60)}{has}")
        html = speaker_html(self._archive, self._topics, match.speaker, about=about)
        return {"html": html, "name": match.speaker.name}

    @_told
    def speakers(self, given: Given) -> Told:
        order = given.get("order")
        html = speakers_html(
            self._archive,
            self._topics,
            self._order,
            Listing(
                words=_typed(given),
                order=order if order in ORDERS else None,
                page=_page(given),
                people_only=bool(given.get("people")),
            ),
        )
        return {"html": html}


def _function(method: Callable[[Any], Told]) -> Callable[[Any], Told]:
    """A method as a plain function of its name: Gradio marks what may be called."""

    @wraps(method)
    def function(given: Any = None) -> Told:
        return method(given)

    return function


def _typed(given: Given) -> str:
    return str(given.get("words") or "")[:_TYPED]


def _page(given: Given) -> int:
    page = given.get("page")
    return page if isinstance(page, int) and 0 <= page < 100_000 else 0
