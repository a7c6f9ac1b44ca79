"""Support: the rest of a sentence is borne out by what it cites.

With an entailment model, its probability decides. Without one, two fitted judgements over how far
its sources hold it (measures.py): a logistic regression finds the run of pieces that is held
least, and boosted trees judge that run together with what the words of the sentence say more than
the sources. `benchmarks/choose_support.py` fits support.json and says on which data.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from assistant.judgement import Judgement
from assistant.verify.measures import Measured, Run


class Entailment(Protocol):
    """A model that tells whether one text follows from another."""

    def probability(self, premise: str, claim: str) -> float:
        """From 0 to 1."""
        ...


@dataclass(frozen=True, kw_only=True)
class SupportJudge:
    """The judgement of runs of pieces, and that of whole sentences."""

    pieces: Judgement
    whole: Judgement

    def accepts(self, measured: Measured) -> bool:
        """Whether a sentence stands.

        Of a sentence of one or two words besides names half has to be held, by what is like it, and
        of three words three tenths.
        """
        if any(one.is_all and _says_too_little(one) for one in measured.runs):
            return False
        return self.probability(measured) >= self.whole.threshold

    def probability(self, measured: Measured) -> float:
        """Between 0 and 1."""
        return self.whole.probability(measured.values(self.weakest(measured)))

    def weakest(self, measured: Measured) -> Run:
        """The run of pieces that is held least."""
        held = self.pieces.probabilities([one.values for one in measured.runs])
        return measured.runs[held.index(min(held))]


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
        pieces=Judgement.stored(fitted["pieces"]), whole=Judgement.stored(fitted["whole"])
    )
