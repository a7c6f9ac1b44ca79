"""Reading in a process of its own: the same articles, and files that end or stop it cost one."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.article import Article
from corpus.confined import read_confined
from corpus.page import Page
from corpus.readers import read_articles
from corpus.rejection import Reading, Rejection, UnreadableError
from tests.corpus.conftest import MakePdf
from tests.corpus.test_odd_files import odd_files

TEASER = """<?xml version="1.0"?><rss version="2.0"><channel><title>Wire</title><item>
<title>Talks resume</title><link>http://wire.example/talks</link><description>Short.</description>
</item></channel></rss>"""
PAGE = Page(
    url="http://wire.example/talks",
    content=f"<html><body><article><p>{'The talks resumed in Geneva. ' * 30}</p></article></body>"
    "</html>".encode(),
    media_type="text/html",
    charset="utf-8",
)


FEED = Page(
    url="http://wire.example/feed",
    content=TEASER.encode(),
    media_type="application/rss+xml",
    charset="utf-8",
)


def page(address: str, /) -> Page:
    """The feed, and the page that its one entry links to."""
    for one in (PAGE, FEED):
        if address == one.url:
            return one
    raise UnreadableError("there is no such page")


def readers_of_this_process() -> list[int]:
    children = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    pids = [int(pid) for child in children for pid in child.read_text().split()]
    return [p for p in pids if b"confined_worker" in Path(f"/proc/{p}/cmdline").read_bytes()]


def told_by(readings: list[Reading]) -> list[str]:
    """The text of each article and the reason of each rejection."""
    return [r.item.reason if isinstance(r.item, Rejection) else r.item.text for r in readings]


def test_it_reads_what_is_read_in_this_process(tmp_path: Path, make_pdf: MakePdf) -> None:
    for name, content in odd_files(make_pdf).items():
        if len(content) < 1_000_000 and name != "deep yaml.md":  # too deep at another depth there
            (tmp_path / name).write_bytes(content)
    (tmp_path / "teasers.rss").write_text(TEASER)
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/not utf-8 \xff.txt")).write_bytes(b"Words.")
    sources = [str(tmp_path), PAGE.url, FEED.url, "http://nowhere.example/"]
    sources.append(str(tmp_path / "missing.txt"))
    here = list(read_articles(sources, fetch_page=page))
    assert list(read_confined(sources, fetch_page=page)) == here
    assert sum(isinstance(reading.item, Article) for reading in here) > 20
    assert readers_of_this_process() == []


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds the process by /proc")
@pytest.mark.parametrize(
    ("meddle", "said"),
    [
        (
            lambda pid: os.kill(pid, signal.SIGSEGV),
            "reading it ended its reader (status -11): it is damaged or hostile; save its text",
        ),
        (
            lambda pid: os.kill(pid, signal.SIGPROF),
            "reading it takes longer than a file of its size may and was given up; save its text",
        ),
        (
            lambda pid: os.kill(pid, signal.SIGSTOP),
            "reading it takes more than 2 s and was given up; save its text",
        ),
    ],
)
def test_what_ends_or_stops_the_reader_costs_itself_alone(
    tmp_path: Path, meddle: Callable[[int], None], said: str
) -> None:
    (tmp_path / "a.txt").write_text("Before.")
    (tmp_path / "b.txt").write_text("After.")

    def meddling(address: str, /) -> Page:
        if address == PAGE.url:
            (pid,) = readers_of_this_process()
            meddle(pid)
        return page(address)

    sources = [str(tmp_path / "a.txt"), FEED.url, str(tmp_path / "b.txt")]
    readings = list(read_confined(sources, fetch_page=meddling, seconds=2))
    assert told_by(readings) == ["Before.", said, "After."]
    assert readings[1].item == Rejection(source=FEED.url, reason=said)
    assert readings[-1].consumed == sum(file.stat().st_size for file in tmp_path.iterdir())
    assert readers_of_this_process() == []


def test_a_file_that_takes_too_much_memory_costs_that_file_alone(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("[" + "[]," * 20_000_000 + "[]]")
    (tmp_path / "b.txt").write_text("After.")
    refused, after = told_by(list(read_confined([str(tmp_path)])))
    assert "memory" in refused.lower()
    assert after == "After."


def test_reading_can_be_left_at_any_time(tmp_path: Path) -> None:
    lines = "".join(f'{{"text": "Words {n}."}}\n' for n in range(500))
    (tmp_path / "many.jsonl").write_text(lines)
    readings = read_confined([str(tmp_path)])
    assert told_by([next(readings)]) == ["Words 0."]
    readings.close()
    assert readers_of_this_process() == []
