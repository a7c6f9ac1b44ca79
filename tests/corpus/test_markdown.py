from datetime import date

import pytest

from corpus.article import Article
from corpus.markdown import read_markdown
from corpus.rejection import UnreadableError


def test_front_matter_and_the_body_exactly() -> None:
    data = (
        b"---\r\ntitle: 'Talks: resumed'\r\nsource: The Daily\r\nauthors: [Jane Doe, John Roe]\r\n"
        b"date: 2021-12-02\r\nurl: https://daily.example/1\r\nlang: en\r\nid: 007\r\n"
        b"tags: {a: b}\r\n---\r\n\r\n# Heading\r\n\r\nThe *ministers* met.\r\n"
    )
    assert read_markdown(data, origin="/a.md") == Article(
        id="007",
        title="Talks: resumed",
        text="\r\n# Heading\r\n\r\nThe *ministers* met.\r\n",
        publisher="The Daily",
        authors=("Jane Doe", "John Roe"),
        url="https://daily.example/1",
        published=date(2021, 12, 2),
        language="en",
        origin="/a.md",
    )


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Intro.\n\n## Talks resume ##\n\nText.", "Talks resume"),
        ("Talks resume\n===\n\nText.\n\n# Later", "Talks resume"),
        ("\n\nThe ministers met.\nText.", "The ministers met."),
        ("---\nnull: null\ntitle: ~\n---\n# Talks resume\n", "Talks resume"),
    ],
)
def test_the_title_without_one_in_front(text: str, title: str) -> None:
    assert read_markdown(text.encode(), origin=None).title == title


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    text = "---\n\nWords between rules.\n\n---\n\nMore.\n"
    article = read_markdown(text.encode(), origin=None)
    assert (article.text, article.title) == (text, "Words between rules.")


@pytest.mark.parametrize(
    ("front_matter", "reason"),
    [
        (
            "title: Talks: resumed",
            "its front matter is not YAML at line 2, column 13: mapping values are not allowed "
            "here; put values with a colon in quotation marks",
        ),
        (
            "- title: T",
            "its front matter is no list of names and values; write lines like title: The title",
        ),
    ],
)
def test_broken_front_matter_is_refused(front_matter: str, reason: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        read_markdown(f"---\n{front_matter}\n---\nText.".encode(), origin=None)
    assert str(refused.value) == reason
