"""Two runs held against each other: what was fixed, what broke, what reads differently, and why."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from assistant.questions.exports import failures
from assistant.questions.header import differences
from assistant.questions.results import Result, Run, State
from assistant.web.markup import clipped

_PASSES = (State.PASSED, State.UNCHECKED)
_SHOWN = 300


class Change(StrEnum):
    """How a case differs; the first that applies names it."""

    BROKEN = "broken"
    FIXED = "fixed"
    OUTCOME = "outcome"
    SOURCES = "sources"
    WORDS = "words"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, kw_only=True)
class CaseChange:
    """A case that is not the same in both runs; the side where it is missing is None."""

    id: str
    changes: tuple[Change, ...]
    old: Result | None
    new: Result | None

    @property
    def result(self) -> Result:
        """The newer of the two."""
        found = self.new or self.old
        assert found is not None
        return found


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """What changed from one run to another."""

    old: Run
    new: Run
    cases: tuple[CaseChange, ...]
    """In the order of the new run, then those that it lacks."""
    grounds: tuple[str, ...]
    """What the answers depend on and differs, in words; a program that changed, for example."""

    @property
    def broken(self) -> int:
        return self.count(Change.BROKEN)

    @property
    def same(self) -> int:
        """Cases that are in both runs and the same in both, times apart."""
        return len(self.new.results) - sum(case.new is not None for case in self.cases)

    def count(self, change: Change) -> int:
        return sum(change in case.changes for case in self.cases)


def compare_runs(old: Run, new: Run) -> Comparison:
    """Cases are paired by their ids. Times never count as a change."""
    before = {result.id: result for result in old.results}
    after = {result.id for result in new.results}
    cases = [_change(result.id, before.get(result.id), result) for result in new.results]
    cases += [_change(result.id, result, None) for result in old.results if result.id not in after]
    return Comparison(
        old=old,
        new=new,
        cases=tuple(case for case in cases if case.changes),
        grounds=_grounds(old, new),
    )


def render_comparison(found: Comparison) -> str:
    """The comparison as a terminal shows it: counts, reasons, then a line a case."""
    counts = [
        f"{found.count(change):,} {_NAMES[change]}" for change in Change if found.count(change)
    ]
    lines = [", ".join([*counts, f"{found.same:,} the same"])]
    lines += [f"What differs: {ground}" for ground in found.grounds]
    if found.cases and not found.grounds:
        lines.append("Archive, models, settings, program and questions are the same in both.")
    for change in Change:
        named = [case for case in found.cases if case.changes[0] is change]
        lines += [f"\n{_NAMES[change].capitalize()}"] if named else []
        lines += [f"- {clipped(case.id, _SHOWN)}: {_line(case)}" for case in named]
    return "\n".join(lines)


def describe(case: CaseChange) -> str:
    """In a line, what is different about a case."""
    old, new = case.old, case.new
    if old is None or new is None:
        return clipped(case.result.asked, _SHOWN)
    said: list[str] = []
    if old.state is not new.state:
        said.append(f"{old.state.value} → {new.state.value}")
    if old.asked != new.asked or old.case != new.case:
        said.append("asked otherwise")
    if Change.OUTCOME in case.changes:
        said.append(f"{_outcome(old)} → {_outcome(new)}")
    if Change.SOURCES in case.changes:
        lost, gained = sources(old) - sources(new), sources(new) - sources(old)
        said.append(f"sources: {len(gained)} new, {len(lost)} gone")
    if Change.WORDS in case.changes:
        said.append("other words")
    return "; ".join(said)


def sources(result: Result) -> set[tuple[str, int, int]]:
    """The passages that a result cites: article, start and end."""
    return {(one["article_id"], one["start"], one["end"]) for one in result.citations}


def _line(case: CaseChange) -> str:
    why = failures(case.new) if case.new and Change.BROKEN in case.changes else []
    return clipped("; ".join([describe(case), *why]), _SHOWN)


def _change(id: str, old: Result | None, new: Result | None) -> CaseChange:
    return CaseChange(id=id, changes=tuple(_changes(old, new)), old=old, new=new)


def _changes(old: Result | None, new: Result | None) -> list[Change]:
    if old is None or new is None:
        return [Change.ADDED if old is None else Change.REMOVED]
    passed, passes = old.state in _PASSES, new.state in _PASSES
    differ = {
        Change.BROKEN: passed and not passes,
        Change.FIXED: passes and not passed,
        Change.OUTCOME: _outcome(old) != _outcome(new),
        Change.SOURCES: sources(old) != sources(new),
        Change.WORDS: old.text != new.text,
    }
    return [change for change, differs in differ.items() if differs]


def _outcome(result: Result) -> str:
    return f"{result.outcome} ({result.reason})" if result.reason else result.outcome


def _grounds(old: Run, new: Run) -> tuple[str, ...]:
    grounds: list[str] = []
    for name in differences(old.header, new.header):
        details = _DETAILS.get(name, (name,))
        changed = [text for key in details for text in _changed(old, new, key)]
        grounds.append(f"{name} ({', '.join(changed)})" if changed else name)
    versions = _changed(old, new, "versions")
    if versions:
        grounds.append(f"versions ({', '.join(versions)})")
    for run, which in ((old, "old"), (new, "new")):
        planned = run.header.get("questions", {}).get("cases", 0)
        if planned > len(run.results):
            grounds.append(f"the {which} run stopped after {len(run.results)} of {planned} cases")
    return tuple(grounds)


def _changed(old: Run, new: Run, key: str) -> list[str]:
    before: dict[str, Any] = old.header.get(key, {})
    after: dict[str, Any] = new.header.get(key, {})
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return [
        f"{name.replace('_', ' ')} {_value(before.get(name))} → {_value(after.get(name))}"
        for name in names
    ]


def _value(value: object) -> str:
    text = "none" if value is None else f"{value}"
    return f"{text[:12]}…" if len(text) == 64 and text.isalnum() else text


_NAMES = {
    Change.BROKEN: "broken",
    Change.FIXED: "fixed",
    Change.OUTCOME: "with another outcome",
    Change.SOURCES: "with other sources",
    Change.WORDS: "in other words",
    Change.ADDED: "only in the new run",
    Change.REMOVED: "only in the old run",
}
"""What a change is called."""

_DETAILS = {
    "archive": ("archive",),
    "models": ("models",),
    "settings": ("settings",),
    "questions": ("questions",),
    "program": (),
}
