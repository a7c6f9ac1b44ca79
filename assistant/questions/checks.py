"""Whether an answer is as its case expects, expectation by expectation, and if not, why."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.questions.case import Expectations

_QUOTES = str.maketrans("‘’‚‛′`“”„‟″«»", "''''''" + '"' * 7)


@dataclass(frozen=True, kw_only=True)
class Check:
    """One expectation, and what became of it."""

    name: str
    """The key of the question file, such as `contains`."""
    expected: str
    passed: bool
    why: str = ""
    """What was found instead; empty for one that passed."""

    def to_json(self) -> dict[str, Any]:
        found = {"why": self.why} if self.why else {}
        return {"name": self.name, "expected": self.expected, "passed": self.passed, **found}


def check(expect: Expectations, answer: Mapping[str, Any]) -> tuple[Check, ...]:
    """Every expectation held against an answer in its JSON form (schema 1)."""
    return tuple(_checks(expect, answer))


def _checks(expect: Expectations, answer: Mapping[str, Any]) -> Iterator[Check]:
    citations: Sequence[Mapping[str, Any]] = answer["citations"]
    if expect.outcome:
        yield _equal("outcome", expect.outcome.value, answer["outcome"])
    if expect.reason:
        yield _equal("reason", expect.reason.value, answer["reason"])
    text = plain(answer["text"])
    for wanted in expect.contains:
        why = "" if plain(wanted) in text else f"the answer is: {_brief(answer['text'])}"
        yield _check("contains", wanted, why)
    for unwanted in expect.not_contains:
        why = "the answer contains it" if plain(unwanted) in text else ""
        yield _check("not_contains", unwanted, why)
    names = [str(one["speaker"]) for one in citations if one["speaker"]]
    for wanted in expect.speakers:
        heard = any(is_name_of(wanted, name) for name in names)
        yield _check("speakers", wanted, "" if heard else f"cited are {_listed(names)}")
    for unwanted in expect.not_speakers:
        found = [str(n) for n, one in _numbered(citations) if is_name_of(unwanted, one["speaker"])]
        yield _check("not_speakers", unwanted, f"citation {', '.join(found)}" if found else "")
    titles = [_title(one) for one in citations]
    for wanted in expect.cites:
        cited = any(_is_source(wanted, one) or wanted in one["also_in"] for one in citations)
        yield _check("cites", wanted, "" if cited else f"cited are {_listed(titles)}")
    for unwanted in expect.not_cites:
        found = [str(n) for n, one in _numbered(citations) if _is_source(unwanted, one)]
        yield _check("not_cites", unwanted, f"citation {', '.join(found)}" if found else "")
    if expect.min_sources:
        sources = len({one["article_id"] for one in citations})
        why = "" if sources >= expect.min_sources else f"{sources} cited"
        yield _check("min_sources", str(expect.min_sources), why)


def plain(text: str) -> str:
    """A text as expectations compare it: case, white space and forms of quotes do not count."""
    return re.sub(r"\s+", " ", text).translate(_QUOTES).casefold().strip()


def is_name_of(wanted: str, speaker: str | None) -> bool:
    """Whether a name is a speaker's, in full or by some of its words: "Lavrov"."""
    words = plain(wanted).split()
    return bool(speaker) and set(words) <= set(plain(str(speaker)).split())


def _is_source(wanted: str, citation: Mapping[str, Any]) -> bool:
    return wanted == citation["article_id"] or plain(wanted) == plain(citation["title"] or "")


def _check(name: str, expected: str, why: str) -> Check:
    return Check(name=name, expected=expected, passed=not why, why=why)


def _equal(name: str, expected: str, found: str | None) -> Check:
    return _check(name, expected, "" if found == expected else f"it is {found or 'none'}")


def _numbered(citations: Sequence[Mapping[str, Any]]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    return ((int(one["number"]), one) for one in citations)


def _title(citation: Mapping[str, Any]) -> str:
    return f"{citation['title'] or citation['article_id']}"


def _listed(names: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(names)) or "none"


def _brief(text: str) -> str:
    shown = " ".join(text.split())
    return shown if len(shown) <= 200 else f"{shown[:200]}…"
