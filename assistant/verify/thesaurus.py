"""Which words are near to one another in meaning, and which are opposites, by stem.

The table is made of WordNet 3.1 by `benchmarks/make_thesaurus.py`, of the words that news uses
and of their commonest senses. WordNet is (c) Princeton University; its licence stands beside the
table.
"""

import gzip
from collections.abc import Set
from functools import cache
from pathlib import Path

_SAME, _KIN, _OPPOSITE = "s", "h", "a"
_TABLE = Path(__file__).with_name("thesaurus.txt.gz")

SAME, NEAR, KIN = 0.9, 0.5, 0.65
"""How far a word is held by one of the same meaning, by one at two such steps, and by a wider or
narrower one."""


@cache
def _table() -> dict[str, dict[str, set[str]]]:
    found: dict[str, dict[str, set[str]]] = {_SAME: {}, _KIN: {}, _OPPOSITE: {}}
    for line in gzip.decompress(_TABLE.read_bytes()).decode("ascii").splitlines():
        word, *groups = line.split(" ")
        for group in groups:
            kind = found[group[0]]
            for other in group[1:].split(","):
                kind.setdefault(word, set()).add(other)
                kind.setdefault(other, set()).add(word)
    return found


def same_meaning(stem: str) -> Set[str]:
    """The stems of words that may stand for this one."""
    return _table()[_SAME].get(stem, frozenset())


def opposites(stem: str) -> Set[str]:
    """The stems of words that say the contrary of this one."""
    return _table()[_OPPOSITE].get(stem, frozenset())


def likeness(stem: str, others: Set[str]) -> float:
    """How near the nearest of other stems is to this one, from 0 to 1."""
    if stem in others:
        return 1.0
    same = same_meaning(stem)
    if same & others:
        return SAME
    if _table()[_KIN].get(stem, frozenset()) & others:
        return KIN
    if any(same_meaning(one) & others for one in same):
        return NEAR
    return 0.0
