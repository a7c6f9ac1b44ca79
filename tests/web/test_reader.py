"""A whole article: the cited words and everybody's statements are marked where they stand."""

import re
from datetime import date

from assistant.web.reader import reader_html
from corpus.article import Article
from index.people import Named, People
from index.statements import Statement, StatementKind

TEXT = "Ada Rao said <four> & five. It rained.\n\nShe added six."
ARTICLE = Article(id="a", title="Numbers", text=TEXT, publisher="Wire", published=date(2022, 1, 9))
PEOPLE = People.of([Named(name="Ada Rao")])


def statement(content: str, speaker: str | None) -> Statement:
    start = TEXT.index(content)
    return Statement(
        article_id="a",
        content=((start, start + len(content)),),
        cue=(),
        source=(),
        kind=StatementKind.INDIRECT,
        speaker=speaker,
    )


STATEMENTS = [statement("<four> & five", "Ada Rao"), statement("six", None)]


def whole(article: Article, cited: tuple[int, int] | None) -> str:
    html = reader_html(article, STATEMENTS, PEOPLE, cited=cited, removable=False)
    found = re.search(r'<div class="whole" dir="auto">(.*)</div></article>', html)
    assert found
    return found.group(1)


def test_statements_are_underlined_and_the_cited_words_marked_once() -> None:
    assert whole(ARTICLE, (0, 27)) == (
        '<p><mark>Ada Rao said <span class="said" data-who="Ada Rao" '
        'title="Ada Rao, reported">&lt;four&gt; &amp; five</span>.</mark> It rained.</p>'
        '<p>She added <span class="said" data-who="" title="somebody not named, reported">six'
        "</span>.</p>"
    )


def test_words_that_are_not_in_the_article_are_not_marked() -> None:
    assert "<mark>" not in whole(ARTICLE, (40, 4_000))
    assert "<mark>" not in whole(ARTICLE, (-5, 4))


def test_cited_words_across_paragraphs_are_marked_in_each() -> None:
    assert whole(ARTICLE, (28, len(TEXT))).count("<mark>") == 2


def test_a_long_article_is_shown_around_the_cited_words() -> None:
    text = f"{'word ' * 40_000}Here. {'word ' * 40_000}"
    long = Article(id="a", title="", text=text)
    html = reader_html(long, [], PEOPLE, cited=(200_000, 200_005), removable=False)
    assert "<mark>Here.</mark>" in html
    assert "The article has 400,006 characters; the part around these words is shown." in html
    assert len(html) < 70_000
