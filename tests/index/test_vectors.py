"""Vectors in Chroma: bounds inside the search, odd ids, and reopening under load."""

import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from index.encoder import Vectors
from index.vectors import VectorError, VectorRow, VectorStore


def directions(number: int, dimension: int = 16) -> Vectors:
    vectors = np.random.default_rng(1).normal(size=(number, dimension)).astype(np.float32)
    unit: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return unit


@pytest.fixture
def store(tmp_path: Path) -> Iterator[VectorStore]:
    store = VectorStore(tmp_path / "vectors")
    yield store
    store.close()


def rows(*ids: str, publisher: str | None = None, day: date | None = None) -> list[VectorRow]:
    return [VectorRow(id=id, publisher=publisher, day=day) for id in ids]


def test_the_nearest_come_first_with_their_cosine(store: VectorStore) -> None:
    assert store.nearest(directions(1)[0], limit=3) == []
    store.upsert(rows("a", "b", "c"), np.eye(3, dtype=np.float32))
    query = np.array([0.8, 0.6, 0], dtype=np.float32)
    found = store.nearest(query, limit=2)
    assert [id for id, _ in found] == ["a", "b"]
    assert [cosine for _, cosine in found] == pytest.approx([0.8, 0.6])
    assert len(store.nearest(query, limit=50)) == 3


def test_ids_may_hold_anything_and_are_replaced(store: VectorStore) -> None:
    ids = ["a'b", 'a"b#0-5', "a\nb", "é🙂", " ", "#0-3", "x" * 3000, "a;--", "%", "\\"]
    store.upsert(rows(*ids), directions(10))
    store.upsert(rows(*ids), directions(10))
    assert (store.count(), store.ids()) == (10, set(ids))
    assert store.not_their_own_nearest(ids) == 0
    store.delete([*ids[:9], "none"])
    assert store.ids() == {"\\"}
    store.delete([])
    store.upsert([], np.empty((0, 16), dtype=np.float32))


def test_bounds_apply_before_the_cut(store: VectorStore) -> None:
    vectors = directions(600)
    many = rows(*(f"m{n:03}" for n in range(597)), publisher="Many", day=date(2021, 5, 5))
    few = [
        VectorRow(id="rare", publisher='O\'Neil "& Co"', day=date(2022, 1, 31)),
        VectorRow(id="undated", publisher=None, day=None, speaker="Ada Brandt"),
        VectorRow(id="first", publisher="Many", day=date(1, 1, 1), speaker="Lind"),
    ]
    store.upsert([*many, *few], vectors)

    def found(**bounds: object) -> list[str]:
        return [id for id, _ in store.nearest(vectors[0], limit=5, **bounds)]  # type: ignore[arg-type]

    assert found(publishers=['O\'Neil "& Co"']) == ["rare"]
    assert found(publishers=["nobody"]) == []
    assert found(since=date(2022, 1, 31)) == ["rare"]
    assert found(since=date(2022, 2, 1)) == []
    assert found(until=date(2021, 5, 4)) == ["first"]
    assert found(since=date(2021, 5, 6), until=date(2022, 1, 31)) == ["rare"]
    assert found(since=date(2022, 1, 1), publishers=["Many"]) == []
    assert sorted(found(speakers=["Ada Brandt", "Lind"])) == ["first", "undated"]
    assert len(found(until=date(2021, 5, 5), publishers=["Many"])) == 5


def test_pages_of_ids(store: VectorStore) -> None:
    ids = [f"v{n}" for n in range(5001)]
    store.upsert(rows(*ids), directions(5001, 4))
    assert store.ids() == set(ids)


def test_searches_go_on_while_another_thread_reopens(store: VectorStore) -> None:
    vectors = directions(50)
    store.upsert(rows(*(f"v{n:02}" for n in range(50))), vectors)
    errors: list[BaseException] = []
    stop = threading.Event()

    def search() -> None:
        try:
            while not stop.is_set():
                assert store.nearest(vectors[7], limit=1)[0][0] == "v07"
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=search) for _ in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(10):
        store.reopen()
    stop.set()
    for thread in threads:
        thread.join()
    assert errors == []


def test_chromas_errors_are_ours(tmp_path: Path, store: VectorStore) -> None:
    store.upsert(rows("a"), directions(1))
    with pytest.raises(VectorError, match="could not be written"):
        store.upsert(rows("b"), directions(1, 3))
    with pytest.raises(VectorError, match="could not be searched"):
        store.nearest(directions(1, 3)[0], limit=1)
    (tmp_path / "junk").mkdir()
    (tmp_path / "junk" / "chroma.sqlite3").write_bytes(b"junk" * 1000)
    with pytest.raises(VectorError, match=r"could not be opened .*onrecord doctor --repair"):
        VectorStore(tmp_path / "junk").count()


def test_a_full_disk_is_no_damage(tmp_path: Path) -> None:
    failure = VectorStore(tmp_path)._failure("written", OSError("database or disk is full"))
    assert str(failure) == (
        f"the vectors in {tmp_path} could not be written (OSError: database or disk is full): "
        "make room on the disk and run it again"
    )
