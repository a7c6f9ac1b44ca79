"""The search by words: odd words, bounds inside the search, and no trace of what was removed."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from index.ledger import Ledger, LedgerError
from index.passages import Passage
from tests.articles import article

TEXT = "The harbour opened. O'Brien’s café_bar sold 3.5 tonnes."
DAYS = {"old": date(2021, 1, 1), "new": date(2022, 1, 1), "undated": None}


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    for id, day in DAYS.items():
        one = article(id, TEXT, title=f"{id} talks", published=day, publisher=f'{id}\'s "Post"')
        halves = [Passage(article_id=id, start=0, end=19), Passage(article_id=id, start=20, end=55)]
        ledger.put([(one, halves)], [])
    ledger.acknowledge(list(DAYS), [])
    yield ledger
    ledger.close()


def found(ledger: Ledger, *words: str, limit: int = 10, **bounds: object) -> list[str]:
    return [id for id, _ in ledger.full_text.passages(words, limit=limit, **bounds)]  # type: ignore[arg-type]


def test_words_are_found_in_any_form_best_first_ties_by_id(ledger: Ledger) -> None:
    assert found(ledger, "opening") == ["new#0-19", "old#0-19", "undated#0-19"]
    assert found(ledger, "cafe") == ["new#20-55", "old#20-55", "undated#20-55"]
    assert found(ledger, "harbour", "undated") == [
        "undated#0-19",
        "undated#20-55",
        "new#0-19",
        "old#0-19",
    ]
    assert found(ledger, "harbour", limit=2) == ["new#0-19", "old#0-19"]
    scores = [score for _, score in ledger.full_text.passages(["harbour", "undated"], limit=9)]
    assert scores == sorted(scores, reverse=True)
    assert [id for id, _ in ledger.full_text.articles(["undated", "harbour"], limit=2)] == [
        "undated",
        "new",
    ]


@pytest.mark.parametrize(
    "word",
    [
        "",
        "_",
        '"',
        "NOT",
        "*",
        "^harbours^x",
        "body:",
        "a OR b",
        "NEAR(",
        "\0",
        "\u0301",
        "🙂",
        "ª²",
    ],
)
def test_odd_words_are_only_words(ledger: Ledger, word: str) -> None:
    assert set(found(ledger, word)) <= set(found(ledger, "b", "x", "harbours"))


def test_odd_words_beside_good_ones(ledger: Ledger) -> None:
    many = [f"word{n}" for n in range(3000)]
    assert found(ledger, "_", "café_bar", limit=1) == ["new#20-55"]
    assert found(ledger, *many, "harbour", limit=1) == ["new#0-19"]
    assert found(ledger, "x" * 100_000) == []
    assert found(ledger) == []


def test_bounds_apply_before_the_cut(ledger: Ledger) -> None:
    assert found(ledger, "harbour", limit=1, until=date(2021, 6, 1)) == ["old#0-19"]
    assert found(ledger, "harbour", since=date(2022, 1, 1)) == ["new#0-19"]
    assert found(ledger, "harbour", since=date(2021, 1, 1), until=date(2022, 1, 1)) == [
        "new#0-19",
        "old#0-19",
    ]
    assert found(ledger, "harbour", limit=1, publishers=['undated\'s "Post"']) == ["undated#0-19"]
    assert found(ledger, "harbour", publishers=["nobody"]) == []


def test_phrases_are_counted(ledger: Ledger) -> None:
    full_text = ledger.full_text
    assert full_text.passages_with("the harbours opening") == 3
    assert full_text.articles_with('opened" the "harbour') == 0
    assert full_text.articles_with("new talks") == 1
    assert full_text.passages_with("_") == full_text.passages_with("") == 0


def test_what_is_not_indexed_or_was_removed_is_not_found(ledger: Ledger) -> None:
    ledger.remove(["new"])
    assert found(ledger, "harbour") == ["old#0-19", "undated#0-19"]
    assert ledger.full_text.passages_with("harbour") == 2
    one = article("old", "It rained.", title="", published=None)
    ledger.put([(one, [Passage(article_id="old", start=0, end=10)])], [])
    assert found(ledger, "harbour", "rained") == ["undated#0-19"]
    ledger.acknowledge(["old"], [])
    assert found(ledger, "rained") == ["old#0-10"]
    ledger.full_text.rebuild()
    assert found(ledger, "harbour", "rained") == ["old#0-10", "undated#0-19"]
    assert ledger.fault() is None


def test_sqlites_errors_are_ours(ledger: Ledger) -> None:
    with ledger._engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE passage_words")
    with pytest.raises(LedgerError, match="no such table: passage_words"):
        found(ledger, "harbour")
