"""An archive: one data folder with its ledger, its vectors and its writer's lock.

DATA/ledger.sqlite     everything that is known (ledger.py)
DATA/vectors/          Chroma's files, made again from the ledger when need be
DATA/statements/       the same for statements
DATA/vectors.lock      held by one who changes Chroma's files, or shared by those who read them
DATA/writer.lock       held by the one process that may write
DATA/writer.pid        who that is, for the message to the second one

A writer that leaves takes a seal of Chroma's files (seal.py). Who opens the archive compares it,
and refuses to answer from files that are not as they were left. Where there is no seal, a writer is
at work or was killed: in the latter case the files are tried in a process of their own before
anybody relies on them.
"""

import errno
import os
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Literal, TypeVar

from filelock import FileLock, ReadWriteLock, Timeout

from corpus.errors import UsageError
from index.attribution import AttributionTagger
from index.encoder import DEFAULT_MODEL, Encoder, load_encoder
from index.folder import (
    DISCARDED,
    LEDGER,
    ArchiveError,
    discard,
    make_files_private,
    make_private,
    refuse_damaged_ledger,
)
from index.health import faults_of_vectors
from index.ledger import Coverage, Ledger
from index.people import People
from index.same_person import Named
from index.seal import STORES, broken, is_seal, seal_of
from index.search import (
    CANDIDATES,
    Hit,
    SearchQuery,
    StatementHit,
    StatementQuery,
    collapse,
    ranks,
    reciprocal,
    spread,
)
from index.speaker_topics import TopicsBySpeaker
from index.stages import stage
from index.vectors import VectorStore

_WAIT_FOR_WRITER = 2.0
"""Seconds that a second writer waits before it is refused."""

_WAIT_FOR_VECTORS = 60.0
"""Seconds to wait for others who read or change the vectors, which takes them less than one."""

_PAUSE = 0.05
"""Seconds between two tries for the writer's lock."""

_LOOKS = 5
"""At files that seem damaged: Chroma, opening its own in another process, changes them a moment."""

_REREADS = 20
"""How often a search starts again because another process wrote meanwhile."""

_Found = TypeVar("_Found")


