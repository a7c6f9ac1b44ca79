"""The vectors nearest to one that is asked for: in Chroma, and waiting in the ledger.

Chroma looks at what stands beside every vector for each search with a condition: a second and more
for a million. So few vectors within bounds are compared one by one; of many the nearest of all are
looked through, as many as it should take; and Chroma is asked with the condition only where neither
is affordable.
"""

import math
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
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
"""Vectors within bounds that are compared one by one at once: some 40 ms."""

_MOST_COMPARED = 25_000
"""The same where looking through the nearest of all does not find enough: up to half a second."""

_LEAST_LOOKED_THROUGH, _MOST_LOOKED_THROUGH = 4_000, 12_000
"""Nearest vectors of all that are looked through for those within bounds. Up to the width of
Chroma's search, more of them cost nothing but looking their bounds up."""

_SPARE = (1.3, 4.0)
"""Times as many as should do that are looked through: first, and where that did not do."""

_LOOKED_UP = 450
"""Vectors whose bounds are looked up in one go, the nearest first."""

_LISTED = 8
"""Times as many ids can be listed in the time in which others are looked up one by one."""

_Found = list[tuple[str, float]]


@dataclass(frozen=True, kw_only=True)
class _Within:
    """What lies within the bounds of a search."""

    ids: Callable[[Sequence[str] | None, int], list[str]]
    """At most so many ids, of all or of those given."""
    about: Callable[[], tuple[int, int]]
    """About how many there are, and of how many."""
    bounds: dict[str, Any]


class Nearest:
    """Searches the vectors of one archive. Safe to use from several threads."""

    def __init__(self, ledger: Ledger, stores: Stores) -> None:
        self._ledger = ledger
        self._stores = stores
        self._lock = threading.Lock()
        self._waiting: tuple[int, dict[str, Waiting]] = (-1, {})

    def passages(self, vector: Vectors, *, limit: int, **bounds: Unpack[Bounds]) -> _Found:
        """The nearest passages within bounds: (id, cosine similarity), nearest first."""
        bounded = self._ledger.bounded
        within = _Within(
            ids=partial(bounded.passages, **bounds),
            about=partial(bounded.about_passages, **bounds),
            bounds={**bounds},
        )
        return self._of(STORES[0], lambda: self._stores.passages, vector, limit, within)

    def statements(
        self, vector: Vectors, *, limit: int, speakers: Sequence[str], **bounds: Unpack[Bounds]
    ) -> _Found:
        """The same for statements, of some speakers or of anybody."""
        bounded = self._ledger.bounded
        within = _Within(
            ids=partial(bounded.statements, speakers=speakers, **bounds),
            about=partial(bounded.about_statements, speakers=speakers, **bounds),
            bounds={"speakers": speakers, **bounds},
        )
        return self._of(STORES[1], lambda: self._stores.statements, vector, limit, within)

    def _of(
        self,
        name: str,
        store: Callable[[], VectorStore],
        vector: Vectors,
        limit: int,
        within: "_Within",
    ) -> _Found:
        waiting = self._waiting_in(name)
        found = self._in_chroma(store, vector, limit, within)
        near = waiting.nearest(vector, within.bounds)
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
        within: "_Within",
    ) -> _Found:
        read = self._stores.read
        if not any(within.bounds.values()):
            return read(lambda: store().nearest(vector, limit=limit))
        allowed = within.ids(None, _COMPARED + 1)
        if len(allowed) > _COMPARED:
            members: set[str] | None = None
            inside, every = within.about()
            for many in _how_many(limit, inside / every):
                near = read(partial(_nearest, store, vector, many))
                if inside <= _LISTED * limit * every / inside:
                    members = members or set(within.ids(None, every))
                found = _first_inside(near, within, limit, members)
                if len(found) == limit:
                    return found
            allowed = within.ids(None, _MOST_COMPARED + 1)
            if len(allowed) > _MOST_COMPARED:
                return read(lambda: store().nearest(vector, limit=limit, **within.bounds))
        return read(lambda: store().among(vector, allowed, limit=limit))

    def _waiting_in(self, name: str) -> Waiting:
        generation = self._ledger.generation
        with self._lock:
            if self._waiting[0] != generation:
                table = self._ledger.waiting
                self._waiting = (generation, {store: table.of(store) for store in STORES})
            return self._waiting[1][name]


def _how_many(limit: int, share: float) -> list[int]:
    """How many of the nearest of all to look through for so many within bounds; none where the
    most would not do."""
    if _MOST_LOOKED_THROUGH * share < limit:
        return []
    wanted = (max(_LEAST_LOOKED_THROUGH, math.ceil(spare * limit / share)) for spare in _SPARE)
    return sorted({min(_MOST_LOOKED_THROUGH, many) for many in wanted})


def _first_inside(
    near: _Found, within: _Within, limit: int, members: set[str] | None = None
) -> _Found:
    """The first of them that lie within bounds, as many as are wanted if there are so many.

    `members` are all that do; without them those at hand are looked up.
    """
    found: _Found = []
    for start in range(0, len(near), _LOOKED_UP):
        part = near[start : start + _LOOKED_UP]
        inside = members
        if inside is None:
            inside = set(within.ids([id for id, _ in part], len(part)))
        found += [one for one in part if one[0] in inside]
        if len(found) >= limit:
            break
    return found[:limit]


def _nearest(store: Callable[[], VectorStore], vector: Vectors, limit: int) -> _Found:
    return store().nearest(vector, limit=limit)
