"""The vectors of an archive, in Chroma. The only module that touches chromadb.

Chroma is a cache of what the ledger can make again. Vectors are always passed in: left to itself,
a collection embeds with a model that it downloads. The settings of the index stand here once.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
from chromadb.config import Settings

from corpus.errors import OnRecordError
from index.encoder import Vectors

_COLLECTION = "vectors"
_BATCH = 250
_INDEX: Any = {
    "hnsw": {"space": "cosine", "ef_construction": 200, "ef_search": 200, "max_neighbors": 32}
}


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

    Safe to use from several threads: none searches while another reads the files anew.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.RLock()
        self._open()

    def _open(self) -> None:
        try:
            with _opening:
                self._client: Any = chromadb.PersistentClient(
                    path=str(self._folder), settings=Settings(anonymized_telemetry=False)
                )
            self._collection = self._client.get_or_create_collection(
                _COLLECTION,
                embedding_function=None,
                configuration=_INDEX,
            )
        except Exception as error:
            raise self._failure("opened", error) from error

    def close(self) -> None:
        with self._lock, _opening:
            self._client.close()

    def reopen(self) -> None:
        """Read anew from disk, after another process has written."""
        with self._lock:
            self.close()
            self._open()

    def upsert(self, rows: Sequence[VectorRow], vectors: Vectors) -> None:
        """Store vectors, shape (len(rows), dimension); those of the same ids are replaced."""
        try:
            for start in range(0, len(rows), _BATCH):
                part = rows[start : start + _BATCH]
                with self._lock:
                    self._collection.upsert(
                        ids=[row.id for row in part],
                        embeddings=vectors[start : start + _BATCH],
                        metadatas=[row.metadata for row in part],
                    )
        except Exception as error:
            raise self._failure("written", error) from error

    def delete(self, ids: Sequence[str]) -> None:
        """Delete vectors; ids that are not there are passed over."""
        try:
            for start in range(0, len(ids), _BATCH):
                with self._lock:
                    self._collection.delete(ids=list(ids[start : start + _BATCH]))
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
        """The nearest vectors as (id, cosine similarity), nearest first.

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
                most = self._collection.count()
                if not most:
                    return []
                found = self._collection.query(
                    query_embeddings=np.expand_dims(vector, 0),
                    n_results=min(limit, most),
                    where=where,
                    include=["distances"],
                )
        except Exception as error:
            raise self._failure("searched", error) from error
        ids, distances = found["ids"][0], (found["distances"] or [[]])[0]
        return [(id, 1.0 - distance) for id, distance in zip(ids, distances, strict=True)]

    def count(self) -> int:
        return self._collection.count()

    def ids(self) -> set[str]:
        """The ids of all vectors."""
        found: set[str] = set()
        while True:
            page = self._collection.get(include=[], limit=5000, offset=len(found))["ids"]
            found.update(page)
            if len(page) < 5000:
                return found

    def not_their_own_nearest(self, ids: Sequence[str]) -> int:
        """How many of the given vectors a search with themselves does not find at distance 0."""
        lost = 0
        for start in range(0, len(ids), _BATCH):
            kept = self._collection.get(
                ids=list(ids[start : start + _BATCH]), include=["embeddings"]
            )
            for vector in np.asarray(kept["embeddings"], dtype=np.float32):
                best = self.nearest(vector, limit=1)
                lost += not best or best[0][1] < 0.999
        return lost

    def _failure(self, what: str, error: Exception) -> VectorError:
        return VectorError(
            f"the vectors in {self._folder} could not be {what} ({type(error).__name__}: "
            f"{str(error).splitlines()[0] if str(error) else 'no reason given'}): "
            "run 'onrecord doctor --repair'"
        )


def _as_number(day: date | None) -> int:
    """A day as 20211202, and 0 for an unknown one: Chroma compares numbers only."""
    return day.year * 10_000 + day.month * 100 + day.day if day else 0
