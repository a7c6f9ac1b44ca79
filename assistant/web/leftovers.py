"""What Gradio keeps of sessions that are over, and the memory that was freed meanwhile.

Gradio (6.31) makes a session of every call of an endpoint, which holds a copy of the whole page's
settings, and forgets it only for the five hundredth after it; of the same call it keeps the queue
of its messages for two thousand more, and an empty set for ever. A page beside which a program asks
on grew by 100 MB with its first five hundred questions.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import gradio as gr

from index.freed_memory import give_back_freed

_EVERY = 30.0
"""Seconds."""

_TO_COLLECT = 600.0
"""Seconds that an answer waits for the program that asked, and the session of a closed tab."""


class Leftovers:
    """The sessions and events of one page that nobody will come back to."""

    def __init__(self, page: gr.Blocks) -> None:
        self._queue: Any = page._queue
        self._sessions: Any = page.state_holder
        self._over: set[str] = set()

    def clear(self, *, older_than: float = _TO_COLLECT) -> None:
        """Forget what is over. Messages go the second time they are found, when they were sent."""
        since = time.time() - older_than
        over: set[str] = set()
        for event, about in list(self._queue.event_analytics.items()):
            if event in self._queue.event_ids_to_events:
                continue
            if about["session_hash"] == event:  # a call, which is a session of its own
                self._forget_state(event)
                if self._queue.pending_event_ids_session.get(event) and about["time"] > since:
                    continue  # it has not been fetched yet
                if event not in self._over:
                    over.add(event)
                    continue
                self._forget_messages(event)
            self._queue.event_analytics.pop(event, None)
        self._over = over
        for session, state in list(self._sessions.session_data.items()):
            used = self._sessions.time_last_used.get(session)
            if state.is_closed and (used is None or used.timestamp() < since):
                self._forget_state(session)
                self._forget_messages(session)

    def _forget_state(self, session: str) -> None:
        with self._sessions.lock:
            self._sessions.session_data.pop(session, None)
            self._sessions.time_last_used.pop(session, None)

    def _forget_messages(self, session: str) -> None:
        self._queue.pending_messages_per_session.pop(session, None)
        self._queue.pending_event_ids_session.pop(session, None)


@contextmanager
def tidied(page: gr.Blocks) -> Iterator[None]:
    """Meanwhile what is over is forgotten every half minute, and memory given back."""
    leftovers, over = Leftovers(page), threading.Event()

    def tidy() -> None:
        while not over.wait(_EVERY):
            leftovers.clear()
            give_back_freed()

    thread = threading.Thread(target=tidy, name="tidying", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
