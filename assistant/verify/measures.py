"""How far a sentence is held by its sources: word by word, piece by piece, and as a whole.

Each word of the sentence is held to a degree: wholly by the same word, less by one of like meaning
(thesaurus.py, and the vectors of words). What a writer adds mostly stands together in one piece of
the sentence, which is held less than the rest of it; a true sentence in other words is held evenly.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass

import numpy as np

from assistant.verify.alignment import Support, Weights
from assistant.verify.insertions import Insertions, insertions
from assistant.verify.places import is_place
from assistant.verify.source import Source
from assistant.verify.thesaurus import likeness
from assistant.verify.words import content, folded, root, words
from index.encoder import Encoder
from index.stopwords import STOPWORDS

_CLAUSE = re.compile(
    r"[,;:()–—]\s+|\s+(?=(?:and|but|while|which|who|because|after|before|as|since|so that|although|"
    r"though|whereas|unless|until|if|when|where|in order|by \w+ing|adding|saying)\b)",
    re.IGNORECASE,
)
_PIECE = re.compile(
    r"[,;:()–—]\s+|\s+(?=(?:and|but|while|which|who|whose|because|after|before|as|since|although|"
    r"though|unless|until|if|when|where|despite|without|under|with|for|by|to|in order|instead|at|"
    r"on|from)\b)",
    re.IGNORECASE,
)
_REPORTING = frozenset(
    root(word)
    for word in """
    warn warning accuse deny reject promise pledge vow urge call demand suggest propose predict
    concede admit acknowledge confirm complain repeat reiterate caution hint indicate believe think
    feel hope expect fear want doubt question express voice welcome hail praise lament criticise
    criticism condemn denounce defend insist assure recall charge signal underline stress describe
    regard see consider view find judge accusation argue announce declare claim
    """.split()
)
_REPORTING_WEIGHT = 0.3
"""How somebody said a thing is for other checks: such a verb counts less than other words."""

_AKIN = 0.8
"""The degree to which a word of the same family holds one."""


@dataclass(frozen=True, kw_only=True)
class Run:
    """How far some pieces of a sentence that stand together are held, and the rest of it.

    Shares are from 0 to 1. A mass is a sum over words, each by its rarity against the average.
    """

    held: float
    verbatim: float
    """The share of it that is the sources' own words or as good as those."""
    rest_verbatim: float
    rest_held: float
    stands_out: float
    """How far it is not held, where the rest keeps close to the sources' own words."""
    lacking: float
    """The mass of what is not held."""
    mass: float
    best_word: float
    weakest_word: float
    is_last: bool
    is_first: bool
    is_all: bool
    cosine_similarity: float
    """Of the whole sentence and the source sentences that are most like it."""
    weakest_cosine: float
    """Of the clause that is least like its sources."""
    better_without: float
    """How much more like its sources the sentence would be without one of its clauses."""
    last_cosine: float
    """Of the last piece."""
    words: int
    """How many different words of the sentence there are to be held, names left out."""

    @property
    def values(self) -> tuple[float, ...]:
        return tuple(float(one) for one in astuple(self))


@dataclass(frozen=True, kw_only=True)
class Measured:
    """All measures of a sentence: of its runs of pieces, at least one, and of its words."""

    runs: tuple[Run, ...]
    insertions: Insertions
    clauses: int
    sources: int

    def values(self, run: Run) -> tuple[float, ...]:
        """Those of the whole, with those of one run."""
        whole = (float(self.clauses), float(self.sources), float(len(self.runs)))
        return (*whole, *self.insertions.values, *run.values)


