"""Files made to harm a parser, by what they would do, in every format that could.

None may end its reader, or take ten seconds (of processor time) or a gibibyte. The long form, whose
figures are in docs/reliability.md, has lines of ten million characters:

    python -m tests.faults.crafted --characters 10000000 [NAME...]
"""

import argparse
import base64
import sys
import tempfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from corpus.confined import read_confined
from corpus.page import Page
from corpus.rejection import Rejection, UnreadableError
from tests.faults.fuzz import megabytes_of_children, seconds_of_children

WORDS = "The ministers met in Geneva on Monday. "
DEPTH = 100_000
SECONDS = 10.0
MEGABYTES = 1024

FORMATS = ("txt", "md", "html", "json", "jsonl", "csv", "tsv", "rss", "atom", "pdf")


def pdf_with(
    stream: bytes, facts: str, *, pages: int = 1, objects: tuple[bytes, ...] = ()
) -> bytes:
    """A PDF, sound but for what is given, whose pages all show one stream; others from number 5."""
    first = 5 + len(objects)
    kids = b" ".join(b"%d 0 R" % (first + number) for number in range(pages))
    page = (
        b"<< /Type /Page /Parent 2 0 R /Contents 3 0 R /MediaBox [0 0 9 9] "
        b"/Resources << /Font << /F1 4 0 R >> >> >>"
    )
    bodies = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [" + kids + b"] /Count %d >>" % pages,
        b"<< /Length %d %s >>\nstream\n" % (len(stream), facts.encode()) + stream + b"\nendstream",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        *objects,
        *[page] * pages,
    ]
    file = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(bodies, start=1):
        places.append(len(file))
        file += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(file)
    file += b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1)
    file += b"".join(b"%010d 00000 n \n" % place for place in places)
    file += b"trailer\n<< /Root 1 0 R /Size %d >>\n" % (len(places) + 1)
    return bytes(file + b"startxref\n%d\n%%%%EOF\n" % start)


def _stream(content: bytes, facts: str) -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), facts.encode(), content)


def entities(depth: int) -> str:
    lines = "".join(
        f"<!ENTITY e{n} '{f'&e{n - 1};' * 10 if n else 'ha' * 10}'>" for n in range(depth)
    )
    return f"<?xml version='1.0'?><!DOCTYPE r [{lines}]>"


def holding(format: str, text: bytes) -> bytes:
    """A sound file of a format around a text that stands in it as it is."""
    match format:
        case "html":
            return b"<!doctype html><html><body><article><p>" + text + b"</p></article></body>"
        case "json":
            return b'{"title": "A", "text": "' + text + b'"}'
        case "jsonl":
            return b'{"title": "A", "text": "' + text + b'"}\n'
        case "csv":
            return b"title,text\nA," + text + b"\n"
        case "tsv":
            return b"title\ttext\nA\t" + text + b"\n"
        case "rss":
            return (
                b"<rss version='2.0'><channel><title>W</title><item><title>A</title><description>"
                + text
                + b"</description></item></channel></rss>"
            )
        case "atom":
            return (
                b"<feed xmlns='http://www.w3.org/2005/Atom'><title>W</title><entry><title>A</title>"
                b"<content type='html'>" + text + b"</content></entry></feed>"
            )
        case "pdf":
            return pdf_with(b"BT /F1 9 Tf (" + text + b") Tj ET", "")
        case "md":
            return b"---\ntitle: A\n---\n# A\n\n" + text + b"\n"
        case _:
            return text


