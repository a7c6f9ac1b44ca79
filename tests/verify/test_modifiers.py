"""A manner or a kind that the source has not, in the source's own words."""

import pytest

from assistant.verify.modifiers import put_in

SOURCE = "The harbour master told the council on Monday that the crane had to be replaced."


@pytest.mark.parametrize(
    ("claim", "word"),
    [
        (
            "The harbour master angrily told the council that the crane had to be replaced.",
            "angrily",
        ),
        ("The harbour master told the council that the rusty crane had to be replaced.", "rusty"),
    ],
)
def test_a_word_put_into_the_words_of_the_source_is_found(claim: str, word: str) -> None:
    assert put_in(claim, SOURCE) == word


@pytest.mark.parametrize(
    "claim",
    [
        "The harbour master told the council that the crane had to be replaced entirely.",
        "Councillors were bluntly informed of a machine past repair.",
        "The harbour master told the council to replace the harbour crane.",
    ],
)
def test_other_words_throughout_and_words_of_the_source_are_left_alone(claim: str) -> None:
    assert put_in(claim, SOURCE) is None
