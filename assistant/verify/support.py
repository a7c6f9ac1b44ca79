"""Support: the rest of a sentence is borne out by what it cites.

With an entailment model, its probability decides. Without one, a logistic regression over how much
of the sentence its sources hold: by words weighed by rarity, by words of like meaning, clause by
clause, and as a whole by the cosine of sentence and sources. `benchmarks/choose_support.py` fits
support.json and says on which data.
"""

import json
import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

import numpy as np

from assistant.verify.alignment import Support, Weights
from assistant.verify.places import is_place
from assistant.verify.words import british, content, folded, words
from index.encoder import Encoder
from index.stems import stem
from index.stopwords import STOPWORDS

_CLAUSE = re.compile(
    r"[,;:()–—]\s+|\s+(?=(?:and|but|while|which|who|because|after|before|as|since|so that|although|"
    r"though|whereas|unless|until|if|when|where|in order|by \w+ing|adding|saying)\b)",
    re.IGNORECASE,
)
_CHUNK = re.compile(
    _CLAUSE.pattern + r"|\s+(?=(?:by|with|for|about|in|on|at|from|to|of|above|among|over)\b)",
    re.IGNORECASE,
)
_LIKE = 0.5
"""Cosine from which a word counts as partly held by one of like meaning."""

_FEWEST = 2
"""Content words below which a clause is not judged by itself."""


class Entailment(Protocol):
    """A model that tells whether one text follows from another."""

    def probability(self, premise: str, claim: str) -> float:
        """From 0 to 1."""
        ...


@dataclass(frozen=True, kw_only=True)
class Measures:
    """How far a sentence is held by its sources; all from 0 to 1, the cosine from -1."""

    coverage: float
    """Share of its words in the sources, each weighed by its rarity."""
    soft_coverage: float
    """The same, words of like meaning counting in part."""
    weakest_clause: float
    """The soft coverage of the clause that has least."""
    cosine_similarity: float
    words: int
    """How many different words there are to be held, names left out."""
    weakest_word: float
    """How far the word is held that is held least."""
    gap_words: float
    """Words in the longest run that nothing holds, up to ten, divided by ten."""
    weakest_chunk: float
    """The soft coverage of the phrase, cut at prepositions too, that has least."""
    weakest_cosine: float
    """The cosine of sources and the clause that is least like them."""

    @property
    def values(self) -> tuple[float, ...]:
        return (
            self.coverage,
            self.soft_coverage,
            self.weakest_clause,
            self.cosine_similarity,
            self.gap_words,
            self.weakest_chunk,
            self.weakest_cosine,
        )


