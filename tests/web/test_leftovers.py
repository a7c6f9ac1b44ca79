"""Sessions that are over are forgotten; answers that nobody has fetched yet are not."""

import time
from collections.abc import Iterator
from typing import Any

import gradio as gr
import httpx
import pytest

from assistant.assistant import NewsAssistant
from assistant.web.leftovers import Leftovers
from assistant.web.page import build_page
from assistant.web.server import running
from index.archive import Archive
from tests.web.test_server import called


@pytest.fixture
def served(archive: Archive) -> Iterator[tuple[gr.Blocks, str]]:
    page = build_page(NewsAssistant(archive), examples=())
    with running(page, host="127.0.0.1", port=0) as address:
        yield page, address


def kept(page: Any) -> list[int]:
    """How many sessions, queues of messages, sets of events and events Gradio keeps, once it has
    nothing more to do."""
    queue = page._queue
    while queue.event_ids_to_events:
        time.sleep(0.01)
    return [
        len(page.state_holder.session_data),
        len(queue.pending_messages_per_session),
        len(queue.pending_event_ids_session),
        len(queue.event_analytics),
    ]


def test_nothing_is_kept_of_calls_that_were_answered(served: tuple[gr.Blocks, str]) -> None:
    page, address = served
    for _ in range(3):
        assert called(address, "coverage", [])[0] == "complete"
    assert kept(page) == [3, 3, 3, 3]
    leftovers = Leftovers(page)
    leftovers.clear()
    assert kept(page) == [0, 3, 3, 3]
    leftovers.clear()
    assert kept(page) == [0, 0, 0, 0]


def test_an_answer_waits_to_be_fetched(served: tuple[gr.Blocks, str]) -> None:
    page, address = served
    url = f"{address}/gradio_api/call/coverage"
    event_id = httpx.post(url, json={"data": []}).json()["event_id"]
    leftovers = Leftovers(page)
    for _ in range(3):
        assert kept(page)[1:] == [1, 1, 1]
        leftovers.clear()
    assert httpx.get(f"{url}/{event_id}").text.startswith("event: complete")
    for _ in range(2):
        leftovers.clear()
    assert kept(page) == [0, 0, 0, 0]


def test_an_answer_that_is_not_fetched_is_forgotten_in_the_end(
    served: tuple[gr.Blocks, str],
) -> None:
    page, address = served
    leftovers = Leftovers(page)
    url = f"{address}/gradio_api/call/coverage"
    for _ in range(2):
        httpx.post(url, json={"data": []})
    assert kept(page) == [2, 2, 2, 2]
    for _ in range(2):
        leftovers.clear(older_than=-1)
    assert kept(page) == [0, 0, 0, 0]


def test_a_closed_tab_is_forgotten_and_an_open_one_is_not(served: tuple[gr.Blocks, str]) -> None:
    page, _ = served
    leftovers = Leftovers(page)
    for session in ("open", "closed"):
        _ = page.state_holder[session]
    page.state_holder["closed"].is_closed = True
    leftovers.clear()
    assert set(page.state_holder.session_data) == {"open", "closed"}
    leftovers.clear(older_than=-1)
    assert set(page.state_holder.session_data) == {"open"}