class Archive:
    """The articles under one data folder, to be searched and added to.

    Opening loads neither the models nor the vectors; each comes with its first use. Searches may
    run in several threads; writing is for one process at a time (`writing`). A process opens a
    folder once: Chroma shares what it has read among all that have the same folder open.
    """

    def __init__(
        self,
        folder: Path,
        *,
        cache: Path,
        model: str = DEFAULT_MODEL,
        whatever_its_state: bool = False,
    ) -> None:
        """Open the folder, made if need be. Raises ArchiveError or LedgerError for a damaged one.

        `whatever_its_state` opens one whose vectors are damaged, to make them again.
        """
        self.folder = folder
        self._cache = cache
        self._model = model
        self._whatever_its_state = whatever_its_state
        make_private(folder)
        refuse_damaged_ledger(folder)
        self.ledger = Ledger(folder / LEDGER)
        self._seen_generation = self.ledger.generation
        self._lock = threading.RLock()
        self._one_reader = threading.Lock()
        self._encoder: Encoder | None = None
        self._tagger: AttributionTagger | None = None
        self._vectors: VectorStore | None = None
        self._statement_vectors: VectorStore | None = None
        self._people: tuple[int, People] | None = None
        self.topics = TopicsBySpeaker(self.ledger)
        """What each speaker talks about."""
        self._vouched_for: int | None = None
        try:
            self._refuse_broken_seal()
        except ArchiveError:
            self.ledger.close()
            raise

    def __enter__(self) -> "Archive":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files. The archive can be opened again at once."""
        self._close_stores()
        self.ledger.close()

    @property
    def cache(self) -> Path:
        """The folder of the prepared default model, as it was given."""
        return self._cache

    @property
    def model(self) -> str:
        """The embedding model's name or path, as it was given."""
        return self._model

    @property
    def encoder(self) -> Encoder:
        """The embedding model, loaded on first use and checked against the archive's stamp.

        Checked at each use, because another process may index the archive anew meanwhile.
        """
        with self._lock:
            if self._encoder is None:
                with stage("load_model"):
                    self._encoder = load_encoder(self._model, self._cache)
            encoder = self._encoder
        stamped = self.ledger.fact("encoder")
        if stamped and stamped != str(encoder.stamp):
            raise ArchiveError(
                f"the archive {self.folder} was indexed with {stamped}, the settings name "
                f"{encoder.stamp}: name the former with --model, or index the archive anew with "
                f"'onrecord doctor --repair --model {self._model}'"
            )
        return encoder

    @property
    def tagger(self) -> AttributionTagger:
        """The model that finds statements, loaded on first use."""
        with self._lock:
            if self._tagger is None:
                self._tagger = AttributionTagger.load()
            return self._tagger

    @property
    def vectors(self) -> VectorStore:
        """The vectors of passages."""
        with self._lock:
            if self._vectors is None:
                self._vectors = VectorStore(self.folder / "vectors")
            return self._vectors

    @property
    def statement_vectors(self) -> VectorStore:
        """The vectors of statements."""
        with self._lock:
            if self._statement_vectors is None:
                self._statement_vectors = VectorStore(self.folder / "statements")
            return self._statement_vectors

    def delete_vectors(self) -> None:
        """Delete all vectors by their files, which may be too damaged to be opened.

        Each folder goes as a whole, so that a process that is killed leaves no half of one.
        """
        with self._lock, self.changing_vectors():
            self._close_stores()
            for name in STORES:
                if (self.folder / name).exists():
                    discard(self.folder / name)

    @property
    def generation(self) -> int:
        """Changes with every write, by whichever process."""
        return self.ledger.generation

    @property
    def model_name(self) -> str:
        """The stamp of the model that the archive's vectors were made with, or its name."""
        return self.ledger.fact("encoder") or self._model

    @property
    def people(self) -> People:
        """The speakers of the archive, read anew after every write."""
        generation = self.generation
        if self._people is None or self._people[0] != generation:
            counted = self.ledger.statements.speakers()
            named = (
                Named(name=c.name, role=c.role, is_person=c.is_person, articles=c.articles)
                for c in counted
            )
            self._people = (generation, People.of(named))
        return self._people[1]

    def coverage(self, query: SearchQuery | None = None) -> Coverage:
        """How many articles, of which days and outlets: all, or those that a query looks at."""
        if query is None:
            return self.ledger.coverage()
        return self.ledger.coverage(**query.bounds)

    def publishers_named(self, names: Sequence[str]) -> tuple[str, ...]:
        """The archive's own spelling of outlets. Raises UsageError for one that it lacks."""
        known = {name.casefold(): name for name, _ in self.coverage().publishers}
        for name in names:
            if name.casefold() not in known:
                nearby = ", ".join(sorted(known.values())[:8]) or "none"
                raise UsageError(f"no article here is by the outlet {name!r}: it has {nearby}")
        return tuple(known[name.casefold()] for name in names)

    def search(self, query: SearchQuery) -> list[Hit]:
        """The best passages for a query, best first, at most `query.limit`."""
        with stage("search_passages"):
            return self._undisturbed(lambda: self._search(query))

    def _search(self, query: SearchQuery) -> list[Hit]:
        depth = max(CANDIDATES, 3 * query.limit)
        full_text = self.ledger.full_text
        by_meaning = ranks(self._nearest(query, depth))
        by_words = ranks(full_text.passages(query.words, limit=depth, **query.bounds))
        by_article = ranks(full_text.articles(query.words, limit=depth, **query.bounds))
        passages = self.ledger.passages([*by_meaning, *by_words])
        fused: dict[str, float] = {}
        for id, passage in passages.items():
            places = (by_meaning.get(id), by_words.get(id), by_article.get(passage.article_id))
            fused[id] = sum(reciprocal(place[0]) for place in places if place)
        best = sorted(fused, key=lambda id: (-fused[id], id))[:depth]
        articles = self.ledger.articles(
            sorted({passages[id].article_id for id in best}), indexed_only=True
        )
        article_by_id = {article.id: article for article in articles}
        hits: list[Hit] = []
        for id in best:
            if passages[id].article_id not in article_by_id:
                continue  # removed, or about to be changed, by another process
            vector_rank, cosine_similarity = by_meaning.get(id, (None, None))
            word_rank, bm25 = by_words.get(id, (None, None))
            hits.append(
                Hit(
                    passage=passages[id],
                    article=article_by_id[passages[id].article_id],
                    reciprocal_rank=fused[id],
                    vector_rank=vector_rank,
                    cosine_similarity=cosine_similarity,
                    word_rank=word_rank,
                    bm25=bm25,
                    article_rank=by_article.get(passages[id].article_id, (None, None))[0],
                )
            )
        hits = collapse(hits)
        if query.per_article:
            hits = spread(hits, query.per_article)
        return hits[: query.limit]

    def search_statements(self, query: StatementQuery) -> list[StatementHit]:
        """The statements nearest to a topic, by meaning and by words, best first."""
        with stage("search_statements"):
            return self._undisturbed(lambda: self._search_statements(query))

    def _search_statements(self, query: StatementQuery) -> list[StatementHit]:
        table = self.ledger.statements
        by_words = ranks(
            table.search(
                query.words_to_search,
                speakers=query.speakers,
                limit=query.limit,
                **query.bounds,
            )
        )
        by_meaning: dict[str, tuple[int, float]] = {}
        if query.topic:
            vector = self.encoder.encode_query(query.topic)
            by_meaning = ranks(
                self._read_vectors(
                    lambda: self.statement_vectors.nearest(
                        vector, limit=query.limit, speakers=query.speakers, **query.bounds
                    )
                )
            )
        statements = table.by_ids([*by_words, *by_meaning])
        articles = {
            article.id: article
            for article in self.ledger.articles(
                sorted({s.article_id for s in statements.values()}), indexed_only=True
            )
        }
        hits: list[StatementHit] = []
        for id, statement in statements.items():
            if statement.article_id not in articles:
                continue  # removed, or about to be changed, by another process
            word_rank, bm25 = by_words.get(id, (None, None))
            vector_rank, cosine_similarity = by_meaning.get(id, (None, None))
            hits.append(
                StatementHit(
                    statement=statement,
                    article=articles[statement.article_id],
                    reciprocal_rank=reciprocal(word_rank) + reciprocal(vector_rank),
                    vector_rank=vector_rank,
                    cosine_similarity=cosine_similarity,
                    word_rank=word_rank,
                    bm25=bm25,
                )
            )
        return sorted(hits, key=lambda hit: (-hit.reciprocal_rank, hit.statement.id))

    def _nearest(self, query: SearchQuery, depth: int) -> list[tuple[str, float]]:
        vector = self.encoder.encode_query(query.text)
        return self._read_vectors(lambda: self.vectors.nearest(vector, limit=depth, **query.bounds))

    def _undisturbed(self, search: Callable[[], list[_Found]]) -> list[_Found]:
        """What a search finds, done again where another process changed the archive meanwhile.

        Otherwise it could join the place of one version of an article to the text of the next.
        """
        for _ in range(_REREADS):
            generation = self.ledger.generation
            found = search()
            if generation == self.ledger.generation:
                break
        return found

    def _read_vectors(
        self, search: Callable[[], list[tuple[str, float]]]
    ) -> list[tuple[str, float]]:
        """What a search of vectors finds, while no process changes them.

        One thread at a time, or there would be no moment at which a writer could have its turn.
        """
        with self._one_reader, self._vectors_lock("read"):
            self._fresh_vectors()
            return search()

    def changing_vectors(self) -> AbstractContextManager[None]:
        """While Chroma's files change, and no process reads them."""
        return self._vectors_lock("write")

    @contextmanager
    def _vectors_lock(self, mode: Literal["read", "write"]) -> Iterator[None]:
        if self.ledger.is_read_only:  # nobody can write here
            yield
            return
        lock = ReadWriteLock(self.folder / "vectors.lock", is_singleton=False)
        take = lock.acquire_read if mode == "read" else lock.acquire_write
        try:
            take(timeout=_WAIT_FOR_VECTORS)
        except Timeout as error:
            lock.close()
            raise ArchiveError(
                f"the vectors of {self.folder} are in use by another process for more than "
                f"{_WAIT_FOR_VECTORS:.0f} seconds: try again"
            ) from error
        try:
            yield
        finally:
            lock.release()
            lock.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the one writer; raises ArchiveError with the holder's process id after 2 seconds."""
        lock = FileLock(self.folder / "writer.lock", timeout=0)
        holder = self.folder / "writer.pid"
        try:
            self._become_writer(lock)
        except Timeout as error:
            pid = "unknown"
            with suppress(OSError):
                pid = holder.read_text().strip() or pid
            raise ArchiveError(
                f"another process is writing to {self.folder} (process {pid}): "
                "wait until it has finished"
            ) from error
        except (OSError, sqlite3.Error) as error:
            raise ArchiveError(
                f"the archive {self.folder} cannot be written to "
                f"({getattr(error, 'strerror', None) or error}): "
                "check the folder's rights and the disk's space"
            ) from error
        try:
            with suppress(OSError):
                holder.write_text(f"{os.getpid()}\n")
            former = self.ledger.fact("seal")
            self.ledger.set_fact("seal", "")
            self._fresh_vectors()
            yield
            self._take_seal(former)
        finally:
            with suppress(OSError):
                holder.unlink()
            lock.release()

    def _become_writer(self, lock: FileLock) -> None:
        """Take the writer's lock, and make sure of the vectors that a killed writer left.

        The former happens while the vectors are locked, so that who reads them meets either no
        writer or one that has made sure.
        """
        if self.ledger.is_read_only:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        deadline = time.monotonic() + _WAIT_FOR_WRITER
        while True:
            with self.changing_vectors():
                try:
                    lock.acquire()
                except Timeout:
                    if time.monotonic() > deadline:
                        raise
                else:
                    try:
                        self._mend_after_killed_writer()
                    except BaseException:
                        lock.release()
                        raise
                    return
            time.sleep(_PAUSE)

    def _mend_after_killed_writer(self) -> None:
        for leftover in self.folder.glob(f"{DISCARDED}*"):
            shutil.rmtree(leftover, ignore_errors=True)
        if self._whatever_its_state or self.ledger.vectors_are_worthless:
            return
        self._refuse_broken_seal()
        if not is_seal(self.ledger.fact("seal")) and faults_of_vectors(self.folder):
            self._close_stores()
            self.ledger.unindex_all()

    def _take_seal(self, former: str | None) -> None:
        """Write down that the vectors are as they should be. A killed writer does not get here."""
        if self.ledger.generation % 2:
            return
        try:
            make_files_private(self.folder)
            seal = seal_of(self.folder, former)
        except (OSError, sqlite3.Error) as error:
            raise ArchiveError(
                f"the vectors of {self.folder} cannot be read ({error}): run 'onrecord doctor'"
            ) from error
        self.ledger.set_fact("seal", seal)

    def _refuse_broken_seal(self) -> None:
        """Raise ArchiveError where Chroma's files are not as the last writer left them."""
        seal = self.ledger.fact("seal")
        if self._whatever_its_state or seal is None or not is_seal(seal):
            return
        for _ in range(_LOOKS):
            fault = broken(self.folder, seal)
            if not fault or self.ledger.fact("seal") != seal:  # a writer has come meanwhile
                return
            time.sleep(_PAUSE)
        raise ArchiveError(
            f"the archive {self.folder} is damaged ({fault}): run 'onrecord doctor --repair', "
            "which makes its index again from the articles"
        )

    def _refuse_unsure_vectors(self) -> None:
        """Raise ArchiveError where a killed writer left vectors that cannot be relied on.

        To be called while the vectors are locked. A writer that is at work has made sure of them.
        """
        if is_seal(self.ledger.fact("seal")) or self._vouched_for == self.ledger.generation:
            return
        lock = FileLock(self.folder / "writer.lock", timeout=0)
        if not self.ledger.is_read_only:
            try:
                lock.acquire()
            except Timeout:
                return
        try:
            found = faults_of_vectors(self.folder)
            if found:
                raise ArchiveError(
                    f"a run that was broken off left the archive {self.folder} damaged "
                    f"({found[0]}): run 'onrecord doctor --repair'"
                )
            self._vouched_for = self.ledger.generation
            if not self.ledger.is_read_only:
                self._take_seal(None)
        finally:
            lock.release()

    def wrote_vectors(self) -> None:
        """To be called by this process's writer after each write, so that it does not reopen."""
        self._seen_generation = self.ledger.generation

    def _open_stores(self) -> list[VectorStore]:
        """The vector stores that have been used so far."""
        return [store for store in (self._vectors, self._statement_vectors) if store]

    def _close_stores(self) -> None:
        with self._lock:
            for store in self._open_stores():
                store.close()
            self._vectors = self._statement_vectors = None

    def _fresh_vectors(self) -> None:
        """Read the vectors anew if another process wrote since; to be called while they are locked.

        Raises ArchiveError where they cannot be relied on.
        """
        with self._lock:
            generation = self.ledger.generation
            if generation != self._seen_generation or generation % 2:
                for store in self._open_stores():
                    store.reopen()
                self._refuse_broken_seal()
                self._seen_generation = generation
            self._refuse_unsure_vectors()