class SupportMeasure:
    """Measures sentences; keeps the vectors of words that it has met."""

    def __init__(self, encoder: Callable[[], Encoder], weights: Weights) -> None:
        self._encoder = encoder
        self._weights = weights
        self._vectors: dict[str, np.ndarray] = {}

    def measures(self, claim: str, supports: Sequence[Support], around: str) -> Measures:
        """How far the claim is held by the sentences it rests on; `around` only lends names."""
        text = " ".join(one.text for one in supports)
        held = set(content(text)) | set(content(around))
        claim = _without_names(claim, f"{text} {around}")
        wanted = list(dict.fromkeys(content(claim)))
        weights = self._weights(wanted)
        total = sum(weights.values()) or 1.0
        degree = self._degrees(claim, text, held)
        soft = sum(weights[one] * degree.get(one, 0.0) for one in wanted) / total
        hard = sum(weights[one] for one in wanted if one in held) / total
        gap_words = self._longest_gap(claim, degree)
        clauses = [one for one in _CLAUSE.split(claim) if len(content(one)) >= _FEWEST]
        chunks = [one for one in _CHUNK.split(claim) if len(content(one)) >= _FEWEST]
        vectors = self._encoder().encode([text, claim, *clauses])
        cosines = [float(vector @ vectors[0]) for vector in vectors[1:]]
        return Measures(
            coverage=hard,
            soft_coverage=soft,
            weakest_clause=min((self._share(c, degree, weights) for c in clauses), default=soft),
            words=len(wanted),
            weakest_word=min(degree.values(), default=1.0),
            cosine_similarity=cosines[0],
            gap_words=min(gap_words, 10) / 10,
            weakest_chunk=min((self._share(c, degree, weights) for c in chunks), default=soft),
            weakest_cosine=min(cosines),
        )

    def _degrees(self, claim: str, text: str, held: set[str]) -> dict[str, float]:
        """How far each stem of a claim is held: 1 as it is, less by a word of like meaning."""
        degree: dict[str, float] = {}
        own = _by_stem(claim)
        open_words = [word for stemmed, word in own.items() if stemmed not in held]
        their_stems = _by_stem(text)
        theirs = list(their_stems.values())
        self._learn([*open_words, *theirs])
        matrix = np.stack([self._vectors[w] for w in theirs]) if theirs else None
        for stemmed, word in own.items():
            if stemmed in held:
                degree[stemmed] = 1.0
            elif matrix is not None:
                best = float(np.max(matrix @ self._vectors[word]))
                akin = any(_are_akin(stemmed, other) for other in their_stems)
                degree[stemmed] = max(0.0, best - _LIKE, _AKIN * akin) / (1 - _LIKE)
        return degree

    def _learn(self, found: Sequence[str]) -> None:
        new = [word for word in dict.fromkeys(found) if word not in self._vectors]
        if len(self._vectors) > 50_000:
            self._vectors.clear()
            new = list(dict.fromkeys(found))
        if new:
            self._vectors.update(zip(new, self._encoder().encode(new), strict=True))

    @staticmethod
    def _share(clause: str, degree: dict[str, float], weights: dict[str, float]) -> float:
        wanted = set(content(clause))
        total = sum(weights[one] for one in wanted) or 1.0
        return sum(weights[one] * degree.get(one, 0.0) for one in wanted) / total

    @staticmethod
    def _longest_gap(claim: str, degree: dict[str, float]) -> int:
        most = count = 0
        for one in content(claim):
            count = count + 1 if degree.get(one, 0.0) < _HARDLY else 0
            most = max(most, count)
        return most


def _are_akin(stemmed: str, other: str) -> bool:
    """Whether two stems begin alike, as those of "decide" and "decision" do."""
    pairs = enumerate(zip(stemmed, other, strict=False))
    shared = next((n for n, (a, b) in pairs if a != b), min(len(stemmed), len(other)))
    return shared >= 4 and shared >= 0.6 * max(len(stemmed), len(other))


_AKIN = 0.4
"""What a word of the same family counts beyond _LIKE."""

_HARDLY = 0.2
"""The degree below which a word counts as held by nothing."""


def _without_names(claim: str, held: str) -> str:
    """A claim without the names that its sources hold: names.py has looked at those."""
    capitals = {match.group() for match in _CAPITALISED.finditer(held)}

    def kept(match: re.Match[str]) -> str:
        is_name = match.group() in capitals or is_place(folded(match.group()))
        return "" if is_name else match.group()

    return _CAPITALISED.sub(kept, claim)


_CAPITALISED = re.compile(r"(?<!^)(?<![.!?]\s)\b[A-Z][\w’'-]*|^[A-Z][\w’'-]*")


def _by_stem(text: str) -> dict[str, str]:
    """The content words of a text by stem."""
    wanted = set(content(text))
    found: dict[str, str] = {}
    for word in words(text):
        if word not in STOPWORDS and (stemmed := british(stem(word))) in wanted:
            found.setdefault(stemmed, word)
    return found


_FEW = 2


@dataclass(frozen=True, kw_only=True)
class SupportJudge:
    """A fitted judgement over measures, and the probability from which a sentence stands."""

    weights: tuple[float, ...]
    bias: float
    threshold: float

    def accepts(self, measures: Measures) -> bool:
        """Whether a sentence stands. Of two words, each has to be held, or the weightier one."""
        if measures.words <= _FEW and measures.weakest_word <= 0.0 and measures.soft_coverage < 0.5:
            return False
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
