"""The web server under the page: our own socket, and a gate before everything that Gradio offers.

Gradio comes with routes for files, uploads, proxies and other people's components. This page
needs none of them, so the gate knows the routes that it does need and refuses all others: no file
of this machine can be fetched, wherever the program was started. The policy that it sends along
keeps the browser from loading anything from elsewhere and from running scripts in attributes,
should any markup ever slip through.
"""

import logging
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import gradio as gr
import uvicorn
from fastapi import FastAPI
from gradio.routes import App
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.routing import Mount
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.event_loop import in_event_loop
from assistant.web.theme import STYLE, theme
from corpus.errors import UsageError

_FIRST_PORT = 7860
_PORTS_TRIED = 100
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_LARGEST_BODY = 256 * 1024
_LARGEST_UPLOAD = 512 * 1024 * 1024
_SESSIONS = 500
_START_SECONDS = 30.0

_PAGES = frozenset({"/", "/config", "/theme.css", "/favicon.ico", "/robots.txt", "/manifest.json"})
_FOLDERS = ("/assets/", "/static/", "/svelte/")
_API = "/gradio_api/"
MCP_PATH = f"{_API}mcp/"
_API_ROUTES = frozenset(
    "info app_id startup-events queue call run heartbeat cancel reset theme.css upload "
    "component_server".split()
)

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
        "script-src-attr 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
        "font-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Gate:
    """ASGI middleware that lets through what the page needs.

    On a loopback address the Host header has to name one too, so that no website can reach the
    page by pointing a name of its own at this machine.
    """

    def __init__(self, app: ASGIApp, *, loopback: bool, mcp: bool = False) -> None:
        self._app = app
        self._loopback = loopback
        self._api_routes = _API_ROUTES | ({"mcp"} if mcp else set())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
            await send(message)

        refusal = self._refusal(scope["path"], Headers(scope=scope))
        await (refusal or self._app)(scope, receive, send_with_headers)

    def _refusal(self, path: str, headers: Headers) -> PlainTextResponse | None:
        if self._loopback and _host_name(headers.get("host", "")) not in _LOOPBACK:
            return PlainTextResponse("This page answers on its own address only.", 421)
        if not self._is_needed(path):
            return PlainTextResponse("There is nothing here.", 404)
        length = headers.get("content-length", "0")
        largest = _LARGEST_UPLOAD if path == f"{_API}upload" else _LARGEST_BODY
        if not length.isdecimal() or int(length) > largest:
            return PlainTextResponse("That is too much at once.", 413)
        return None

    def _is_needed(self, path: str) -> bool:
        if path.startswith(_API):
            return path.removeprefix(_API).partition("/")[0] in self._api_routes
        return path in _PAGES or path.startswith(_FOLDERS)


@contextmanager
def running(page: gr.Blocks, *, host: str, port: int | None, mcp: bool = False) -> Iterator[str]:
    """The page served from a thread of its own; gives its address, and stops it afterwards.

    Without a port it is the first free one from 7860. With `mcp` its public endpoints are tools of
    an MCP server at MCP_PATH too. Raises UsageError for a host or port that cannot be had.
    """
    listener = _listener(host, port)
    app = _mounted(page, host, listener.getsockname()[1], mcp)
    server = uvicorn.Server(
        uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=1, ws="none")
    )
    thread = threading.Thread(
        target=server.run, kwargs={"sockets": [listener]}, name="page", daemon=True
    )
    thread.start()
    try:
        _wait_for(server, thread)
        yield _address(listener)
    finally:
        log = logging.getLogger("uvicorn.error")
        log.addFilter(_nothing)
        _end_streams(app)
        page._queue.close()  # type: ignore[no-untyped-call]
        server.should_exit = True
        thread.join(timeout=5)
        log.removeFilter(_nothing)
        listener.close()


@in_event_loop
def _mounted(page: gr.Blocks, host: str, port: int, mcp: bool) -> FastAPI:
    """The page as an application, with the gate before it."""
    page.state_session_capacity = _SESSIONS
    # After every event Gradio would sum up all events so far, in pandas, for a view we do not show.
    page._queue.ANAYLTICS_CACHE_FREQUENCY = sys.maxsize
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(Gate, loopback=host in _LOOPBACK, mcp=mcp)
    gr.mount_gradio_app(
        app,
        page,
        path="/",
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


def _host_name(host: str) -> str:
    if host.startswith("["):
        return host[1:].partition("]")[0]
    return host.partition(":")[0].lower()
