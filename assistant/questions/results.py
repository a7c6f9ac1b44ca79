"""A file of results: a header line, then one result a line, in the order of the questions."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from assistant.answer import SCHEMA
from corpus.errors import UsageError

HEADER_BEGINS = f'{{"schema": {SCHEMA}, "run": '.encode("ascii")
"""How a file of results begins, also one that was stopped within its first line."""


class State(StrEnum):
    """What became of a case."""

    PASSED = "passed"
    FAILED = "failed"
    KNOWN_MISS = "known miss"
    ERROR = "error"
    UNCHECKED = "unchecked"

    def of(self, cases: int) -> str:
        """Its name for so many cases: "known misses"."""
        several = {State.KNOWN_MISS: "known misses", State.ERROR: "errors"}
        return self.value if cases == 1 else several.get(self, self.value)


@dataclass(frozen=True, kw_only=True)
class Result:
    """One line of results."""

    data: Mapping[str, Any]
    """The answer as JSON (schema 1) with `id` first; then, where there is something to say,
    `case` (what the file gave beside id and question), `checks`, and `error`."""

    @property
    def id(self) -> str:
        return str(self.data["id"])

    @property
    def asked(self) -> str:
        """The question as the file has it; `question` is how it was understood."""
        return str(self.case.get("asked", self.data["question"]))

    @property
    def question(self) -> str:
        return str(self.data["question"])

    @property
    def outcome(self) -> str:
        """answered, abstained, or error."""
        return str(self.data["outcome"])

    @property
    def reason(self) -> str | None:
        reason: str | None = self.data["reason"]
        return reason

    @property
    def text(self) -> str:
        return str(self.data["text"])

    @property
    def sentences(self) -> list[Mapping[str, Any]]:
        return list(self.data["sentences"])

    @property
    def citations(self) -> list[Mapping[str, Any]]:
        return list(self.data["citations"])

    @property
    def evidence(self) -> list[Mapping[str, Any]]:
        return list(self.data["evidence"])

    @property
    def took_ms(self) -> int:
        return int(self.data["took_ms"])

    @property
    def case(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = self.data.get("case", {})
        return found

    @property
    def tags(self) -> tuple[str, ...]:
        return tuple(self.case.get("tags", ()))

    @property
    def checks(self) -> list[Mapping[str, Any]]:
        return list(self.data.get("checks", ()))

    @property
    def failed_checks(self) -> list[Mapping[str, Any]]:
        return [check for check in self.checks if not check["passed"]]

    @property
    def error(self) -> str | None:
        return self.data.get("error")

    @property
    def state(self) -> State:
        if self.error is not None:
            return State.ERROR
        if self.failed_checks:
            return State.KNOWN_MISS if self.case.get("known_miss") else State.FAILED
        return State.PASSED if self.checks else State.UNCHECKED

    @property
    def spoils(self) -> bool:
        """Whether the run as a whole fails because of it."""
        return self.state in (State.FAILED, State.ERROR)

    def to_line(self) -> bytes:
        """The result as a line of the file."""
        return line_of(self.data)


@dataclass(frozen=True, kw_only=True)
class Run:
    """All that a file of results holds."""

    path: Path
    header: Mapping[str, Any]
    """What `run` is in the header line: fingerprints, models, settings, versions, date."""
    results: tuple[Result, ...]

    @property
    def failed(self) -> int:
        """Cases that failed their checks or could not be answered; known misses do not count."""
        return sum(result.spoils for result in self.results)

    def count(self, state: State) -> int:
        return sum(result.state is state for result in self.results)


def line_of(values: Mapping[str, Any]) -> bytes:
    """A JSON object as one line of UTF-8; what is no character of Unicode is written as `?`."""
    return json.dumps(values, ensure_ascii=False).encode("utf-8", "replace") + b"\n"


def read_run(path: str | Path) -> Run:
    """The results of a run, of a finished or a stopped one; a half-written last line is left out.

    Raises UsageError for a file that is no file of results.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError(f"the results {path} cannot be read: {error.strerror}") from error
    run, _ = parse_run(path, data)
    if run is None:
        raise UsageError(f"{path} holds no whole header line: make it with 'onrecord run'")
    return run


def parse_run(path: Path, data: bytes) -> tuple[Run | None, int]:
    """The run in a file's bytes, None without a whole header; and how many bytes are whole lines.

    Raises UsageError when a whole line is no result.
    """
    whole = data.rfind(b"\n") + 1
    lines = data[:whole].split(b"\n")[:-1]
    if not lines:
        return None, 0
    values = [_parsed(path, number, line) for number, line in enumerate(lines, 1)]
    header = values[0].get("run")
    if values[0].get("schema") != SCHEMA or not isinstance(header, dict):
        raise UsageError(
            f"{path} does not begin with the header of results of schema {SCHEMA}: is it a file "
            "that 'onrecord run --out' wrote?"
        )
    for number, one in enumerate(values[1:], 2):
        if missing := _KEYS - one.keys():
            raise UsageError(f"{path}, line {number} is no result: it lacks {min(missing)!r}")
    return Run(path=path, header=header, results=tuple(Result(data=v) for v in values[1:])), whole


_KEYS = frozenset(
    "id question outcome reason text sentences citations evidence answerer took_ms".split()
)


def _parsed(path: Path, number: int, line: bytes) -> dict[str, Any]:
    try:
        values = json.loads(line)
    except ValueError as error:
        raise UsageError(
            f"{path}, line {number} is damaged ({error}): run the question set anew"
        ) from error
    if not isinstance(values, dict):
        raise UsageError(f"{path}, line {number} is no result: it is no JSON object")
    return values
