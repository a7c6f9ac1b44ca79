"""Articles out of JSON: one object, a list of objects, or JSON Lines, which are read one by one."""

import io
import json
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from corpus.article import Article
from corpus.encoding import decode, stream_encoding
from corpus.lines import Lines, refuse_damaged
from corpus.records import article_from_record, field_of
from corpus.rejection import Rejection, UnreadableError, brief

# Names under which a file or the answer of a news service keeps its list of articles.
LIST_NAMES = (
    "articles",
    "items",
    "data",
    "results",
    "documents",
    "docs",
    "entries",
    "news",
    "stories",
    "records",
    "rows",
)


def read_json(data: bytes, source: str, *, origin: str | None) -> Iterator[Article | Rejection]:
    """The articles of a JSON file; one object that is itself an article gets `origin`.

    A file of several objects, one a line, is read as the JSON Lines that it is. Raises
    `UnreadableError` where the file as a whole is no JSON.
    """
    text = decode(data)
    if not text.strip():
        raise UnreadableError("there is nothing in it but white space")
    try:
        value = _parse(text)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and _is_object(text.lstrip().partition("\n")[0]):
            yield from read_json_lines(io.BytesIO(data), source)
            return
        raise UnreadableError(
            f"broken JSON at line {error.lineno}, column {error.colno}: {error.msg}; "
            "mend it there or save it anew"
        ) from error
    rows = _rows(value)
    if rows is None:
        yield _article(value, source, origin)
        return
    if not rows:
        raise UnreadableError("its list of articles is empty")
    for number, row in enumerate(rows, start=1):
        yield _article(row, f"{source}, item {number}", None)


def read_json_lines(stream: BinaryIO, source: str) -> Iterator[Article | Rejection]:
    """One article a line; a line that holds none is rejected by its number, blank ones are not."""
    found = False
    with Lines(stream, stream_encoding(stream), newline="\n") as lines:
        while True:
            try:
                line = next(lines)
                if line.isspace():
                    continue
                refuse_damaged(line, lines.encoding)
                item = _article(_line_value(line), f"{source}, line {lines.number}", None)
            except StopIteration:
                break
            except UnreadableError as error:
                item = Rejection(source=f"{source}, line {lines.number}", reason=str(error))
            found = True
            yield item
    if not found:
        raise UnreadableError("there is nothing in it but white space")


def _line_value(line: str) -> object:
    try:
        return _parse(line.rstrip())
    except json.JSONDecodeError as error:
        raise UnreadableError(
            f"broken JSON at column {error.colno} of the line: {error.msg}; mend the line"
        ) from error


def _parse(text: str) -> object:
    """The value of a JSON text; every failure but a `JSONDecodeError` is translated."""
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        raise
    except RecursionError as error:
        raise UnreadableError("its JSON is nested too deep; give a flat object") from error
    except (ValueError, MemoryError) as error:  # a number of 5,000 digits, for one
        raise UnreadableError(f"unreadable JSON ({brief(error)}); mend it") from error


def _is_object(text: str) -> bool:
    try:
        return isinstance(_parse(text), dict)
    except (json.JSONDecodeError, UnreadableError):
        return False


def _rows(value: object) -> list[object] | None:
    """The list of articles in a parsed file, or None where the value itself is the one article."""
    if isinstance(value, list):
        return value
    if isinstance(value, dict) and not any(
        field_of(name) == "text" and isinstance(text, str) for name, text in value.items()
    ):
        lists = {name.lower(): rows for name, rows in value.items() if isinstance(rows, list)}
        for name in LIST_NAMES:
            if name in lists:
                return lists[name]
    return None


def _article(value: object, source: str, origin: str | None) -> Article | Rejection:
    if not isinstance(value, Mapping):
        return Rejection(
            source=source,
            reason="it is no JSON object; give an object with the fields title and text",
        )
    try:
        return article_from_record(value, origin=origin)
    except UnreadableError as error:
        return Rejection(source=source, reason=str(error))
