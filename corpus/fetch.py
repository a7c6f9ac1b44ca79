"""Pages from the web: the only module that opens a network connection to somebody else's address.

An address in a feed or in a redirect is a stranger's wish to have this machine ask for something,
so every one, and every redirect again, goes through the same steps: http or https only; the name is
resolved once; addresses that are not public are refused; the connection goes to the very address
that was checked (with the name in `Host` and in TLS, so certificates are verified as usual). Size
and total time have limits, and neither proxies nor credentials are taken from the environment.
"""

import contextlib
import ipaddress
import socket
import threading
import zlib
from collections.abc import Callable, Sequence
from typing import Any

import httpx

from corpus.page import Page
from corpus.rejection import UnreadableError, brief

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

# The largest pages of news sites have some megabytes; a PDF of a report has ten.
PAGE_BYTES = 20 * 1024 * 1024

# From the first connection to the last byte, with all redirects.
TOTAL_SECONDS = 30.0

REDIRECTS = 5

# How many of a name's addresses are tried before giving up, as when a network has no IPv6.
_ATTEMPTS = 3

_OPERATION_SECONDS = 10.0
_HEADERS = {
    "User-Agent": "OnRecord/0.1 (news archive reader)",
    "Accept": "text/html, application/xhtml+xml, application/xml;q=0.9, */*;q=0.8",
    "Accept-Encoding": "gzip",  # the one that is unpacked here, with a limit
}
# Where networks without IPv4 show the IPv4 internet.
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


def is_public(address: IPAddress) -> bool:
    """Whether an address is a public one, also where an IPv6 address wraps an IPv4 address."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
        if address in _NAT64:
            return is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
        if address.is_site_local or address.sixtofour or address.teredo:
            return False  # private, or tunnels that no server is reached by any more
    return address.is_global and not (
        address.is_multicast or address.is_reserved or address.is_unspecified
    )


def resolve(host: str, port: int) -> list[IPAddress]:
    """The addresses of a name, in the order of the system; raises `UnreadableError`."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise UnreadableError(
            f"the name {host} cannot be resolved; check the address and the network"
        ) from error
    addresses = (ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found)
    return list(dict.fromkeys(addresses))


def fetch_page(
    address: str,
    /,
    *,
    is_allowed: Callable[[IPAddress], bool] = is_public,
    resolve: Callable[[str, int], Sequence[IPAddress]] = resolve,
    total_seconds: float = TOTAL_SECONDS,
) -> Page:
    """The page at an http or https address; raises `UnreadableError` where it cannot or may not be.

    `is_allowed` decides on each resolved address, and `resolve` resolves names; both are given
    otherwise only where a local server is meant.
    """
    with _Deadline(total_seconds) as deadline, _client() as client:
        url = _web_url(address)
        for _ in range(REDIRECTS + 1):
            allowed = [found for found in resolve(url.host, _port(url)) if is_allowed(found)]
            if not allowed:
                raise UnreadableError(
                    f"{url.host} is not on the public internet; save the page and add the file"
                )
            answer = _ask(client, url, allowed[:_ATTEMPTS], deadline)
            if isinstance(answer, Page):
                return answer
            url = _web_url(str(answer))
    raise UnreadableError(
        f"it redirects more than {REDIRECTS} times, last to {url}; give the final address"
    )


def _client() -> httpx.Client:
    return httpx.Client(
        headers=_HEADERS, timeout=_OPERATION_SECONDS, follow_redirects=False, trust_env=False
    )


def _web_url(address: str) -> httpx.URL:
    try:
        url = httpx.URL(address)
    except (httpx.InvalidURL, ValueError) as error:
        raise UnreadableError(f"{address[:200]} is no web address ({brief(error)})") from error
    if url.scheme not in ("http", "https") or not url.host:
        raise UnreadableError(f"{address[:200]} is no http or https address; give one that is")
    if url.userinfo:
        raise UnreadableError("the address holds a password; give it without")
    return url.copy_with(fragment=None)


def _port(url: httpx.URL) -> int:
    return url.port or (443 if url.scheme == "https" else 80)


