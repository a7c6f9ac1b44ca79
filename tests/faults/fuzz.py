"""Mutated files of every format, read as `onrecord add` reads them.

None may end its reader, hang, or take much memory. How long one takes is told in processor time:
of every hundred, the one that was waited for longest is read once more by itself.

Mutations come from a seed; the files they start from are ours, or those in a folder. The long
form, whose figures are in docs/reliability.md:

    python -m tests.faults.fuzz --inputs 10000 --seed 1 [--from FOLDER]
"""

import argparse
import json
import random
import resource
import sys
import tempfile
import time
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from corpus.confined import read_confined
from corpus.page import Page
from corpus.rejection import Rejection, UnreadableError
from tests.corpus.conftest import pdf_of
from tests.faults.news import made

_SENTENCE = "The ministers met in Geneva on Monday, and the talks will go on, Ada Brandt said. "
_FILES = 100
"""Files that are read in one go."""

_NASTY = [
    b"\0",
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"&" * 50,
    b"<" * 300,
    b"[" * 2_000,
    b'{"a":' * 1_000,
    b"((" * 500,
    b"&#xD800;",
    b"9" * 5_000,
    b"\\ud800",
    b"%PDF-1.7",
    b"<!ENTITY a '&a;&a;'>",
    b"\r",
    b'"',
    b"a" * 10_000,
    b"\xe2\x80\xae",
    b"%s%n%x",
    b"-" * 400,
    b"2021-99-99T99:99",
]


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of the mutated files of one format."""

    format: str
    inputs: int
    articles: int
    refused: int
    killed: tuple[str, ...]
    """The reasons of those that ended their reader or took too long."""

    slowest_seconds: float
    """The most processor time that one of those waited for longest took by itself, its process's
    start included."""

    longest_wait: float
    """On the clock."""

    most_megabytes: int


def originals() -> dict[str, list[bytes]]:
    """Sound files of each format, in our own words."""
    article = made(1)
    page = (
        f"<!doctype html><html lang=en><head><title>{article.title}</title>"
        "<meta property='article:published_time' content='2021-12-02T10:00:00Z'></head><body>"
        f"<nav><a href=/>Home</a></nav><article><h1>{article.title}</h1>"
        + "".join(f"<p class='x y'>{_SENTENCE * 2}<b>Note</b> &amp; more</p>" for _ in range(6))
        + "<table><tr><td>1</td></tr></table></article><script>var a = 1;</script></body></html>"
    )
    record = {
        "id": article.id,
        "title": article.title,
        "text": article.text,
        "authors": ["Ada Brandt", {"name": "Piet Maas"}],
        "published": "2021-12-02T10:00:00+01:00",
        "url": "https://wire.example/a",
    }
    line = json.dumps(record)
    feed = (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Wire</title>'
        f"<item><title>{article.title}</title><link>https://wire.example/a</link>"
        "<pubDate>Thu, 02 Dec 2021 10:00:00 GMT</pubDate>"
        f"<description><![CDATA[<p>{_SENTENCE * 9}</p>]]></description></item></channel></rss>"
    )
    return {
        "txt": [f"{article.title}\n\n{article.text}".encode(), (_SENTENCE * 9).encode("utf-16")],
        "md": [
            f"---\ntitle: {article.title}\ndate: 2021-12-02\nauthors: [A, B]\n---\n# Head\n\n"
            f"{article.text}\n".encode()
        ],
        "html": [page.encode(), page.encode("utf-16")],
        "json": [json.dumps({"articles": [record, record]}).encode(), line.encode()],
        "jsonl": [f"{line}\n{line}\n{line}\n".encode()],
        "csv": [
            f'title,text,published,url\n"{article.title}","{article.text}",2021-12-02,\n'
            f"B;C,{_SENTENCE},2 December 2021,https://wire.example/b\n".encode(),
            f"title\ttext\nA\t{_SENTENCE}\n".encode("cp1252"),
        ],
        "pdf": [pdf_of(["Talks resume", _SENTENCE, _SENTENCE])],
        "rss": [
            feed.encode(),
            b"<feed xmlns='http://www.w3.org/2005/Atom'><title>Wire</title><entry><title>A</title>"
            b"<id>tag:wire.example,2021:1</id><updated>2021-12-02T10:00:00Z</updated><content "
            b"type='html'>" + (_SENTENCE * 9).encode() + b"</content></entry></feed>",
        ],
    }


def mutated(data: bytes, others: Sequence[bytes], chance: random.Random) -> bytes:
    """The data after one to eight small accidents."""
    found = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        place = chance.randrange(len(found) + 1)
        length = min(len(found) - place, int(chance.expovariate(1 / 40)))
        match chance.randrange(8):
            case 0:
                del found[place : place + length]
            case 1:
                found[place:place] = chance.randbytes(length)
            case 2:
                found[place:place] = chance.choice(_NASTY)
            case 3:
                found[place : place + length] = bytes(length)
            case 4 if found:
                found[min(place, len(found) - 1)] ^= 1 << chance.randrange(8)
            case 5:
                found[place:place] = found[place : place + length] * chance.randint(1, 60)
            case 6:
                other = chance.choice(others)
                start = chance.randrange(len(other) + 1)
                found[place:place] = other[start : start + 4 * length]
            case 7 if chance.random() < 0.2:
                del found[place:]
    return bytes(found)


def fuzz(format: str, originals: Sequence[bytes], inputs: int, seed: int) -> Outcome:
    """Read so many mutations of files of one format."""
    chance = random.Random(f"{format} {seed}")
    articles = refused = 0
    killed: list[str] = []
    slowest = longest = 0.0
    most = 0
    for start in range(0, inputs, _FILES):
        with tempfile.TemporaryDirectory(prefix="onrecord-fuzz-") as scratch:
            files = [Path(scratch, f"{number:03}.{format}") for number in range(_FILES)]
            files = files[: inputs - start]
            for file in files:
                file.write_bytes(mutated(chance.choice(originals), originals, chance) or b" ")
            ends = list(accumulate(file.stat().st_size for file in files))
            waits: list[tuple[float, Path]] = []
            before = time.monotonic()
            for reading in read_confined([scratch], fetch_page=_no_page):
                file = files[bisect_left(ends, reading.consumed)]
                waits.append((time.monotonic() - before, file))
                before = time.monotonic()
                if not isinstance(reading.item, Rejection):
                    articles += 1
                    continue
                refused += 1
                if "its reader" in reading.item.reason or "given up" in reading.item.reason:
                    killed.append(str(reading.item))
                    kept = Path(tempfile.gettempdir(), f"fuzz-{seed}-{start}-{file.name}")
                    kept.write_bytes(file.read_bytes())
                most = max(most, *megabytes_of_children(), 0)
            wait, file = max(waits[1:])  # the first waits for its reader's start
            longest = max(longest, wait)
            slowest = max(slowest, _seconds_alone(file))
    return Outcome(
        format=format,
        inputs=inputs,
        articles=articles,
        refused=refused,
        killed=tuple(killed),
        slowest_seconds=round(slowest, 2),
        longest_wait=round(longest, 2),
        most_megabytes=most,
    )


def _seconds_alone(file: Path) -> float:
    before = seconds_of_children()
    for _ in read_confined([str(file)], fetch_page=_no_page):
        pass
    return seconds_of_children() - before


def seconds_of_children() -> float:
    """The processor time of all processes that this one started and that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def megabytes_of_children() -> Iterator[int]:
    """The most memory that each process started by this one has had; nothing but on Linux."""
    for children in Path("/proc/self/task").glob("*/children"):
        try:
            for pid in children.read_text().split():
                status = Path(f"/proc/{pid}/status").read_text()
                yield int(status.partition("VmHWM:")[2].split()[0]) // 1024
        except (OSError, IndexError, ValueError):
            continue


def _no_page(address: str, /) -> Page:
    raise UnreadableError("there is no network here")


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--inputs", type=int, default=10_000, help="for each format")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--from", dest="folder", type=Path, help="more files to start from")
    options.add_argument("formats", nargs="*", metavar="FORMAT", help="default: every one")
    given = options.parse_args()
    sound = {
        format: files
        for format, files in originals().items()
        if not given.formats or format in given.formats
    }
    if given.folder:
        for format, files in sound.items():
            files += [file.read_bytes() for file in sorted(given.folder.rglob(f"*.{format}"))]
    killed = 0
    for format, files in sound.items():
        outcome = fuzz(format, files, given.inputs, given.seed)
        killed += len(outcome.killed)
        sys.stdout.write(f"{outcome}\n")
        sys.stdout.flush()
    return int(bool(killed))


if __name__ == "__main__":
    sys.exit(main())