def crafted(characters: int) -> dict[str, Callable[[], bytes]]:
    """What makes each file, by its name; long lines have so many characters."""
    made: dict[str, Callable[[], bytes]] = {
        **_deep(),
        **_bombs(characters // 5_000),
        **_odd(characters),
    }
    words = WORDS.encode() * (characters // len(WORDS))
    for format in FORMATS:
        inner: dict[str, bytes] = {
            "one long line": words,
            "one long word": b"x" * characters,
            "spaces": b"word" + b" " * characters + b"word",
            "nuls": (WORDS.encode() + b"\0") * 1000,
            "nul alone": WORDS.encode() * 20 + b"\0",
            "surrogate bytes": (WORDS.encode() + b"\xed\xa0\x80") * 20,
            "surrogate references": (WORDS + "&#xD800;&#55296;\\ud800 ").encode() * 20,
        }
        for what, text in inner.items():
            made[f"{what}.{format}"] = lambda format=format, text=text: holding(format, text)  # type: ignore[misc]
        made[f"surrogates in utf-16.{format}"] = lambda format=format: (  # type: ignore[misc]
            b"\xff\xfe" + holding(format, WORDS.encode()).decode().encode("utf-16-le") + b"\x00\xd8"
        )
        made[f"nothing but nuls.{format}"] = lambda: bytes(1_000_000)
    return made


def _deep() -> dict[str, Callable[[], bytes]]:
    """Nesting, a hundred thousand deep."""
    words = WORDS.encode()
    return {
        "deep.html": lambda: b"<div>" * DEPTH + words,
        "deep inline.html": lambda: b"<p>" + b"<b><i>" * DEPTH + words,
        "deep table.html": lambda: b"<table><tr><td>" * DEPTH + words,
        "deep list.html": lambda: b"<ul><li>" * DEPTH + words,
        "deep.rss": lambda: b"<rss><channel>" + b"<item>" * DEPTH,
        "deep names.rss": lambda: b"<rss><channel><item>" + b"<a>" * DEPTH + words,
        "deep.atom": lambda: b"<feed xmlns='http://www.w3.org/2005/Atom'>" + b"<entry>" * DEPTH,
        "deep xhtml.atom": lambda: holding("atom", b"<div>" * DEPTH + words),
        "deep html.rss": lambda: holding("rss", b"&lt;div&gt;" * DEPTH + words),
        "deep cdata.rss": lambda: holding("rss", b"<![CDATA[" + b"<p><b>" * DEPTH + words + b"]]>"),
        "deep.json": lambda: b'{"a":' * DEPTH + b"1" + b"}" * DEPTH,
        "deep lists.json": lambda: b"[" * DEPTH + b"]" * DEPTH,
        "deep text.json": lambda: b'{"text":' + b"[" * DEPTH + b"]" * DEPTH + b"}",
        "deep.jsonl": lambda: (b'{"text":' * DEPTH + b"1" + b"}" * DEPTH + b"\n") * 3,
        "deep.md": lambda: b"---\ntitle: " + b"[" * 9_000 + b"]" * 9_000 + b"\n---\nText.",
        "deep mapping.md": lambda: b"---\na: " + b"{a: " * 4_000 + b"\n---\nText.",
        "deep lines.md": lambda: (
            b"---\n" + b"".join(b" " * n + b"a:\n" for n in range(190)) + b"---\nText."
        ),
        "deep quotes.md": lambda: b"> " * DEPTH + words,
        "deep lists.md": lambda: b"- " * DEPTH + words,
        "deep links.md": lambda: b"[" * DEPTH + b"](a)" * DEPTH,
        "deep arrays.pdf": lambda: pdf_with(b"[" * DEPTH, ""),
        "deep dictionaries.pdf": lambda: pdf_with(b"<</A" * DEPTH, ""),
        "deep brackets.pdf": lambda: pdf_with(b"BT (" + b"(" * DEPTH + b")" * DEPTH + b") Tj", ""),
        "deep quotes.csv": lambda: b"text\n" + b'"a""' * DEPTH + b"\n",
        "deep brackets.txt": lambda: b"(" * DEPTH + words + b")" * DEPTH,
    }


def _bombs(pages: int) -> dict[str, Callable[[], bytes]]:
    """Small files that would become large: by entities, by compression, by repetition."""
    zeros = bytes(100_000_000)
    text = b"BT /F1 9 Tf " + b"(Words.) Tj " * 2_000_000 + b"ET"
    return {
        "billion laughs.rss": lambda: (
            f"{entities(12)}<rss><channel><item><title>&e11;</title></item></channel></rss>"
        ).encode(),
        "billion laughs.atom": lambda: (
            f"{entities(12)}<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>&e11;</title>"
            "</entry></feed>"
        ).encode(),
        "billion laughs.html": lambda: (
            f"{entities(12)}<html><body><p>&e11;</p></body></html>".encode()
        ),
        "quadratic blowup.rss": lambda: (
            b"<?xml version='1.0'?><!DOCTYPE r [<!ENTITY a '"
            + b"ha" * 50_000
            + b"'>]><rss><channel><item><title>"
            + b"&a;" * 50_000
            + b"</title></item></channel></rss>"
        ),
        "external entity.rss": lambda: (
            b"<?xml version='1.0'?><!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><rss>"
            b"<channel><item><title>A</title><description>&x;</description></item></channel></rss>"
        ),
        "external entity.html": lambda: (
            b"<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><html><body><p>&x;</p></body>"
        ),
        "anchors.md": lambda: (
            b"---\na0: &a0 [x]\n"
            + b"".join(
                b"a%d: &a%d [%s]\n" % (n, n, b", ".join([b"*a%d" % (n - 1)] * 9))
                for n in range(1, 9)
            )
            + b"title: *a8\n---\nText."
        ),
        "anchors as merges.md": lambda: (
            b"---\na0: &a0 {x: 1}\n"
            + b"".join(b"a%d: &a%d {<<: *a%d}\n" % (n, n, n - 1) for n in range(1, 200))
            + b"---\nText."
        ),
        "zip bomb.pdf": lambda: pdf_with(zlib.compress(zeros, 9), "/Filter /FlateDecode"),
        "zip bomb twice.pdf": lambda: pdf_with(
            zlib.compress(zlib.compress(zeros * 3, 9), 9), "/Filter [/FlateDecode /FlateDecode]"
        ),
        "zip bomb in letters.pdf": lambda: pdf_with(
            base64.a85encode(zlib.compress(zeros, 9)) + b"~>",
            "/Filter [/ASCII85Decode /FlateDecode]",
        ),
        "run lengths.pdf": lambda: pdf_with(b"\x81 " * 4_000_000, "/Filter /RunLengthDecode"),
        "zip bomb on each page.pdf": lambda: pdf_with(
            zlib.compress(bytes(8_000_000), 9), "/Filter /FlateDecode", pages=pages
        ),
        "words on each page.pdf": lambda: pdf_with(
            zlib.compress(text, 9), "/Filter /FlateDecode", pages=pages
        ),
        "few words on each page.pdf": lambda: pdf_with(
            zlib.compress(text[:240_000] + b" ET", 9), "/Filter /FlateDecode", pages=pages
        ),
        "commands.pdf": lambda: pdf_with(
            zlib.compress(b"0 0 m " * 4_000_000, 9), "/Filter /FlateDecode"
        ),
        "pages of themselves.pdf": lambda: (
            b"%PDF-1.4\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n"
            b"2 0 obj << /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >> endobj\n"
            b"trailer << /Root 1 0 R >>"
        ),
        "objects of themselves.pdf": lambda: pdf_with(b"x", "/Filter 5 0 R", objects=(b"5 0 R",)),
        "many objects.pdf": lambda: pdf_with(
            b"BT /F1 9 Tf (Words) Tj ET", "", objects=(b"1",) * 200_000
        ),
        "objects in a bomb.pdf": lambda: pdf_with(
            b"BT /F1 9 Tf (Words) Tj ET",
            "",
            objects=(
                _stream(
                    zlib.compress(zeros, 9),
                    "/Type /ObjStm /N 1 /First 9 /Filter /FlateDecode",
                ),
            ),
        ),
        "letters in a bomb.pdf": lambda: pdf_with(
            b"BT /F1 9 Tf (Words) Tj /F2 9 Tf (Words) Tj ET",
            "",
            objects=(_stream(zlib.compress(zeros, 9), "/Filter /FlateDecode"),),
        ).replace(b"/WinAnsiEncoding", b"/WinAnsiEncoding /ToUnicode 5 0 R"),
        "letters.pdf": lambda: pdf_with(
            b"BT /F1 9 Tf (Words) Tj ET",
            "",
            objects=(
                _stream(
                    zlib.compress(
                        b"1 begincodespacerange <00> <ff> endcodespacerange\n"
                        + b"1 beginbfrange\n<0000> <ffff> <0000>\nendbfrange\n" * 200,
                        9,
                    ),
                    "/Filter /FlateDecode",
                ),
            ),
        ).replace(b"/WinAnsiEncoding", b"/WinAnsiEncoding /ToUnicode 5 0 R"),
    }


def _odd(characters: int) -> dict[str, Callable[[], bytes]]:
    """What regular expressions and splitters may try again and again."""
    many = characters // 10
    return {
        "spaces after a hash.md": lambda: b"#" + b" " * many + b"x",
        "hashes.md": lambda: b"# a " + b"# " * many + b"x",
        "underlines.md": lambda: b"a\n" + b"-" * many + b"x",
        "colons.md": lambda: b"---\n" + b"a" * many + b"\n---\n",
        "emphasis.md": lambda: b"*_" * many,
        "lines.md": lambda: b"a\n" * many,
        "dashes.html": lambda: b"<p>" + b"<!--" * (many // 10),
        "half tags.html": lambda: b"<a href=" * (many // 10),
        "half declarations.html": lambda: b"<!" * many,
        "less than.html": lambda: b"<" * many,
        "ampersands.html": lambda: b"<p>" + b"&" * many,
        "references.html": lambda: b"<p>" + b"&amp;" * many,
        "long attribute.html": lambda: b"<p a='" + b"x" * characters + b"'>" + WORDS.encode() * 20,
        "many attributes.html": lambda: b"<p " + b"a=1 " * (many // 10) + b">" + WORDS.encode() * 9,
        "spaces in a tag.html": lambda: b"<meta" + b" " * many + b"charset",
        "charsets.html": lambda: b"<meta charset=" * (many // 10) + WORDS.encode(),
        "script.html": lambda: (
            b"<html><script>" + b"a<b;" * many + b"</script><p>" + WORDS.encode() * 9
        ),
        "json-ld.html": lambda: (
            b"<html><script type='application/ld+json'>"
            + b'{"a":' * 50_000
            + b"</script><body><p>"
            + WORDS.encode() * 30
        ),
        "json-ld numbers.html": lambda: (
            b'<html><script type=\'application/ld+json\'>{"datePublished": "'
            + b"2021-" * (many // 5)
            + b'"}</script><body><p>'
            + WORDS.encode() * 30
        ),
        "dates.html": lambda: b"<html><body><p>" + b"12 January " * (many // 10) + WORDS.encode(),
        "many entries.rss": lambda: (
            b"<rss><channel>" + b"<item><title>A</title></item>" * 50_000 + b"</channel></rss>"
        ),
        "dates.rss": lambda: holding("rss", WORDS.encode() * 30).replace(
            b"<description>", b"<pubDate>" + b"1 " * many + b"</pubDate><description>"
        ),
        "dates.csv": lambda: b"text,published\n" + b"Words.," + b"1" * many + b"\n",
        "date of words.csv": lambda: b"text,published\nWords.," + b"january " * many + b"\n",
        "authors.csv": lambda: b"text,author\nWords.,by " + b"and " * many + b"\n",
        "quotes.csv": lambda: b"text\n" + b'"' * (many - 1) + b"\n",
        "delimiters.csv": lambda: b"," * many + b"\ntext\n",
        "columns.csv": lambda: b"text," * (many // 5) + b"\n" + b"a," * (many // 5) + b"\n",
        "rows.csv": lambda: b"text\n" + b"a\n" * 20_000,
        "number.json": lambda: b'{"text": "Words.", "id": ' + b"9" * many + b"}",
        "names.json": lambda: (
            b'{"text": "Words."' + b"".join(b', "a%d": 1' % n for n in range(many // 10)) + b"}"
        ),
        "escapes.json": lambda: b'{"text": "' + b"\\u0061" * many + b'"}',
        "surrogates.json": lambda: b'{"text": "' + b"\\ud800" * (many // 10) + b'"}',
        "high bytes.txt": lambda: bytes(range(128, 256)) * (many // 100),
        "marks.txt": lambda: "e\u0301\u0301".encode() * many,
        "half utf-8.txt": lambda: b"\xe2\x82" * many,
        "controls.txt": lambda: WORDS.encode() + b"\x01\x02\x1b[2J" * (many // 10),
        "ends of lines.txt": lambda: b"\r" * characters + b"a",
    }


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of a file."""

    name: str
    seconds: float
    """Of processor time, its process's start included."""
    megabytes: int
    articles: int
    reason: str
    """Why it was refused, if it was."""

    @property
    def is_harmful(self) -> bool:
        ended = "its reader" in self.reason or "given up" in self.reason
        return ended or self.seconds > SECONDS or self.megabytes > MEGABYTES


def read_one(name: str, content: bytes) -> Outcome:
    """Read a file as `onrecord add` does, in a process started for it."""
    with tempfile.TemporaryDirectory(prefix="onrecord-crafted-") as scratch:
        path = Path(scratch, name)
        path.write_bytes(content)
        most = articles = 0
        reason = ""
        before = seconds_of_children()
        for reading in read_confined([str(path)], fetch_page=no_page):
            most = max(most, *megabytes_of_children(), 0)
            if isinstance(reading.item, Rejection):
                reason = reason or reading.item.reason
            else:
                articles += 1
                assert "root:" not in reading.item.text
        seconds = seconds_of_children() - before
    return Outcome(
        name=name,
        seconds=round(seconds, 2),
        megabytes=most,
        articles=articles,
        reason=reason[:160],
    )


def no_page(address: str, /) -> Page:
    raise UnreadableError("there is no network here")


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--characters", type=int, default=10_000_000)
    options.add_argument("names", nargs="*", metavar="NAME", help="default: every one")
    given = options.parse_args()
    outcomes = []
    for name, make in crafted(given.characters).items():
        if not given.names or name in given.names:
            outcomes.append(read_one(name, make()))
            sys.stdout.write(f"{outcomes[-1]}\n")
            sys.stdout.flush()
    harmful = [one for one in outcomes if one.is_harmful]
    sys.stdout.write(
        f"{len(outcomes)} files, {len(harmful)} harmful; "
        f"at most {max(one.seconds for one in outcomes)} s, "
        f"{max(one.megabytes for one in outcomes)} MB\n"
    )
    for one in harmful:
        sys.stdout.write(f"- {one}\n")
    return int(bool(harmful))


if __name__ == "__main__":
    sys.exit(main())
