"""Support: the rest of a sentence is borne out by what it cites.

With an entailment model, its probability decides. Without one, a logistic regression over how far
its sources hold each run of its pieces (measures.py): the one that is held least decides.
`benchmarks/choose_support.py` fits support.json and says on which data.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from assistant.verify.measures import Run


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

    def accepts(self, runs: Sequence[Run]) -> bool:
        """Whether a sentence stands: it does if each run of its pieces does.

        Of a sentence of one or two words besides names half has to be held, by what is like it, and
        of three words three tenths.
        """
        if any(one.is_all and _says_too_little(one) for one in runs):
            return False
        return all(self.probability(one) >= self.threshold for one in runs)

    def probability(self, run: Run) -> float:
        """Between 0 and 1."""
        total = self.bias + sum(w * v for w, v in zip(self.weights, run.values, strict=True))
        return 1 / (1 + math.exp(-max(-50.0, min(50.0, total))))


def _says_too_little(whole: Run) -> bool:
    """Whether a short sentence is held by so little that the fit, made on longer ones, says nothing
    of it."""
    if whole.words <= _FEW:
        return whole.held < _HALF or whole.cosine_similarity < _LIKE
    return whole.words == _FEW + 1 and whole.held < _THIRD


_FEW = 2
_HALF = 0.5
_THIRD = 0.3
_LIKE = 0.5


@cache
def support_judge() -> SupportJudge:
    """The judgement that benchmarks/choose_support.py has fitted."""
    fitted = json.loads(Path(__file__).with_name("support.json").read_text("utf-8"))
    return SupportJudge(
        weights=tuple(fitted["weights"]), bias=fitted["bias"], threshold=fitted["threshold"]
    )
