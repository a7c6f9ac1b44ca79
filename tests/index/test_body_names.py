"""What abbreviations of bodies stand for, in an article and across articles."""

import pytest

from index.body_names import defined_in, written_out
from index.people import People
from index.same_person import Named


@pytest.mark.parametrize(
    ("text", "short", "name"),
    [
        ("The Harbour Safety Board (HSB) met.", "HSB", "Harbour Safety Board"),
        ("the Board for Tides and Currents (BTC) met", "BTC", "Board for Tides and Currents"),
        ("the Coastal Weather Service says. The CWS said", "CWS", "Coastal Weather Service"),
        (
            "Ask the Centre for Dune Care and Planting first; the CDC knows.",
            "CDC",
            "Centre for Dune Care and Planting",
        ),
    ],
)
def test_name_behind_an_abbreviation(text: str, short: str, name: str) -> None:
    assert defined_in(text)[short] == name


@pytest.mark.parametrize(
    "text",
    [
        "The CWS said so, and nobody knew what it was.",
        "The Canadian Coastal Weather Service, or CWS, said so.",
        "Coastal Weather Service and Canal Water Supply are both CWS.",
        "The Harbour Safety Board (a body of nine) met.",
        "CWS Weekly (CWS)",
    ],
)
def test_no_name_where_none_or_two_may_be_meant(text: str) -> None:
    assert defined_in(text).keys() == {"UN", "EU"}


def test_both_ways_of_naming_a_body_are_written_out() -> None:
    defined = {"HSB": "Harbour Safety Board"}
    written = [
        written_out(name, defined)
        for name in ("the HSB", "the Harbour Safety Board", "HSB", "HSB officials", "Ada Quill")
    ]
    assert written == [
        "the Harbour Safety Board (HSB)",
        "the Harbour Safety Board (HSB)",
        "Harbour Safety Board (HSB)",
        "HSB officials",
        "Ada Quill",
    ]


def body(name: str, articles: int = 1) -> Named:
    return Named(name=name, is_person=False, articles=articles)


def test_a_body_is_found_under_all_its_names() -> None:
    people = People.of(
        [
            body("the HSB", 5),
            body("HSB"),
            body("the Harbour Safety Board (HSB)"),
            body("the Harbour Safety Board", 2),
            body("the U.S. Harbour Safety Board"),
            body("the Harbour Safety (HSB)"),
            body("HSB officials"),
        ]
    )
    asked = ("HSB", "the HSB", "hsb", "Harbour Safety Board", "the US Harbour Safety Board")
    found = [match.speaker for match in map(people.find, asked)]
    assert [(one.name, one.articles) if one else None for one in found] == [("the HSB", 11)] * 5


def test_an_abbreviation_of_two_bodies_is_neither_s() -> None:
    people = People.of(
        [body("the HSB"), body("the Harbour Safety Board (HSB)"), body("the Hill School Bus (HSB)")]
    )
    assert len(people.speakers) == 3


def test_a_body_s_abbreviation_takes_nobody_of_that_name() -> None:
    people = People.of([Named(name="Hsb"), body("the Harbour Safety Board (HSB)")])
    assert {one.name for one in people.speakers} == {"Hsb", "the Harbour Safety Board (HSB)"}


def test_a_body_that_everybody_knows_needs_no_explaining() -> None:
    names = ["the FBI", "the F.B.I.", "the Federal Bureau of Investigation", "FBI agents"]
    people = People.of([body(name) for name in names])
    assert {one.aliases for one in people.speakers} == {
        ("the F.B.I.", "the FBI", "the Federal Bureau of Investigation"),
        ("FBI agents",),
    }


def test_what_an_archive_explains_goes_before_what_everybody_knows() -> None:
    names = ["the CIA", "the Canal Inspection Authority (CIA)", "the Central Intelligence Agency"]
    people = People.of([body(name) for name in names])
    assert ("the CIA", "the Canal Inspection Authority (CIA)") in {
        one.aliases for one in people.speakers
    }
