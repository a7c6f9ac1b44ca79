"""Articles out of CSV and TSV tables, one a row, under the names in the first row."""

import csv
from collections.abc import Iterator
from typing import BinaryIO

from corpus.article import Article
from corpus.encoding import stream_encoding
from corpus.lines import LINE_CHARACTERS, Lines, refuse_damaged
from corpus.records import article_from_record, field_of
from corpus.rejection import Rejection, UnreadableError, brief

_DELIMITERS = (",", ";", "\t", "|")


def read_table(stream: BinaryIO, source: str) -> Iterator[Article | Rejection]:
    """The rows of a table as articles; a row without a text is rejected by its line.

    The delimiter is the one that makes the first row hold the most names that are known, then the
    most names. Raises `UnreadableError` where the first row names no column for the text.
    """
    csv.field_size_limit(LINE_CHARACTERS)  # its default of 131,072 is shorter than some articles
    found = False
    with Lines(stream, stream_encoding(stream), newline="") as lines:
        names, delimiter = _header(lines)
        rows = csv.reader(lines, delimiter=delimiter)
        while True:
            place = f"{source}, line {lines.number + 1}"
            try:
                row = next(rows)
                if not any(cell.strip() for cell in row):
                    continue
                item = _article(names, row, lines)
            except StopIteration:
                break
            except UnreadableError as error:
                item = Rejection(source=place, reason=str(error))
            except csv.Error as error:  # the reader has lost where the rows begin
                yield Rejection(
                    source=place,
                    reason=f"unreadable row ({brief(error)}), and so the rest of the table was not "
                    "read; mend the row",
                )
                return
            found = True
            yield item
    if not found:
        raise UnreadableError("the table has no rows below its first")


def _article(names: list[str], row: list[str], lines: Lines) -> Article | Rejection:
    """The article of a row; raises `UnreadableError`."""
    if lines.ended:  # the reader asked for more than there is
        raise UnreadableError(
            'a quotation mark (") in this row is never closed, so the rows after it cannot '
            "be told apart; close it"
        )
    refuse_damaged("".join(row), lines.encoding)
    return article_from_record(_record(names, row))


def _header(lines: Lines) -> tuple[list[str], str]:
    """The names of the columns, and the delimiter between them."""
    header = next((line for line in lines if not line.isspace()), "")
    splits = [(next(csv.reader([header], delimiter=mark), []), mark) for mark in _DELIMITERS]
    names, delimiter = max(
        splits,
        key=lambda split: (sum(field_of(name) is not None for name in split[0]), len(split[0])),
    )
    if not any(field_of(name) == "text" for name in names):
        shown = ", ".join(name.strip()[:30] for name in names[:8])
        raise UnreadableError(
            f"its first row names no column for the text ({shown}); give the columns names: "
            "title, text, publisher, authors, published, url"
        )
    return names, delimiter


def _record(names: list[str], row: list[str]) -> dict[str, object]:
    """The row by its names. Of two columns with one name the first counts."""
    record: dict[str, object] = {}
    for name, cell in zip(names, row, strict=False):
        record.setdefault(name, cell)
    return record
