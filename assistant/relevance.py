"""How likely it is that a sentence answers a question, and from where on it is shown.

A logistic regression over the measures of a candidate. Weights and thresholds stand in
relevance.json; `benchmarks/choose_threshold.py` fits them and says on which data.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Relevance:
    """A fitted judgement: probability of being an answer, and the least that is shown."""

    weights: tuple[float, ...]
    bias: float
    threshold: float

    def probability(self, measures: Sequence[float]) -> float:
        """Between 0 and 1."""
        total = self.bias + sum(
            weight * value for weight, value in zip(self.weights, measures, strict=True)
        )
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, total))))


@cache
def relevance(of: str) -> Relevance:
    """The judgement for "facts" or for "statements" of a speaker who is known to be theirs."""
    fitted = json.loads(Path(__file__).with_name("relevance.json").read_text("utf-8"))[of]
    return Relevance(
        weights=tuple(fitted["weights"]), bias=fitted["bias"], threshold=fitted["threshold"]
    )
