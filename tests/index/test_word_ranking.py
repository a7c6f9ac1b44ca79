"""What is ranked where words are too common: rare words in full, of the others what came last."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index import word_ranking
from index.ledger import Ledger
from index.passages import Passage
from tests.articles import article

TEXTS = [
    "The council met in the harbour hall to speak of the budget.",
    "The council met again.",
    "The budget of the council was met with silence on Tuesday.",
    "The council has a tunnel.",
    "A tunnel for the budget is all that the council wants to see dug.",
    "The council met.",
]


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    for number, text in enumerate(TEXTS):
        one = article(str(number), text, title="")
        ledger.put([(one, [Passage(article_id=one.id, start=0, end=len(text))])], [])
    ledger.acknowledge([str(number) for number in range(len(TEXTS))], [])
    yield ledger
    ledger.close()


def found(ledger: Ledger, *words: str) -> dict[str, float]:
    return {
        id.partition("#")[0]: round(score, 9)
        for id, score in ledger.full_text.passages(words, limit=10)
    }


def test_rare_words_are_ranked_by_all_words_and_the_rest_by_what_came_last(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = found(ledger, "council", "tunnel")
    assert list(full) == ["3", "4", "5", "1", "2", "0"]
    monkeypatch.setattr(word_ranking, "MOST_RANKED", 4)
    some = found(ledger, "council", "tunnel")
    assert list(some) == ["3", "4", "5", "2"]
    assert some == {id: full[id] for id in some}


def test_of_common_words_alone_what_came_last_is_ranked(
    ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = found(ledger, "council")
    monkeypatch.setattr(word_ranking, "MOST_RANKED", 4)
    some = found(ledger, "council")
    assert list(some) == ["5", "4"]
    assert some == {id: full[id] for id in some}