class SupportMeasure:
    """Measures sentences; keeps the vectors of words and texts that it has met."""

    def __init__(self, encoder: Callable[[], Encoder], weights: Weights) -> None:
        self._encoder = encoder
        self._weights = weights
        self._vectors: dict[str, np.ndarray] = {}

    def measured(
        self, claim: str, supports: Sequence[Support], cited: Sequence[Source], around: str
    ) -> Measured:
        """How far a claim is held by what it cites. `around` only lends names and topics."""
        everything = " ".join(one.text for one in cited)
        held = set(content(everything)) | set(content(around))
        bare = _without_names(claim, f"{everything} {around}")
        degree = self._degrees(bare, everything, held)
        rarity = self._weights([one for one in dict.fromkeys(content(bare)) if one in degree])
        average = sum(rarity.values()) / len(rarity) if rarity else 1.0
        weight = {
            one: value / average * (_REPORTING_WEIGHT if one in _REPORTING else 1.0)
            for one, value in rarity.items()
        }
        together = " ".join(one.text for one in supports)
        windows = [one for one in (together, everything, *(one.text for one in supports)) if one]
        cosines = self._cosines(claim, list(dict.fromkeys(windows)))
        pieces = [[one for one in content(piece) if one in degree] for piece in _pieces(bare)]
        whole = _Words.of([one for piece in pieces for one in piece], degree, weight)
        found = []
        for first in range(len(pieces)):
            for end in range(first + 1, min(len(pieces), first + _LONGEST) + 1):
                stems = [one for piece in pieces[first:end] for one in piece]
                inside = _Words.of(stems, degree, weight)
                if inside.mass < _LEAST:
                    continue
                rest = whole.without(inside)
                found.append(
                    Run(
                        held=inside.held,
                        verbatim=inside.verbatim,
                        rest_verbatim=rest.verbatim,
                        rest_held=rest.held,
                        stands_out=rest.verbatim * (1 - inside.held),
                        lacking=(1 - inside.held) * min(inside.mass, 3.0),
                        mass=min(inside.mass, 4.0),
                        best_word=max(degree[one] for one in stems),
                        weakest_word=min(degree[one] for one in stems),
                        is_last=end == len(pieces),
                        is_first=first == 0,
                        is_all=rest.mass <= _NOTHING,
                        cosine_similarity=cosines.of(claim),
                        weakest_cosine=cosines.weakest,
                        better_without=cosines.better_without,
                        last_cosine=cosines.of((_pieces(claim) or [claim])[-1]),
                        words=len(weight),
                    )
                )
        return Measured(
            runs=tuple(found or [_only_names(cosines, claim)]),
            insertions=self._insertions(claim, together or everything, degree),
            clauses=len(_CLAUSE.split(claim)),
            sources=len(cited),
        )

    def _insertions(self, claim: str, text: str, degree: Mapping[str, float]) -> Insertions:
        mine, theirs = content(claim), content(text)
        rarity = self._weights(list(dict.fromkeys([*mine, *theirs])))
        average = sum(rarity.values()) / len(rarity) if rarity else 1.0
        return insertions(
            mine, theirs, degree, {stem: value / average for stem, value in rarity.items()}
        )

    def _degrees(self, claim: str, text: str, held: set[str]) -> dict[str, float]:
        """How far each stem of a claim is held."""
        degree: dict[str, float] = {}
        theirs = _by_stem(text)
        matrix = self._vectors_of(list(theirs.values())) if theirs else None
        for stemmed, word in _by_stem(claim).items():
            if stemmed in held:
                degree[stemmed] = 1.0
                continue
            near = likeness(stemmed, theirs.keys())
            if any(_are_akin(stemmed, other) for other in theirs):
                near = max(near, _AKIN)
            if matrix is not None:
                cosine = float(np.max(matrix @ self._vectors_of([word])[0]))
                near = max(near, min(1.0, (cosine - 0.3) / 0.6))
            degree[stemmed] = near
        return degree

    def _cosines(self, claim: str, windows: list[str]) -> "_Cosines":
        clauses = [one for one in _CLAUSE.split(claim) if len(content(one)) >= _FEWEST]
        rests = [claim.replace(one, " ") for one in clauses] if len(clauses) > 1 else []
        rests = [one for one in rests if len(content(one)) >= _FEWEST]
        last = (_pieces(claim) or [claim])[-1]
        matrix = self._vectors_of(windows)
        return _Cosines(
            {
                text: float(np.max(matrix @ vector))
                for text in dict.fromkeys([claim, last, *clauses, *rests])
                for vector in self._vectors_of([text])
            },
            claim=claim,
            clauses=clauses if len(clauses) > 1 else [claim],
            rests=rests,
        )

    def _vectors_of(self, texts: Sequence[str]) -> np.ndarray:
        new = [text for text in dict.fromkeys(texts) if text not in self._vectors]
        if len(self._vectors) > _KEPT:
            self._vectors.clear()
            new = list(dict.fromkeys(texts))
        if new:
            self._vectors.update(zip(new, self._encoder().encode(new), strict=True))
        return np.stack([self._vectors[text] for text in texts])


