"""Names, as what they stand for."""

import pytest

from assistant.verify.names import missing


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("The Portuguese runner fell.", "The runner fell in Lisbon."),
        ("The case was heard in Bangladesh.", "A judge in Dhaka heard the case."),
        ("A Baltic firm closed.", "A firm from Latvia closed."),
        ("A West African airline grew.", "The airline of Ghana grew."),
        ("Two Manitobans won.", "Two drivers from Manitoba won."),
        ("The North Korean team won.", "The team from Pyongyang won."),
        ("The pictures were made by AI.", "The pictures were made by artificial intelligence."),
        ("Forty-four Finns came.", "There came 44 from Helsinki."),
    ],
)
def test_a_name_is_borne_out_by_what_stands_for_it(claim: str, text: str) -> None:
    assert missing(claim, text, []) is None


@pytest.mark.parametrize(
    ("claim", "text", "name"),
    [
        ("It happened in Lisbon.", "It happened in Portugal.", "Lisbon"),
        ("A Latvian firm closed.", "A Baltic firm closed.", "Latvian"),
        ("The Nordic country agreed.", "Latvia agreed.", "Nordic"),
        ("It was signed by the African Union.", "Kenya signed it.", "African"),
        ("The North Korean team won.", "The South Korean team won.", "north-korean"),
        ("The plant is near Rotterdam.", "The plant is in the Netherlands.", "Rotterdam"),
        ("The Peruvian runner fell.", "The runner from Chile fell.", "Peruvian"),
    ],
)
def test_another_name_is_missed(claim: str, text: str, name: str) -> None:
    assert missing(claim, text, []) == name


def test_a_body_is_held_by_its_initials_and_a_letter_before_a_hyphen_is_no_name() -> None:
    source = "The Agency for Ports and Co-operation in Trade met; Mayor Ode changed her mind."
    assert missing("APCT met after a U-turn of Ode's.", source, ()) is None
    assert missing("They met at APTC.", source, ()) == "APTC"
