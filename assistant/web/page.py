"""The page: asking, and beside it the sources; who speaks; the archive; question sets."""

import gc
import webbrowser
from collections.abc import Callable, Sequence
from contextlib import suppress
from threading import Event, Thread
from typing import Any

import gradio as gr
from gradio.events import api

from assistant.assistant import NewsAssistant
from assistant.settings import Settings
from assistant.web import frame
from assistant.web.access import ON_THIS_MACHINE, Access
from assistant.web.calls import Page
from assistant.web.changes import Changes
from assistant.web.chat import Chat
from assistant.web.conversations import Conversations
from assistant.web.desk import Desk
from assistant.web.endpoints import Endpoints, as_text
from assistant.web.event_loop import in_event_loop
from assistant.web.server import running
from assistant.web.sources import no_sources_html
from assistant.web.transcript import coverage_html
from assistant.web.upkeep import Upkeep
from index.archive import Archive

_QUOTED_AT_ONCE, _WRITTEN_AT_ONCE = 2, 4
"""Questions answered at the same time. Quoting is work for Python, of which one thread runs at a
time, so that more at once wait longer: with sixteen sessions, four at once had 95% of their answers
within 1.43 s, two within 1.30 s. A chat model is mostly waited for."""

_WAITING = 64
"""Questions that may wait for their turn before further ones are refused."""

_SESSION_SECONDS = 12 * 60 * 60
_SESSIONS = 500
"""How long and how many conversations are kept; those longest unchanged make room."""

_PYTHONS_OWN = (700, 10, 10)
"""When Python 3.11 looks for garbage. The command line, whose commands are short, puts it off."""

_HIDDEN: dict[str, Any] = {"api_visibility": "private", "show_progress": "hidden"}

_IN_TURN: dict[str, Any] = {"concurrency_limit": 1, "trigger_mode": "multiple"}
"""What is asked for while the same is under way waits for it to end."""


