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
from functools import cache
from pathlib import Path
from typing import Any

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
        total = self.bias
        if self.weights:
            total += sum(w * value for w, value in zip(self.weights, measures, strict=True))
        for tree in self.trees:
            while isinstance(tree, tuple):
                place, bound, low, high = tree
                tree = low if measures[place] <= bound else high
            total += tree
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, total))))


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
