"""Numbers, as what they are."""

import pytest

from assistant.verify.numbers import missing


@pytest.mark.parametrize(
    ("claim", "held"),
    [
        ("fell by 20 per cent", "fell by a fifth."),
        ("nearly 300 people", "296 people"),
        ("some sixty minutes", "about an hour on Monday"),
        ("within 24 hours", "within 24 to 48 hours"),
        ("by half a percentage point", "by half a point"),
        ("one in five of them", "20 per cent"),
    ],
)
def test_a_number_in_another_form_is_the_same(claim: str, held: str) -> None:
    assert missing(claim, held) is None


@pytest.mark.parametrize(
    ("claim", "held", "number"),
    [
        ("about 300 people", "396 people", "300"),
        ("about three hours", "for about two hours", "three"),
        ("by a quarter point", "by half a point", "quarter point"),
        ("a third of them", "a fifth of them", "a third"),
        ("300 people", "296 people", "300"),
    ],
)
def test_another_number_is_missed(claim: str, held: str, number: str) -> None:
    found = missing(claim, held)

    assert found is not None
    assert found.text == number
