"""Expectations held against answers."""

from typing import Any

import pytest

from assistant.answer import Outcome, Reason
from assistant.questions.case import Expectations
from assistant.questions.checks import Check, check, is_name_of

ANSWER: dict[str, Any] = {
    "outcome": "answered",
    "reason": None,
    "text": "“The  dam’s wall”\n\nholds. [1]",
    "citations": [
        {
            "number": 1,
            "article_id": "a",
            "title": "Dam",
            "speaker": "Lena Okafor",
            "also_in": ["c"],
        },
        {"number": 2, "article_id": "a", "title": "Dam", "speaker": None, "also_in": []},
        {"number": 3, "article_id": "b", "title": "", "speaker": "Piet Maas", "also_in": []},
    ],
}


def test_everything_that_holds() -> None:
    expect = Expectations(
        outcome=Outcome.ANSWERED,
        contains=("the dam's WALL", '"the dam'),
        not_contains=("bridge",),
        speakers=("Okafor", "piet maas"),
        not_speakers=("Napoleon",),
        cites=("dam", "b", "c"),
        not_cites=("c", "Harbour"),
        min_sources=2,
    )

    assert all(one.passed and not one.why for one in check(expect, ANSWER))
    assert len(check(expect, ANSWER)) == 13


@pytest.mark.parametrize(
    ("expect", "name", "why"),
    [
        (Expectations(outcome=Outcome.ABSTAINED), "outcome", "it is answered"),
        (Expectations(reason=Reason.NO_EVIDENCE), "reason", "it is none"),
        (Expectations(contains=("x",)), "contains", "the answer is: “The dam’s wall” holds. [1]"),
        (Expectations(not_contains=("DAM",)), "not_contains", "the answer contains it"),
        (Expectations(speakers=("Ada",)), "speakers", "cited are Lena Okafor; Piet Maas"),
        (Expectations(not_speakers=("Maas",)), "not_speakers", "citation 3"),
        (Expectations(cites=("x",)), "cites", "cited are Dam; b"),
        (Expectations(not_cites=("Dam",)), "not_cites", "citation 1, 2"),
        (Expectations(min_sources=3), "min_sources", "2 cited"),
    ],
)
def test_what_does_not_hold_says_why(expect: Expectations, name: str, why: str) -> None:
    (found,) = check(expect, ANSWER)

    assert found == Check(name=name, expected=found.expected, passed=False, why=why)


def test_a_name_is_matched_by_whole_words() -> None:
    assert is_name_of("lavrov", "Sergey Lavrov")
    assert not is_name_of("Lavr", "Sergey Lavrov")
    assert not is_name_of("Maria Lavrov", "Sergey Lavrov")
    assert not is_name_of("Lavrov", None)
