"""Conversations of browser tabs, for when their page is loaded anew.

Gradio forgets a session with the page that has it, and loads a page anew by itself whenever a lost
connection is back: after the lid of a laptop was closed, say.
"""

import re
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from assistant.web.transcript import Turn

_KEY = re.compile(r"[0-9a-f]{32}")


class Conversations:
    """Turns by keys that only their tabs have. Safe to use from several threads."""

    def __init__(
        self, *, most: int, seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """At most `most` are kept, each for `seconds` after its last change."""
        self._most = most
        self._seconds = seconds
        self._clock = clock
        self._kept: OrderedDict[str, tuple[float, tuple[Turn, ...]]] = OrderedDict()
        self._lock = threading.Lock()

    def keep(self, key: object, turns: tuple[Turn, ...]) -> None:
        """The conversation as it stands now; an empty one is forgotten."""
        if not isinstance(key, str) or not _KEY.fullmatch(key):
            return
        with self._lock:
            self._kept.pop(key, None)
            if turns:
                self._kept[key] = (self._clock(), turns)
            self._make_room()

    def of(self, key: object) -> tuple[Turn, ...]:
        """What is kept under a key; nothing where that is none, or too long ago."""
        with self._lock:
            self._make_room()
            return self._kept[key][1] if isinstance(key, str) and key in self._kept else ()

    def _make_room(self) -> None:
        oldest = self._clock() - self._seconds
        while self._kept:
            key, (changed, _) = next(iter(self._kept.items()))
            if len(self._kept) <= self._most and changed > oldest:
                return
            del self._kept[key]
