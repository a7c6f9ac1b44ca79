"""A case of a question set: what is asked, within which bounds, and what is expected of it."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from assistant.answer import Outcome, Reason
from assistant.assistant import NO_FILTERS, Filters


@dataclass(frozen=True, kw_only=True)
class Expectations:
    """What must hold of an answer; what is None, zero or empty is not looked at.

    Texts are compared without regard to case, to runs of white space and to the form of quotation
    marks. A speaker is matched by the words of the name: "Lavrov" is "Sergey Lavrov". A source is
    named by its article's id or title.
    """

    outcome: Outcome | None = None
    reason: Reason | None = None
    contains: tuple[str, ...] = ()
    not_contains: tuple[str, ...] = ()
    speakers: tuple[str, ...] = ()
    not_speakers: tuple[str, ...] = ()
    cites: tuple[str, ...] = ()
    not_cites: tuple[str, ...] = ()
    min_sources: int = 0
    """Distinct articles cited, at least."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """One question of a set, with the questions asked before it in its conversation."""

    id: str
    question: str
    conversation: tuple[str, ...] = ()
    filters: Filters = NO_FILTERS
    expect: Expectations | None = None
    tags: tuple[str, ...] = ()
    known_miss: str = ""
    """Why the program is known not to meet the expectations; such a failure is no failure."""

    def to_json(self) -> dict[str, Any]:
        """The case as a question file states it, without what is absent."""
        bounds = self.filters
        filters = _present(
            {
                "speaker": bounds.speaker,
                "from": bounds.since.isoformat() if bounds.since else None,
                "to": bounds.until.isoformat() if bounds.until else None,
                "publishers": list(bounds.publishers),
            }
        )
        return _present(
            {
                "id": self.id,
                "question": self.question,
                "conversation": list(self.conversation),
                "filters": filters,
                "expect": _expectations(self.expect),
                "tags": list(self.tags),
                "known_miss": self.known_miss,
            }
        )

    @classmethod
    def from_json(cls, given: dict[str, Any]) -> "Case":
        """The case that `to_json` gave; for what a user wrote, see question_file.py."""
        filters = given.get("filters", {})
        expect = given.get("expect")
        return cls(
            id=given["id"],
            question=given["question"],
            conversation=tuple(given.get("conversation", ())),
            filters=Filters(
                speaker=filters.get("speaker"),
                since=_day(filters.get("from")),
                until=_day(filters.get("to")),
                publishers=tuple(filters.get("publishers", ())),
            ),
            expect=_expected(expect) if expect else None,
            tags=tuple(given.get("tags", ())),
            known_miss=given.get("known_miss", ""),
        )


@dataclass(frozen=True, kw_only=True)
class QuestionSet:
    """The cases of a file, in its order, each id once."""

    name: str
    """The file's name, without its folder."""
    cases: tuple[Case, ...]
    ignored: tuple[str, ...] = field(default=())
    """Annotation keys that the file has and that a run does not use, sorted."""

    @property
    def fingerprint(self) -> str:
        """SHA-256 over all that the cases say; the layout of the file does not count."""
        said = json.dumps([case.to_json() for case in self.cases], ensure_ascii=True)
        return hashlib.sha256(said.encode("ascii")).hexdigest()


def _expectations(expect: Expectations | None) -> dict[str, Any]:
    if expect is None:
        return {}
    return _present(
        {
            "outcome": expect.outcome.value if expect.outcome else None,
            "reason": expect.reason.value if expect.reason else None,
            "contains": list(expect.contains),
            "not_contains": list(expect.not_contains),
            "speakers": list(expect.speakers),
            "not_speakers": list(expect.not_speakers),
            "cites": list(expect.cites),
            "not_cites": list(expect.not_cites),
            "min_sources": expect.min_sources,
        }
    )


def _expected(given: dict[str, Any]) -> Expectations:
    lists = ("contains", "not_contains", "speakers", "not_speakers", "cites", "not_cites")
    return Expectations(
        outcome=Outcome(given["outcome"]) if "outcome" in given else None,
        reason=Reason(given["reason"]) if "reason" in given else None,
        min_sources=given.get("min_sources", 0),
        **{name: tuple(given.get(name, ())) for name in lists},
    )


def _present(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value}


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
