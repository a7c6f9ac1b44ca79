"""Quotations of the sample archive: whole they stand in every style, altered they never do."""

import random

import pytest

from assistant.sample import SAMPLE_FOLDER
from assistant.verify.verifier import Verifier
from corpus.article import Article
from corpus.readers import read_articles
from index.attribution import AttributionTagger
from index.encoder import Encoder
from index.people import Named, People
from index.statements import statements
from tests.verify.quotation_attacks import STYLES, Quotable, attacks, quotables, untouched

AMISS = {
    "it had any plan to attack",
    "his country intended to attack its neighbour",
}
"""Refused: their speaker denies both."""


@pytest.fixture(scope="module")
def quoted() -> list[Quotable]:
    tagger = AttributionTagger.load()
    found = {}
    for reading in read_articles([str(SAMPLE_FOLDER)]):
        assert isinstance(reading.item, Article)
        found[reading.item] = statements(reading.item, tagger)
    people = People.of(
        [
            Named(name=one.speaker, role=one.role)
            for said in found.values()
            for one in said
            if one.speaker and one.is_person and " " in one.speaker
        ]
    )
    return [one for article, said in found.items() for one in quotables(article, said, people)]


@pytest.fixture(scope="module")
def verifier(encoder: Encoder) -> Verifier:
    return Verifier(lambda: encoder)


def test_faithful_quotations_stand_whatever_marks_they_have(
    verifier: Verifier, quoted: list[Quotable]
) -> None:
    refused = {
        one.words
        for number, one in enumerate(quoted)
        for marks in STYLES
        if verifier.refusal(untouched(one, marks, number), (1,), {1: one.source})
    }
    assert refused == AMISS
    assert len(quoted) > 200


def test_no_altered_quotation_stands(verifier: Verifier, quoted: list[Quotable]) -> None:
    made = list(attacks(random.Random(300), quoted))
    assert len(made) > 3000
    stood = [one for one in made if verifier.refusal(one.text, (1,), {1: one.source}) is None]
    assert stood == []
