"""The orders in which the list of speakers can be looked through."""

import threading
from collections.abc import Sequence

from index.archive import Archive
from index.people import Speaker

ORDERS = ("name", "-name", "articles", "-articles", "statements", "-statements", "day", "-day")
"""What speakers can be sorted by; those with a "-" from the most or latest on."""


class SpeakerOrder:
    """Sorts an archive's speakers. What is counted for it is kept until the archive changes."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._lock = threading.Lock()
        self._counted: tuple[int, dict[str, tuple[int, str]]] = (-1, {})

    def sorted(self, speakers: Sequence[Speaker], order: str) -> list[Speaker]:
        """The speakers in one of ORDERS; equals stay as they stood."""
        by = order.removeprefix("-")
        down = order.startswith("-")
        if by == "name":
            return sorted(speakers, key=lambda one: one.name.casefold(), reverse=down)
        if by == "articles":
            return sorted(speakers, key=lambda one: one.articles, reverse=down)
        counts = self._counts()
        if by == "day":
            return sorted(speakers, key=lambda one: _latest(one, counts), reverse=down)
        return sorted(speakers, key=lambda one: _statements(one, counts), reverse=down)

    def _counts(self) -> dict[str, tuple[int, str]]:
        """Statements and latest day of every name, counted once for each state of the archive."""
        with self._lock:
            generation = self._archive.generation
            if self._counted[0] != generation:
                self._counted = (generation, self._archive.ledger.overview.spoken_by_name())
            return self._counted[1]


def _statements(speaker: Speaker, counts: dict[str, tuple[int, str]]) -> int:
    return sum(counts.get(alias, (0, ""))[0] for alias in speaker.aliases)


def _latest(speaker: Speaker, counts: dict[str, tuple[int, str]]) -> str:
    return max((counts.get(alias, (0, ""))[1] for alias in speaker.aliases), default="")
