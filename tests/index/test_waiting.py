"""Vectors of few articles added to many wait in the ledger: found as if they were in Chroma."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from index import build, ledger
from index.archive import Archive
from index.build import Builder
from index.health import faults
from index.ledger import Ledger
from index.search import SearchQuery, StatementQuery
from index.vectors import VectorStore
from tests.articles import add, article
from tests.conftest import NewArchive

FERRY = article(
    "ferry",
    "“The ferry will sail on,” Minister Ingrid Solberg said on Monday.",
    publisher="Post",
    published=date(2021, 5, 3),
)
TUNNEL = article(
    "tunnel",
    "“No tunnel is planned,” Mayor Odd Lien said. The council agreed with him.",
    publisher="Herald",
    published=date(2022, 5, 3),
)
BRIDGE = article("bridge", "A bridge was opened. “It is wide,” engineer Kari Moe said.")
QUERIES = (
    SearchQuery(text="ferry"),
    SearchQuery(text="a crossing under the water", since=date(2022, 1, 1)),
    SearchQuery(text="a crossing", until=date(2021, 12, 31), publishers=("Post",)),
)
STATEMENTS = (
    StatementQuery(topic="a way across the water", speakers=()),
    StatementQuery(topic="a way across the water", speakers=("Odd Lien",)),
    StatementQuery(topic="boats", speakers=("Odd Lien", "Ingrid Solberg"), since=date(2021, 6, 1)),
)


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Every archive counts as a large one."""
    monkeypatch.setattr(ledger, "LARGE", 0)
    yield


def hits(archive: Archive) -> list[list[tuple[str, int | None, float]]]:
    found = [[(h.passage.id, h.vector_rank, h.cosine_similarity) for h in archive.search(q)]
             for q in QUERIES]  # fmt: skip
    found += [
        [(h.statement.id, h.vector_rank, h.cosine_similarity) for h in archive.search_statements(q)]
        for q in STATEMENTS
    ]
    return [[(id, rank, round(near or 0.0, 5)) for id, rank, near in one] for one in found]


def test_they_are_found_as_if_they_were_in_chroma(
    archive: Archive, new_archive: NewArchive, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(archive, FERRY, TUNNEL, BRIDGE)
    assert archive.ledger.waiting.count() == 0
    monkeypatch.setattr(ledger, "LARGE", 0)
    with new_archive("other") as other:
        add(other, FERRY)
        monkeypatch.setattr(build, "FEW", 0)
        add(other, TUNNEL)
        assert other.ledger.waiting.count() == 0
        monkeypatch.setattr(build, "FEW", 400)
        add(other, BRIDGE)
        assert other.ledger.waiting.ids() == {
            *(p.id for p in other.ledger.passages_of(["bridge"])),
            *(s.id for s in other.ledger.statements.of_articles(["bridge"])),
        }
        assert hits(other) == hits(archive)
        assert faults(other.folder) == []


def test_nothing_of_chroma_is_opened_to_let_them_wait(archive: Archive, large: None) -> None:
    add(archive, FERRY)
    assert not (archive.folder / "vectors" / "chroma.sqlite3").exists()
    assert archive.ledger.generation % 2 == 0
    assert [hit.article.id for hit in archive.search(SearchQuery(text="a boat"))] == ["ferry"]


def test_the_next_larger_batch_takes_them_along_unchanged(
    archive: Archive, large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(archive, FERRY)
    waited = archive.ledger.waiting.of("vectors")
    monkeypatch.setattr(build, "MOST_WAITING", 0)
    add(archive, TUNNEL)
    assert archive.ledger.waiting.count() == 0
    assert archive.vectors.ids() == set(archive.ledger.passage_ids())
    assert archive.statement_vectors.ids() == set(archive.ledger.statements.ids())
    ids, vectors = archive.vectors.of([row.id for row in waited.rows])
    assert ids == [row.id for row in waited.rows]
    assert np.abs(vectors - waited.vectors).max() < 1e-6
    assert faults(archive.folder) == []


def test_a_changed_article_waits_with_its_new_words_alone(archive: Archive, large: None) -> None:
    add(archive, FERRY)
    changed = article("ferry", "A lighthouse was painted.", publisher="Post")
    add(archive, changed)
    assert archive.ledger.waiting.ids() == {p.id for p in archive.ledger.passages_of(["ferry"])}
    found = archive.search(SearchQuery(text="a tower with a lamp"))
    assert [(hit.article, hit.vector_rank) for hit in found] == [(changed, 1)]


def test_a_removed_article_waits_no_longer(archive: Archive, large: None) -> None:
    add(archive, FERRY, TUNNEL)
    with archive.writing():
        Builder(archive).remove(["ferry"])
    assert archive.ledger.waiting.ids() == {
        *(p.id for p in archive.ledger.passages_of(["tunnel"])),
        *(s.id for s in archive.ledger.statements.of_articles(["tunnel"])),
    }
    assert faults(archive.folder) == []


def test_what_a_killed_run_left_waits_after_the_next(archive: Archive, large: None) -> None:
    add(archive, FERRY)
    passages = archive.ledger.passages_of(["ferry"])
    archive.ledger.put([(TUNNEL, [])], [])
    archive.ledger.put([(FERRY, passages)], [])
    with archive.writing():
        assert Builder(archive).finish() == 2
    assert archive.ledger.waiting.ids() == {p.id for p in passages}
    assert archive.ledger.generation % 2 == 0


def test_rebuilding_puts_all_into_place_again(archive: Archive, large: None) -> None:
    add(archive, FERRY, TUNNEL)
    before = hits(archive)
    with archive.writing():
        Builder(archive).rebuild()
    assert hits(archive) == before
    assert faults(archive.folder) == []


def test_a_reader_keeps_the_index_where_others_only_let_vectors_wait(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(archive, FERRY)
    archive.search(SearchQuery(text="a boat"))
    monkeypatch.setattr(ledger, "LARGE", 0)
    read_anew: list[VectorStore] = []
    monkeypatch.setattr(VectorStore, "reopen", read_anew.append)
    waiting = Archive(archive.folder, cache=archive.cache)
    add(waiting, TUNNEL)
    waiting.close()
    found = archive.search(SearchQuery(text="a way under the sea"))
    assert {hit.article.id for hit in found} == {"ferry", "tunnel"}
    assert read_anew == []


def test_an_older_ledger_gets_the_table(tmp_path: Path) -> None:
    Ledger(tmp_path / "ledger.sqlite").close()
    older = Ledger(tmp_path / "ledger.sqlite")
    with older._engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE waiting_vectors")
    older.close()
    newer = Ledger(tmp_path / "ledger.sqlite")
    assert newer.waiting.count() == 0
    newer.close()
