"""How long the stages of an answer take, for whoever asks to know."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_recorded: ContextVar[dict[str, float] | None] = ContextVar("stages", default=None)


@contextmanager
def recorded_stages() -> Iterator[dict[str, float]]:
    """Within, each stage is counted; gives the seconds of each by its name."""
    seconds: dict[str, float] = {}
    token = _recorded.set(seconds)
    try:
        yield seconds
    finally:
        _recorded.reset(token)


@contextmanager
def stage(name: str) -> Iterator[None]:
    """A stage of the work: its time is added to that of others of the name, if it is recorded."""
    seconds = _recorded.get()
    if seconds is None:
        yield
        return
    started = time.perf_counter()
    try:
        yield
    finally:
        seconds[name] = seconds.get(name, 0.0) + time.perf_counter() - started
