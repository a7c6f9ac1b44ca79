"""The gate before everything that Gradio offers.

Gradio comes with routes for files, proxies and other people's components. This page needs none of
them, so the gate knows the routes that it does need and refuses all others: no file
of this machine can be fetched, wherever the program was started. The policy that it sends along
keeps the browser from loading anything from elsewhere and from running scripts in attributes,
should any markup ever slip through.

It also keeps other websites out: a request has to name one of the page's own names as its host, so
that no website can reach the page by pointing a name of its own at this machine, and one that a
browser says comes from another site gets no further.
"""

import ipaddress
import math
import socket
from collections.abc import Callable
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.web.access import LOOPBACK, Doorkeeper
from assistant.web.limits import Limits, Rate
from assistant.web.work_in_progress import WorkInProgress

LARGEST_BODY = 256 * 1024
LARGEST_UPLOAD = 512 * 1024 * 1024
"""Bytes of a request: of most, and of one with files to be added."""

_PAGES = frozenset(
    {"/", "/health", "/config", "/theme.css", "/favicon.ico", "/robots.txt", "/manifest.json"}
)
_FOLDERS = ("/assets/", "/static/", "/svelte/")
_API = "/gradio_api/"
_UPLOAD = f"{_API}upload"
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
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_NEVER_SENT = (
    "access-control-allow-credentials",
    "access-control-allow-headers",
    "access-control-allow-methods",
    "access-control-allow-origin",
)
"""What would let another website read the page's answers."""

_EVENTS = ("queue/join", "call/", "run/")
_PAUSE = 3.0
"""Seconds after which to try again where others' questions, or one's own, are in progress."""

_HEALTH = "/health"
_ANY_NAME = ("0.0.0.0", "::", "")


class Gate:
    """ASGI middleware that lets through what the page needs, from those who may come."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        names: frozenset[str],
        doorkeeper: Doorkeeper,
        limits: Limits,
        is_well: Callable[[], bool],
        work: WorkInProgress,
        mcp: bool = False,
    ) -> None:
        self._app = app
        self._names = names
        self._doorkeeper = doorkeeper
        self._events = Rate(limits.events_a_minute)
        self._events_at_once = limits.events_at_once
        self._work = work
        self._wrong_passwords = Rate(limits.wrong_passwords_a_minute)
        self._is_well = is_well
        self._api_routes = _API_ROUTES | ({"mcp"} if mcp else set())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name in _NEVER_SENT:
                    del headers[name]
                for name, value in _HEADERS.items():
                    headers[name] = value
            await send(message)

        answer = await self._answer(scope)
        await (answer or self._app)(scope, receive, send_with_headers)

    async def _answer(self, scope: Scope) -> Response | None:
        """What the gate answers by itself; None where the page is to answer."""
        headers = Headers(scope=scope)
        path = scope["path"]
        refusal = self._refusal(scope["method"], path, headers)
        if refusal:
            return refusal
        if path == _HEALTH:
            well = await run_in_threadpool(self._is_well)
            return JSONResponse({"status": "ok" if well else "failing"}, 200 if well else 503)
        client = scope["client"][0] if scope.get("client") else ""
        if self._doorkeeper.asks:
            refusal = await self._stranger(client, headers.get("authorization", ""))
            if refusal:
                return refusal
        if scope["method"] == "POST" and path.removeprefix(_API).startswith(_EVENTS):
            return self._too_much(client)
        return None

    def _too_much(self, client: str) -> Response | None:
        """The answer to who asks for more than may be done; None for who does not."""
        if self._work.is_full:
            return _come_back(_PAUSE, "Many people are asking at this moment", status=503)
        if self._events_at_once is not None and self._work.of(client) >= self._events_at_once:
            return _come_back(_PAUSE, f"{self._events_at_once} of your questions are in progress")
        wait = self._events.wait(client)
        if wait > 0:
            return _come_back(wait, "That were many questions at once")
        self._events.count(client)
        return None

    def _refusal(self, method: str, path: str, headers: Headers) -> Response | None:
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not _is_named(hosts[0], self._names):
            return PlainTextResponse("This page answers on its own address only.", 421)
        if not _is_needed(path, self._api_routes):
            return PlainTextResponse("There is nothing here.", 404)
        if _is_from_elsewhere(method, path, headers):
            return PlainTextResponse("This page takes no requests from other websites.", 403)
        if "transfer-encoding" in headers:
            return PlainTextResponse("A request has to say how long it is.", 411)
        length = headers.get("content-length", "0")
        largest = LARGEST_UPLOAD if path == _UPLOAD else LARGEST_BODY
        if not (length.isascii() and length.isdecimal()) or int(length) > largest:
            return PlainTextResponse("That is too much at once.", 413)
        return None

    async def _stranger(self, client: str, authorization: str) -> Response | None:
        """The answer to who brings no right password; None for who does."""
        if authorization and self._doorkeeper.remembers(authorization):
            return None
        wait = self._wrong_passwords.wait(client)
        if wait > 0:
            return _come_back(wait, "Too many wrong passwords")
        if authorization:
            if await run_in_threadpool(self._doorkeeper.lets_in, authorization):
                return None
            self._wrong_passwords.count(client)
        return PlainTextResponse(
            "This page asks for a user name and a password.",
            401,
            {"WWW-Authenticate": 'Basic realm="On Record", charset="UTF-8"'},
        )


def names_of(host: str, proxy_name: str | None) -> frozenset[str]:
    """The names under which a page on `host` may be asked for; "" stands for any address."""
    names = {*LOOPBACK} if host in LOOPBACK else {host.lower()}
    if host in _ANY_NAME:
        names |= {*LOOPBACK, "", socket.gethostname().lower()}
    if proxy_name:
        names |= {proxy_name.lower(), *LOOPBACK}
    return frozenset(names)


def _is_named(host: str, names: frozenset[str]) -> bool:
    name = _host_name(host)
    return name in names or ("" in names and _is_address(name))


def _is_from_elsewhere(method: str, path: str, headers: Headers) -> bool:
    """Whether a browser says that another website makes this request.

    A link on another website may lead to the page itself.
    """
    origin = headers.get("origin")
    if origin is not None and urlsplit(origin).netloc.lower() != headers["host"].lower():
        return True
    site = headers.get("sec-fetch-site", "none")
    if site in ("none", "same-origin"):
        return False
    return not (method == "GET" and path == "/" and headers.get("sec-fetch-mode") == "navigate")


def _come_back(wait: float, what: str, status: int = 429) -> Response:
    seconds = max(1, math.ceil(wait))
    return JSONResponse(
        {"detail": f"{what}: please try again in {seconds} seconds."},
        status,
        {"Retry-After": str(seconds)},
    )


def _host_name(host: str) -> str:
    if host.startswith("["):
        return host[1:].partition("]")[0].lower()
    return host.partition(":")[0].lower()


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _is_needed(path: str, api_routes: frozenset[str]) -> bool:
    if ".." in path or "\\" in path or "\0" in path or "//" in path:
        return False
    if path.startswith(_API):
        return path.removeprefix(_API).partition("/")[0] in api_routes
    return path in _PAGES or path.startswith(_FOLDERS)
