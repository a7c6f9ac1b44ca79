"""What somebody is said to have said, with the shipped model on sentences of our own."""

import pytest

from corpus.article import Article
from index.attribution import AttributionTagger
from index.statements import statements


@pytest.fixture(scope="module")
def tagger() -> AttributionTagger:
    return AttributionTagger.load()


def told(text: str, tagger: AttributionTagger) -> list[tuple[str | None, str | None, str]]:
    """Speaker, who tells of it, and the content of each statement."""
    found = statements(Article(id="a", title="", text=text), tagger)
    return [
        (one.speaker, one.reported_by, " … ".join(text[a:b] for a, b in one.content))
        for one in found
    ]


def test_what_one_says_that_another_said_is_a_statement_of_both(tagger: AttributionTagger) -> None:
    text = "Maria Lund said that Peter Horn had told her that the bridge would close in May."
    assert told(text, tagger) == [
        ("Maria Lund", None, "that Peter Horn had told her that the bridge would close in May"),
        ("Peter Horn", "Maria Lund", "that the bridge would close in May"),
    ]


def test_second_hand_inside_a_quotation(tagger: AttributionTagger) -> None:
    text = "“Peter Horn told me that the bridge would close,” Maria Lund said."
    assert told(text, tagger) == [
        ("Maria Lund", None, "“Peter Horn told me that the bridge would close,”"),
        ("Peter Horn", "Maria Lund", "that the bridge would close"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Maria Lund denied that Peter Horn had told her that the bridge would close in May.",
        "Maria Lund said that Peter Horn had never said that the bridge would close in May.",
        "Maria Lund asked whether Peter Horn had said that the bridge would close in May.",
        "Maria Lund said that the bridge would close in May because it was old.",
    ],
)
def test_what_nobody_says_that_another_said(text: str, tagger: AttributionTagger) -> None:
    assert [by for _, by, _ in told(text, tagger) if by] == []
