"""How much one client may ask for. A client is an address; behind a proxy, the one it tells of."""

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass

_CLIENTS = 10_000
"""Clients that are remembered; those that came longest ago make room."""


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What is allowed; None: without a limit."""

    events_a_minute: int | None
    """Questions, and clicks that ask the server for something."""

    events_at_once: int | None = None
    """Of these, how many of one client may be in progress."""

    wrong_passwords_a_minute: int = 10


AMONG_FRIENDS = Limits(events_a_minute=None)
"""On this machine's own address."""

ON_A_NETWORK = Limits(events_a_minute=60, events_at_once=8)


class Rate:
    """Counts what each client does within a minute. Safe to use from several threads."""

    def __init__(
        self, most: int | None, *, clock: Callable[[], float] = time.monotonic, seconds: float = 60
    ) -> None:
        self._most = most
        self._clock = clock
        self._seconds = seconds
        self._times: OrderedDict[str, deque[float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, client: str) -> float:
        """Seconds until this client may do the next thing; 0 where it may now."""
        with self._lock:
            times = self._recent(client)
            if self._most is None or len(times) < self._most:
                return 0.0
            return times[0] + self._seconds - self._clock()

    def count(self, client: str) -> None:
        """This client has done one thing."""
        if self._most is None:
            return
        with self._lock:
            self._recent(client).append(self._clock())
            self._times.move_to_end(client)
            if len(self._times) > _CLIENTS:
                self._times.popitem(last=False)

    def _recent(self, client: str) -> deque[float]:
        times = self._times.setdefault(client, deque())
        while times and times[0] <= self._clock() - self._seconds:
            times.popleft()
        return times
