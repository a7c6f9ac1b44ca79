"""Which clause of a source a claim speaks of: what is denied elsewhere in it turns nothing round.

A source that reports ten things denies one of them. Only where the claim's own words stand
together in a clause is the side of that clause the side of what the claim says.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import cached_property

from assistant.verify.sides import Side
from assistant.verify.thesaurus import same_meaning

_FEW = 2
"""Clauses of a source among which the one with most of a claim's words is the one it speaks of."""


@dataclass(frozen=True)
class Clauses:
    """The words of a claim, and those of its source clause by clause."""

    mine: Sequence[Side]
    theirs: Sequence[Side]

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(one.stem for one in self.mine)

    @cached_property
    def _akin(self) -> dict[str, frozenset[str]]:
        return {one: frozenset({one, *same_meaning(one)}) for one in self._stems}

    @cached_property
    def _by_clause(self) -> dict[int, int]:
        """How many of the claim's words each clause of the source has."""
        return {n: self.shared(self._stems_of(n)) for n in {one.clause for one in self.theirs}}

    def _is_meant(self, clause: int) -> bool:
        """Whether a clause of a short source is the one that the claim speaks of."""
        most = max(self._by_clause.values())
        return len(self._by_clause) <= _FEW and 0 < most == self._by_clause[clause]

    def shared(self, stems: Set[str]) -> int:
        """How many words of the claim are among some stems, or mean the same as one of them."""
        return sum(not akin.isdisjoint(stems) for akin in self._akin.values())

    def share(self, stemmed: str) -> float:
        """What part of the claim's words the source has in one clause with a word, from 0 to 1; all
        for the clause that it speaks of."""
        found = {one.clause for one in self.theirs if one.stem == stemmed}
        if any(map(self._is_meant, found)):
            return 1.0
        most = max((self._by_clause[clause] for clause in found), default=0)
        return most / max(1, len(self._stems))

    def shared_in_scope(self, one: Side) -> int:
        """How many of the claim's words the source negates in the clause of one of its words."""
        if self._is_meant(one.clause):
            return self._by_clause[one.clause]
        return self.shared({o.stem for o in self.theirs if o.clause == one.clause and o.negations})

    def _stems_of(self, clause: int) -> set[str]:
        return {one.stem for one in self.theirs if one.clause == clause}
