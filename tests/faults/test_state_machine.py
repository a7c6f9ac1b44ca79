"""Any order of adding, changing, removing, reopening, breaking off and searching, against a model.

The model is a dictionary. All parts are the real ones; only the process that looks at what a
broken-off run left is forked from one that has loaded Chroma, where the program starts one afresh,
which takes some seconds each time. The long form runs 500 orders:

    ONRECORD_EXAMPLES=500 python -m pytest tests/faults/test_state_machine.py
"""

import multiprocessing
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import platformdirs
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from corpus.article import Article
from index import health, stores
from index.archive import Archive
from index.build import Builder
from index.ledger import Ledger
from index.seal import STORES
from index.search import SearchQuery
from index.vectors import VectorStore
from tests.faults.news import made, readings

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["chromadb", "index.health", __name__])
EXAMPLES = int(os.environ.get("ONRECORD_EXAMPLES", "3"))
CACHE = Path(os.environ.get("ONRECORD_CACHE") or platformdirs.user_cache_dir("onrecord"))

NUMBERS = st.integers(min_value=0, max_value=7)
VERSIONS = st.integers(min_value=1, max_value=3)
BATCHES = st.lists(st.tuples(NUMBERS, VERSIONS), min_size=1, max_size=3, unique_by=lambda t: t[0])
POINTS = st.sampled_from(
    [
        (Ledger, "put"),
        (Ledger, "remove"),
        (Ledger, "acknowledge"),
        (VectorStore, "upsert"),
        (VectorStore, "delete"),
    ]
)


def look(folder: Path, pipe: Connection) -> None:
    """In a process of its own: tell what is wrong with each store of vectors."""
    pipe.send([fault for name in STORES if (fault := health._compare(folder, name))])


def look_at_vectors(folder: Path) -> list[str]:
    """The same as `index.health.faults_of_vectors`, in a process that is there at once."""
    ours, theirs = PROCESSES.Pipe(duplex=False)
    process = PROCESSES.Process(target=look, args=(folder, theirs))
    process.start()
    theirs.close()
    try:
        found: list[str] = ours.recv()
    except EOFError:
        found = ["reading them ended the process"]
    process.join()
    return found


@pytest.fixture(scope="module", autouse=True)
def looked_at_by_a_fork() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stores, "faults_of_vectors", look_at_vectors)
        yield


class BrokenOffError(BaseException):
    """The run ends here, as by Ctrl+C; nothing of it may handle this."""


class Shelf(RuleBasedStateMachine):
    """An archive beside the dictionary that it should be like."""

    orders = 0

    def __init__(self) -> None:
        super().__init__()
        self.scratch = tempfile.TemporaryDirectory(prefix="onrecord-states-")
        self.folder = Path(self.scratch.name, "data")
        self.archive = Archive(self.folder, cache=CACHE)
        self.shelf: dict[str, Article] = {}
        self.at_rest = True

    def teardown(self) -> None:
        Shelf.orders += 1
        if Shelf.orders % 25 == 0 and sys.__stderr__:
            sys.__stderr__.write(f"{Shelf.orders} orders\n")
        self.archive.close()
        self.scratch.cleanup()

    @rule(batch=BATCHES)
    def add(self, batch: list[tuple[int, int]]) -> None:
        articles = [made(n, version=v) for n, v in batch]
        self.do(lambda builder: builder.add(readings(*articles)))
        self.shelf |= {one.id: one for one in articles}

    @rule(numbers=st.lists(NUMBERS, min_size=1, max_size=3))
    def remove(self, numbers: list[int]) -> None:
        ids = [made(n).id for n in numbers]
        self.do(lambda builder: builder.remove(ids))
        self.shelf = {id: one for id, one in self.shelf.items() if id not in ids}

    @rule()
    def reopen(self) -> None:
        self.archive.close()
        self.archive = Archive(self.folder, cache=CACHE)

    @rule()
    def rebuild(self) -> None:
        self.do(lambda builder: builder.rebuild())

    @rule(batch=BATCHES, numbers=st.lists(NUMBERS, max_size=2), point=POINTS)
    def break_off(
        self, batch: list[tuple[int, int]], numbers: list[int], point: tuple[Any, str]
    ) -> None:
        """Add and remove, and end without a word at the first call of some step."""
        articles = [made(n, version=v) for n, v in batch]
        ids = [made(n).id for n in numbers]
        added = self.shelf | {one.id: one for one in articles}
        removed = {id: one for id, one in added.items() if id not in ids}

        def ends(*_: Any, **__: Any) -> None:
            raise BrokenOffError

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(*point, ends)
            try:
                self.do(lambda builder: (builder.add(readings(*articles)), builder.remove(ids)))
            except BrokenOffError:
                self.at_rest = False
        self.reopen()
        stored = self.stored()
        assert stored in (self.shelf, added, removed)
        self.shelf = stored

    @rule(number=NUMBERS, version=VERSIONS)
    def search(self, number: int, version: int) -> None:
        asked = made(number, version=version)
        hits = self.archive.search(SearchQuery(text=asked.text, limit=3))
        for hit in hits:
            assert hit.article == self.shelf[hit.article.id]
            assert hit.text in hit.article.text
        if self.at_rest and self.shelf.get(asked.id) == asked:
            assert hits[0].article == asked
        if self.at_rest:
            assert bool(hits) == bool(self.shelf)

    @invariant()
    def they_are_alike(self) -> None:
        assert self.stored() == self.shelf
        if self.at_rest:
            ledger = self.archive.ledger
            assert (ledger.unindexed(1), ledger.retired(), ledger.generation % 2) == ([], [], 0)
            assert self.archive.vectors.ids() == set(ledger.passages.ids())
            assert self.archive.statement_vectors.ids() == set(ledger.statements.ids())

    def stored(self) -> dict[str, Article]:
        return {one.id: one for one in self.archive.ledger.articles()}

    def do(self, work: Callable[[Builder], object]) -> None:
        with self.archive.writing():
            work(Builder(self.archive))
        self.at_rest = True


TestShelf = Shelf.TestCase
TestShelf.settings = settings(
    max_examples=EXAMPLES,
    stateful_step_count=8,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
