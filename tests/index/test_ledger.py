"""The ledger by itself: what it keeps, in which order, and what it writes down as still to do."""

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from corpus.article import Article
from index.ledger import Coverage, Ledger, LedgerError, WholeCoverage
from index.passages import Passage
from tests.articles import article

ROOT = Path(__file__).parents[2]


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    yield ledger
    ledger.close()


def with_passages(one: Article, *spans: tuple[int, int]) -> tuple[Article, list[Passage]]:
    return one, [Passage(article_id=one.id, start=start, end=end) for start, end in spans]


def test_an_article_comes_back_as_it_was(ledger: Ledger) -> None:
    full = Article(
        id="a'b\"c#1\n?/é🙂",
        title="“Harbour” opens; DROP TABLE articles; --",
        text=" It rained.\r\n\t“Crowds” came.\u2028🙂 ",
        publisher="O'Neil & Söhne",
        authors=("Ada Brandt", "Liv, Lind"),
        url="https://example.org/?a=1#b",
        published=datetime(2022, 5, 2, 23, 30, tzinfo=UTC),
        language="en",
        origin="/tmp/a b\n.txt",
    )
    bare = article("", "")
    dated = article("dated", "x", published=date(2022, 5, 2))
    ledger.put([with_passages(full, (1, 11), (14, 28)), (bare, []), (dated, [])], [])
    assert list(ledger.articles()) == [full, bare, dated]
    assert ledger.article(full.id) == full
    assert ledger.article("none") is None
    assert [one.id for one in ledger.articles(["dated", "none", ""])] == ["", "dated"]
    assert ledger.fingerprints([full.id, "none"]) == {full.id: full.fingerprint}
    assert ledger.ids_from("/tmp/a b\n.txt") == [full.id]
    assert ledger.passages.of_articles([full.id]) == with_passages(full, (1, 11), (14, 28))[1]
    assert ledger.passages.by_ids([f"{full.id}#14-28", "none"]) == {
        f"{full.id}#14-28": Passage(article_id=full.id, start=14, end=28)
    }


def test_a_write_is_odd_until_all_of_it_is_acknowledged(ledger: Ledger) -> None:
    assert ledger.generation == 0
    ledger.put([with_passages(article("a", "A b."), (0, 4)), (article("b", ""), [])], [])
    assert (ledger.generation, ledger.unindexed(9)) == (1, ["a", "b"])
    assert list(ledger.passages.ids()) == []
    ledger.acknowledge(["b"], [])
    assert (ledger.generation, ledger.unindexed(9)) == (1, ["a"])
    ledger.acknowledge(["a"], [])
    assert (ledger.generation, ledger.unindexed(9)) == (2, [])
    assert list(ledger.passages.ids()) == ["a#0-4"]
    ledger.put([(article("c", ""), [])], [])
    ledger.put([(article("d", ""), [])], [])
    assert ledger.generation == 5
    ledger.acknowledge(["c", "d"], [])
    ledger.acknowledge([], [])
    assert ledger.generation == 6
    ledger.unindex_all()
    assert (ledger.generation, ledger.unindexed(3)) == (7, ["a", "b", "c"])


def test_replaced_and_removed_passages_are_written_down(ledger: Ledger) -> None:
    ledger.put([with_passages(article("a", "A b. C d."), (0, 4), (5, 9))], [])
    ledger.acknowledge(["a"], [])
    ledger.put([with_passages(article("a", "A b. C e f."), (0, 4), (5, 11))], [])
    assert ledger.retired() == ["a#5-9"]
    ledger.put([with_passages(article("b", "B."), (0, 2))], ["a", "none"])
    assert sorted(ledger.retired()) == ["a#0-4", "a#5-11", "a#5-9"]
    assert [one.id for one in ledger.articles()] == ["b"]
    ledger.put([with_passages(article("a", "A b."), (0, 4))], [])
    assert sorted(ledger.retired()) == ["a#5-11", "a#5-9"]
    ledger.acknowledge(["a", "b"], ["a#5-11", "a#5-9"])
    assert (ledger.retired(), ledger.generation % 2) == ([], 0)
    assert ledger.remove(["a", "none"]) == ["a"]
    assert (ledger.retired(), ledger.generation % 2) == (["a#0-4"], 1)


