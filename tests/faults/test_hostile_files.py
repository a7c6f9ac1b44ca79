"""Files made to harm a parser, and some hundred mutated ones of each format."""

import zlib
from pathlib import Path

import pytest

from corpus.confined import read_confined
from corpus.rejection import Rejection
from tests.faults.fuzz import fuzz, originals

WORDS = "The ministers met in Geneva on Monday. "


@pytest.mark.parametrize("format", ["txt", "md", "html", "json", "jsonl", "csv", "pdf", "rss"])
def test_mutated_files_end_no_reader(format: str) -> None:
    outcome = fuzz(format, originals()[format], inputs=60, seed=7)
    assert outcome.killed == ()
    assert outcome.most_megabytes < 1024


def pdf_with(stream: bytes, facts: str) -> bytes:
    body = (
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
        b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
        b"3 0 obj\n<< /Type /Page /Parent 2 0 R /Contents 4 0 R /MediaBox [0 0 9 9] >>\nendobj\n"
    )
    body += f"4 0 obj\n<< /Length {len(stream)} {facts} >>\nstream\n".encode()
    return body + stream + b"\nendstream\nendobj\ntrailer << /Root 1 0 R /Size 5 >>\n%%EOF\n"


def entities(depth: int) -> str:
    lines = "".join(
        f"<!ENTITY e{n} '{f'&e{n - 1};' * 10 if n else 'ha' * 10}'>" for n in range(depth)
    )
    return f"<?xml version='1.0'?><!DOCTYPE r [{lines}]>"


CRAFTED: dict[str, bytes] = {
    "billion laughs.rss": (
        f"{entities(12)}<rss><channel><item><title>&e11;</title></item></channel></rss>".encode()
    ),
    "billion laughs.html": f"{entities(12)}<html><body><p>&e11;</p></body></html>".encode(),
    "external entity.rss": b"<?xml version='1.0'?><!DOCTYPE r [<!ENTITY x SYSTEM "
    b"'file:///etc/passwd'>]><rss><channel><item><title>A</title><description>&x;</description>"
    b"</item></channel></rss>",
    "zip bomb.pdf": pdf_with(zlib.compress(bytes(100_000_000), 9), "/Filter /FlateDecode"),
    "zip bomb twice.pdf": pdf_with(
        zlib.compress(zlib.compress(bytes(300_000_000), 9), 9),
        "/Filter [/FlateDecode /FlateDecode]",
    ),
    "pages of themselves.pdf": b"%PDF-1.4\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n"
    b"2 0 obj << /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >> endobj\ntrailer << /Root 1 0 R >>",
    "deep arrays.pdf": pdf_with(b"[" * 100_000, ""),
    "deep.html": b"<div>" * 100_000 + WORDS.encode(),
    "deep.rss": b"<rss><channel>" + b"<item>" * 100_000,
    "deep.json": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "deep lists.json": b"[" * 100_000 + b"]" * 100_000,
    "deep.md": b"---\ntitle: " + b"[" * 9_000 + b"]" * 9_000 + b"\n---\nText.",
    "anchors.md": b"---\n"
    + b"".join(
        b"a%d: &a%d [%s]\n" % (n, n, b", ".join([b"*a%d" % (n - 1)] * 9)) for n in range(1, 9)
    )
    + b"---\nText.",
    "spaces.md": b"#" + b" " * 1_000_000 + b"x",
    "emphasis.md": b"*_" * 500_000,
    "dashes.html": b"<p>" + b"<!--" * 100_000,
    "half tags.html": b"<a href=" * 100_000,
    "spaces.html": b"<meta" + b" " * 1_000_000 + b"charset",
    "dates.csv": b"text,published\n" + b"Words.," + b"1" * 100_000 + b"\n",
    "date of words.csv": b"text,published\nWords.," + b"january " * 20_000 + b"\n",
    "authors.csv": b"text,author\nWords.,by " + b"and " * 100_000 + b"\n",
    "quotes.csv": b"text\n" + b'"' * 999_999 + b"\n",
    "delimiters.csv": b"," * 1_000_000 + b"\ntext\n",
    "one line.txt": b"x" * 10_000_000,
    "one line of spaces.txt": b" " * 10_000_000 + b"x",
    "one line.jsonl": b'{"text": "' + b"x" * 10_000_000 + b'"}\n',
    "nuls.txt": bytes(1_000_000),
    "nuls.jsonl": b'{"text": "a\0b"}\n{"text": "a\\u0000b"}\n',
    "surrogates.json": b'{"text": "\\ud800 \\udfff\\ud800", "title": "\\udc00"}',
    "high bytes.txt": bytes(range(128, 256)) * 20_000,
    "marks.txt": "e\u0301\u0301".encode() * 300_000,
}


def test_crafted_files_cost_at_most_themselves(tmp_path: Path) -> None:
    """None takes the ten seconds that reading one article may take at most here."""
    for name, content in CRAFTED.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "zzz sound.txt").write_text(WORDS)
    readings = list(read_confined([str(tmp_path)], seconds=10))
    harmed = [
        reading.item
        for reading in readings
        if isinstance(reading.item, Rejection)
        and ("its reader" in reading.item.reason or "given up" in reading.item.reason)
    ]
    assert harmed == []
    names = {
        Path(reading.item.source).name.split(", ")[0]
        for reading in readings
        if isinstance(reading.item, Rejection)
    }
    assert len(names) > 10
    assert "passwd" not in str(readings)
    assert "root:" not in str(readings)
    last = readings[-1].item
    assert not isinstance(last, Rejection)
    assert last.text == WORDS
