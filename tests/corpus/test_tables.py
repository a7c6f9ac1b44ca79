import io
from datetime import date

import pytest

from corpus.article import Article
from corpus.rejection import Rejection, UnreadableError
from corpus.tables import read_table


def read(data: bytes) -> list[Article | Rejection]:
    return list(read_table(io.BytesIO(data), "a.csv"))


def article(text: str, title: str = "") -> Article:
    return Article(id="", text=text, title=title).with_content_id()


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_delimiter_is_found_out(mark: str) -> None:
    rows = [
        ["Title", "Date", "Full text", "Author"],
        ["Talks", "2.12.2021", '"First, ""quoted"";\r\nsecond | line."', "Jane Doe"],
    ]
    data = "\r\n".join(mark.join(row) for row in rows).encode()
    assert read(data) == [
        Article(
            id="",
            title="Talks",
            text='First, "quoted";\r\nsecond | line.',
            authors=("Jane Doe",),
            published=date(2021, 12, 2),
        ).with_content_id()
    ]


def test_rows_that_cannot_be_used_are_named_by_their_line() -> None:
    data = b'title,text\nA,"Two\nlines."\nB,\n\nC,nul\0here\nD\nE,Good.,too,many\n'
    assert read(data) == [
        article("Two\nlines.", "A"),
        Rejection(source="a.csv, line 4", reason="its text is blank; give the article's words"),
        Rejection(
            source="a.csv, line 6",
            reason="binary data: a NUL character at position 3 of the text; give plain text",
        ),
        Rejection(
            source="a.csv, line 7",
            reason="it has no text (its fields: title); name the field with the article's words "
            "text, content or body",
        ),
        article("Good.", "E"),
    ]


def test_a_quotation_mark_that_is_never_closed() -> None:
    assert read(b'title,text\nA,Good.\nB,"open\nC,lost\n') == [
        article("Good.", "A"),
        Rejection(
            source="a.csv, line 3",
            reason='a quotation mark (") in this row is never closed, so the rows after it cannot '
            "be told apart; close it",
        ),
    ]


def test_a_field_longer_than_the_default_of_the_library() -> None:
    text = "word " * 60_000
    assert read(f'text\n"{text}"\n'.encode()) == [article(text)]


def test_a_field_without_bound_ends_the_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.tables.LINE_CHARACTERS", 100)
    rows = b'A,"' + b"line\n" * 30 + b'"\nB,Not reached.\n'
    assert read(b"title,text\nZ,Good.\n" + rows) == [
        article("Good.", "Z"),
        Rejection(
            source="a.csv, line 3",
            reason="unreadable row (Error: field larger than field limit (100)), and so the rest "
            "of the table was not read; mend the row",
        ),
    ]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (
            b"1,Talks resume,The ministers met.\n",
            "its first row names no column for the text (1, Talks resume, The ministers met.); "
            "give the columns names: title, text, publisher, authors, published, url",
        ),
        (b"title,text\n", "the table has no rows below its first"),
    ],
)
def test_a_table_without_names_or_rows_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        read(data)
    assert str(refused.value) == reason
