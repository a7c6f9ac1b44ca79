"""Support: the rest of a sentence is borne out by what it cites.

With an entailment model, its probability decides. Without one, a logistic regression over how far
its sources hold it (measures.py). `benchmarks/choose_support.py` fits support.json and says on
which data.
"""

import json
import math
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from assistant.verify.measures import Measures


class Entailment(Protocol):
    """A model that tells whether one text follows from another."""

    def probability(self, premise: str, claim: str) -> float:
        """From 0 to 1."""
        ...


@dataclass(frozen=True, kw_only=True)
class SupportJudge:
    """A fitted judgement over measures, and the probability from which a sentence stands."""

    weights: tuple[float, ...]
    bias: float
    threshold: float

    def accepts(self, measures: Measures) -> bool:
        """Whether a sentence stands."""
        return self.probability(measures) >= self.threshold

    def probability(self, measures: Measures) -> float:
        """Between 0 and 1."""
        total = self.bias + sum(w * v for w, v in zip(self.weights, measures.values, strict=True))
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, total))))


@cache
def support_judge() -> SupportJudge:
    """The judgement that benchmarks/choose_support.py has fitted."""
    fitted = json.loads(Path(__file__).with_name("support.json").read_text("utf-8"))
    return SupportJudge(
        weights=tuple(fitted["weights"]), bias=fitted["bias"], threshold=fitted["threshold"]
    )
