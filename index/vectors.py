"""The vectors of an archive, in Chroma (chroma.py opens it).

Chroma is a cache of what the ledger can make again. Vectors are always passed in: left to itself,
a collection embeds with a model that it downloads. The settings of the index stand here once.
"""

import shutil
import struct
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np

from corpus.errors import OnRecordError
from index.chroma import DATABASE, Collection, open_collection
from index.encoder import Vectors
from index.folder import may_write
from index.freed_memory import give_back_freed

_COLLECTION = "vectors"
_EQUAL = 16
"""Vectors beyond those asked for that are looked at: statements of one sentence have the same, and
which of them is within the limit must not be left to chance."""

_BATCH = 250
_PAGE = 5000
"""Vectors that are written, and read, in one go."""

_INDEX: Any = {
    "hnsw": {"space": "cosine", "ef_construction": 100, "ef_search": 2000, "max_neighbors": 16}
}
"""A wide search: over 8,499 vectors the hundred nearest to each of 170 questions were exactly right
in 2.7 ms, where a width of 200 took 1.3 ms and lost one of them for a fifth of the questions. Two
archives of the same articles shall give the same answers."""

_SIGNS_OF_A_FULL_DISK = ("disk is full", "disk I/O error", "No space left")
"""In what Chroma says; what it wrote until then is made up for by the next run."""


class VectorError(OnRecordError):
    """Chroma could not be opened, read or written."""


@dataclass(frozen=True, kw_only=True)
class VectorRow:
    """What stands beside a vector so that a search can be bounded before its cut."""

    id: str
    publisher: str | None
    day: date | None
    speaker: str | None = None

    @property
    def metadata(self) -> dict[str, str | int]:
        return {
            "publisher": self.publisher or "",
            "day": _as_number(self.day),
            "speaker": self.speaker or "",
        }


_opening = threading.Lock()
"""Chroma counts its clients in a table of the process, without a lock."""


