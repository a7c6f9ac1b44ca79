"""Reading a question file: every mistake in it is found and named before anything is asked."""

import re
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from assistant.questions.case import Case, QuestionSet
from assistant.questions.csv_rows import read_csv
from assistant.questions.rows import Mistake, Row, Rows, kind_of, read_jsonl
from assistant.questions.schema import (
    ANNOTATIONS,
    CaseStated,
    ExpectationsStated,
    FiltersStated,
)
from assistant.questions.yaml_rows import read_yaml
from corpus.errors import UsageError

_READERS = {
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
    ".yaml": read_yaml,
    ".yml": read_yaml,
    ".csv": read_csv,
    ".tsv": read_csv,
}
_MODELS: dict[str, type[BaseModel]] = {"filters": FiltersStated, "expect": ExpectationsStated}
_MESSAGES = {
    "missing": "is missing",
    "tuple_type": "must be a list of texts",
    "int_type": "must be a whole number",
    "greater_than_equal": "must be {ge} or more",
    "string_too_short": "must not be empty",
    "string_unicode": "holds half of a surrogate pair, which is no character",
    "model_type": "must be a mapping of keys",
}
_LONGEST_ID = 60


class QuestionFileError(UsageError):
    """A question file has mistakes; the message names each on a line of its own."""

    def __init__(self, name: str, mistakes: Sequence[Mistake]) -> None:
        self.mistakes = tuple(sorted(mistakes, key=lambda one: one.line))
        count = "1 mistake" if len(mistakes) == 1 else f"{len(mistakes)} mistakes"
        shown = (one.shown(name) for one in self.mistakes)
        super().__init__("\n".join([f"{name} has {count}, nothing was asked", *shown]))


def read_question_set(path: str | Path, extra_keys: Sequence[str] = ()) -> QuestionSet:
    """The cases of a JSONL, YAML or CSV file, with `extra_keys` allowed and not used.

    Raises QuestionFileError with every mistake in it, UsageError when it cannot be read at all.
    """
    path = Path(path)
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        raise UsageError(
            f"{path} is no question file by its name: call it .jsonl, .yaml or .csv after its form"
        )
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"the question file {path} cannot be read: {error.strerror}") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        wrong = Mistake(line=line, what="is not UTF-8 text: save the file as UTF-8")
        raise QuestionFileError(str(path), [wrong]) from error
    return _question_set(path, reader(text), extra_keys)


def _question_set(path: Path, stated: Rows, extra_keys: Sequence[str]) -> QuestionSet:
    mistakes = list(stated.mistakes)
    unused = {*ANNOTATIONS, *stated.extra_keys, *extra_keys} - {*CaseStated.model_fields}
    ignored: set[str] = set()
    read: list[tuple[Row, CaseStated]] = []
    for row in stated.rows:
        ignored |= row.values.keys() & unused
        values = {key: value for key, value in row.values.items() if key not in unused}
        try:
            read.append((row, CaseStated.model_validate(values)))
        except ValidationError as error:
            mistakes += [_mistake(row, one) for one in error.errors(include_url=False)]
    lines: dict[str, int] = {}
    for row in stated.rows:
        id = row.values.get("id")
        id = id.strip() if isinstance(id, str) else ""
        if id in lines:
            what = f"{id!r} is also the id of the case on line {lines[id]}: rename one"
            mistakes.append(Mistake(line=row.line_of(("id",)), key="id", what=what))
        elif id:
            lines[id] = row.line
    cases: list[Case] = []
    for row, case in read:
        id = case.id or _free(_slug(case.question), lines)
        lines.setdefault(id, row.line)
        cases.append(case.case(id))
    if not cases and not mistakes:
        mistakes.append(Mistake(line=1, what="holds no case: write one with a question"))
    if mistakes:
        raise QuestionFileError(str(path), mistakes)
    return QuestionSet(name=path.name, cases=tuple(cases), ignored=tuple(sorted(ignored)))


def _slug(question: str) -> str:
    words = re.sub(r"[\W_]+", "-", question.casefold()).strip("-")
    return words[:_LONGEST_ID].rstrip("-")


def _free(slug: str, taken: dict[str, int]) -> str:
    number, id = 1, slug
    while id in taken:
        number += 1
        id = f"{slug}-{number}"
    return id


def _mistake(row: Row, error: ErrorDetails) -> Mistake:
    place = tuple(error["loc"])
    key = ".".join(str(part + 1) if isinstance(part, int) else part for part in place)
    return Mistake(line=row.line_of(place), key=key, what=_what(place, error))


def _what(place: tuple[str | int, ...], error: ErrorDetails) -> str:
    kind, given, context = error["type"], error["input"], error.get("ctx", {})
    if kind == "extra_forbidden":
        return _unknown_key(place)
    if kind == "value_error":
        return str(context["error"]) + _given(place, given)
    if kind == "enum":
        return f"is {kind_of(given)}: it must be {context['expected']}"
    if kind == "string_pattern_mismatch":
        return "holds no text" if given == "" or not str(given).strip() else "holds no word"
    if kind == "string_too_long":
        return f"has {len(given):,} characters, the limit is {context['max_length']:,}"
    if kind == "string_type":
        hint = ": put it in quotation marks" if isinstance(given, int | float) else ""
        return f"must be a text, it is {kind_of(given)}{hint}"
    what = _MESSAGES.get(kind, error["msg"]).format(**context)
    return what if kind == "missing" else f"{what}, it is {kind_of(given)}"


def _given(place: tuple[str | int, ...], given: Any) -> str:
    named = place and isinstance(given, str | int | float)
    return f" (it is {kind_of(given)})" if named else ""


def _unknown_key(place: tuple[str | int, ...]) -> str:
    """What to say of a key that the format does not have, at the end of its place."""
    key, outer = str(place[-1]), str(place[0]) if len(place) > 1 else ""
    belongs = [name for name, model in _MODELS.items() if key in _keys_of(model)]
    if belongs and not outer:
        return f"is no key of a case: it belongs under {belongs[0]!r}"
    keys = _keys_of(_MODELS.get(outer, CaseStated))
    close = get_close_matches(key, keys, n=1)
    meant = f" (perhaps {close[0]!r})" if close else ""
    if outer:
        return f"is no key of {outer!r}{meant}: it has {', '.join(keys)}"
    further = "a further key is allowed when 'extra_keys' or --extra-key names it"
    return f"is no key of a case{meant}: it has {', '.join(keys)}; {further}"


def _keys_of(model: type[BaseModel]) -> list[str]:
    return [field.alias or name for name, field in model.model_fields.items()]
