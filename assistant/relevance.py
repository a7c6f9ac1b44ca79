"""How likely it is that a sentence answers a question, and from where on it is shown.

Over the measures of a candidate stand weights (logistic regression) for sentences of an article,
and gradient-boosted trees of two questions each (Friedman, 2001) for statements, of which there is
more to learn from. Both are in relevance.json; `benchmarks/choose_threshold.py` and
`benchmarks/choose_topic_threshold.py` fit them and say on which data.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Tree = float | tuple[int, float, "Tree", "Tree"]
"""A leaf's share of the log-odds, or a measure's place, a bound, and what follows for a value up
to the bound and above it."""


@dataclass(frozen=True, kw_only=True)
class Relevance:
    """A fitted judgement: probability of being an answer, and the least that is shown."""

    bias: float
    weights: tuple[float, ...]
    trees: tuple[Tree, ...]
    threshold: float

    def probability(self, measures: Sequence[float]) -> float:
        """Between 0 and 1."""
        return self.probabilities([measures])[0]

    def probabilities(self, rows: Sequence[Sequence[float]]) -> list[float]:
        """The probability of each of several, by their measures."""
        totals = [self.bias] * len(rows)
        if self.weights:
            totals = [
                self.bias + sum(w * value for w, value in zip(self.weights, row, strict=True))
                for row in rows
            ]
        if self.trees and rows:
            totals = self._forest.added_to(totals, np.array(rows))
        return [1 / (1 + math.exp(-max(-50.0, min(50.0, total)))) for total in totals]

    @cached_property
    def _forest(self) -> "_Forest":
        return _Forest(self.trees)


class _Forest:
    """Trees as arrays of their nodes, so that many rows go down all of them at once."""

    def __init__(self, trees: Sequence[Tree]) -> None:
        self._nodes: list[tuple[int, float, int, int, float]] = []
        self._roots = np.array([self._add(tree) for tree in trees])
        self._depth = max(map(_depth, trees))
        places, bounds, lows, highs, shares = zip(*self._nodes, strict=True)
        self._places, self._bounds = np.array(places), np.array(bounds)
        self._lows, self._highs, self._shares = np.array(lows), np.array(highs), np.array(shares)

    def _add(self, tree: Tree) -> int:
        """The number of a node; a leaf leads to itself."""
        number = len(self._nodes)
        self._nodes.append((0, 0.0, number, number, 0.0))
        if isinstance(tree, tuple):
            place, bound, low, high = tree
            self._nodes[number] = (place, bound, self._add(low), self._add(high), 0.0)
        else:
            self._nodes[number] = (0, 0.0, number, number, tree)
        return number

    def added_to(self, totals: Sequence[float], rows: NDArray[np.float64]) -> list[float]:
        """Each total with what the trees say of its row, added up in their order."""
        nodes = np.tile(self._roots, (len(rows), 1))
        for _ in range(self._depth):
            is_low = np.take_along_axis(rows, self._places[nodes], 1) <= self._bounds[nodes]
            nodes = np.where(is_low, self._lows[nodes], self._highs[nodes])
        added = np.column_stack([np.array(totals), self._shares[nodes]])
        return [float(total) for total in np.cumsum(added, axis=1)[:, -1]]


def _depth(tree: Tree) -> int:
    return 1 + max(map(_depth, tree[2:])) if isinstance(tree, tuple) else 0


@cache
def relevance(of: str) -> Relevance:
    """The judgement for "facts" or for "statements" of a speaker who is known to be theirs."""
    fitted = json.loads(Path(__file__).with_name("relevance.json").read_text("utf-8"))[of]
    return Relevance(
        bias=fitted["bias"],
        weights=tuple(fitted.get("weights", ())),
        trees=tuple(_tree(one) for one in fitted.get("trees", ())),
        threshold=fitted["threshold"],
    )


def _tree(stored: Any) -> Tree:
    if isinstance(stored, list):
        place, bound, low, high = stored
        return place, bound, _tree(low), _tree(high)
    return float(stored)
