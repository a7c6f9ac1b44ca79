"""The articles of an RSS or Atom feed.

An entry that carries its article gives it; for one that carries a teaser the linked page is
fetched, unless the feed is a file. Whatever HTML a feed holds goes through the same extraction as
a web page, so no markup of it remains. feedparser is handed a stream of bytes: given a string, it
would open the file or address of that name.
"""

import calendar
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from urllib.parse import urljoin

import feedparser

from corpus.article import Article
from corpus.composition import compose_article, web_address
from corpus.dates import read_date
from corpus.formats import Format, format_of_page
from corpus.page import FetchPage
from corpus.quiet import quiet
from corpus.rejection import Rejection, UnreadableError, brief
from corpus.web_page import main_text, read_web_page

# Shorter than the shortest news brief (some eighty words) is a teaser.
ARTICLE_CHARACTERS = 500

# Feeds hold some tens of entries; each may mean a page to fetch.
ENTRIES = 2_000

# feedparser takes about 20 microseconds for each "<", also for those of the HTML in a feed.
TAGS = 300_000


_ENTRY = re.compile(rb"<(?:[\w-]+:)?(?:item|entry)[\s>]", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class _Entry:
    """What a feed says of one article; `content` and `summary` are HTML that is not to be trusted.

    `own_id` is the entry's only where it is unique in the world (an address, urn: or tag:): many
    feeds number their entries from 1.
    """

    own_id: str | None
    title: str
    content: str
    summary: str
    authors: tuple[str, ...]
    published: date | datetime | None
    link: str | None
    publisher: str | None
    language: str | None


def read_feed(
    data: bytes, source: str, *, fetch_page: FetchPage, address: str | None = None
) -> Iterator[Article | Rejection]:
    """The articles of the entries, in the feed's order; `address` is where the feed was fetched.

    Raises `UnreadableError` where the data is no feed.
    """
    for number, entry in enumerate(_entries(data, address), start=1):
        try:
            yield _article(entry, fetch_page)
        except UnreadableError as error:
            yield Rejection(source=f"{source}, entry {number}", reason=str(error))


def _article(entry: _Entry, fetch_page: FetchPage) -> Article:
    """The article in the feed, else the linked page, else a summary as long as an article."""
    content = main_text(entry.content)
    if len(content) >= ARTICLE_CHARACTERS:
        return _from_feed(entry, content)
    failure = "the entry has no link"
    if entry.link:
        try:
            return _from_page(entry, entry.link, fetch_page)
        except UnreadableError as error:
            failure = f"{entry.link}: {error}"
    summary = max(content, main_text(entry.summary), key=len)
    if len(summary) >= ARTICLE_CHARACTERS:
        return _from_feed(entry, summary)
    raise UnreadableError(
        f"the feed holds only {len(summary):,} characters of it, too few for an article, and its "
        f"page could not be read ({failure})"
    )


def _from_feed(entry: _Entry, text: str) -> Article:
    return compose_article(
        text=text,
        title=entry.title,
        publisher=entry.publisher,
        authors=entry.authors,
        url=entry.link,
        published=entry.published,
        language=entry.language,
        own_id=entry.own_id,
        origin=entry.link,
    )


def _from_page(entry: _Entry, link: str, fetch_page: FetchPage) -> Article:
    """The linked page as an article, with the feed's word where the page is silent."""
    page = fetch_page(link)
    if format_of_page(page.media_type, "", page.content[:4096]) is not Format.WEB_PAGE:
        raise UnreadableError("the linked page is no HTML; add its address by itself")
    article = read_web_page(page.content, origin=page.url, url=page.url, charset=page.charset)
    return replace(
        article,
        title=article.title or entry.title,
        publisher=article.publisher or entry.publisher,
        authors=article.authors or entry.authors,
        published=article.published or entry.published,
        language=article.language or entry.language,
    ).with_content_id()


def _entries(data: bytes, address: str | None) -> list[_Entry]:
    if data.count(b"<") > TAGS:
        raise UnreadableError(f"the feed has more than {TAGS:,} tags; split it")
    begun = len(_ENTRY.findall(data.replace(b"\0", b"")))  # zeros as in UTF-16
    if begun > ENTRIES:
        raise UnreadableError(
            f"the feed has {begun:,} entries, more than the {ENTRIES:,} of one feed; split it"
        )
    with quiet():
        try:
            parsed = feedparser.parse(io.BytesIO(data))
            entries = [_entry(found, parsed.feed, address) for found in parsed.entries[:ENTRIES]]
            count, version = len(parsed.entries), parsed.version
            problem = parsed.get("bozo_exception")
        except Exception as error:  # a parser of hostile input may raise anything
            raise UnreadableError(f"the feed cannot be read ({brief(error)})") from error
    if not version and not entries:
        what = f" ({brief(problem)})" if problem else ""
        raise UnreadableError(f"it is no RSS or Atom feed{what}; check it in a browser")
    if not entries:
        raise UnreadableError("the feed has no entries; nothing was added from it")
    if count > ENTRIES:
        raise UnreadableError(
            f"the feed has {count:,} entries, more than the {ENTRIES:,} of one feed; split it"
        )
    return entries


def _entry(found: Mapping[str, object], feed: Mapping[str, object], address: str | None) -> _Entry:
    contents = found.get("content")
    bodies = [_string(part, "value") for part in contents] if isinstance(contents, list) else []
    link = _string(found, "link")
    own_id = _string(found, "id")
    people = found.get("authors")
    return _Entry(
        own_id=own_id if ":" in own_id else None,
        title=main_text(_string(found, "title")) if _string(found, "title") else "",
        content=max(bodies, key=len, default=""),
        summary=_string(found, "summary"),
        authors=tuple(_string(person, "name") for person in people)
        if isinstance(people, list)
        else (),
        published=_published(found),
        link=web_address(urljoin(address or _string(feed, "link"), link)) if link else None,
        publisher=_string(feed, "title") or None,
        language=_string(feed, "language") or None,
    )


def _published(found: Mapping[str, object]) -> date | datetime | None:
    """As the entry writes it, with its zone, else as feedparser reads it, in UTC."""
    for name in ("published", "updated"):
        written = read_date(found.get(name))
        if written:
            return written
        parsed = found.get(f"{name}_parsed")
        if isinstance(parsed, tuple):
            return datetime.fromtimestamp(calendar.timegm(parsed), UTC)
    return None


def _string(found: object, name: str) -> str:
    value = found.get(name) if isinstance(found, Mapping) else None
    return value if isinstance(value, str) else ""
