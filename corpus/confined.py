"""Reading in a process of its own: a file that hangs or kills a parser costs that file alone.

The process (confined_worker.py) is started once and reads one source after the other. It has no
more memory than it is given, no more processor time for an article than its size allows, may write
no file, and asks this one for pages from the network. What it finds comes back as JSON: nothing
that it says is ever run. Meanwhile this process can work on what came before.
"""

import base64
import json
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import fields
from datetime import date, datetime
from pathlib import Path
from typing import Any

from corpus import reading_time
from corpus.article import Article
from corpus.files import FoundFile, find_files
from corpus.page import FetchPage, Page
from corpus.rejection import Reading, Rejection, UnreadableError
from corpus.sources import fetch_from_network, is_address

SECONDS = 60.0 if reading_time.STATUS is None else 300.0
"""How long to wait for the next article of a source, on the clock. What works, and does not wait
for a disk or its turn, is ended by its alarm before (reading_time.py)."""

MEMORY_BYTES = 1024**3
"""What the process may have beside the programs themselves; a file of 64 MiB takes a third."""

_READ_AHEAD = 32
"""Articles that are read while the ones before them are worked on."""

_ROOT = Path(__file__).resolve().parent.parent


def read_confined(
    sources: Sequence[str], *, fetch_page: FetchPage = fetch_from_network, seconds: float = SECONDS
) -> Iterator[Reading]:
    """The same as `corpus.readers.read_articles`, whatever the sources do to their parsers."""
    with ConfinedReader(fetch_page=fetch_page, seconds=seconds) as reader:
        yield from reader.read(sources)


class ConfinedReader:
    """Reads as `read_confined` does, by a process that can be started before there is work for it.

    The process ends with the `with` that this was made in.
    """

    def __init__(
        self, *, fetch_page: FetchPage = fetch_from_network, seconds: float = SECONDS
    ) -> None:
        self._worker = _Worker(fetch_page, seconds)

    def __enter__(self) -> "ConfinedReader":
        return self

    def __exit__(self, *_: object) -> None:
        self._worker.end()

    def start(self) -> None:
        """Start the process, which takes it a while; otherwise the first source does."""
        with suppress(OSError):  # which the first source meets again, and tells
            self._worker.start()

    def read(self, sources: Sequence[str]) -> Iterator[Reading]:
        """The articles of the sources, and what cannot become one."""
        before = 0
        for source in sources:
            if is_address(source):
                for item, _ in self._worker.read({"address": source}, source):
                    yield Reading(item=item, consumed=before)
                continue
            for found in find_files(source):
                if isinstance(found, Rejection):
                    yield Reading(item=found, consumed=before)
                    continue
                for item, consumed in self._worker.read(_as_request(found), found.name):
                    yield Reading(item=item, consumed=before + min(consumed, found.size))
                before += found.size


class _Worker:
    """The process that reads, started when the first source comes and again when it has died."""

    def __init__(self, fetch_page: FetchPage, seconds: float) -> None:
        self._fetch_page = fetch_page
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None
        self._lines: queue.Queue[bytes] = queue.Queue(_READ_AHEAD)

    def read(self, request: dict[str, Any], name: str) -> Iterator[tuple[Article | Rejection, int]]:
        """What a source holds, each with the bytes read for it; a rejection if that cannot end."""
        size = request.get("size", 0)
        try:
            self._say(request)
            while (told := self._hear()) is not None:
                if "fetch" in told:
                    self._say(self._fetched(told["fetch"]))
                else:
                    yield _item_of(told), told["consumed"]
        except queue.Empty:
            self.end()
            reason = f"reading it takes more than {self._seconds:g} s and was given up; "
            yield Rejection(source=name, reason=f"{reason}save its text"), size
        except (OSError, EOFError, ValueError, KeyError, TypeError):
            status = self.end()
            reason = f"reading it ended its reader (status {status}): it is damaged or hostile; "
            if status is not None and status == reading_time.STATUS:
                reason = "reading it takes longer than a file of its size may and was given up; "
            yield Rejection(source=name, reason=f"{reason}save its text"), size

    def end(self) -> int | None:
        """End the process; the status with which it had ended by itself, if it had."""
        process, self._process = self._process, None
        if process is None:
            return None
        if process.stdin:
            with suppress(OSError):
                process.stdin.close()
        try:
            status: int | None = process.wait(timeout=0.2)
        except subprocess.TimeoutExpired:
            status = None
        process.kill()
        process.wait()
        return status

    def _say(self, message: dict[str, Any]) -> None:
        if self._process is None:
            self.start()
        assert self._process
        assert self._process.stdin
        self._process.stdin.write(json.dumps(message).encode("ascii") + b"\n")
        self._process.stdin.flush()

    def _hear(self) -> dict[str, Any] | None:
        """The next message; None at the end of a source. Raises queue.Empty where none comes."""
        line = self._lines.get(timeout=self._seconds)
        if not line:
            raise EOFError
        told = json.loads(line)
        if not isinstance(told, dict):
            raise TypeError
        return None if "end" in told else told

    def start(self) -> None:
        process = subprocess.Popen(
            [sys.executable, "-m", "corpus.confined_worker", str(MEMORY_BYTES)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
        )
        lines: queue.Queue[bytes] = queue.Queue(_READ_AHEAD)

        def listen() -> None:
            assert process.stdout
            with process.stdout as told, suppress(OSError, ValueError):
                for line in told:
                    while self._process is process:
                        with suppress(queue.Full):
                            lines.put(line, timeout=0.5)
                            break
            with suppress(queue.Full):
                lines.put(b"", timeout=0.5)

        self._process, self._lines = process, lines
        threading.Thread(target=listen, name="reader", daemon=True).start()

    def _fetched(self, address: str) -> dict[str, Any]:
        try:
            page = self._fetch_page(str(address))
        except UnreadableError as error:
            return {"unreadable": str(error)}
        return page_as_message(page)


def page_as_message(page: Page) -> dict[str, Any]:
    return {
        "url": page.url,
        "content": base64.b64encode(page.content).decode("ascii"),
        "media_type": page.media_type,
        "charset": page.charset,
    }


def article_as_message(article: Article) -> dict[str, Any]:
    values = {field.name: getattr(article, field.name) for field in fields(Article)}
    return {**values, "published": article.published_text}


def _item_of(told: dict[str, Any]) -> Article | Rejection:
    if "rejected" in told:
        return Rejection(source=told["rejected"], reason=told["reason"])
    values = told["article"]
    return Article(
        **{
            **values,
            "authors": tuple(values["authors"]),
            "published": _published_of(values["published"]),
        }
    )


def _published_of(text: str | None) -> date | datetime | None:
    if text is None:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def _as_request(found: FoundFile) -> dict[str, Any]:
    return {"path": str(found.path.absolute()), "name": found.name, "size": found.size}
