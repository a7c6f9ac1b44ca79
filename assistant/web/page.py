"""The page: a conversation, and beside it the sources of the answer that is looked at."""

import webbrowser
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Event
from typing import Any

import gradio as gr
from gradio.events import api

from assistant.assistant import NewsAssistant
from assistant.web.chat import Chat, Shown, Turns
from assistant.web.event_loop import in_event_loop
from assistant.web.server import running
from assistant.web.sources import no_sources_html
from assistant.web.transcript import coverage_html, welcome_html
from index.archive import Archive

_SCRIPT = Path(__file__).with_name("page.js").read_text(encoding="utf-8")

_AT_ONCE = 4
"""Questions answered at the same time; two laptop cores are busy with that."""

_WAITING = 64
"""Questions that may wait for their turn before further ones are refused."""

_SESSION_SECONDS = 12 * 60 * 60

_HIDDEN: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}


@in_event_loop
def build_page(assistant: NewsAssistant, *, examples: Sequence[str]) -> gr.Blocks:
    """The page over one assistant, not yet served; `examples` stand before the first question.

    Its one public endpoint is `ask`, which gives an answer as JSON (schema 1).
    """
    chat = Chat(assistant)

    def opening() -> tuple[str, str]:
        coverage = assistant.archive.coverage()
        return coverage_html(coverage), welcome_html(coverage, examples)

    def fresh() -> tuple[str, str, str, Turns]:
        return (*opening(), no_sources_html(), ())

    def example(event: gr.EventData, turns: Turns) -> Iterator[Shown]:
        yield from chat.respond(str(event._data.get("question", "")), turns)

    def reopened() -> tuple[str, Any]:
        """What has changed since the start; an answer that is already there stays untouched."""
        header, welcome = opening()
        return header, gr.skip() if welcome == welcome_now else welcome

    header_now, welcome_now = opening()
    with gr.Blocks(title="On Record", analytics_enabled=False, fill_width=True) as blocks:
        turns = gr.State((), time_to_live=_SESSION_SECONDS)
        with gr.Row(elem_id="masthead"):
            header = gr.HTML(header_now, elem_id="about", apply_default_css=False)
            again = gr.Button("New conversation", elem_id="again", size="sm", scale=0)
        with gr.Row(elem_id="columns"):
            with gr.Column(elem_id="conversation"):
                transcript = gr.HTML(
                    welcome_now, elem_id="transcript", apply_default_css=False, js_on_load=_SCRIPT
                )
                question = gr.Textbox(
                    elem_id="question",
                    label="Your question",
                    show_label=False,
                    placeholder="What did … say about …?",
                    lines=1,
                    max_lines=5,
                    container=False,
                    autofocus=True,
                    submit_btn="Ask",
                )
            with gr.Column(elem_id="panel"):
                sources = gr.HTML(no_sources_html(), elem_id="sources", apply_default_css=False)

        shown = [transcript, sources, turns, question]
        answering: dict[str, Any] = {"concurrency_limit": _AT_ONCE, "concurrency_id": "answering"}
        question.submit(chat.respond, [question, turns], shown, **answering, **_HIDDEN)
        transcript.example(example, turns, shown, **answering, **_HIDDEN)
        transcript.cite(chat.sources, turns, sources, **_HIDDEN).then(
            None, js="() => document.dispatchEvent(new Event('sources-shown'))", **_HIDDEN
        )
        again.click(fresh, None, [header, transcript, sources, turns], **_HIDDEN)
        blocks.load(reopened, None, [header, transcript], **_HIDDEN)
        api(chat.ask, api_name="ask", **answering)
    page: gr.Blocks = blocks
    page.queue(max_size=_WAITING, default_concurrency_limit=8, api_open=False)
    return page


def serve(
    archive: Archive,
    *,
    assistant: NewsAssistant | None = None,
    host: str = "127.0.0.1",
    port: int | None = None,
    examples: Sequence[str],
    open_browser: bool,
    announce: Callable[[str], None],
) -> None:
    """Serve the page until Ctrl+C; `announce` is called with its address once it answers.

    Raises UsageError for a host or port that cannot be had.
    """
    page = build_page(assistant or NewsAssistant(archive), examples=examples)
    with running(page, host=host, port=port) as address:
        announce(address)
        if open_browser:
            webbrowser.open(address)
        try:
            Event().wait()
        except KeyboardInterrupt:
            return
