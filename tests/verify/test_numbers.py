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
        ("hundreds of stalls", "340 stalls"),
        ("tens of thousands of people", "some 48,000 people"),
        ("thousands of years", "12,000 years"),
        ("nearly a third of the shares", "31% of the shares"),
        ("more than two dozen towns", "26 towns"),
        ("over three years", "41 months"),
        ("over a thousand guests", "1,400 guests"),
        ("for two weeks", "for a fortnight"),
        ("three centuries old", "300 years old"),
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
        ("thousands of stalls", "340 stalls", "thousands"),
        ("hundreds of stalls", "thousands of stalls", "hundreds"),
        ("hundreds of guests", "300 days", "hundreds"),
        ("more than 900 chairs", "1,090 chairs", "900"),
        ("more than 50 chairs", "more than 40 chairs", "50"),
        ("at least seven members", "nine members", "seven"),
    ],
)
def test_another_number_is_missed(claim: str, held: str, number: str) -> None:
    found = missing(claim, held)

    assert found is not None
    assert found.text == number


def test_what_a_source_lists_by_name_is_counted() -> None:
    source = "Only Norland voted against; India, Kenya and the Republic of Veland abstained."
    assert missing("Three countries abstained.", source) is None
    counted = missing("Four countries abstained.", source)
    assert counted is not None
    assert counted.text == "Four"
