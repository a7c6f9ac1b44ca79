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
"""Clauses of a source that speak of one thing: what one of them denies is denied of it."""


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
    def _is_short(self) -> bool:
        return len({one.clause for one in self.theirs}) <= _FEW

    def shared(self, stems: Set[str]) -> int:
        """How many words of the claim are among some stems, or mean the same as one of them."""
        return sum(not akin.isdisjoint(stems) for akin in self._akin.values())

    def share(self, stemmed: str) -> float:
        """What part of the claim's words the source has in one clause with a word, from 0 to 1; all
        of a source of a clause or two."""
        if self._is_short:
            return 1.0
        found = {one.clause for one in self.theirs if one.stem == stemmed}
        most = max((self.shared(self._stems_of(clause)) for clause in found), default=0)
        return most / max(1, len(self._stems))

    def shared_in_scope(self, one: Side) -> int:
        """How many of the claim's words the source negates in the clause of one of its words."""
        if self._is_short:
            return self.shared(self._stems_of(one.clause))
        return self.shared({o.stem for o in self.theirs if o.clause == one.clause and o.negations})

    def _stems_of(self, clause: int) -> set[str]:
        return {one.stem for one in self.theirs if one.clause == clause}
