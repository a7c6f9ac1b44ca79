"""Statements of articles longer than any."""

import pytest

from corpus.article import Article
from index import statements as module
from index.attribution import AttributionTagger
from index.statements import statements

FILLER = "The road was wet and the harbour was quiet. " * 8 + "\n\n"


def test_a_book_is_read_in_sections_with_the_places_of_the_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tagger = AttributionTagger.load()
    monkeypatch.setattr(module, "SECTION_CHARACTERS", 2_000)
    said = "Maria Lund said that the bridge would close in May.\n\n"
    text = FILLER * 3 + said + FILLER * 9 + said.replace("May", "June") + FILLER * 9
    found = statements(Article(id="a", text=text), tagger)
    assert [(one.speaker, text[slice(*one.content[0])]) for one in found] == [
        ("Maria Lund", "that the bridge would close in May"),
        ("Maria Lund", "that the bridge would close in June"),
    ]
    assert [text[slice(*one.source[0])] for one in found] == ["Maria Lund", "Maria Lund"]
    assert [text[slice(*one.cue[0])] for one in found] == ["said", "said"]
