"""Vectors that wait in the ledger until there are enough of them for Chroma.

Chroma reads a whole index before it takes one vector more, which takes seconds in a large archive.
So a few vectors more of such a one stay in the ledger, in the transaction that makes their articles
known, and are compared one by one with what is searched for; the next larger batch takes them
along.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import sqlalchemy as sa

from index.encoder import Vectors
from index.tables import metadata, parts
from index.vectors import VectorRow

FEW = 400
"""Vectors of a batch that may wait, at most; more are worth the reading of the index."""

MOST_WAITING = 2_000
"""Vectors that wait at most; comparing with all of them takes less than a millisecond."""

LARGE = 10_000
"""Passages from which on an archive's index takes longer to read than what it is read for."""

waiting_vectors = sa.Table(
    "waiting_vectors",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("store", sa.String, nullable=False),
    sa.Column("publisher", sa.String),
    sa.Column("day", sa.String),
    sa.Column("speaker", sa.String),
    sa.Column("vector", sa.LargeBinary, nullable=False),
)


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """The vectors of one store that wait, shape (len(rows), dimension)."""

    rows: tuple[VectorRow, ...] = ()
    vectors: Vectors

    def nearest(self, vector: Vectors, bounds: dict[str, Any]) -> list[tuple[str, float]]:
        """Those within bounds with their cosine similarity, in no order."""
        if not self.rows:
            return []
        cosines = self.vectors @ vector
        cosines /= np.linalg.norm(self.vectors, axis=1) * np.linalg.norm(vector)
        pairs = zip(self.rows, map(float, cosines), strict=True)
        return [(row.id, cosine) for row, cosine in pairs if _is_within(row, **bounds)]

    def with_new(
        self, rows: Sequence[VectorRow], vectors: Vectors
    ) -> tuple[Sequence[VectorRow], Vectors]:
        """They with new ones, which count where both have an id."""
        known = {row.id for row in rows}
        kept = [number for number, row in enumerate(self.rows) if row.id not in known]
        if not kept:
            return rows, vectors
        old = self.vectors[kept]
        both = np.concatenate([old, vectors]) if rows else old
        return [*(self.rows[number] for number in kept), *rows], both


class WaitingVectors:
    """The table of waiting vectors. Written through the ledger, in its transactions."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine
        self._known = False

    def create_where_missing(self, connection: sa.Connection) -> None:
        """For ledgers that were made before there was this table."""
        connection.execute(sa.schema.CreateTable(waiting_vectors, if_not_exists=True))

    def add(
        self, connection: sa.Connection, store: str, rows: Sequence[VectorRow], vectors: Vectors
    ) -> None:
        """Let vectors wait; those of the same ids are replaced."""
        self.drop(connection, [row.id for row in rows])
        if rows:
            connection.execute(
                sa.insert(waiting_vectors),
                [
                    {
                        "id": row.id,
                        "store": store,
                        "publisher": row.publisher,
                        "day": row.day and row.day.isoformat(),
                        "speaker": row.speaker,
                        "vector": vector.astype("<f4").tobytes(),
                    }
                    for row, vector in zip(rows, vectors, strict=True)
                ],
            )

    def drop(self, connection: sa.Connection, ids: Sequence[str]) -> None:
        """They wait no longer; ids that do not are passed over."""
        for part in parts(ids):
            connection.execute(sa.delete(waiting_vectors).where(waiting_vectors.c.id.in_(part)))

    def drop_retired(self, connection: sa.Connection, retired: sa.Select[Any]) -> None:
        """Those with the ids that a query gives wait no longer."""
        connection.execute(sa.delete(waiting_vectors).where(waiting_vectors.c.id.in_(retired)))

    def drop_all(self, connection: sa.Connection) -> None:
        connection.execute(sa.delete(waiting_vectors))

    def count(self) -> int:
        """How many vectors wait."""
        with self._engine.connect() as connection:
            if not self._is_there(connection):
                return 0
            return connection.scalar(sa.select(sa.func.count(waiting_vectors.c.id))) or 0

    def ids(self) -> set[str]:
        """The ids of all vectors that wait."""
        with self._engine.connect() as connection:
            if not self._is_there(connection):
                return set()
            return set(connection.scalars(sa.select(waiting_vectors.c.id)))

    def of(self, store: str) -> Waiting:
        """Those of one store."""
        query = sa.select(waiting_vectors).where(waiting_vectors.c.store == store)
        with self._engine.connect() as connection:
            if not self._is_there(connection):
                return Waiting(vectors=_NONE)
            found = connection.execute(query.order_by(waiting_vectors.c.id)).all()
        rows = tuple(
            VectorRow(
                id=row.id,
                publisher=row.publisher,
                day=date.fromisoformat(row.day) if row.day else None,
                speaker=row.speaker,
            )
            for row in found
        )
        vectors = [np.frombuffer(row.vector, dtype="<f4") for row in found]
        return Waiting(rows=rows, vectors=np.stack(vectors) if vectors else _NONE)

    def _is_there(self, connection: sa.Connection) -> bool:
        """An older ledger that may not be written to has no such table."""
        self._known = self._known or sa.inspect(connection).has_table(waiting_vectors.name)
        return self._known


_NONE: Vectors = np.empty((0, 0), dtype=np.float32)


def _is_within(
    row: VectorRow,
    *,
    since: date | None = None,
    until: date | None = None,
    publishers: Sequence[str] = (),
    speakers: Sequence[str] = (),
) -> bool:
    if (since or until) and row.day is None:
        return False
    return not (
        (since and row.day and row.day < since)
        or (until and row.day and row.day > until)
        or (publishers and row.publisher not in publishers)
        or (speakers and row.speaker not in speakers)
    )
