import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.article import Article
from corpus.page import FetchPage
from corpus.readers import Reading, Rejection, read_articles, size_of
from tests.corpus.conftest import MakePdf, Server

NEWS = "Talks resume\n\nThe ministers met in Geneva.\r\n"


def article(text: str, **values: str) -> Article:
    return Article(id="", text=text, **values).with_content_id()  # type: ignore[arg-type]


def items(*sources: object) -> list[Article | Rejection]:
    return [reading.item for reading in read_articles([str(source) for source in sources])]


def test_plain_text_is_kept_whole(tmp_path: Path) -> None:
    path = tmp_path / "talks.txt"
    path.write_bytes(NEWS.encode())
    expected = article(NEWS, title="Talks resume", origin=str(path.resolve()))
    assert list(read_articles([str(path)])) == [Reading(item=expected, consumed=len(NEWS))]
    assert size_of([str(path)]) == len(NEWS)


def test_a_folder_in_sorted_order_with_progress(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "2.jsonl").write_text('{"text": "Two."}\n{"text": ""}\n\n')
    (tmp_path / "b" / "1.txt").write_text("One.")
    (tmp_path / "a.csv").write_text("text\nZero.\n")
    (tmp_path / "c.md").write_text("# Three\n")
    (tmp_path / ".DS_Store").write_bytes(b"\0")
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "x.txt").write_text("no")
    (tmp_path / "again").symlink_to(tmp_path)
    origin = str(tmp_path.resolve())
    blank = Rejection(
        source=f"{tmp_path}/b/2.jsonl, line 2", reason="its text is blank; give the article's words"
    )
    expected = [
        article("Zero."),
        article("One.", title="One.", origin=f"{origin}/b/1.txt"),
        article("Two."),
        blank,
        article("# Three\n", title="Three", origin=f"{origin}/c.md"),
    ]
    readings = list(read_articles([str(tmp_path), str(tmp_path / "c.md")]))
    assert [reading.item for reading in readings] == [*expected, expected[-1]]
    total = size_of([str(tmp_path), str(tmp_path / "c.md")])
    consumed = [reading.consumed for reading in readings]
    assert consumed == sorted(consumed)
    assert (consumed[0], consumed[1], consumed[3], consumed[-1]) == (11, 15, 46, total)
    assert total == 62


def test_what_a_browser_saves_beside_a_page_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "Talks.txt").write_text(NEWS)
    (tmp_path / "Talks.html").write_text(f"<html><body><p>{NEWS * 5}</p></body></html>")
    (tmp_path / "Talks_files").mkdir()
    (tmp_path / "Talks_files" / "style.css").write_text("p {}")
    assert [type(item) for item in items(tmp_path)] == [Article, Article]


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"README-like words.", "README-like words."),
        (b'{"title": "T", "text": "Words."}', "Words."),
        (b'{"text": "Words."}\n{"text": "More."}', "Words."),
        (b"<!DOCTYPE html><html><body><p>Words of a page.</p></body></html>", "Words of a page."),
    ],
)
@pytest.mark.parametrize("name", ["README", "talks.2021-12-02"])
def test_without_a_known_suffix_the_content_tells(
    tmp_path: Path, name: str, content: bytes, text: str
) -> None:
    (tmp_path / name).write_bytes(content)
    first = items(tmp_path / name)[0]
    assert isinstance(first, Article)
    assert first.text == text


