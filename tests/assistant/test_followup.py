"""Follow-ups: what a question leaves unsaid comes from the one before it."""

import pytest

from assistant.followup import standalone
from assistant.question import read_question

NATO = "What did Lavrov say about NATO?"
TRIP = "When did Macron travel to Moscow?"
SPEAKERS = {"Lavrov", "Blinken", "Truss", "Macron", "Scholz"}


@pytest.mark.parametrize(
    ("before", "text", "expected"),
    [
        (NATO, "And about Ukraine?", "What did Lavrov say about Ukraine?"),
        (NATO, "Ukraine?", "What did Lavrov say about Ukraine?"),
        (NATO, "What about sanctions then?", "What did Lavrov say about sanctions?"),
        (NATO, "What about Blinken?", "What did Blinken say about NATO?"),
        (NATO, "And Blinken?", "What did Blinken say about NATO?"),
        (NATO, "And Blinken on Ukraine?", "What did Blinken say about Ukraine?"),
        ("What did Lavrov say?", "And Blinken?", "What did Blinken say?"),
        (
            "What did Lavrov and Truss say about NATO?",
            "And about Ukraine?",
            "What did Lavrov and Truss say about Ukraine?",
        ),
        (NATO, "When was that?", "When did Lavrov say this about NATO?"),
        (NATO, "Why?", "Why did Lavrov say this about NATO?"),
        ("What did Lavrov say?", "Where?", "Where did Lavrov say that?"),
        (TRIP, "And where was that?", f"Where was that: {TRIP}"),
        (NATO, "What did he say about Ukraine?", "What did Lavrov say about Ukraine?"),
        (NATO, "What are his views on Ukraine?", "What are Lavrov's views on Ukraine?"),
        (NATO, "What did he say to that?", "What did Lavrov say about NATO?"),
        (NATO, "What did Blinken say to that?", "What did Blinken say about NATO?"),
        (NATO, "What did Truss think of it?", "What did Truss think of NATO?"),
        (NATO, "And in January 2022?", "What did Lavrov say about NATO in January 2022?"),
        (
            "What did Lavrov say about NATO in December 2021?",
            "What about January 2022?",
            "What did Lavrov say about NATO in January 2022?",
        ),
        (NATO, "And 2021-12-02?", "What did Lavrov say about NATO on 2021-12-02?"),
        (TRIP, "And Scholz?", "When did Scholz travel to Moscow?"),
        (TRIP, "And Kyiv?", "When did Macron travel to Kyiv?"),
        ("When are the next talks?", "And the last?", "When are the next talks, the last?"),
    ],
)
def test_what_is_left_unsaid_is_put_in(before: str, text: str, expected: str) -> None:
    assert standalone(text, read_question(before), SPEAKERS.__contains__) == expected


@pytest.mark.parametrize(
    "text",
    [
        "What did Truss say about sanctions?",
        "Did Blinken say that he would go to Kyiv?",
        "When did Macron end his visit to Moscow?",
        "How many people came to the harbour on Monday morning?",
    ],
)
def test_a_question_that_lacks_nothing_stays(text: str) -> None:
    assert standalone(text, read_question(NATO), SPEAKERS.__contains__) == text


def test_without_a_question_before() -> None:
    assert standalone(" And  Blinken? ", None, SPEAKERS.__contains__) == "And Blinken?"
    assert standalone(" ", read_question(NATO), SPEAKERS.__contains__) == ""


def test_a_topic_with_a_backslash_is_put_in_as_it_is() -> None:
    before = read_question(r"What did Lavrov say about C:\1 files?")
    assert standalone("What did Blinken say to that?", before, SPEAKERS.__contains__) == (
        r"What did Blinken say about C:\1 files?"
    )