@in_event_loop
def build_page(
    assistant: NewsAssistant,
    *,
    examples: Sequence[str],
    settings: Settings | None = None,
    only_tools: bool = False,
) -> gr.Blocks:
    """The page over one assistant, not yet served; `examples` stand before the first question.

    `settings` are those of the assistant: with them large question sets are asked in parallel.

    With `only_tools` the endpoints that are offered are those for language models, who get JSON as
    a text; the others are there, but not told of.
    """
    at_once = _WRITTEN_AT_ONCE if assistant.chat_model else _QUOTED_AT_ONCE
    answering: dict[str, Any] = {"concurrency_limit": at_once, "concurrency_id": "answering"}
    topics = assistant.archive.topics
    conversations = Conversations(most=_SESSIONS, seconds=_SESSION_SECONDS)
    chat = Chat(assistant, topics, examples, conversations)
    desk = Desk(assistant, topics)
    changes = Changes(assistant, settings)

    def header_html() -> str:
        return coverage_html(assistant.archive.coverage())

    with Page(title="On Record", analytics_enabled=False, fill_width=True) as blocks:
        turns = gr.State((), time_to_live=_SESSION_SECONDS)
        with gr.Row(elem_id="masthead"):
            _static(frame.MASTHEAD, "brand")
            header = _static(header_html(), "coverage")
            _static(frame.TOOLS, "tools")
        with gr.Row(elem_id="columns"):
            with gr.Column(elem_id="view-ask"):
                transcript = _static(chat.welcome(), "transcript")
                _static(frame.COMPOSER, "composer")
            with gr.Column(elem_id="view-others"):
                _static(frame.SPEAKERS, "others-speakers")
                with gr.Column(elem_id="view-archive", elem_classes="view"):
                    _static(frame.ARCHIVE, "archive-head")
                    added = _static("", "adding")
                    _static(frame.ARTICLES, "archive-list")
                with gr.Column(elem_id="view-sets", elem_classes="view"):
                    _static(frame.SETS, "sets-head")
                    ran = _static("", "running")
                    _static(frame.RUNS, "sets-list")
            with gr.Column(elem_id="panel"):
                sources = _static(no_sources_html(), "sources")
                _static(frame.READER, "reader-frame")
        _static(frame.dialogs(assistant.chat_model), "dialogs")
        script = gr.HTML(
            "",
            elem_id="script",
            apply_default_css=False,
            js_on_load=frame.SCRIPT,
            server_functions=desk.functions,
        )

        shown = [transcript, sources, turns]
        asking = script.ask(
            chat.respond, turns, shown, trigger_mode="multiple", **answering, **_HIDDEN
        )
        script.stop(chat.stop, turns, shown, cancels=[asking], **_HIDDEN)
        script.undo(chat.undo, turns, shown, **_HIDDEN)
        script.cite(chat.sources, turns, sources, **_HIDDEN)
        script.fresh(chat.fresh, None, shown, **_HIDDEN)
        script.reopen(chat.reopened, None, shown, **_HIDDEN)
        script.add_files(changes.add, None, added, **_IN_TURN, **_HIDDEN)
        script.add_sample(changes.sample, None, added, **_HIDDEN)
        script.remove_article(changes.remove, None, added, **_HIDDEN)
        script.run_set(changes.run, None, ran, **_IN_TURN, **_HIDDEN)
        script.resume_run(changes.resume, None, ran, **_IN_TURN, **_HIDDEN)
        script.halt_run(changes.halt, None, ran, **_HIDDEN)
        blocks.load(header_html, None, header, **_HIDDEN)
        endpoints = Endpoints(assistant, topics)
        others = "undocumented" if only_tools else "public"
        for tool in endpoints.tools:
            api(tool, api_name=tool.__name__, api_visibility=others, **answering)
            if only_tools:
                api(as_text(tool), api_name=f"{tool.__name__}_as_text", **answering)
        for other in endpoints.others:
            api(other, api_name=other.__name__, api_visibility=others)
        for change in Upkeep(assistant).all:
            one_by_one = {"concurrency_limit": 1, "concurrency_id": "upkeep"}
            api(change, api_name=change.__name__, api_visibility=others, **one_by_one)
    page: gr.Blocks = blocks
    page.queue(max_size=_WAITING, default_concurrency_limit=8, api_open=False)
    return page


def serve(
    archive: Archive,
    *,
    assistant: NewsAssistant | None = None,
    settings: Settings | None = None,
    host: str = "127.0.0.1",
    port: int | None = None,
    access: Access = ON_THIS_MACHINE,
    examples: Sequence[str],
    open_browser: bool,
    announce: Callable[[str], None],
    mcp: bool = False,
) -> None:
    """Serve the page until Ctrl+C; `announce` is called with its address once it answers.

    `settings` are those that the assistant was made by.

    With `mcp` it is an MCP server as well, at MCP_PATH. Raises UsageError for a host or port that
    cannot be had.
    """
    page = build_page(
        assistant or NewsAssistant(archive), examples=examples, settings=settings, only_tools=mcp
    )
    with running(
        page,
        host=host,
        port=port,
        access=access,
        is_well=lambda: archive.generation >= 0,
        mcp=mcp,
    ) as address:
        announce(address)
        warming = Thread(target=_warmed, args=(archive,), name="warming", daemon=True)
        warming.start()
        if open_browser:
            webbrowser.open(address)
        try:
            Event().wait()
        except KeyboardInterrupt:
            return
        finally:
            warming.join()


def _warmed(archive: Archive) -> None:
    """Load what the first question needs, while it is still being typed."""
    with suppress(Exception):  # the question itself says what is wrong
        archive.warm()
    _settle_objects()


def _settle_objects() -> None:
    """Let the collector of garbage leave alone what stays for as long as the page is served.

    Looking through a million objects of libraries holds up every question for half a second. What
    comes after is looked through as often as Python itself would.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_PYTHONS_OWN)


def _static(html: str, name: str) -> Any:
    """A part of the page that holds HTML of ours and nothing of Gradio's."""
    return gr.HTML(html, elem_id=name, apply_default_css=False, js_on_load=None)
