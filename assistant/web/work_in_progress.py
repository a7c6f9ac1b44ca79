"""What the page is working on: the events in Gradio's queue, waiting for their turn or running."""

from collections.abc import Iterator
from typing import Any

import gradio as gr


class WorkInProgress:
    """The events of one page that are not finished."""

    def __init__(self, page: gr.Blocks) -> None:
        self._queue: Any = page._queue

    def of(self, client: str) -> int:
        """How many of them a client has asked for."""
        return sum(_client_of(event) == client for event in self._events())

    @property
    def is_full(self) -> bool:
        """Whether as many wait as may."""
        most = self._queue.max_size
        return most is not None and len(self._queue) >= most

    def _events(self) -> Iterator[Any]:
        for waiting in list(self._queue.event_queue_per_concurrency_id.values()):
            yield from list(waiting.queue)
        for running in list(self._queue.active_jobs):
            yield from running or ()


def _client_of(event: Any) -> str | None:
    client = getattr(event.request, "client", None)
    return client.host if client else None
