"""Quotations whose speaker stands on the line below."""

import pytest

from index.attribution import Attribution
from index.signed_quotations import with_signatures

QUOTE = "“Whoever fears rain should not buy a boat.”"


def signed(line: str, before: tuple[Attribution, ...] = ()) -> list[str]:
    text = f"QUOTE OF THE DAY\n\n{QUOTE}\n\n{line}\n\nThe harbour opens in May."
    return [
        " | ".join(text[start:end] for start, end in (*one.content, *one.source))
        for one in with_signatures(text, before)
    ]


@pytest.mark.parametrize(
    "line",
    [
        "– Mayor Ida Brandt, at the opening of the harbour",
        "— Mayor Ida Brandt",
        "-- Mayor Ida Brandt on the new harbour.",
    ],
)
def test_the_name_behind_the_dash_is_the_source(line: str) -> None:
    assert signed(line) == [f"{QUOTE} | Mayor Ida Brandt"]


def test_a_heading_is_no_source_of_a_signed_quotation() -> None:
    heading = Attribution(content=((19, 50),), cue=(), source=((0, 5),), probability=0.5)
    assert signed("– Ida Brandt", (heading,)) == ["Whoever fears rain should not b | Ida Brandt"]


@pytest.mark.parametrize("line", ["– Ready for the storm –", "Ida Brandt", "– 12 May"])
def test_other_lines_sign_nothing(line: str) -> None:
    assert signed(line) == []
