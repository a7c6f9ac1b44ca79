"""An archive: one data folder with its ledger, its vectors and its writer's lock.

DATA/ledger.sqlite     everything that is known (ledger.py)
DATA/vectors/          Chroma's files, made again from the ledger when need be
DATA/writer.lock       held by the one process that may write
DATA/writer.pid        who that is, for the message to the second one
"""

import os
import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType

from filelock import FileLock, Timeout

from corpus.errors import OnRecordError, UsageError
from index.attribution import AttributionTagger
from index.encoder import DEFAULT_MODEL, Encoder, load_encoder
from index.ledger import Coverage, Ledger
from index.people import Named, People
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
from index.vectors import VectorStore

_WAIT_FOR_WRITER = 2.0
"""Seconds that a second writer waits before it is refused."""

_REREADS = 5
"""How often a search starts again because another process wrote meanwhile."""


class ArchiveError(OnRecordError):
    """The archive is in use by another writer, or was made with another model."""


class Archive:
    """The articles under one data folder, to be searched and added to.

    Opening loads neither the models nor the vectors; each comes with its first use. Searches may
    run in several threads; writing is for one process at a time (`writing`). A process opens a
    folder once: Chroma shares what it has read among all that have the same folder open.
    """

    def __init__(self, folder: Path, *, cache: Path, model: str = DEFAULT_MODEL) -> None:
        self.folder = folder
        self._cache = cache
        self._model = model
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ArchiveError(
                f"the data folder {folder} cannot be made ({error.strerror}): "
                "choose another with --data"
            ) from error
        self.ledger = Ledger(folder / "ledger.sqlite")
        self._seen_generation = self.ledger.generation
        self._lock = threading.RLock()
        self._encoder: Encoder | None = None
        self._tagger: AttributionTagger | None = None
        self._vectors: VectorStore | None = None
        self._statement_vectors: VectorStore | None = None
        self._people: tuple[int, People] | None = None

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
        """Delete all vectors by their files, which may be too damaged to be opened."""
        with self._lock:
            self._close_stores()
            for name in ("vectors", "statements"):
                shutil.rmtree(self.folder / name, ignore_errors=True)

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
        articles = self.ledger.articles(sorted({passages[id].article_id for id in best}))
        article_by_id = {article.id: article for article in articles}
        hits: list[Hit] = []
        for id in best:
            if passages[id].article_id not in article_by_id:
                continue  # removed by another process since it was found
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
        table = self.ledger.statements
        by_words = ranks(
            table.search(query.words, speakers=query.speakers, limit=query.limit, **query.bounds)
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
            for article in self.ledger.articles(sorted({s.article_id for s in statements.values()}))
        }
        hits: list[StatementHit] = []
        for id, statement in statements.items():
            if statement.article_id not in articles:
                continue  # removed by another process since it was found
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

    def _read_vectors(
        self, search: Callable[[], list[tuple[str, float]]]
    ) -> list[tuple[str, float]]:
        """What a search of vectors finds, done again as long as another process writes."""
        for _ in range(_REREADS):
            generation = self._fresh_vectors()
            found = search()
            if generation == self.ledger.generation:
                break
        return found

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the one writer; raises ArchiveError with the holder's process id after 2 seconds."""
        lock = FileLock(self.folder / "writer.lock", timeout=_WAIT_FOR_WRITER)
        holder = self.folder / "writer.pid"
        try:
            lock.acquire()
        except Timeout as error:
            pid = "unknown"
            with suppress(OSError):
                pid = holder.read_text().strip() or pid
            raise ArchiveError(
                f"another process is writing to {self.folder} (process {pid}): "
                "wait until it has finished"
            ) from error
        except OSError as error:
            raise ArchiveError(
                f"the archive {self.folder} cannot be written to ({error.strerror}): "
                "check the folder's rights and the disk's space"
            ) from error
        try:
            with suppress(OSError):
                holder.write_text(f"{os.getpid()}\n")
            self._fresh_vectors()
            yield
        finally:
            with suppress(OSError):
                holder.unlink()
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

    def _fresh_vectors(self) -> int:
        """Read the vectors anew if another process wrote since; the generation seen."""
        with self._lock:
            generation = self.ledger.generation
            if generation != self._seen_generation or generation % 2:
                for store in self._open_stores():
                    store.reopen()
                self._seen_generation = generation
            return generation
