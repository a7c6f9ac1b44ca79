"""The orders in which the list of speakers can be looked through."""

import threading
from collections.abc import Mapping, Sequence
from itertools import islice

from index.archive import Archive
from index.overview import SpokenAs
from index.people import Speaker
from index.speaker_topics import TopicsBySpeaker

_BY = ("name", "articles", "statements", "outlets", "day", "topics")
ORDERS = tuple(order for by in _BY for order in (by, f"-{by}"))
"""What speakers can be sorted by; those with a "-" from the most, the latest or Z on."""

_BY_TOPIC = 3_000
"""Speakers that are sorted by topics, the first as they stood: each has to be read for it."""


class SpeakerOrder:
    """Sorts an archive's speakers. What is counted for it is kept until the archive changes."""

    def __init__(self, archive: Archive, topics: TopicsBySpeaker) -> None:
        self._archive = archive
        self._topics = topics
        self._lock = threading.Lock()
        self._counted: tuple[int, Mapping[str, SpokenAs]] = (-1, {})

    def sorted(self, speakers: Sequence[Speaker], order: str) -> list[Speaker]:
        """The speakers in one of ORDERS; equals stay as they stood, those without topics last."""
        by = order.removeprefix("-")
        down = order.startswith("-")
        match by:
            case "name":
                return sorted(speakers, key=lambda one: one.name.casefold(), reverse=down)
            case "articles":
                return sorted(speakers, key=lambda one: one.articles, reverse=down)
            case "topics":
                return self._by_topic(speakers, down=down)
        counts = self._counts()

        def counted(speaker: Speaker) -> int | str:
            found = [counts[alias] for alias in speaker.aliases if alias in counts]
            if by == "day":
                return max((one.latest_day for one in found), default="")
            if by == "outlets":
                return len({outlet for one in found for outlet in one.outlets})
            return sum(one.statements for one in found)

        return sorted(speakers, key=counted, reverse=down)

    def _by_topic(self, speakers: Sequence[Speaker], *, down: bool) -> list[Speaker]:
        """By the topic that stands first, so that who speaks about the same stands together."""
        firsts: dict[str, str] = {}
        for one in islice(speakers, _BY_TOPIC):
            if found := self._topics.of(one):
                firsts[one.name] = found[0].casefold()
        with_topics = [one for one in speakers if one.name in firsts]
        with_topics.sort(key=lambda one: firsts[one.name], reverse=down)
        return with_topics + [one for one in speakers if one.name not in firsts]

    def _counts(self) -> Mapping[str, SpokenAs]:
        """What each name comes to, counted once for each state of the archive."""
        with self._lock:
            generation = self._archive.generation
            if self._counted[0] != generation:
                self._counted = (generation, self._archive.ledger.overview.spoken_by_name())
            return self._counted[1]
