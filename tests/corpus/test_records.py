from datetime import UTC, date, datetime

import pytest

from corpus.article import Article
from corpus.composition import TEXT_CHARACTERS
from corpus.records import article_from_record, split_authors
from corpus.rejection import UnreadableError


def test_a_record_in_our_own_names() -> None:
    record = {
        "id": 7,
        "title": "Talks  resume\n",
        "text": " The ministers met.\r\n",
        "publisher": "The Daily",
        "authors": ["Jane Doe", "John Roe"],
        "published": "2021-12-02",
        "url": "https://daily.example/talks",
        "language": "en",
        "views": 12,
    }
    assert article_from_record(record) == Article(
        id="7",
        title="Talks resume",
        text=" The ministers met.\r\n",
        publisher="The Daily",
        authors=("Jane Doe", "John Roe"),
        url="https://daily.example/talks",
        published=date(2021, 12, 2),
        language="en",
        origin="https://daily.example/talks",
    )


def test_a_record_in_other_names() -> None:
    record = {
        "source": {"id": None, "name": "The Daily"},
        "Author": "By Jane Doe and John Roe",
        "HEADLINE": "Talks resume",
        "Link": "https://daily.example/talks",
        "publishedAt": "2021-12-02T10:00:00Z",
        "Full_Text": "The ministers met.",
        "lang": "en",
    }
    expected = Article(
        id="",
        title="Talks resume",
        text="The ministers met.",
        publisher="The Daily",
        authors=("Jane Doe", "John Roe"),
        url="https://daily.example/talks",
        published=datetime(2021, 12, 2, 10, tzinfo=UTC),
        language="en",
        origin="talks.json",
    ).with_content_id()
    assert article_from_record(record, origin="talks.json") == expected


def test_the_first_name_with_a_value_counts() -> None:
    record = {
        "text": "",
        "content": None,
        "body": "Words.",
        "date": "soon",
        "timestamp": "20211202",
    }
    article = article_from_record(record)
    assert (article.text, article.published) == ("Words.", date(2021, 12, 2))


def test_only_web_addresses_are_kept() -> None:
    article = article_from_record({"text": "Words.", "url": "javascript:alert(1)"})
    assert (article.url, article.origin) == (None, None)


def test_a_lone_surrogate_becomes_one_replacement_character() -> None:
    article = article_from_record({"text": "a\ud800b", "title": "\udfff", "id": "\ud800"})
    assert (article.text, article.title, article.id) == ("a\ufffdb", "\ufffd", "\ufffd")


def test_a_long_title_is_cut_between_words() -> None:
    article = article_from_record({"text": "Words.", "title": "talks " * 100})
    assert article.title == "talks " * 48 + "talks…"


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ({"text": " \n"}, "its text is blank; give the article's words"),
        (
            {"text": 5},
            "its text is a number, not a string; give the article's words as one string",
        ),
        (
            {"text": ["a"]},
            "its text is a list, not a string; give the article's words as one string",
        ),
        (
            {"title": "T", "views": 2},
            "it has no text (its fields: title, views); name the field with the article's words "
            "text, content or body",
        ),
        (
            {"text": "a\0b"},
            "binary data: a NUL character at position 1 of the text; give plain text",
        ),
        (
            {"text": "a" * (TEXT_CHARACTERS + 1)},
            "the text is 2,000,001 characters long, more than the 2,000,000 of one article; "
            "split it into its articles",
        ),
    ],
)
def test_a_record_without_usable_text_is_refused(record: dict[str, object], reason: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        article_from_record(record)
    assert str(refused.value) == reason


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("By Jane Doe", ("Jane Doe",)),
        ("Jane Doe, John Roe and Ann Poe", ("Jane Doe", "John Roe", "Ann Poe")),
        ("Jane Doe; John Roe", ("Jane Doe", "John Roe")),
        ("Jane Doe & John Roe", ("Jane Doe", "John Roe")),
        ("Doe, Jane", ("Doe, Jane",)),
        ("", ()),
    ],
)
def test_bylines(byline: str, names: tuple[str, ...]) -> None:
    assert split_authors(byline) == names
