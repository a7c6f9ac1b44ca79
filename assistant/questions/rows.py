"""The raw cases of a question file with the lines they stand on, and mistakes found in them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Place = tuple[str | int, ...]
"""Where in a case a value stands: keys of mappings and places in lists, outermost first."""


@dataclass(frozen=True, kw_only=True)
class Mistake:
    """One thing that is wrong in a file, at its line and key."""

    line: int
    key: str = ""
    what: str

    def shown(self, name: str) -> str:
        """The mistake in one line, in the form by which editors jump to it."""
        key = f"{self.key}: " if self.key else ""
        return " ".join(f"{name}:{self.line}: {key}{self.what}".split())


@dataclass(frozen=True, kw_only=True)
class Row:
    """One case as the file states it, not yet checked."""

    line: int
    values: dict[str, Any]
    lines: Mapping[Place, int] = field(default_factory=dict)
    """Lines of the values within; what is missing here stands on the row's own line."""

    def line_of(self, place: Place) -> int:
        """The line of a value, or of the nearest thing around it that has one."""
        while place:
            if place in self.lines:
                return self.lines[place]
            place = place[:-1]
        return self.line


@dataclass(frozen=True, kw_only=True)
class Rows:
    """All that a file states."""

    rows: tuple[Row, ...]
    extra_keys: tuple[str, ...] = ()
    mistakes: tuple[Mistake, ...] = ()


class RepeatedKeyError(ValueError):
    """A mapping names one key twice."""


def read_jsonl(text: str) -> Rows:
    """One case a line; the first line may be a head with `schema` and `extra_keys` instead."""
    rows: list[Row] = []
    mistakes: list[Mistake] = []
    extra_keys: tuple[str, ...] = ()
    first = True
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            values = json.loads(line, object_pairs_hook=_once, parse_constant=_no_number)
        except json.JSONDecodeError as error:
            what = f"is not valid JSON: {error.msg} at character {error.colno}"
            mistakes.append(Mistake(line=number, what=what))
        except (ValueError, RecursionError) as error:
            what = str(error) if isinstance(error, ValueError) else "is nested too deeply"
            mistakes.append(Mistake(line=number, what=what))
        else:
            if not isinstance(values, dict):
                what = f'is {kind_of(values)}, not a case such as {{"question": "..."}}'
                mistakes.append(Mistake(line=number, what=what))
            elif first and "schema" in values and "question" not in values:
                extra_keys, wrong = read_head(values, {}, number)
                mistakes += wrong
            else:
                rows.append(Row(line=number, values=without_nulls(values)))
        first = False
    return Rows(rows=tuple(rows), extra_keys=extra_keys, mistakes=tuple(mistakes))


def read_head(
    head: dict[str, Any], lines: Mapping[Place, int], line: int
) -> tuple[tuple[str, ...], list[Mistake]]:
    """The extra keys that a file's head declares, and what is wrong in the head."""
    wrong = [
        Mistake(
            line=lines.get((key,), line),
            key=key,
            what="is no key of a file's head: it has schema, extra_keys and cases",
        )
        for key in head
        if key not in ("schema", "extra_keys", "cases")
    ]
    if head.get("schema", 1) != 1 or isinstance(head.get("schema"), bool):
        what = f"is {head['schema']!r}: this version reads schema 1"
        wrong.append(Mistake(line=lines.get(("schema",), line), key="schema", what=what))
    extra = head.get("extra_keys") or []
    if not isinstance(extra, list) or not all(isinstance(key, str) for key in extra):
        what = "must be a list of the names of further keys"
        wrong.append(Mistake(line=lines.get(("extra_keys",), line), key="extra_keys", what=what))
        extra = []
    return tuple(extra), wrong


def without_nulls(values: dict[str, Any]) -> dict[str, Any]:
    """A mapping without the keys whose value is null: those count as absent."""
    return {
        key: without_nulls(value) if isinstance(value, dict) else value
        for key, value in values.items()
        if value is not None
    }


def kind_of(value: object) -> str:
    """What a value is, in the words of somebody who writes JSON or YAML."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return f"the truth value {str(value).lower()}"
    if isinstance(value, int | float):
        return f"the number {value}"
    if isinstance(value, str):
        shown = " ".join(value.split())
        return f"the text {shown[:60] + '…' if len(shown) > 60 else shown!r}"
    return "a list" if isinstance(value, list | tuple) else "a mapping"


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for key, value in pairs:
        if key in values:
            raise RepeatedKeyError(f"{key}: stands twice in one case: keep one of them")
        values[key] = value
    return values


def _no_number(name: str) -> object:
    raise ValueError(f"{name} is no number of JSON")
