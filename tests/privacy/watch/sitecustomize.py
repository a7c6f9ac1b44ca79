"""Forbids a Python process every address that is not this machine's own, and writes it down.

Python runs it at its start when its folder is on PYTHONPATH, in each process of the tree. Sockets
announce what they are about to do to audit hooks (PEP 578), which no library can take off again.
"""

import errno
import ipaddress
import os
import sys

_LOG = os.environ["ONRECORD_TEST_SOCKETS"]
_COMMAND = " ".join(" ".join(sys.orig_argv[1:]).split())


def _note(line: str) -> None:
    with open(_LOG, "a", encoding="utf-8") as log:  # noqa: PTH123
        log.write(f"{line}\n")


def _is_here(host: object) -> bool:
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    if host in (None, "localhost"):
        return True
    try:
        return ipaddress.ip_address(str(host).partition("%")[0]).is_loopback
    except ValueError:
        return False


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event in ("socket.connect", "socket.bind", "socket.sendto", "socket.sendmsg"):
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None  # else a path or a connected one
    elif event in ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"):
        host = arguments[0]
    else:
        return
    if not _is_here(host):
        _note(f"{event} {host!r} by {_COMMAND}")
        raise PermissionError(errno.EACCES, f"{event} to {host!r} is forbidden here")


_note(f"watching {_COMMAND}")
sys.addaudithook(_watch)
