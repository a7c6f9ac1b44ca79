"""The public door of the corpus: from paths and addresses to articles, whatever they hold.

`read_articles` never raises for what it is given: what cannot become an article becomes a
`Rejection` that says why, and the rest goes on. The parsers of HTML, PDF and feeds are imported
when the first such file comes, because they take longer to load than a command line may take.
"""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import BinaryIO
from urllib.parse import urlsplit

from corpus.article import Article
from corpus.files import FoundFile, find_files
from corpus.formats import Format, format_of, format_of_page
from corpus.json_files import read_json, read_json_lines
from corpus.markdown import read_markdown
from corpus.page import FetchPage, Page
from corpus.plain_text import read_plain_text
from corpus.rejection import Reading, Rejection, UnreadableError, brief
from corpus.sources import fetch_from_network, is_address, size_of
from corpus.tables import read_table

__all__ = ["Reading", "Rejection", "read_articles", "size_of"]

# Whole in memory, some four times over while it is parsed; an article is a thousandth of this.
# JSON Lines and tables are read row by row and have no such limit.
FILE_BYTES = 64 * 1024 * 1024

# What telling a format needs to see: feeds may begin with long comments.
_BEGINNING_BYTES = 4096


def read_articles(
    sources: Sequence[str], *, fetch_page: FetchPage | None = None
) -> Iterator[Reading]:
    """Every article under the sources (files, folders, http and https addresses), in their order.

    Whatever cannot be read is a `Rejection` in its place. `fetch_page` is `corpus.fetch.fetch_page`
    unless another is given.
    """
    before = 0
    for source in sources:
        if is_address(source):
            for item in read_address(source, fetch_page or fetch_from_network):
                yield Reading(item=item, consumed=before)
            continue
        for found in find_files(source):
            if isinstance(found, Rejection):
                yield Reading(item=found, consumed=before)
                continue
            yield from read_file(found, before, fetch_page or fetch_from_network)
            before += found.size


@dataclass(frozen=True, kw_only=True)
class _Source:
    """A file or page, opened: `origin` is its absolute path or its final address."""

    stream: BinaryIO
    name: str
    origin: str
    url: str | None = None
    charset: str | None = None


def read_file(found: FoundFile, before: int, fetch_page: FetchPage) -> Iterator[Reading]:
    """The readings of one file; the last of them has consumed all of it."""
    waiting: tuple[Article | Rejection, int] | None = None
    failure: str | None = None
    try:
        with found.path.open("rb") as stream:
            beginning = stream.read(_BEGINNING_BYTES)
            stream.seek(0)
            if not beginning:
                raise UnreadableError("the file is empty; nothing was added from it")
            source = _Source(stream=stream, name=found.name, origin=str(found.path.resolve()))
            for item in _read(source, format_of(found.name, beginning), fetch_page):
                if waiting:
                    yield Reading(item=waiting[0], consumed=before + waiting[1])
                waiting = item, min(stream.tell(), found.size)
    except UnreadableError as error:
        failure = str(error)
    except OSError as error:
        failure = f"it cannot be read: {error.strerror or brief(error)}; check the file"
    except MemoryError:
        failure = "reading it takes more memory than there is; split it"
    if failure:
        if waiting:
            yield Reading(item=waiting[0], consumed=before + waiting[1])
        waiting = Rejection(source=found.name, reason=failure), found.size
    if waiting:
        yield Reading(item=waiting[0], consumed=before + found.size)


def read_address(address: str, fetch_page: FetchPage) -> Iterator[Article | Rejection]:
    """What the page at an address holds."""
    try:
        page = fetch_page(address)
        if not page.content:
            raise UnreadableError("the page is empty; check the address in a browser")
        source = _Source(
            stream=io.BytesIO(page.content),
            name=address,
            origin=page.url,
            url=page.url,
            charset=page.charset,
        )
        beginning = page.content[:_BEGINNING_BYTES]
        kind = format_of_page(page.media_type, urlsplit(page.url).path, beginning)
        yield from _read(source, kind, fetch_page)
    except UnreadableError as error:
        yield Rejection(source=address, reason=str(error))
    except MemoryError:
        yield Rejection(source=address, reason="reading it takes more memory than there is")


def _read(source: _Source, kind: Format, fetch_page: FetchPage) -> Iterator[Article | Rejection]:
    """What the source holds: rows one by one, or what can be told only from the whole of it."""
    match kind:
        case Format.JSON_LINES:
            yield from read_json_lines(source.stream, source.name)
        case Format.TABLE:
            yield from read_table(source.stream, source.name)
        case Format.JSON:
            yield from read_json(_whole(source, kind), source.name, origin=source.origin)
        case Format.FEED:
            from corpus.feeds import read_feed

            data = _whole(source, kind)
            fetch_linked = fetch_page if source.url else _no_connection
            yield from read_feed(data, source.name, fetch_page=fetch_linked, address=source.url)
        case _:
            yield _read_article(source, kind)


def _read_article(source: _Source, kind: Format) -> Article:
    """The one article of a source that holds no more."""
    data = _whole(source, kind)
    match kind:
        case Format.WEB_PAGE:
            from corpus.web_page import read_web_page

            return read_web_page(data, origin=source.origin, url=source.url, charset=source.charset)
        case Format.PDF:
            from corpus.pdf import read_pdf

            return read_pdf(data, origin=source.origin, url=source.url)
        case Format.MARKDOWN:
            return read_markdown(data, origin=source.origin, url=source.url, charset=source.charset)
        case _:
            return read_plain_text(
                data, origin=source.origin, url=source.url, charset=source.charset
            )


def _whole(source: _Source, kind: Format) -> bytes:
    data = source.stream.read(FILE_BYTES + 1)
    if len(data) > FILE_BYTES:
        raise UnreadableError(
            f"it is larger than {FILE_BYTES // 1024**2} MiB, too large for {kind.value}; "
            "split it into its articles, or write them as JSON Lines (.jsonl), one a line"
        )
    return data


def _no_connection(address: str, /) -> Page:
    """Who adds a file has not asked for a connection, to wherever the file's author would have it.

    Raises UnreadableError.
    """
    raise UnreadableError("a file opens no connection; add the page's address, or the feed's")
