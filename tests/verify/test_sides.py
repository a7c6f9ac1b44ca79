"""What is denied, what is still to come and how far a matter has come, claim against source."""

import pytest

from assistant.verify.negation import turned
from assistant.verify.stages import ahead
from assistant.verify.still_to_come import told_as_done

LIBRARY = (
    "The library in Brede will not lend its oldest map to the museum after a curator found that "
    "the paper had torn. The museum paid 900 euros for the frame."
)


@pytest.mark.parametrize(
    "claim", ["The museum paid for the frame.", "The frame cost the museum 900 euros."]
)
def test_what_a_source_denies_of_another_thing_turns_nothing_round(claim: str) -> None:
    assert turned(claim, LIBRARY) is None


def test_a_claim_in_the_words_of_a_denied_clause_is_turned_round() -> None:
    assert turned("The library will lend its oldest map to the museum.", LIBRARY) is not None


WARDEN = (
    "The warden promised that she would resign in May and asked the council to repair the wall."
)


@pytest.mark.parametrize(
    ("claim", "verb"),
    [("The warden has resigned.", "resigned"), ("The council repaired the wall.", "repaired")],
)
def test_what_is_promised_or_asked_for_is_not_done(claim: str, verb: str) -> None:
    assert told_as_done(claim, WARDEN) == f"its source has “{verb}” still to come"


def test_what_is_told_as_still_to_come_or_as_done_too_is_left_alone() -> None:
    assert told_as_done("The warden is to resign.", WARDEN) is None
    assert told_as_done("The warden resigned.", f"{WARDEN} She quit on Sunday.") is None
    assert told_as_done("The wall was repaired.", f"{WARDEN} It has done so.") is None


def test_an_accused_is_not_convicted_and_a_suspicion_is_no_proof() -> None:
    trial = "Two sailors are on trial, accused of smuggling eels."
    assert ahead("The two were convicted of smuggling.", trial) is not None
    assert ahead("The two are accused of smuggling.", trial) is None
    assert ahead("The two were convicted.", f"{trial} The verdict was read on Monday.") is None
    suspected = "Officers suspect that a rival cut the nets."
    assert ahead("It is proven that a rival cut the nets.", suspected) is not None
