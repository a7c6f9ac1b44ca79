"""The panel's HTML: exactly the cited characters are marked, and copies are named."""

import re
from dataclasses import replace
from datetime import date

from assistant.answer import Citation
from assistant.web.sources import reference, sources_html
from corpus.article import Article

TEXT = (
    "One was first. Two came next. Three followed. Rao said <four> & five.\n\n"
    "Six stood alone. Seven was late. Eight closed the day."
)
QUOTE = "Rao said <four> & five."
ARTICLE = Article(id="a", title="Numbers", text=TEXT, publisher="Wire", published=date(2022, 1, 9))
CITATION = Citation(
    number=1,
    article=ARTICLE,
    start=TEXT.index(QUOTE),
    end=TEXT.index(QUOTE) + len(QUOTE),
    speaker="Rao",
    also_in=("b", "c", "gone"),
)


def passage(citation: Citation) -> str:
    html = sources_html(1, "What did Rao say?", [citation], {})
    found = re.search(r"<blockquote[^>]*>(.*?)</blockquote>", html)
    assert found
    return found.group(1)


def test_two_sentences_stand_on_each_side_of_the_cited_one() -> None:
    assert passage(CITATION) == (
        "<p>Two came next. Three followed. <mark>Rao said &lt;four&gt; &amp; five.</mark></p>"
        "<p>Six stood alone. Seven was late.</p>"
    )


def test_words_across_two_paragraphs_are_marked_in_both() -> None:
    across = replace(CITATION, end=TEXT.index(" Seven"))
    assert passage(across) == (
        "<p>Two came next. Three followed. <mark>Rao said &lt;four&gt; &amp; five.</mark></p>"
        "<p><mark>Six stood alone.</mark> Seven was late. Eight closed the day.</p>"
    )


def test_copies_in_other_outlets_are_named() -> None:
    copies = {
        "b": Article(id="b", text="", publisher="<b>Courier", published=date(2022, 1, 10)),
        "c": Article(id="c", text="", title="Only a title"),
    }
    html = sources_html(1, "What did Rao say?", [CITATION], copies)
    assert (
        "The same words in <bdi>&lt;b&gt;Courier</bdi> (10 Jan 2022), <bdi>Only a title</bdi></p>"
    ) in html


def test_a_reference_says_who_where_and_when() -> None:
    assert reference(CITATION) == "Rao · Wire · 9 Jan 2022"
    bare = Article(id="x", title="Numbers", text=TEXT)
    assert reference(replace(CITATION, speaker=None, article=bare)) == "“Numbers”"
