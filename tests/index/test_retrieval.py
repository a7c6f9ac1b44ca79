"""The nearest within bounds: the same whether compared one by one, looked through or by Chroma."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from index import nearest
from index.ledger import Ledger
from index.passages import Passage
from index.retrieval import Retrieval
from index.search import SearchQuery
from index.stores import Stores
from index.vectors import VectorRow
from tests.articles import article

ARTICLES = 40


@pytest.fixture
def searches(tmp_path: Path) -> Iterator[Retrieval]:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    stores = Stores(tmp_path, ledger, whatever_its_state=False)
    turned = np.linspace(0, 1.5, ARTICLES)
    vectors = np.stack([np.cos(turned), np.sin(turned)], axis=1).astype(np.float32)
    rows = []
    with stores.writing():
        for number in range(ARTICLES):
            one = article(f"{number:02}", "Words.", published=date(2020, 1, 1 + number % 5))
            passage = Passage(article_id=one.id, start=0, end=6)
            ledger.put([(one, [passage])], [])
            rows.append(VectorRow(id=passage.id, publisher=None, day=one.published_day))
        stores.passages.upsert(rows, vectors)
        ledger.acknowledge([f"{number:02}" for number in range(ARTICLES)], [])
    yield Retrieval(ledger, stores, lambda _: np.array([1, 0], dtype=np.float32))
    stores.close()
    ledger.close()


@pytest.mark.parametrize(
    ("compared", "spare", "most_compared"),
    [(100, (), 0), (3, (2.0,), 0), (3, (0.2, 2.0), 0), (3, (0.9,), 40), (3, (0.9,), 3)],
    ids=["each", "many", "more", "each after all", "condition"],
)
def test_the_nearest_within_days_are_the_same_in_all_ways(
    searches: Retrieval,
    monkeypatch: pytest.MonkeyPatch,
    compared: int,
    spare: tuple[float, ...],
    most_compared: int,
) -> None:
    monkeypatch.setattr(nearest, "_COMPARED", compared)
    monkeypatch.setattr(nearest, "_LEAST_LOOKED_THROUGH", 4)
    monkeypatch.setattr(nearest, "_SPARE", spare)
    monkeypatch.setattr(nearest, "_LOOKED_UP", 7)
    monkeypatch.setattr(nearest, "_MOST_COMPARED", most_compared)
    query = SearchQuery(text="", since=date(2020, 1, 4), until=date(2020, 1, 4))
    vector = np.array([1, 0], dtype=np.float32)
    found = searches._nearest.passages(vector, limit=4, **query.bounds)
    assert [id for id, _ in found] == ["03#0-6", "08#0-6", "13#0-6", "18#0-6"]
    assert [round(cosine, 3) for _, cosine in found] == [0.993, 0.953, 0.878, 0.77]
