"""The running server against strangers: other paths, other hosts, other websites, other people."""

import base64
import http.client
import json
import os
import socket
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import bcrypt
import httpx
import pytest
from gradio.utils import get_upload_folder

from assistant.answer import Answer
from assistant.assistant import NewsAssistant
from assistant.web import page as page_module
from assistant.web.access import Access, access_for
from assistant.web.gate import MCP_PATH
from assistant.web.limits import AMONG_FRIENDS, Limits, Rate
from assistant.web.page import build_page
from assistant.web.server import running
from corpus.errors import UsageError
from index.archive import Archive
from tests.assistant.test_cli import Program

QUESTION = "What did Lavrov say about NATO?"
PASSWORD = "correct horse battery"


def answer(
    address: str, method: str, path: str, headers: list[tuple[str, str]], body: bytes = b""
) -> tuple[int, bytes]:
    """Status and body for a request sent as it stands, which ordinary clients would tidy up."""
    host, port = address.removeprefix("http://").rsplit(":", 1)
    connection = http.client.HTTPConnection(host, int(port), timeout=20)
    try:
        connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        for name, value in headers:
            connection.putheader(name, value)
        if body:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body or None)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def own_host(address: str) -> tuple[str, str]:
    return "Host", address.removeprefix("http://")


_UPWARDS = [
    "../etc/passwd",
    "..%2f..%2fetc/passwd",
    "%2e%2e/%2e%2e/etc/passwd",
    "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "....//....//etc/passwd",
    "..\\..\\etc\\passwd",
    "..%5c..%5cetc%5cpasswd",
    "%252e%252e%252fetc%252fpasswd",
    "%c0%ae%c0%ae/etc/passwd",
    "..;/etc/passwd",
    "/etc/passwd",
    "%2fetc%2fpasswd",
    "x/%00/../../etc/passwd",
    "x%00.svg",
    "C:/Windows/win.ini",
    "file:///etc/passwd",
]
_DOORS = ["/assets/", "/static/", "/svelte/"]
PATHS = [door + path for door in _DOORS for path in _UPWARDS] + [
    "/gradio_api/file=/etc/passwd",
    "/gradio_api/file=../app.py",
    "/gradio_api/file/etc/passwd",
    "/gradio_api/%66ile=/etc/passwd",
    "/file=/etc/passwd",
    "/gradio_api/proxy=http://127.0.0.1:22/",
    "/gradio_api/upload_progress?upload_id=x",
    "/gradio_api/stream/x/y/playlist.m3u8",
    "/gradio_api/component_server/../file=/etc/passwd",
    "/gradio_api/dev/reload",
    "/gradio_api/info/../file=/etc/passwd",
    "/custom_component/x/client/component/../../../../etc/passwd",
    "/login",
    "/logout",
    "/monitoring/summary",
    "/%2e%2e/ledger.sqlite",
    "/ledger.sqlite",
]


def test_no_path_leads_to_a_file_of_this_machine(address: str, archive: Archive) -> None:
    assert len(PATHS) >= 50
    secret = (archive.folder / "ledger.sqlite").read_bytes()[:16]
    for path in PATHS:
        status, body = answer(address, "GET", path, [own_host(address)])
        assert status in (400, 403, 404), path
        assert b"root:" not in body, path
        assert secret not in body, path
        assert b"import" not in body, path


HOSTS = [
    *(
        f"{name}{port}"
        for name in (
            "evil.example",
            "127.0.0.1.evil.example",
            "localhost.evil.example",
            "evil.example.localhost.example",
            "127.0.0.2",
            "0.0.0.0",
            "10.0.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "[::2]",
            "[::ffff:127.0.0.1]",
            "2130706433",
            "0x7f000001",
            "017700000001",
            "localhos",
            "xn--localhost",
        )
        for port in ("", ":80", ":7860")
    ),
    "",
    " ",
    "evil.example#127.0.0.1",
    "evil.example/127.0.0.1",
    "user@evil.example",
    "127.0.0.1@evil.example",
    "localhost\tevil.example",
]


