from datetime import UTC, datetime, timedelta, timezone
from html import escape

import pytest

from corpus.article import Article
from corpus.feeds import read_feed
from corpus.page import FetchPage, Page
from corpus.rejection import Rejection, UnreadableError
from tests.corpus.conftest import Server

SENTENCE = "The ministers met in Geneva on Thursday and agreed to go on talking, officials said. "
LONG = (SENTENCE * 7).strip()


def no_page(address: str, /) -> Page:
    raise UnreadableError("the server answered 404 Not Found")


def rss(*items: str) -> bytes:
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Daily</title>'
        "<link>https://daily.example/</link><language>en</language>"
        f"{''.join(f'<item>{item}</item>' for item in items)}</channel></rss>"
    ).encode()


def test_an_entry_that_carries_its_article() -> None:
    html = (
        f"<p>{LONG}</p><script>alert(1)</script><img src=x onerror=alert(2)>"
        "<p>1 &lt; 2, &amp;c.</p>"
    )
    item = (
        "<title>Talks &amp;amp; tea</title><guid>tag:daily.example,2021:7</guid>"
        "<link>/talks</link><dc:creator>Jane Doe</dc:creator>"
        "<pubDate>Thu, 02 Dec 2021 10:00:00 +0100</pubDate><description>Short.</description>"
        f"<content:encoded>{escape(html)}</content:encoded>"
    )
    assert list(read_feed(rss(item), "feed.xml", fetch_page=no_page)) == [
        Article(
            id="tag:daily.example,2021:7",
            title="Talks & tea",
            text=f"{LONG}\n1 < 2, &c.",
            publisher="The Daily",
            authors=("Jane Doe",),
            url="https://daily.example/talks",
            published=datetime(2021, 12, 2, 10, tzinfo=timezone(timedelta(hours=1))),
            language="en",
            origin="https://daily.example/talks",
        )
    ]


def test_atom() -> None:
    data = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>The Daily</title><entry>'
        "<id>7</id><title>Talks</title><author><name>Jane Doe</name></author>"
        '<link href="https://daily.example/talks"/><updated>2021-12-02T10:00:00Z</updated>'
        f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>{LONG}</p></div>'
        "</content></entry></feed>"
    ).encode()
    assert list(read_feed(data, "feed.atom", fetch_page=no_page)) == [
        Article(
            id="",
            title="Talks",
            text=LONG,
            publisher="The Daily",
            authors=("Jane Doe",),
            url="https://daily.example/talks",
            published=datetime(2021, 12, 2, 10, tzinfo=UTC),
            language="en",
            origin="https://daily.example/talks",
        ).with_content_id()
    ]


def test_a_teaser_means_the_linked_page(server: Server, fetch_local: FetchPage) -> None:
    server.answers["/talks"] = (
        200,
        {"Content-Type": "text/html; charset=utf-8"},
        f"<html><head><title>Talks resume</title></head><body><p>{LONG}</p></body></html>".encode(),
    )
    item = (
        f"<title>Talks</title><guid>7</guid><link>{server.address}/talks</link>"
        f"<pubDate>2021-12-02</pubDate><author>jane@daily.com (Jane Doe)</author>"
        f"<description>{SENTENCE}</description>"
    )
    [article] = list(read_feed(rss(item), "feed.xml", fetch_page=fetch_local))
    assert isinstance(article, Article)
    assert (article.title, article.text, article.authors, article.published_text) == (
        "Talks resume",
        LONG,
        ("Jane Doe",),
        "2021-12-02",
    )
    assert article.url == article.origin == f"{server.address}/talks"


def test_without_its_page_a_summary_must_be_long_enough() -> None:
    link = "<link>https://daily.example/talks</link>"
    long = f"<title>A</title>{link}<description>{LONG}</description>"
    short = f"<title>B</title>{link}<description>{SENTENCE}</description>"
    unlinked = "<title>C</title><description>Short.</description>"
    first, second, third = read_feed(rss(long, short, unlinked), "feed.xml", fetch_page=no_page)
    assert isinstance(first, Article)
    assert (first.title, first.text) == ("A", LONG)
    assert (second, third) == (
        Rejection(
            source="feed.xml, entry 2",
            reason="the feed holds only 84 characters of it, too few for an article, and its page "
            "could not be read (https://daily.example/talks: the server answered 404 Not Found)",
        ),
        Rejection(
            source="feed.xml, entry 3",
            reason="the feed holds only 6 characters of it, too few for an article, and its page "
            "could not be read (the entry has no link)",
        ),
    )


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (rss(), "the feed has no entries; nothing was added from it"),
        (b"<a/>" * 300_001, "the feed has more than 300,000 tags; split it"),
    ],
)
def test_what_is_no_use_as_a_feed(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        list(read_feed(data, "feed.xml", fetch_page=no_page))
    assert str(refused.value) == reason


def test_what_is_no_feed_at_all() -> None:
    with pytest.raises(UnreadableError) as refused:
        list(read_feed(b"hello", "feed.rss", fetch_page=no_page))
    assert str(refused.value).startswith("it is no RSS or Atom feed (")
