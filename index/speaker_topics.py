"""What each speaker of an archive talks about, counted once for each state of the archive."""

import threading

from index.ledger import Ledger
from index.people import Speaker
from index.topics import Background, topics

_BACKGROUND = 1500
"""Statements that are counted for how common words are."""

_LATEST = 60
"""Statements of a speaker that are counted, the latest."""


class TopicsBySpeaker:
    """What each speaker talks about. What was found is kept until the archive changes."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._lock = threading.Lock()
        self._generation = -1
        self._background = Background(())
        self._found: dict[str, list[str]] = {}

    def of(self, speaker: Speaker) -> list[str]:
        """Their topics by the latest of their statements, most telling first."""
        overview = self._ledger.overview
        with self._lock:
            self._count_background()
            known = self._found.get(speaker.name)
            background = self._background
        if known is None:
            said = overview.said(names=speaker.aliases, limit=_LATEST)
            known = topics(
                [one.content for one in said], background, without=" ".join(speaker.aliases)
            )
            with self._lock:
                self._found[speaker.name] = known
        return known

    def prepare(self) -> None:
        """Count how common words are, which the first call of `of` does otherwise."""
        with self._lock:
            self._count_background()

    def _count_background(self) -> None:
        generation = self._ledger.generation
        if generation != self._generation:
            self._background = Background(self._ledger.overview.some_said(_BACKGROUND))
            self._found = {}
            self._generation = generation
