import io
import json

import pytest

from corpus.article import Article
from corpus.json_files import read_json, read_json_lines
from corpus.rejection import Rejection, UnreadableError


def article(text: str, **values: str) -> Article:
    found = Article(id=values.pop("id", ""), text=text, **values)  # type: ignore[arg-type]
    return found if found.id else found.with_content_id()


def test_one_object_has_the_file_as_its_origin() -> None:
    data = json.dumps({"title": "T", "text": "Words."}).encode()
    assert list(read_json(data, "a.json", origin="/a.json")) == [
        article("Words.", title="T", origin="/a.json")
    ]


@pytest.mark.parametrize("name", [None, "articles", "Items", "data"])
def test_a_list_with_one_bad_row(name: str | None) -> None:
    rows = [{"text": "One."}, "two", {"text": ""}, {"text": "Four.", "url": "https://d.example/4"}]
    data = json.dumps({name: rows, "status": "ok"} if name else rows).encode("utf-16")
    assert list(read_json(data, "a.json", origin="/a.json")) == [
        article("One."),
        Rejection(
            source="a.json, item 2",
            reason="it is no JSON object; give an object with the fields title and text",
        ),
        Rejection(source="a.json, item 3", reason="its text is blank; give the article's words"),
        article("Four.", url="https://d.example/4", origin="https://d.example/4"),
    ]


def test_json_lines_under_the_name_of_json() -> None:
    data = b'{"text": "One."}\n{"text": "Two."}\n'
    assert list(read_json(data, "a.json", origin="/a.json")) == [article("One."), article("Two.")]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (
            b'{"text":\n "Wo',
            "broken JSON at line 2, column 2: Unterminated string starting at; "
            "mend it there or save it anew",
        ),
        (b"[" * 100_000, "its JSON is nested too deep; give a flat object"),
        (b"[]", "its list of articles is empty"),
        (b"  \n", "there is nothing in it but white space"),
    ],
)
def test_a_broken_file_is_refused_as_a_whole(data: bytes, reason: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        list(read_json(data, "a.json", origin=None))
    assert str(refused.value) == reason


def test_lines_one_by_one() -> None:
    data = (
        b'\xef\xbb\xbf{"id": 1, "text": "One \\ud83d\\ude00 \\ud800."}\r\n\n'
        b'{"text": "cut off\n'
        b'["list"]\n'
        + '{"text": "Genève, négociations, café."}\n'.encode()
        * 2
        + b'{"text": "damaged \xff"}\n'
        b'{"text": "Last."}'
    )
    assert list(read_json_lines(io.BytesIO(data), "a.jsonl")) == [
        article("One 😀 \ufffd.", id="1"),
        Rejection(
            source="a.jsonl, line 3",
            reason="broken JSON at column 10 of the line: Unterminated string starting at; "
            "mend the line",
        ),
        Rejection(
            source="a.jsonl, line 4",
            reason="it is no JSON object; give an object with the fields title and text",
        ),
        article("Genève, négociations, café."),
        article("Genève, négociations, café."),
        Rejection(
            source="a.jsonl, line 7",
            reason="its bytes are not all UTF-8: it is damaged; save the file again as UTF-8",
        ),
        article("Last."),
    ]


def test_a_line_without_bound_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.lines.LINE_CHARACTERS", 40)
    data = b'{"text": "' + b"a" * 200 + b'"}\n{"text": "Short."}\n'
    assert list(read_json_lines(io.BytesIO(data), "a.jsonl")) == [
        Rejection(
            source="a.jsonl, line 1",
            reason="the line is longer than 40 characters; write one article a line",
        ),
        article("Short."),
    ]
