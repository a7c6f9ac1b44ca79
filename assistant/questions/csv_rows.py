"""Cases out of a table: one a row, the keys in the first row, `expect.contains` for a key within.

Several texts in one cell are separated by "|". An empty cell is an absent key.
"""

import csv
import io
from typing import Any

from assistant.questions.rows import Mistake, Row, Rows

LISTS = frozenset(
    "conversation tags filters.publishers expect.contains expect.not_contains expect.speakers "
    "expect.not_speakers expect.cites expect.not_cites".split()
)
_NUMBERS = frozenset(["expect.min_sources"])
_DELIMITERS = (",", ";", "\t")
_LONGEST_CELL = 1_000_000


def read_csv(text: str) -> Rows:
    """The rows of a table as cases, each on the line where it begins."""
    csv.field_size_limit(_LONGEST_CELL)
    first = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    rows: list[Row] = []
    mistakes: list[Mistake] = []
    names: list[str] | None = None
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            what = f"cannot be read as CSV ({error}): look for a quotation mark that is not closed"
            mistakes.append(Mistake(line=line, what=what))
            break
        if not any(cell.strip() for cell in cells):
            continue
        if names is None:
            names = [cell.strip() for cell in cells]
            mistakes += _names_twice(names, line)
        elif len(cells) != len(names):
            what = (
                f"has {len(cells)} cells where the first row has {len(names)}: put a text with "
                f"{delimiter!r} in it in quotation marks"
            )
            mistakes.append(Mistake(line=line, what=what))
        else:
            try:
                rows.append(Row(line=line, values=_nested(names, cells)))
            except ValueError as error:
                mistakes.append(Mistake(line=line, what=str(error)))
    return Rows(rows=tuple(rows), mistakes=tuple(mistakes))


def _names_twice(names: list[str], line: int) -> list[Mistake]:
    twice = sorted({name for name in names if names.count(name) > 1})
    return [
        Mistake(line=line, key=name or "(no name)", what="heads two columns: keep one of them")
        for name in twice
    ]


def _nested(names: list[str], cells: list[str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for name, cell in zip(names, cells, strict=True):
        if not cell.strip():
            continue
        inner = values
        *outer, last = name.split(".") if name.startswith(("filters.", "expect.")) else [name]
        for key in outer:
            inner = inner.setdefault(key, {})
            if not isinstance(inner, dict):
                raise ValueError(f"{name}: there is also a column {key}: keep one of them")
        inner[last] = _value(name, cell.strip())
    return values


def _value(name: str, cell: str) -> Any:
    if name in LISTS:
        return [part.strip() for part in cell.split("|") if part.strip()]
    if name in _NUMBERS and cell.isascii() and cell.isdigit():
        return int(cell)
    return cell
