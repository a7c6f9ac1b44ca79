"""The process that reads sources for another one (confined.py): JSON lines in, JSON lines out."""

import base64
import json
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from corpus.confined import article_as_message
from corpus.files import FoundFile
from corpus.page import Page
from corpus.readers import read_address, read_file
from corpus.reading_time import set_alarm
from corpus.rejection import Reading, Rejection, UnreadableError


def confine(memory_bytes: int) -> None:
    """Take from this process what reading does not need; where the system can (not on Windows)."""
    try:
        import resource
    except ImportError:
        return
    for what, limit in (
        (resource.RLIMIT_DATA, memory_bytes),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(OSError, ValueError):
            resource.setrlimit(what, (limit, limit))


def serve(asked: BinaryIO, out: BinaryIO) -> None:
    """Answer requests until there are no more."""

    def say(message: dict[str, Any]) -> None:
        out.write(json.dumps(message).encode("ascii") + b"\n")
        out.flush()

    def fetch_page(address: str, /) -> Page:
        say({"fetch": address})
        told = json.loads(asked.readline())
        if "unreadable" in told:
            raise UnreadableError(told["unreadable"])
        content = base64.b64decode(told["content"])
        set_alarm(len(content))
        return Page(**{**told, "content": content})

    def readings(request: dict[str, Any]) -> Iterator[Reading]:
        if "address" in request:
            for item in read_address(request["address"], fetch_page):
                yield Reading(item=item, consumed=0)
            return
        found = FoundFile(path=Path(request["path"]), name=request["name"], size=request["size"])
        yield from read_file(found, 0, fetch_page)

    while line := asked.readline():
        request = json.loads(line)
        set_alarm(request.get("size", 0))
        for reading in readings(request):
            if isinstance(reading.item, Rejection):
                rejection = reading.item
                told: dict[str, Any] = {
                    "rejected": rejection.source,
                    "reason": rejection.reason,
                }
            else:
                told = {"article": article_as_message(reading.item)}
            say({**told, "consumed": reading.consumed})
            set_alarm(request.get("size", 0))
        say({"end": True})


def main() -> None:
    """Whatever a parser prints goes nowhere: standard output is for the messages alone."""
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    confine(int(sys.argv[1]))
    with suppress(BrokenPipeError, KeyboardInterrupt):
        serve(sys.stdin.buffer, out)
    os._exit(0)


if __name__ == "__main__":
    main()
