"""The web server under the page, on a socket of our own, with the gate (gate.py) before Gradio."""

import atexit
import logging
import os
import shutil
import socket
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import gradio as gr
import gradio.queueing
import gradio.route_utils
import uvicorn
from fastapi import FastAPI
from gradio.routes import App
from starlette.routing import Mount

from assistant.web.access import LOOPBACK, ON_THIS_MACHINE, Access, Doorkeeper
from assistant.web.event_loop import in_event_loop
from assistant.web.gate import Gate, names_of
from assistant.web.leftovers import tidied
from assistant.web.limits import AMONG_FRIENDS, ON_A_NETWORK, Limits
from assistant.web.own_client import let_in_own_tools
from assistant.web.theme import STYLE, theme
from assistant.web.work_in_progress import WorkInProgress
from corpus.errors import UsageError
from index.freed_memory import give_back_readily

_log = logging.getLogger(__name__)

_FIRST_PORT = 7860
_PORTS_TRIED = 100
_KEEP_ALIVE = 75
"""Seconds that an idle connection is kept; longer than proxies keep theirs, so that none breaks."""

_CONNECTIONS = 400
"""Open at once; an open page holds one or two."""
_SESSIONS = 500
_START_SECONDS = 30.0


@contextmanager
def running(
    page: gr.Blocks,
    *,
    host: str,
    port: int | None,
    access: Access = ON_THIS_MACHINE,
    limits: Limits | None = None,
    is_well: Callable[[], bool] = lambda: True,
    mcp: bool = False,
) -> Iterator[str]:
    """The page served from a thread of its own; gives its address, and stops it afterwards.

    `is_well` is asked by /health. Limits are by default those for a network, and none for a page
    that only this machine can open. With `mcp` the page's public endpoints are tools of an MCP
    server at MCP_PATH too.

    Without a port it is the first free one from 7860. Raises UsageError for a host or port that
    cannot be had.
    """
    access.refuse_open_door(host)
    give_back_readily()
    _keep_uploads_private()
    listener = _listener(host, port)
    app = _mounted(page, host, listener.getsockname()[1], mcp, access.proxy_path)
    doorkeeper = Doorkeeper(access)
    let_in_own_tools(page, _own_address(listener), doorkeeper.own_key)
    open_to_others = host not in LOOPBACK or access.proxy_name is not None
    app.add_middleware(
        Gate,
        names=names_of(host, access.proxy_name),
        doorkeeper=doorkeeper,
        limits=limits or (ON_A_NETWORK if open_to_others else AMONG_FRIENDS),
        is_well=is_well,
        work=WorkInProgress(page),
        mcp=mcp,
    )
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            server_header=False,
            limit_concurrency=_CONNECTIONS,
            timeout_graceful_shutdown=1,
            timeout_keep_alive=_KEEP_ALIVE,
            ws="none",
        )
    )
    thread = threading.Thread(
        target=server.run, kwargs={"sockets": [listener]}, name="page", daemon=True
    )
    thread.start()
    try:
        _wait_for(server, thread)
        with tidied(page):
            yield _address(listener)
    finally:
        log = logging.getLogger("uvicorn.error")
        log.addFilter(_nothing)
        _end_streams(app)
        page._queue.close()  # type: ignore[no-untyped-call]  # Gradio's own has no types
        server.should_exit = True
        thread.join(timeout=5)
        log.removeFilter(_nothing)
        listener.close()


def _keep_uploads_private() -> None:
    """Let Gradio keep what is uploaded in a folder of this process's own, not in one for all users.

    Its own choice is a folder in the system's for temporary files that everybody can read.
    """
    if "GRADIO_TEMP_DIR" not in os.environ:
        folder = tempfile.mkdtemp(prefix="onrecord-uploads-")
        os.environ["GRADIO_TEMP_DIR"] = folder
        atexit.register(shutil.rmtree, folder, ignore_errors=True)


class _KindOnly:
    """Stands for the module traceback in Gradio, which prints what it was sent with each failure.

    That may be a question, and questions are not for the log.
    """

    @staticmethod
    def print_exc() -> None:
        kind = sys.exc_info()[0]
        _log.error("an event of the page failed: %s", kind.__name__ if kind else "no error")


@in_event_loop
def _mounted(page: gr.Blocks, host: str, port: int, mcp: bool, public_path: str) -> FastAPI:
    """The page as an application, with the gate before it."""
    page.state_session_capacity = _SESSIONS
    # Gradio prints the whole of an error, with words of articles, through these two modules' names
    gradio.queueing.traceback = gradio.route_utils.traceback = _KindOnly()  # type: ignore[attr-defined,assignment]
    # After every event Gradio would sum up all events so far, in pandas, for a view we do not show.
    page._queue.ANAYLTICS_CACHE_FREQUENCY = sys.maxsize
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        root_path=public_path or None,
        server_name=host,
        server_port=port,
        app_kwargs={"docs_url": None, "redoc_url": None, "openapi_url": None},
        allowed_paths=[],
        show_error=False,
        footer_links=[],
        run_history=False,
        enable_monitoring=False,
        mcp_server=mcp,
        pwa=False,
        ssr_mode=False,
        favicon_path=str(Path(__file__).with_name("icon.svg")),
        theme=theme(),
        head=STYLE,
    )
    return app


def _listener(host: str, port: int | None) -> socket.socket:
    ports = [port] if port is not None else range(_FIRST_PORT, _FIRST_PORT + _PORTS_TRIED)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    reason = "no port is free"
    for number in ports:
        try:
            return socket.create_server((host, number), family=family)
        except OSError as error:
            reason = error.strerror or str(error)
        except OverflowError:
            reason = "ports run from 0 to 65535"
    wanted = f"port {port}" if port is not None else f"a port from {_FIRST_PORT}"
    raise UsageError(
        f"the page cannot be served on {host}, {wanted} ({reason}): "
        "choose another with --port, or another address with --host"
    )


def _end_streams(app: FastAPI) -> None:
    """Let go of the browsers: each holds a connection open for as long as the page is."""
    for route in app.routes:
        if isinstance(route, Mount) and isinstance(route.app, App):
            route.app.stop_event.set()


def _nothing(_: logging.LogRecord) -> bool:
    """A filter for the end, when an answer that is broken off would be logged as a failure."""
    return False


def _wait_for(server: uvicorn.Server, thread: threading.Thread) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise UsageError("the page's server did not start: its log says why")
        time.sleep(0.01)


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _own_address(listener: socket.socket) -> str:
    """Where the page reaches itself: an address that stands for any is no place to go to."""
    address = _address(listener)
    return address.replace("//0.0.0.0:", "//127.0.0.1:").replace("//[::]:", "//[::1]:")
