"""Some sixty odd files in one folder: none may stop the reading, and each gets its clear line."""

import io
import os
import random
from pathlib import Path

import pypdf
import pytest

from corpus.article import Article
from corpus.page import Page
from corpus.readers import Rejection, read_articles, size_of
from corpus.rejection import UnreadableError
from tests.corpus.conftest import MakePdf

SENTENCE = "The ministers met in Geneva on Monday, and the talks will go on in January. "
FRENCH = "Le ministre a déclaré à Genève que les négociations étaient terminées. "
MEGABYTES_50 = 50_000_000


def no_page(address: str, /) -> Page:
    raise UnreadableError("there is no network in tests")


def page(body: str) -> bytes:
    return f"<!doctype html><html><head><title>T</title></head><body>{body}</body></html>".encode()


def odd_files(make_pdf: MakePdf) -> dict[str, bytes]:
    """Name and content of each file."""
    noise = random.Random(7).randbytes(5_000)
    pdf = make_pdf(["Talks resume", SENTENCE])
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf))
    writer.encrypt("secret", algorithm="RC4-128")
    encrypted = io.BytesIO()
    writer.write(encrypted)
    one_line = (SENTENCE * (MEGABYTES_50 // len(SENTENCE) + 1)).encode()
    row = b'{"title": "T", "text": "Words."}\n'
    return {
        "empty.txt": b"",
        "empty.json": b"",
        "empty.jsonl": b"",
        "empty.csv": b"",
        "empty.html": b"",
        "empty.md": b"",
        "empty.pdf": b"",
        "empty.rss": b"",
        "blank.txt": b" \r\n\t\n",
        "bom only.txt": b"\xef\xbb\xbf",
        "noise.txt": noise,
        "noise.md": noise,
        "noise.json": noise,
        "noise.jsonl": noise,
        "noise.csv": noise,
        "noise.html": noise,
        "noise.pdf": b"%PDF-1.7\n" + noise,
        "noise.rss": noise,
        "noise.xml": noise,
        "noise": noise,
        "noise.unknown": noise,
        "photo.jpg": b"\xff\xd8\xff\xe0" + noise,
        "archive.zip": b"PK\x03\x04" + noise,
        "50 MB of one line.txt": one_line,
        "50 MB of one line.jsonl": b'{"text": "' + one_line + b'"}\n' + row,
        "50 MB of one line.csv": b"text\n" + one_line + b"\nWords.\n",
        "50 MB of one line.html": b"<p>" + one_line,
        "50 MB of zeros.json": bytes(MEGABYTES_50),
        "utf-16.txt": FRENCH.encode("utf-16"),
        "utf-16 cut.txt": FRENCH.encode("utf-16")[:-1],
        "utf-16 without mark.txt": FRENCH.encode("utf-16-le"),
        "utf-16.csv": f"text\n{FRENCH}\n".encode("utf-16"),
        "latin-1.txt": FRENCH.encode("latin-1"),
        "cp1252.csv": f"text;title\n“{FRENCH}”;T\n".encode("cp1252"),
        "shift-jis.txt": "外務大臣は会談が続くと述べた。".encode("shift_jis"),
        "utf-8 damaged.txt": FRENCH.encode() + b"\xff" + FRENCH.encode(),
        "nul.txt": b"Talks\0resume",
        "broken.json": b'{"title": "T", "text": "Wor',
        "deep.json": b'{"a":' * 100_000,
        "wide.json": b"[" + b"1," * 1_000 + b"1]",
        "number.json": b"9" * 10_000,
        "string.json": b'"words"',
        "surrogate.json": b'{"text": "a \\ud800 b", "title": "\\udfff"}',
        "cut.jsonl": row * 3 + row[:20],
        "mixed.jsonl": b'[]\nnull\n\n{"text": 5}\n{"text": {"a": 1}}\n{\n' + row,
        "carriage returns.jsonl": row.replace(b"\n", b"\r\n") * 2,
        "nul.csv": b"title,text\nA,b\0c\nD,e\n",
        "huge field.csv": b'title,text\nA,"' + b"x\n" * 9_000_000 + b'"\nB,Words.\n',
        "open quote.csv": b'title,text\nA,"' + b"x,y\n" * 1_000,
        "no header.csv": b"1,2,3\n4,5,6\n",
        "header only.csv": b"title,text\n",
        "scripts.html": page(f"<script>{SENTENCE}</script><p onload='x()'>{SENTENCE * 3}</p>"),
        "only scripts.html": page(f"<script>{SENTENCE * 9}</script>"),
        "5,000 deep.html": page("<div>" * 5_000 + SENTENCE + "</div>" * 5_000),
        "many elements.html": page("<p>x" * 60_000),
        "many attributes.html": page(f"<p {'a=1 b=2 ' * 20_000}>{SENTENCE}</p>"),
        "unclosed.html": b"<html><body><p>" + SENTENCE.encode() + b"<b <i <<< &&&& &#xD800; &#0;",
        "yaml.md": b"---\ntitle: a: b: c\n---\nText.",
        "deep yaml.md": b"---\ntitle: " + b"[" * 2_000 + b"\n---\nText.",
        "bomb.md": b"---\na: &a [x, x]\nb: &b [*a, *a]\nauthor: [*b, *b]\n---\nText.",
        "open front.md": b"---\ntitle: T\n\nText without an end of the front.\n",
        "encrypted.pdf": encrypted.getvalue(),
        "truncated.pdf": pdf[: len(pdf) // 2],
        "zero pages.pdf": make_pdf(),
        "scanned.pdf": make_pdf([]),
        "no pdf.pdf": b"words",
        "config.xml": b"<?xml version='1.0'?><config><a/></config>",
        "bomb.rss": b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "'
        + b"x" * 1_000
        + b'"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><rss><channel><item><title>&b;</title></item>'
        b"</channel></rss>",
        "cut.atom": b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>T",
        "name\nwith\tbreaks\x1b[31m.txt": b"Words.",
        "\u202eemag – 記事 😀.txt": b"Words.",
        "x" * 250 + ".txt": b"Words.",
        "-.txt": b"Words.",
    }


@pytest.mark.filterwarnings("error")
def test_odd_files(tmp_path: Path, make_pdf: MakePdf, capfd: pytest.CaptureFixture[str]) -> None:
    contents = odd_files(make_pdf)
    for name, content in contents.items():
        (tmp_path / name).write_bytes(content)
    undecodable = os.fsencode(tmp_path) + b"/not utf-8 \xff.txt"
    Path(os.fsdecode(undecodable)).write_bytes(b"Words.")
    (tmp_path / "folder.json").mkdir()
    os.mkfifo(tmp_path / "pipe.jsonl")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "device.txt").symlink_to("/dev/zero")

    seen = 0
    for path in sorted(tmp_path.iterdir(), key=os.fsencode):
        if path.name == "loop":
            continue
        source = str(path)
        readings = list(read_articles([source], fetch_page=no_page))
        assert readings, source
        assert readings[-1].consumed == size_of([source])
        for item in (reading.item for reading in readings):
            if isinstance(item, Rejection):
                assert item.reason.isprintable(), item
                assert item.source.isprintable(), item
                assert 0 < len(item.reason) < 400, item
            else:
                assert "\0" not in item.text
                assert f"{item}".encode()
        seen += 1
    assert seen == len(contents) + 6

    whole = list(read_articles([str(tmp_path)], fetch_page=no_page))
    articles = [item.item for item in whole if isinstance(item.item, Article)]
    titles = {Path(item.origin).name: item.text for item in articles if item.origin}
    assert titles["utf-16.txt"] == titles["latin-1.txt"] == FRENCH
    assert titles["shift-jis.txt"] == "外務大臣は会談が続くと述べた。"
    assert titles["surrogate.json"] == "a \ufffd b"
    assert capfd.readouterr() == ("", "")