class VectorStore:
    """The vectors of one folder, of passages or of statements, by their ids.

    Nothing is opened before it is used, and nothing is made before something is stored. Safe to
    use from several threads: none searches while another reads the files anew. Chroma writes to
    its files when it opens them, so a folder without the right to write is read from a copy.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.RLock()
        self._collection: Collection | None = None
        self._copy: TemporaryDirectory[str] | None = None

    def _opened(self, *, to_write: bool = False) -> Collection | None:
        """The collection; None where nothing has been stored yet."""
        if self._collection is None and (to_write or (self._folder / DATABASE).exists()):
            try:
                with _opening:
                    self._collection = open_collection(
                        self._folder if to_write else self._readable(), _COLLECTION, _INDEX
                    )
            except Exception as error:
                raise self._failure("opened", error) from error
        return self._collection

    def _readable(self) -> Path:
        if may_write(self._folder) and may_write(self._folder / DATABASE):
            return self._folder
        self._copy = TemporaryDirectory(prefix="onrecord-", ignore_cleanup_errors=True)
        copy = Path(self._copy.name, "vectors")
        shutil.copytree(self._folder, copy, copy_function=shutil.copyfile)
        for folder in (copy, *(path for path in copy.rglob("*") if path.is_dir())):
            folder.chmod(0o700)
        return copy

    def close(self) -> None:
        """Let go of the files; they are opened again when they are used again."""
        with self._lock:
            if self._collection is not None:
                with _opening:
                    self._collection.close()
            self._collection = None
            if self._copy:
                self._copy.cleanup()
                self._copy = None

    def reopen(self) -> None:
        """Read anew from disk, after another process has written."""
        self.close()
        give_back_freed()

    def upsert(self, rows: Sequence[VectorRow], vectors: Vectors) -> None:
        """Store vectors, shape (len(rows), dimension); those of the same ids are replaced."""
        try:
            for start in range(0, len(rows), _BATCH):
                part = rows[start : start + _BATCH]
                with self._lock:
                    collection = self._opened(to_write=True)
                    assert collection is not None
                    collection.upsert(
                        ids=[row.id for row in part],
                        embeddings=vectors[start : start + _BATCH],
                        metadatas=[row.metadata for row in part],
                    )
        except VectorError:
            raise
        except Exception as error:
            raise self._failure("written", error) from error

    def delete(self, ids: Sequence[str]) -> None:
        """Delete vectors; ids that are not there are passed over."""
        try:
            for start in range(0, len(ids), _BATCH):
                with self._lock:
                    collection = self._opened()
                    if collection is not None:
                        collection.delete(ids=list(ids[start : start + _BATCH]))
        except VectorError:
            raise
        except Exception as error:
            raise self._failure("written", error) from error

    def nearest(
        self,
        vector: Vectors,
        *,
        limit: int,
        since: date | None = None,
        until: date | None = None,
        publishers: Sequence[str] = (),
        speakers: Sequence[str] = (),
    ) -> list[tuple[str, float]]:
        """The nearest vectors as (id, cosine similarity), nearest first, equal ones by their ids.

        Only those within the days, of the outlets and of the speakers given are looked at.
        """
        conditions: list[dict[str, Any]] = []
        if since:
            conditions.append({"day": {"$gte": _as_number(since)}})
        if until:
            conditions.append({"day": {"$lte": _as_number(until)}})
            conditions.append({"day": {"$gt": 0}})
        if publishers:
            conditions.append({"publisher": {"$in": list(publishers)}})
        if speakers:
            conditions.append({"speaker": {"$in": list(speakers)}})
        where: Any = {"$and": conditions} if len(conditions) > 1 else next(iter(conditions), None)
        try:
            with self._lock:
                collection = self._opened()
                if collection is None:
                    return []
                found = collection.query(
                    query_embeddings=np.expand_dims(vector, 0),
                    n_results=limit + _EQUAL,
                    where=where,
                    include=["distances"],
                )
        except VectorError:
            raise
        except Exception as error:
            raise self._failure("searched", error) from error
        ids, distances = found["ids"][0], (found["distances"] or [[]])[0]
        nearest = sorted(zip(ids, distances, strict=True), key=lambda one: (one[1], one[0]))
        return [(id, 1.0 - distance) for id, distance in nearest[:limit]]

    def among(self, vector: Vectors, ids: Sequence[str], *, limit: int) -> list[tuple[str, float]]:
        """The nearest of the vectors of the given ids, each compared: as `nearest` gives them."""
        found, vectors = self.of(ids)
        if not found:
            return []
        cosines = vectors @ vector / (np.linalg.norm(vectors, axis=1) * np.linalg.norm(vector))
        near = sorted(
            zip(found, map(float, cosines), strict=True), key=lambda one: (-one[1], one[0])
        )
        return near[:limit]

    def read_ahead(self) -> None:
        """Have Chroma read its files, which the first use does otherwise.

        By getting a vector: that is what it does without holding up the other threads.
        """
        self.of(["-"])

    def count(self) -> int:
        with self._lock:
            collection = self._opened()
            return collection.count() if collection is not None else 0

    def ids(self) -> set[str]:
        """The ids of all vectors."""
        found: set[str] = set()
        collection = self._opened()
        if collection is None:
            return found
        while True:
            page = collection.get(include=[], limit=_PAGE, offset=len(found))["ids"]
            found.update(page)
            if len(page) < _PAGE:
                return found

    def copy_to(self, folder: Path) -> int:
        """Store all vectors anew in another folder, which then holds them and nothing else."""
        copied = 0
        store = VectorStore(folder)
        try:
            while (collection := self._opened()) is not None:
                page = collection.get(
                    include=["embeddings", "metadatas"], limit=_PAGE, offset=copied
                )
                for start in range(0, len(page["ids"]), _BATCH):
                    part = slice(start, start + _BATCH)
                    anew = store._opened(to_write=True)
                    assert anew is not None
                    anew.upsert(
                        ids=page["ids"][part],
                        embeddings=page["embeddings"][part],
                        metadatas=page["metadatas"][part],
                    )
                copied += len(page["ids"])
                if len(page["ids"]) < _PAGE:
                    break
        except VectorError:
            raise
        except Exception as error:
            raise self._failure("copied", error) from error
        finally:
            store.close()
        return copied

    def of(self, ids: Sequence[str]) -> tuple[list[str], Vectors]:
        """The vectors of the given ids that are there, shape (number, dimension), with their ids.

        In no order that can be relied on.
        """
        found: list[str] = []
        parts: list[Vectors] = []
        try:
            for start in range(0, len(ids), _BATCH):
                with self._lock:
                    collection = self._opened()
                    if collection is None:
                        break
                    kept = collection.get(
                        ids=list(ids[start : start + _BATCH]), include=["embeddings"]
                    )
                if kept["ids"]:
                    found += kept["ids"]
                    parts.append(_as_vectors(kept["embeddings"]))
        except VectorError:
            raise
        except Exception as error:
            raise self._failure("read", error) from error
        return found, np.concatenate(parts) if parts else np.empty((0, 0), dtype=np.float32)

    def not_their_own_nearest(self, ids: Sequence[str]) -> int:
        """How many of the given vectors a search with themselves does not find at distance 0."""
        found, vectors = self.of(ids)
        lost = len(ids) - len(found)
        for vector in vectors:
            best = self.nearest(vector, limit=1)
            lost += not best or best[0][1] < 0.999
        return lost

    def _failure(self, what: str, error: Exception) -> VectorError:
        reason = str(error).splitlines()[0] if str(error) else "no reason given"
        todo = "run 'onrecord doctor --repair'"
        if any(sign in reason for sign in _SIGNS_OF_A_FULL_DISK):
            todo = "make room on the disk and run it again"
        return VectorError(
            f"the vectors in {self._folder} could not be {what} "
            f"({type(error).__name__}: {reason}): {todo}"
        )


def _as_vectors(rows: Any) -> Vectors:
    """Rows of numbers of 32 bits, which Chroma gives as lists, in a third of NumPy's own time."""
    if not isinstance(rows, list) or not isinstance(rows[0], list):
        return np.asarray(rows, dtype=np.float32)
    pack = struct.Struct(f"={len(rows[0])}f").pack
    joined = b"".join([pack(*row) for row in rows])
    return np.frombuffer(joined, dtype=np.float32).reshape(len(rows), -1)


def _as_number(day: date | None) -> int:
    """A day as 20211202, and 0 for an unknown one: Chroma compares numbers only."""
    return day.year * 10_000 + day.month * 100 + day.day if day else 0
