import gzip
import ipaddress
import socket
import threading
import zlib
from functools import partial

import pytest

from corpus.fetch import IPAddress, fetch_page, is_public
from corpus.page import FetchPage, Page
from corpus.rejection import UnreadableError
from tests.corpus.conftest import Server

LOCAL = [ipaddress.ip_address("127.0.0.1")]


def reason(fetch: FetchPage, address: str) -> str:
    with pytest.raises(UnreadableError) as refused:
        fetch(address)
    return str(refused.value)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.0.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "224.0.0.1", "255.255.255.255", "240.0.0.1", "::1", "::", "fe80::1", "fc00::1",
        "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1",
        "2002:7f00:1::", "2001:db8::1",
    ],
)  # fmt: skip
def test_addresses_that_are_not_public(address: str) -> None:
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:2800:220:1::1", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_addresses_that_are_public(address: str) -> None:
    assert is_public(ipaddress.ip_address(address))


def test_a_page_with_what_the_server_says_of_it(server: Server, fetch_local: FetchPage) -> None:
    server.answers["/a?b=c"] = (
        200,
        {"Content-Type": "text/html; charset=ISO-8859-2", "Content-Encoding": "gzip"},
        gzip.compress(b"<p>words</p>"),
    )
    assert fetch_local(f"{server.address}/a?b=c#part") == Page(
        url=f"{server.address}/a?b=c",
        content=b"<p>words</p>",
        media_type="text/html",
        charset="iso-8859-2",
    )


def test_the_name_is_resolved_once_and_its_address_pinned(server: Server) -> None:
    asked: list[tuple[str, int]] = []

    def resolve(host: str, port: int) -> list[IPAddress]:
        asked.append((host, port))
        return LOCAL

    server.answers["/"] = (200, {}, b"words")
    fetch = partial(fetch_page, is_allowed=lambda _: True, resolve=resolve)
    page = fetch(f"http://news.example:{server.port}/")
    assert page == Page(url=f"http://news.example:{server.port}/", content=b"words")
    assert asked == [("news.example", server.port)]
    assert server.hosts == [f"news.example:{server.port}"]


def test_tls_is_asked_for_the_name_and_not_the_address() -> None:
    greeting: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def greet() -> None:
            connection, _ = listener.accept()
            with connection:
                greeting.append(connection.recv(4096))

        thread = threading.Thread(target=greet)
        thread.start()
        fetch = partial(fetch_page, is_allowed=lambda _: True, resolve=lambda *_: LOCAL)
        told = reason(fetch, f"https://news.example:{listener.getsockname()[1]}/")
        thread.join()
    assert b"news.example" in greeting[0]
    assert told.startswith("news.example cannot be connected to (ConnectError")


def test_redirects_are_followed_and_checked_each_time(server: Server) -> None:
    for number in range(7):
        server.answers[f"/{number}"] = (302, {"Location": f"/{number + 1}"}, b"")
    server.answers["/7"] = (200, {"Content-Type": "text/plain"}, b"words")
    server.answers["/inside"] = (301, {"Location": "http://169.254.169.254/latest"}, b"")
    server.answers["/file"] = (301, {"Location": "file:///etc/passwd"}, b"")
    fetch = partial(fetch_page, is_allowed=lambda address: address.is_loopback)
    assert fetch(f"{server.address}/2").url == f"{server.address}/7"
    assert reason(fetch, f"{server.address}/1") == (
        f"it redirects more than 5 times, last to {server.address}/7; give the final address"
    )
    assert reason(fetch, f"{server.address}/inside") == (
        "169.254.169.254 is not on the public internet; save the page and add the file"
    )
    assert reason(fetch, f"{server.address}/file") == (
        "file:/etc/passwd is no http or https address; give one that is"
    )


def test_this_machine_is_refused_under_all_its_names(server: Server) -> None:
    server.answers["/"] = (200, {}, b"secret")
    for host in ("127.0.0.1", "localhost", "2130706433", "0x7f.1", "[::ffff:127.0.0.1]"):
        assert reason(fetch_page, f"http://{host}:{server.port}/").endswith(
            "is not on the public internet; save the page and add the file"
        )
    assert server.hosts == []


def test_what_is_no_page(
    server: Server, fetch_local: FetchPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("corpus.fetch.PAGE_BYTES", 1024 * 1024)
    server.answers["/large"] = (200, {}, b"a" * (1024 * 1024 + 1))
    server.answers["/bomb"] = (200, {"Content-Encoding": "deflate"}, zlib.compress(bytes(10**8)))
    server.answers["/packed"] = (200, {"Content-Encoding": "gzip"}, b"not packed")
    server.answers["/br"] = (200, {"Content-Encoding": "br"}, b"x")
    server.answers["/short"] = (200, {"Content-Length": "100"}, b"cut")
    told = {
        path: reason(fetch_local, f"{server.address}{path}")
        for path in ("/gone", "/large", "/bomb", "/packed", "/br", "/short")
    }
    too_large = "the page is larger than 1 MiB; save it and add the file"
    assert told == {
        "/gone": "the server answered 404 Not Found; check the address in a browser",
        "/large": too_large,
        "/bomb": too_large,
        "/packed": "the page is packed wrongly (error: Error -3 while decompressing data: "
        "incorrect header check); try again",
        "/br": "the server packs the page as br, which it was not asked for",
        "/short": "127.0.0.1 broke off (RemoteProtocolError: peer closed connection without "
        "sending complete message body (received 3 bytes, expected 100)); try again",
    }


def test_addresses_that_are_none() -> None:
    assert reason(fetch_page, "ftp://news.example/a") == (
        "ftp://news.example/a is no http or https address; give one that is"
    )
    assert reason(fetch_page, "http://me:secret@news.example/") == (
        "the address holds a password; give it without"
    )
    assert reason(fetch_page, "http://[::1/").startswith("http://[::1/ is no web address")
    assert (
        reason(fetch_page, "http:///a") == "http:///a is no http or https address; give one that is"
    )


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    fetch = partial(fetch_page, is_allowed=lambda _: True)
    assert reason(fetch, f"http://127.0.0.1:{port}/") == (
        "127.0.0.1 cannot be connected to (ConnectError: [Errno 111] Connection refused); "
        "check the address and the network"
    )


@pytest.mark.parametrize("beginning", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n"])
def test_a_server_that_drips_is_cut_off(beginning: bytes) -> None:
    over = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def drip() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.sendall(beginning)
                while not over.wait(0.02):
                    try:
                        connection.sendall(b"X")
                    except OSError:
                        return

        thread = threading.Thread(target=drip)
        thread.start()
        fetch = partial(fetch_page, is_allowed=lambda _: True, total_seconds=0.3)
        told = reason(fetch, f"http://127.0.0.1:{listener.getsockname()[1]}/")
        over.set()
        thread.join()
    assert told == "127.0.0.1 took longer than 0.3 s; try again"
