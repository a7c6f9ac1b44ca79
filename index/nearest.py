"""The vectors nearest to one that is asked for: in Chroma, and waiting in the ledger.

Chroma looks at what stands beside every vector for each search with a condition. So few vectors are
compared one by one, and of many the nearest of all are looked through; only where those hold too
little of what is wanted is Chroma asked with the condition.
"""

import threading
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Unpack

from index.encoder import Vectors
from index.ledger import Ledger
from index.seal import STORES
from index.search import Bounds
from index.stores import Stores
from index.vectors import VectorStore
from index.waiting import Waiting

_COMPARED = 2_000
"""Vectors within bounds that are compared one by one at most, which takes some 40 ms."""

_LOOKED_THROUGH = (1_000, 4_000)
"""Nearest vectors that are looked through for those within bounds: first so many, then more. Up to
the width of Chroma's search, more of them cost nothing but looking their bounds up."""

_Found = list[tuple[str, float]]
_Within = Callable[[Sequence[str] | None, int], list[str]]


class Nearest:
    """Searches the vectors of one archive. Safe to use from several threads."""

    def __init__(self, ledger: Ledger, stores: Stores) -> None:
        self._ledger = ledger
        self._stores = stores
        self._lock = threading.Lock()
        self._waiting: tuple[int, dict[str, Waiting]] = (-1, {})

    def passages(self, vector: Vectors, *, limit: int, **bounds: Unpack[Bounds]) -> _Found:
        """The nearest passages within bounds: (id, cosine similarity), nearest first."""
        within = partial(self._ledger.bounded.passages, **bounds)
        return self._of(STORES[0], lambda: self._stores.passages, vector, limit, {**bounds}, within)

    def statements(
        self, vector: Vectors, *, limit: int, speakers: Sequence[str], **bounds: Unpack[Bounds]
    ) -> _Found:
        """The same for statements, of some speakers or of anybody."""
        within = partial(self._ledger.bounded.statements, speakers=speakers, **bounds)
        return self._of(
            STORES[1],
            lambda: self._stores.statements,
            vector,
            limit,
            {"speakers": speakers, **bounds},
            within,
        )

    def _of(
        self,
        name: str,
        store: Callable[[], VectorStore],
        vector: Vectors,
        limit: int,
        bounds: dict[str, Any],
        within: _Within,
    ) -> _Found:
        waiting = self._waiting_in(name)
        found = self._in_chroma(store, vector, limit, bounds, within)
        near = waiting.nearest(vector, bounds)
        if not near:
            return found
        newer = {row.id for row in waiting.rows}
        together = [*near, *(one for one in found if one[0] not in newer)]
        return sorted(together, key=lambda one: (-one[1], one[0]))[:limit]

    def _in_chroma(
        self,
        store: Callable[[], VectorStore],
        vector: Vectors,
        limit: int,
        bounds: dict[str, Any],
        within: _Within,
    ) -> _Found:
        read = self._stores.read
        if not any(bounds.values()):
            return read(lambda: store().nearest(vector, limit=limit))
        allowed = within(None, _COMPARED + 1)
        if len(allowed) <= _COMPARED:
            return read(lambda: store().among(vector, allowed, limit=limit))

        def nearest(limit: int) -> _Found:
            return store().nearest(vector, limit=limit)

        for many in _LOOKED_THROUGH:
            near = read(partial(nearest, many))
            inside = set(within([id for id, _ in near], many))
            found = [(id, cosine) for id, cosine in near if id in inside][:limit]
            if len(found) == limit:
                return found
        return read(lambda: store().nearest(vector, limit=limit, **bounds))

    def _waiting_in(self, name: str) -> Waiting:
        generation = self._ledger.generation
        with self._lock:
            if self._waiting[0] != generation:
                table = self._ledger.waiting
                self._waiting = (generation, {store: table.of(store) for store in STORES})
            return self._waiting[1][name]
