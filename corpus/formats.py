"""Which format a file or page is in: by suffix, else as the server says, else by content."""

import re
from enum import Enum
from pathlib import PurePath

from corpus.encoding import looks_binary
from corpus.rejection import UnreadableError


class Format(Enum):
    """What there is a reader for."""

    PLAIN_TEXT = "plain text"
    MARKDOWN = "Markdown"
    WEB_PAGE = "HTML"
    JSON = "JSON"
    JSON_LINES = "JSON Lines"
    TABLE = "CSV"
    PDF = "PDF"
    FEED = "RSS or Atom"


_SUFFIXES = {
    ".txt": Format.PLAIN_TEXT,
    ".text": Format.PLAIN_TEXT,
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".html": Format.WEB_PAGE,
    ".htm": Format.WEB_PAGE,
    ".xhtml": Format.WEB_PAGE,
    ".json": Format.JSON,
    ".jsonl": Format.JSON_LINES,
    ".ndjson": Format.JSON_LINES,
    ".csv": Format.TABLE,
    ".tsv": Format.TABLE,
    ".pdf": Format.PDF,
    ".rss": Format.FEED,
    ".atom": Format.FEED,
}

SUPPORTED = ".txt, .md, .html, .json, .jsonl, .csv, .tsv, .pdf, .rss, .atom, .xml (feeds)"

# Text that is written for programs, and documents and media that no reader here can open.
_NO_ARTICLES = frozenset(
    """
    .7z .avif .avi .bmp .bz2 .c .class .cpp .css .db .dll .doc .docx .eml .epub .exe .flac .gif .go
    .gz .h .heic .ico .ini .ipynb .jar .java .jpeg .jpg .js .key .lock .log .m4a .mjs .mkv .mobi
    .mov .mp3 .mp4 .mpeg .numbers .odp .ods .odt .ogg .otf .pages .parquet .pem .pickle .pkl .png
    .ppt .pptx .ps .py .pyc .rar .rb .rs .rtf .sh .so .sql .sqlite .sqlite3 .svg .swf .tar .tgz
    .tif .tiff .toml .ts .ttf .wav .webm .webp .woff .woff2 .xls .xlsx .xz .yaml .yml .zip .zst
    """.split()
)

_MEDIA_TYPES = {
    "text/html": Format.WEB_PAGE,
    "application/xhtml+xml": Format.WEB_PAGE,
    "text/markdown": Format.MARKDOWN,
    "text/csv": Format.TABLE,
    "text/tab-separated-values": Format.TABLE,
    "application/json": Format.JSON,
    "application/x-ndjson": Format.JSON_LINES,
    "application/jsonl": Format.JSON_LINES,
    "application/pdf": Format.PDF,
    "application/rss+xml": Format.FEED,
    "application/atom+xml": Format.FEED,
}

_HTML = re.compile(rb"<!doctype\s+html|<html[\s>]", re.IGNORECASE)
_FEED = re.compile(rb"<(?:rss|feed|rdf:RDF|(?:[\w-]+:)?feed)[\s>]")
_XML = re.compile(rb"\s*<(?:\?xml|!doctype|rss|feed|rdf)", re.IGNORECASE)
_JSON = re.compile(rb'\s*(?:\{\s*"|\[\s*\{)')


def format_of(name: str, beginning: bytes) -> Format:
    """The format of a file by its name and first bytes; `UnreadableError` if there is no reader."""
    suffix = PurePath(name).suffix.lower()
    if suffix in _SUFFIXES:
        return _SUFFIXES[suffix]
    sniffed = None if suffix in _NO_ARTICLES else _sniff(beginning)
    if suffix == ".xml" and sniffed is Format.PLAIN_TEXT:
        raise UnreadableError("XML that is neither a feed (RSS, Atom) nor XHTML; save it as text")
    if sniffed is None:
        what = f"format {suffix}" if suffix else "format: binary data"
        raise UnreadableError(f"unsupported {what}; supported: {SUPPORTED}")
    return sniffed


def format_of_page(media_type: str, path: str, beginning: bytes) -> Format:
    """The format of what a server sent, by its media type, else as if it were a file.

    Servers send feeds and articles under many types, so text and XML of no exact type are looked
    into.
    """
    found = _MEDIA_TYPES.get(media_type)
    if found is Format.WEB_PAGE and _FEED.search(beginning) and not _HTML.search(beginning):
        return Format.FEED
    if found is not None:
        return found
    if media_type.endswith("xml"):
        return format_of("page.xml", beginning)
    if media_type.startswith(("image/", "audio/", "video/", "font/")):
        raise UnreadableError(f"it is {media_type}, no article; give the address of an article")
    return format_of(path, beginning)


def _sniff(beginning: bytes) -> Format | None:
    """The format that the content shows; None for binary data."""
    if beginning.startswith(b"%PDF-"):
        return Format.PDF
    if looks_binary(beginning):
        return None
    head = beginning.removeprefix(b"\xef\xbb\xbf")
    if _HTML.match(head.lstrip()) or (_XML.match(head) and _HTML.search(head)):
        return Format.WEB_PAGE
    if _XML.match(head) and _FEED.search(head):
        return Format.FEED
    return Format.JSON if _JSON.match(head) else Format.PLAIN_TEXT