def test_no_other_host_is_answered(address: str) -> None:
    assert len(HOSTS) >= 50
    for host in HOSTS:
        status, _ = answer(address, "GET", "/config", [("Host", host)])
        assert status in (400, 421), host
    twice = [own_host(address), ("Host", "evil.example")]
    assert answer(address, "GET", "/config", twice)[0] in (400, 421)
    assert answer(address, "GET", "/config", [own_host(address)])[0] == 200


_ORIGINS = [
    "http://evil.example",
    "https://evil.example",
    "null",
    "http://127.0.0.1",
    "http://127.0.0.1:1",
    "http://localhost.evil.example",
    "file://",
    "chrome-extension://abc",
]
_FETCHED = [
    {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors"},
    {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
    {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors"},
    {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"},
]
_ENDPOINTS = [
    ("POST", "/gradio_api/call/ask"),
    ("POST", "/gradio_api/queue/join"),
    ("POST", "/gradio_api/call/v2/ask"),
    ("POST", "/gradio_api/run/ask"),
    ("POST", "/gradio_api/upload"),
    ("POST", "/gradio_api/component_server"),
    ("POST", "/gradio_api/cancel"),
    ("POST", "/gradio_api/reset"),
    ("POST", MCP_PATH),
    ("GET", f"{MCP_PATH}schema"),
    ("GET", f"{MCP_PATH}sse"),
    ("GET", "/gradio_api/call/ask/x"),
    ("GET", "/gradio_api/queue/data"),
    ("GET", "/gradio_api/queue/status"),
    ("GET", "/gradio_api/heartbeat/x"),
    ("GET", "/gradio_api/startup-events"),
    ("GET", "/gradio_api/app_id"),
    ("GET", "/gradio_api/info"),
    ("GET", "/config"),
]
"""Every route behind the gate that answers with more than the page's own files."""
CROSS_SITE: list[tuple[str, str, dict[str, str]]] = [
    *((method, path, {"Origin": origin}) for method, path in _ENDPOINTS for origin in _ORIGINS),
    *((method, path, headers) for method, path in _ENDPOINTS for headers in _FETCHED),
]


@pytest.fixture(scope="module")
def with_tools(archive: Archive) -> Iterator[str]:
    """The page as an MCP server too."""
    page = build_page(NewsAssistant(archive), examples=(), only_tools=True)
    with running(page, host="127.0.0.1", port=0, mcp=True) as address:
        yield address


def test_no_route_answers_another_host(with_tools: str) -> None:
    for method, path in [*_ENDPOINTS, ("GET", "/"), ("GET", "/health"), ("GET", "/theme.css")]:
        for host in ("evil.example", "127.0.0.1.evil.example"):
            status, _ = answer(with_tools, method, path, [("Host", host)])
            assert status == 421, (method, path)


def test_no_other_website_is_answered(with_tools: str) -> None:
    address = with_tools
    assert len(CROSS_SITE) >= 50
    body = json.dumps({"data": [QUESTION]}).encode()
    for method, path, headers in CROSS_SITE:
        sent = [own_host(address), ("Content-Type", "text/plain"), *headers.items()]
        status, _ = answer(address, method, path, sent, body if method == "POST" else b"")
        assert status == 403, (method, path, headers)
    response = httpx.get(f"{address}/config", headers={"Origin": address})
    assert response.status_code == 200
    assert not [name for name in response.headers if name.startswith("access-control")]
    followed = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
    assert httpx.get(address, headers=followed).status_code == 200


def test_a_body_of_unknown_or_false_length_is_refused(address: str) -> None:
    def endlessly() -> Iterator[bytes]:
        yield b"x" * 1000

    url = f"{address}/gradio_api/call/ask"
    assert httpx.post(url, content=endlessly()).status_code == 411
    for length in ("-1", "x", "99999999999", "²"):
        head = [own_host(address), ("Content-Length", length)]
        try:
            assert answer(address, "POST", "/gradio_api/call/ask", head)[0] in (400, 413), length
        except UnicodeEncodeError:
            continue  # cannot even be sent


def test_a_malformed_question_is_neither_logged_nor_told_back(
    address: str, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    secret = "What did the minister whisper?"
    joined = httpx.post(f"{address}/gradio_api/call/ask", json={"data": [secret, secret]})
    told = httpx.get(f"{address}/gradio_api/call/ask/{joined.json()['event_id']}", timeout=20)
    assert "event: error" in told.text
    assert "whisper" not in told.text
    assert "whisper" not in caplog.text + "".join(capfd.readouterr())


def test_uploads_wait_in_a_folder_that_nobody_else_can_read(address: str) -> None:
    sent = {"files": ("notes.txt", b"The ministers met in Geneva.")}
    [kept] = httpx.post(f"{address}/gradio_api/upload", files=sent).json()
    folder = Path(get_upload_folder())
    assert Path(kept).is_relative_to(folder)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert folder.stat().st_uid == os.getuid()


def test_the_health_endpoint_says_one_thing_only(address: str) -> None:
    response = httpx.get(f"{address}/health")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


def test_security_headers_name_no_outside_host(address: str) -> None:
    headers = httpx.get(address).headers
    policy = headers["Content-Security-Policy"]
    assert "http:" not in policy
    assert "https:" not in policy
    assert "*" not in policy
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "server" not in headers


@pytest.fixture(scope="module")
def guarded(archive: Archive) -> Iterator[str]:
    """The page on an address that other machines could reach, for one user."""
    access = access_for("0.0.0.0", user="ada", password=PASSWORD)
    page = build_page(NewsAssistant(archive), examples=())
    limits = Limits(events_a_minute=4, wrong_passwords_a_minute=3)
    with running(page, host="0.0.0.0", port=0, access=access, limits=limits) as address:
        yield address.replace("0.0.0.0", "127.0.0.1")


def test_a_stranger_gets_nothing_but_the_health(guarded: str) -> None:
    assert httpx.get(f"{guarded}/health").status_code == 200
    for path in ("/", "/config", "/gradio_api/info", "/static/img/logo.svg"):
        response = httpx.get(f"{guarded}{path}")
        assert response.status_code == 401
        assert response.headers["WWW-Authenticate"].startswith("Basic ")
    for wrong in ("Basic", "Basic !!!", "Bearer x", "Basic " + base64.b64encode(b"ada").decode()):
        response = httpx.get(guarded, headers={"Authorization": wrong})
        assert response.status_code in (401, 429)
    response = httpx.get(guarded, auth=("ada", PASSWORD))
    assert response.status_code == 429  # not even with the right one: three were wrong
    assert response.json()["detail"].startswith("Too many wrong passwords: please try again in ")


def test_the_user_comes_in_and_asks_so_much_a_minute(archive: Archive) -> None:
    access = access_for("127.0.0.1", user="ada", password=PASSWORD)
    page = build_page(NewsAssistant(archive), examples=())
    limits = Limits(events_a_minute=4)
    with (
        running(page, host="127.0.0.1", port=0, access=access, limits=limits) as address,
        httpx.Client(auth=("ada", PASSWORD), base_url=address) as client,
    ):
        assert client.get("/config").status_code == 200
        asked = [client.post("/gradio_api/call/ask", json={"data": [QUESTION]}) for _ in range(5)]
    assert [response.status_code for response in asked] == [200, 200, 200, 200, 429]
    assert asked[-1].json()["detail"].startswith("That were many questions at once: please ")
    assert 0 < int(asked[-1].headers["Retry-After"]) <= 60


class SlowAssistant(NewsAssistant):
    """One that waits until it may answer."""

    may_answer = Event()

    def ask(self, *given: Any, **named: Any) -> Answer:
        self.may_answer.wait(60)
        return super().ask(*given, **named)


def test_one_client_has_so_many_questions_in_progress_and_all_have_a_place_to_wait(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    asking = {"json": {"data": [QUESTION, [], None, None, None, None, False]}}
    for limits, waiting, status, said in (
        (Limits(events_a_minute=None, events_at_once=3), 64, 429, "3 of your questions are in"),
        (Limits(events_a_minute=None), 0, 503, "Many people are asking at this moment: please"),
    ):
        monkeypatch.setattr(page_module, "_WAITING", waiting)
        SlowAssistant.may_answer.clear()
        page = build_page(SlowAssistant(archive), examples=())
        with running(page, host="127.0.0.1", port=0, limits=limits) as address:
            call = f"{address}/gradio_api/call/ask"
            asked = [httpx.post(call, **asking) for _ in range(4)]  # type: ignore[arg-type]
            assert [one.status_code for one in asked[:3]] == [200 if waiting else 503] * 3
            assert asked[3].status_code == status
            assert asked[3].json()["detail"].startswith(said)
            assert asked[3].headers["Retry-After"] == "3"
            SlowAssistant.may_answer.set()
            for one in asked[:3] if waiting else ():
                stream = httpx.get(f"{call}/{one.json()['event_id']}", timeout=60)
                assert "event: complete" in stream.text
            if waiting:
                assert httpx.post(call, **asking).status_code == 200  # type: ignore[arg-type]


def test_another_host_than_loopback_needs_a_password_or_a_proxy(archive: Archive) -> None:
    said = "could be opened from other machines: give --user NAME and a password"
    for host in ("0.0.0.0", "::", "192.168.1.5", socket.gethostname()):
        with pytest.raises(UsageError, match=said):
            access_for(host)
    page = build_page(NewsAssistant(archive), examples=())
    with pytest.raises(UsageError, match=said), running(page, host="0.0.0.0", port=0):
        pass
    assert access_for("127.0.0.1") == Access()
    assert access_for("0.0.0.0", proxy_name="news.example").proxy_name == "news.example"


@pytest.mark.parametrize(
    ("user", "password", "said"),
    [
        ("ada", None, "there is no password for 'ada'"),
        (None, PASSWORD, "'' is no user name"),
        ("a:b", PASSWORD, "'a:b' is no user name"),
        ("ada", "short", "the password has 5 bytes: choose one of 8 to 72"),
        ("ada", "é" * 40, "the password has 80 bytes"),
    ],
)
def test_credentials_that_cannot_be_ones(user: str, password: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        access_for("0.0.0.0", user=user, password=password)


def test_only_a_hash_of_the_password_is_kept() -> None:
    access = access_for("0.0.0.0", user="ada", password=PASSWORD)
    assert PASSWORD not in repr(access)
    assert bcrypt.checkpw(PASSWORD.encode(), access.password_hash)
    given = bcrypt.hashpw(PASSWORD.encode(), bcrypt.gensalt(4)).decode()
    assert access_for("0.0.0.0", user="ada", password=given).password_hash == given.encode()


def test_behind_a_proxy_its_name_is_answered_and_no_other(archive: Archive) -> None:
    page = build_page(NewsAssistant(archive), examples=())
    access = access_for("127.0.0.1", proxy_name="news.example")
    with running(page, host="127.0.0.1", port=0, access=access) as address:
        for host, status in (
            ("news.example", 200),
            ("NEWS.example:443", 200),
            ("evil.example", 421),
        ):
            assert httpx.get(f"{address}/config", headers={"Host": host}).status_code == status


def test_the_command_refuses_an_open_door(tmp_path: Path, model_cache: Path) -> None:
    onrecord = Program(tmp_path / "data", model_cache)
    refused = onrecord("chat", "--host", "0.0.0.0", "--no-browser")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert refused.stderr.startswith("onrecord: the page on 0.0.0.0 could be opened from other ")
    missing = onrecord("chat", "--user", "ada", "--password-file", str(tmp_path / "none"))
    assert missing.returncode == 2
    assert "none cannot be read" in missing.stderr


def test_a_rate_forgets_after_its_time() -> None:
    now = 0.0
    rate = Rate(2, clock=lambda: now)
    for _ in range(2):
        assert rate.wait("a") == 0
        rate.count("a")
    assert (rate.wait("a"), rate.wait("b")) == (60, 0)
    now = 60.0
    assert rate.wait("a") == 0
    unlimited = Rate(AMONG_FRIENDS.events_a_minute)
    for _ in range(1000):
        unlimited.count("a")
    assert unlimited.wait("a") == 0