_KEPT = 20_000
"""Vectors."""

_FEWEST = 2
"""Content words below which a clause is not judged by itself."""


@dataclass(frozen=True)
class _Cosines:
    """How like its sources a claim is, in whole and in parts."""

    known: dict[str, float]
    claim: str
    clauses: Sequence[str]
    rests: Sequence[str]

    def of(self, text: str) -> float:
        return self.known[text]

    @property
    def weakest(self) -> float:
        return min(self.known[one] for one in self.clauses)

    @property
    def better_without(self) -> float:
        return max([0.0, *(self.known[one] - self.known[self.claim] for one in self.rests)])


@dataclass(frozen=True)
class _Words:
    """The mass of some words, and how much of it is held, and held word for word."""

    mass: float
    mass_held: float
    mass_verbatim: float

    @classmethod
    def of(
        cls, stems: Sequence[str], degree: dict[str, float], weight: dict[str, float]
    ) -> "_Words":
        return cls(
            sum(weight[one] for one in stems),
            sum(weight[one] * degree[one] for one in stems),
            sum(weight[one] for one in stems if degree[one] >= _AKIN),
        )

    def without(self, other: "_Words") -> "_Words":
        return _Words(
            self.mass - other.mass,
            self.mass_held - other.mass_held,
            self.mass_verbatim - other.mass_verbatim,
        )

    @property
    def held(self) -> float:
        return self.mass_held / self.mass if self.mass > _NOTHING else 0.0

    @property
    def verbatim(self) -> float:
        return self.mass_verbatim / self.mass if self.mass > _NOTHING else 0.0


_NOTHING = 1e-9
_LEAST = 0.25
"""Mass below which a run says too little to be judged."""

_LONGEST = 3
"""Pieces of a run."""


def _only_names(cosines: _Cosines, claim: str) -> Run:
    """What a sentence of nothing but names and small words comes to."""
    return Run(
        held=1.0,
        verbatim=1.0,
        rest_verbatim=0.0,
        rest_held=0.0,
        stands_out=0.0,
        lacking=0.0,
        mass=0.0,
        best_word=1.0,
        weakest_word=1.0,
        is_last=True,
        is_first=True,
        is_all=True,
        cosine_similarity=cosines.of(claim),
        weakest_cosine=cosines.weakest,
        better_without=cosines.better_without,
        last_cosine=cosines.of((_pieces(claim) or [claim])[-1]),
        words=0,
    )


def _pieces(text: str) -> list[str]:
    """The smallest pieces of a text that say something."""
    found: list[str] = []
    carried = ""
    for part in _PIECE.split(text):
        joined = f"{carried} {part}".strip()
        carried = "" if content(joined) else joined
        if not carried and joined:
            found.append(joined)
    return found


def _are_akin(stemmed: str, other: str) -> bool:
    """Whether two stems begin alike, as those of "decide" and "decision" do."""
    pairs = enumerate(zip(stemmed, other, strict=False))
    shared = next((n for n, (a, b) in pairs if a != b), min(len(stemmed), len(other)))
    return shared >= 4 and shared >= 0.6 * max(len(stemmed), len(other))


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
        if word not in STOPWORDS and (stemmed := root(word)) in wanted:
            found.setdefault(stemmed, word)
    return found