def test_sources_that_hold_nothing(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8\xff\0")
    (tmp_path / "empty.txt").write_bytes(b"")
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    names = ["empty", "photo.jpg", "empty.txt", "pipe.txt", "loop.txt", "gone.txt", "a\nb", "a\0b"]
    found = items(*(tmp_path / name for name in names), "")
    assert [(item.source, item.reason) for item in found if isinstance(item, Rejection)] == [
        (f"{tmp_path}/empty", "nothing in the folder to read; name a folder that holds articles"),
        (
            f"{tmp_path}/photo.jpg",
            "unsupported format .jpg; supported: .txt, .md, .html, .json, .jsonl, .csv, .tsv, "
            ".pdf, .rss, .atom, .xml (feeds)",
        ),
        (f"{tmp_path}/empty.txt", "the file is empty; nothing was added from it"),
        (
            f"{tmp_path}/pipe.txt",
            "it is no regular file but a pipe or device; save it as a file",
        ),
        (
            f"{tmp_path}/loop.txt",
            "it cannot be opened: Too many levels of symbolic links; check the path",
        ),
        (f"{tmp_path}/gone.txt", "there is no such file or folder; check the path"),
        (f"{tmp_path}/a\\nb", "there is no such file or folder; check the path"),
        (
            f"{tmp_path}/a\\x00b",
            "it cannot be opened: ValueError: embedded null byte; check the path",
        ),
        ('""', "there is no such file or folder; check the path"),
    ]


def test_a_file_too_large_for_its_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.readers.FILE_BYTES", 3 * 1024 * 1024)
    for name in ("a.txt", "a.jsonl"):
        with (tmp_path / name).open("wb") as stream:
            stream.write(b'{"text": "Words."}\n')
            stream.write(b"\n" * 3 * 1024 * 1024)
    assert items(tmp_path) == [
        article("Words."),
        Rejection(
            source=f"{tmp_path}/a.txt",
            reason="it is larger than 3 MiB, too large for plain text; split it into its articles, "
            "or write them as JSON Lines (.jsonl), one a line",
        ),
    ]


def test_a_file_that_breaks_off_gives_what_came_before(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes('{"text": "One."}\n{"text": "Two."}\n'.encode("utf-16")[:-3])
    assert items(path) == [
        article("One."),
        Rejection(
            source=f"{path}, line 2",
            reason="its utf-16 is damaged here, and the rest cannot be read; "
            "save the file again as UTF-8",
        ),
    ]


def test_addresses(server: Server, fetch_local: FetchPage, make_pdf: MakePdf) -> None:
    html = b"<html><body><p>The ministers met in Geneva on Monday.</p></body></html>"
    rss = (
        b"<?xml version='1.0'?><rss version='2.0'><channel><title>F</title><item><title>A</title>"
        b"<link>/page</link></item></channel></rss>"
    )
    server.answers = {
        "/page": (200, {"Content-Type": "text/html"}, html),
        "/feed": (200, {"Content-Type": "text/xml"}, rss),
        "/rows": (200, {"Content-Type": "application/json"}, b'[{"text": "Row."}]'),
        "/talks.txt": (200, {"Content-Type": "text/plain"}, NEWS.encode()),
        "/pdf": (200, {"Content-Type": "application/pdf"}, make_pdf(["Pages."])),
        "/image": (200, {"Content-Type": "image/png"}, b"\x89PNG\0"),
        "/empty": (200, {"Content-Type": "text/html"}, b""),
    }
    paths = ["/page", "/feed", "/rows", "/talks.txt", "/pdf", "/image", "/empty", "/gone"]
    sources = [f"{server.address}{path}" for path in paths]
    readings = list(read_articles(sources, fetch_page=fetch_local))
    found = [
        (item.text, item.origin) if isinstance(item, Article) else (item.source, item.reason)
        for item in (reading.item for reading in readings)
    ]
    assert found == [
        ("The ministers met in Geneva on Monday.", sources[0]),
        ("The ministers met in Geneva on Monday.", sources[0]),
        ("Row.", None),
        (NEWS, sources[3]),
        ("Pages.", sources[4]),
        (sources[5], "it is image/png, no article; give the address of an article"),
        (sources[6], "the page is empty; check the address in a browser"),
        (sources[7], "the server answered 404 Not Found; check the address in a browser"),
    ]
    assert {reading.consumed for reading in readings} == {size_of(sources)} == {0}


def test_a_feed_that_is_a_file_opens_no_connection(
    tmp_path: Path, server: Server, fetch_local: FetchPage
) -> None:
    feed = tmp_path / "feed.rss"
    feed.write_text(
        "<rss version='2.0'><channel><title>F</title><item><title>A</title><description>Short."
        f"</description><link>{server.address}/page</link></item></channel></rss>"
    )
    server.answers = {"/page": (200, {"Content-Type": "text/html"}, b"<p>A page.</p>")}
    [reading] = read_articles([str(feed)], fetch_page=fetch_local)
    assert reading.item == Rejection(
        source=f"{feed}, entry 1",
        reason="the feed holds only 6 characters of it, too few for an article, and its page could "
        f"not be read ({server.address}/page: a file opens no connection; add the page's address, "
        "or the feed's)",
    )


def test_this_machine_is_no_source() -> None:
    [refused] = items("http://127.0.0.1:9/")
    assert isinstance(refused, Rejection)
    assert refused.reason == (
        "127.0.0.1 is not on the public internet; save the page and add the file"
    )


def test_parsers_are_not_loaded_before_they_are_needed() -> None:
    script = (
        "import json, sys, corpus.readers;"
        "print(json.dumps([name for name in ('trafilatura', 'pypdf', 'feedparser', 'httpx')"
        " if name in sys.modules]))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)
    assert json.loads(done.stdout) == []