def test_more_ids_than_sqlite_takes_at_once(ledger: Ledger) -> None:
    batch = [with_passages(article(f"a{n:04}", "A b."), (0, 4)) for n in range(1000)]
    ids = [one.id for one, _ in batch]
    ledger.put(batch, [])
    assert len(ledger.fingerprints(ids)) == 1000
    assert [one.id for one in ledger.articles(ids)] == ids
    assert len(ledger.passages.of_articles(ids)) == 1000
    assert len(ledger.passages.by_ids([f"{id}#0-4" for id in ids])) == 1000
    ledger.set_origins(dict.fromkeys(ids, "here"))
    assert sorted(ledger.ids_from("here")) == ids
    ledger.acknowledge(ids, [])
    assert ledger.generation == 2
    assert ledger.remove(ids) == ids
    ledger.acknowledge([], ledger.retired())
    assert ledger.coverage() == WholeCoverage(
        articles=0, passages=0, first_day=None, last_day=None, publishers=()
    )


def test_coverage_within_bounds(ledger: Ledger) -> None:
    ledger.put(
        [
            with_passages(
                article("a", "A b.", publisher="Herald", published=date(2022, 1, 1)), (0, 4)
            ),
            with_passages(
                article("b", "A b.", publisher="Herald", published=date(2022, 3, 1)), (0, 4)
            ),
            with_passages(article("c", "A b.", publisher="Coast"), (0, 2), (2, 4)),
            (article("d", ""), []),
        ],
        [],
    )
    assert ledger.coverage() == WholeCoverage(
        articles=4,
        passages=4,
        first_day=date(2022, 1, 1),
        last_day=date(2022, 3, 1),
        publishers=(("Herald", 2), ("Coast", 1)),
    )
    bounded = ledger.coverage_within(
        since=date(2022, 1, 2), until=None, publishers=["Herald", "Coast"]
    )
    assert bounded == Coverage(
        articles=1,
        first_day=date(2022, 3, 1),
        last_day=date(2022, 3, 1),
        publishers=(("Herald", 1),),
    )
    early = ledger.coverage_within(since=None, until=date(2021, 1, 1), publishers=())
    assert early == Coverage(articles=0, first_day=None, last_day=None, publishers=())


def test_a_batch_is_one_transaction(ledger: Ledger) -> None:
    twice = [
        with_passages(article("a", "A b."), (0, 4)),
        with_passages(article("b", "A b."), (0, 4)),
    ]
    with pytest.raises(LedgerError, match="UNIQUE constraint failed"):
        ledger.put([*twice, twice[0]], [])
    assert (list(ledger.articles()), ledger.generation) == ([], 0)


def test_a_day_is_the_one_the_article_gave(ledger: Ledger) -> None:
    late = datetime.fromisoformat("2022-05-02T23:30:00-05:00")
    ledger.put([(article("a", "x", published=late), [])], [])
    day = date(2022, 5, 2)
    assert ledger.coverage_within(since=day, until=day, publishers=()).articles == 1
    found = ledger.article("a")
    assert found and found.published == late


def test_facts(ledger: Ledger) -> None:
    assert ledger.fact("encoder") is None
    ledger.set_fact("encoder", "one")
    ledger.set_fact("encoder", "two")
    assert ledger.fact("encoder") == "two"


def test_files_that_are_no_ledger(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    path.write_bytes(b"no database at all, but long enough to look like one" * 100)
    with pytest.raises(LedgerError, match="file is not a database"):
        Ledger(path)
    path.unlink()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE other (a)")
    connection.close()
    with pytest.raises(LedgerError, match="is a SQLite file of another program"):
        Ledger(path)
    path.unlink()
    newer = Ledger(path)
    newer.set_fact("schema", "99")
    newer.close()
    with pytest.raises(LedgerError, match=f"{path} has format 99, made by a newer version"):
        Ledger(path)


def test_a_ledger_whose_making_was_cut_off_is_made(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    path.write_bytes(b"")
    ledger = Ledger(path)
    assert ledger.fault() is None
    ledger.close()


def test_a_ledger_is_made_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "ledger.sqlite"
    program = (
        "import os; from index.statement_table import StatementTable; "
        "StatementTable.create = lambda *_: os._exit(9); "
        f"from index.ledger import Ledger; from pathlib import Path; Ledger(Path({str(path)!r}))"
    )
    killed = subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False)
    assert killed.returncode == 9
    ledger = Ledger(path)
    ledger.put([with_passages(article("a", "A b."), (0, 4))], [])
    ledger.close()


def test_a_new_ledger_opened_by_many_at_once(tmp_path: Path) -> None:
    errors: list[BaseException] = []

    def open_it() -> None:
        try:
            Ledger(tmp_path / "ledger.sqlite").close()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=open_it) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []


def test_damage_is_told(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite"
    ledger = Ledger(path)
    ledger.put([with_passages(article(f"a{n}", "A b. " * 200), (0, 4)) for n in range(50)], [])
    assert ledger.fault() is None
    ledger.close()
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2] + bytes(8192) + data[len(data) // 2 + 8192 :])
    damaged = Ledger(path)
    assert damaged.fault()
    damaged.close()
