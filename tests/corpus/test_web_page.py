from datetime import UTC, date, datetime

import pytest

from corpus.article import Article
from corpus.rejection import UnreadableError
from corpus.web_page import main_text, read_web_page

FIRST = "The two ministers met in Geneva on Thursday and agreed to go on talking, officials said."
SECOND = (
    "“We will meet again,” the minister told reporters after the talks, which took three hours."
)

SAVED = f"""<!doctype html><html lang="en"><head><title>Talks resume - The Daily</title>
<meta property="og:site_name" content="The Daily"><meta property="og:title" content="Talks resume">
<meta property="article:published_time" content="2021-12-02T10:00:00Z">
<meta name="author" content="Jane Doe"><meta name="author" content="John Roe">
<link rel="canonical" href="https://daily.example/talks">
<style>p {{ color: red }}</style></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/world">World</a></li></ul></nav>
<article><h1>Talks resume</h1><p>{FIRST}</p><script>alert("no")</script>
<table><tr><td>Advertisement cell</td></tr></table><p>{SECOND}</p></article>
<div id="comments"><h2>Comments</h2><p>A reader writes that all this was to be expected.</p></div>
<footer>Copyright 2020 The Daily</footer></body></html>"""


def test_a_page_saved_from_a_browser() -> None:
    expected = Article(
        id="",
        title="Talks resume",
        text=f"Talks resume\n{FIRST}\n{SECOND}",
        publisher="The Daily",
        authors=("Jane Doe", "John Roe"),
        url="https://daily.example/talks",
        published=datetime(2021, 12, 2, 10, tzinfo=UTC),
        language="en",
        origin="/talks.html",
    ).with_content_id()
    assert read_web_page(SAVED.encode(), origin="/talks.html") == expected


def test_a_bare_page_fetched_from_an_address() -> None:
    page = f"<p>{FIRST}</p><p>{SECOND}</p>"
    article = read_web_page(page.encode(), origin=None, url="https://daily.example/2021/12/02/x")
    assert (article.title, article.text) == (FIRST, f"{FIRST}\n{SECOND}")
    assert (article.url, article.publisher) == (
        "https://daily.example/2021/12/02/x",
        "daily.example",
    )
    assert article.published == date(2021, 12, 2)


@pytest.mark.parametrize(
    ("declaration", "encoding"),
    [
        ('<meta charset="iso-8859-2">', "iso-8859-2"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=windows-1250">', "cp1250"),
        ("", "cp1250"),
        ("", "utf-16"),
    ],
)
def test_the_declared_encoding_counts(declaration: str, encoding: str) -> None:
    words = "Minister powiedział, że rozmowy w Genewie będą kontynuowane w przyszłym miesiącu."
    page = (
        f"<html><head>{declaration}<title>Rozmowy</title></head><body><p>{words}</p></body></html>"
    )
    assert read_web_page(page.encode(encoding), origin=None).text == words


def test_text_deep_in_a_page_is_whole_or_refused() -> None:
    def page(depth: int) -> bytes:
        return (
            f"<html><body>{'<div>' * depth}<p>{FIRST}</p>{'</div>' * depth}</body></html>".encode()
        )

    assert read_web_page(page(245), origin=None).text == FIRST
    for depth in (250, 5_000):
        with pytest.raises(UnreadableError) as refused:
            read_web_page(page(depth), origin=None)
        assert str(refused.value) == (
            "its elements are nested more than 250 deep, where text would be lost; "
            "save its text instead"
        )


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("<html><body></body></html>", "no article found in the page; save its text instead"),
        (
            f"<html><body><script>{FIRST}</script></body></html>",
            "no article found in the page; save its text instead",
        ),
        ("\n ", "there is nothing in it but white space"),
        (
            "<p>x</p>" * 100_000,
            "it has more than the 50,000 elements of one page; save its text instead",
        ),
        (
            "<p>x" * 60_000,
            "it has 60,002 elements, more than the 50,000 of one page; save its text instead",
        ),
        (
            f"<p {' '.join(f'a{number}=1' for number in range(6_000))}>x</p>",
            "an element has more than 5,000 attributes; save its text instead",
        ),
    ],
)
def test_what_is_no_article(page: str, reason: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        read_web_page(page.encode(), origin=None)
    assert str(refused.value) == reason


def test_the_words_of_a_fragment() -> None:
    fragment = f"<p>{FIRST}</p><script>alert(1)</script><p onclick='x()'>1 &lt; 2 &amp; so on.</p>"
    assert main_text(fragment) == f"{FIRST}\n1 < 2 & so on."
    assert main_text("Just words") == "Just words"
    assert main_text("") == ""