class _Deadline:
    """Ends the connections of a fetch when its time is over, however slowly a server drips.

    httpx limits each single wait; only shutting the socket down limits their sum.
    """

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.passed = threading.Event()
        self._sockets: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    def __enter__(self) -> "_Deadline":
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def watch(self, event: str, info: dict[str, Any]) -> None:
        """Notes each socket that httpx opens, by its documented "trace" extension."""
        if event.endswith((".connect_tcp.complete", ".start_tls.complete")):
            self._sockets.append(info["return_value"].get_extra_info("socket"))
            if self.passed.is_set():
                self._end()

    def _end(self) -> None:
        self.passed.set()
        for opened in self._sockets:
            with contextlib.suppress(OSError):
                opened.shutdown(socket.SHUT_RDWR)


def _ask(
    client: httpx.Client, url: httpx.URL, addresses: Sequence[IPAddress], deadline: _Deadline
) -> Page | httpx.URL:
    """The page, or where it redirects to; asked from the first address that can be connected to."""
    failure: httpx.HTTPError | None = None
    for address in addresses:
        request = client.build_request(
            "GET",
            url.copy_with(host=str(address)),
            headers={"Host": url.netloc.decode("ascii")},
            extensions={"sni_hostname": url.raw_host.decode("ascii"), "trace": deadline.watch},
        )
        try:
            response = client.send(request, stream=True)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            failure = error
            continue
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise _translated(error, url, deadline) from error
        with contextlib.closing(response):
            try:
                return _answer(response, url)
            except httpx.HTTPError as error:
                raise _translated(error, url, deadline) from error
    if failure is None:
        raise UnreadableError(f"{url.host} has no address to connect to")
    raise _translated(failure, url, deadline) from failure


def _answer(response: httpx.Response, url: httpx.URL) -> Page | httpx.URL:
    if response.has_redirect_location:
        try:
            return url.join(response.headers["Location"])
        except (httpx.InvalidURL, ValueError) as error:
            raise UnreadableError(f"it redirects to no web address ({brief(error)})") from error
    if response.status_code != httpx.codes.OK:
        raise UnreadableError(
            f"the server answered {response.status_code} {response.reason_phrase}; check the "
            "address in a browser"
        )
    return Page(
        url=str(url),
        content=_content(response),
        media_type=response.headers.get("Content-Type", "").partition(";")[0].strip().lower(),
        charset=response.charset_encoding,
    )


def _content(response: httpx.Response) -> bytes:
    """The bytes of the page, unpacked; never more than `PAGE_BYTES` and one piece in memory."""
    packed = bytearray()
    for piece in response.iter_raw():
        packed += piece
        if len(packed) > PAGE_BYTES:
            raise _too_large()
    packing = response.headers.get("Content-Encoding", "identity").strip().lower()
    if packing in ("", "identity"):
        return bytes(packed)
    if packing not in ("gzip", "x-gzip", "deflate"):
        raise UnreadableError(f"the server packs the page as {packing}, which it was not asked for")
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)  # gzip or zlib, by what it begins with
    try:
        content = unpacker.decompress(bytes(packed), PAGE_BYTES + 1)
    except zlib.error as error:
        raise UnreadableError(f"the page is packed wrongly ({brief(error)}); try again") from error
    if len(content) > PAGE_BYTES:
        raise _too_large()
    return content


def _too_large() -> UnreadableError:
    return UnreadableError(
        f"the page is larger than {PAGE_BYTES // 1024**2} MiB; save it and add the file"
    )


def _translated(error: Exception, url: httpx.URL, deadline: _Deadline) -> UnreadableError:
    """Our own error for each of httpx's."""
    if deadline.passed.is_set():
        return UnreadableError(f"{url.host} took longer than {deadline.seconds:g} s; try again")
    match error:
        case httpx.TimeoutException():
            what = "did not answer in time; try again"
        case httpx.ConnectError():
            what = f"cannot be connected to ({brief(error)}); check the address and the network"
        case _:
            what = f"broke off ({brief(error)}); try again"
    return UnreadableError(f"{url.host} {what}")
