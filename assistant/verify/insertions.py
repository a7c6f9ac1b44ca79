"""What a sentence says more than its sources, word by word in its order.

A word that the sources lack stands either for another of theirs (a paraphrase), or between two
that follow one another there: then nothing of the sources is said by it, and it was put in.
"""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass
from itertools import pairwise

from assistant.verify.thesaurus import NEAR, likeness

_HELD = 0.62
"""The degree from which a word counts as held."""

_NEARLY = 0.95
_LEAST_HELD = 0.5
_FAR = 12
"""Words apart from which two of the sources' are not taken for a place to put words in."""

_END = 4
"""Words at a sentence's end."""


@dataclass(frozen=True, kw_only=True)
class Insertions:
    """A mass is a sum over words, each by its rarity against the average and by how far it is not
    held; shares are from 0 to 1."""

    lacking: float
    nearly_held: float
    """The mass of words that are held by others of like meaning."""
    heaviest: float
    lacking_share: float
    nearly_held_share: float
    put_in: float
    """The mass of what stands between two neighbours of the sources."""
    heaviest_put_in: float
    instead: float
    """The mass of what may stand for other words of the sources."""
    at_an_end: float
    longest: int
    """Words in a row that are not held."""
    mass: float
    words: int
    source_mass: float
    source_left: float
    """The mass of the sources' words that the sentence has nothing for."""
    source_left_share: float
    lacking_over_left: float
    pairs: float
    """The share of neighbours that are neighbours in the sources too."""
    in_order: float
    """The share of neighbours that follow one another in the sources' order."""
    weakest: float
    mean: float
    least_held: int
    """Words held by less than half."""
    least_held_at_end: int

    @property
    def values(self) -> tuple[float, ...]:
        return tuple(float(one) for one in astuple(self))


def insertions(
    claim: Sequence[str],
    source: Sequence[str],
    degree: Mapping[str, float],
    rarity: Mapping[str, float],
) -> Insertions:
    """What of a claim's stems, in their order, a source's stems do not say.

    `degree` is how far each stem of the claim is held, 1 for those left out; `rarity` is the weight
    of each stem of both, on average 1.
    """
    places = {stem: n for n, stem in reversed(list(enumerate(source)))}
    held = [1.0 if stem in places else degree.get(stem, 1.0) for stem in claim]
    matched = [_place(stem, places, source) for stem in claim]
    used = {place for place in matched if place is not None}
    left = [n not in used for n in range(len(source))]
    weight = [rarity.get(stem, 1.0) * (1 - share) for stem, share in zip(claim, held, strict=True)]
    put_in, instead, at_an_end, nearly = 0.0, 0.0, 0.0, 0.0
    heaviest_put_in = 0.0
    longest = row = 0
    lacking: list[float] = []
    for n, mass in enumerate(weight):
        if held[n] >= _HELD or matched[n] is not None:
            row = 0
            nearly += mass if held[n] < _NEARLY else 0.0
            continue
        lacking.append(mass)
        row += 1
        longest = max(longest, row)
        before = next((k for k in range(n - 1, -1, -1) if matched[k] is not None), None)
        after = next((k for k in range(n + 1, len(claim)) if matched[k] is not None), None)
        if before is None or after is None:
            at_an_end += mass
            continue
        low, high = sorted((matched[before] or 0, matched[after] or 0))
        if high - low < _FAR and not any(left[low + 1 : high]):
            beside = (before == n - 1) + (after == n + 1)
            put_in += mass
            heaviest_put_in = max(heaviest_put_in, mass * (1 + beside) / 3)
        else:
            instead += mass
    total = sum(rarity.get(stem, 1.0) for stem in claim) or 1.0
    source_total = sum(rarity.get(stem, 1.0) for stem in source) or 1.0
    unsaid = sum(rarity.get(stem, 1.0) for n, stem in enumerate(source) if left[n])
    order = [place for place in matched if place is not None]
    following = list(pairwise(order))
    pairs = set(pairwise(claim)) & set(pairwise(source))
    return Insertions(
        lacking=sum(lacking),
        nearly_held=nearly,
        heaviest=max(lacking, default=0.0),
        lacking_share=sum(lacking) / total,
        nearly_held_share=nearly / total,
        put_in=put_in,
        heaviest_put_in=heaviest_put_in,
        instead=instead,
        at_an_end=at_an_end,
        longest=longest,
        mass=total,
        words=len(claim),
        source_mass=source_total,
        source_left=unsaid,
        source_left_share=unsaid / source_total,
        lacking_over_left=sum(lacking) - unsaid,
        pairs=len(pairs) / max(1, len(claim) - 1),
        in_order=sum(a < b for a, b in following) / len(following) if following else 1.0,
        weakest=min(held, default=1.0),
        mean=sum(held) / len(held) if held else 1.0,
        least_held=sum(share < _LEAST_HELD for share in held),
        least_held_at_end=sum(share < _LEAST_HELD for share in held[-_END:]),
    )


def _place(stem: str, places: Mapping[str, int], source: Sequence[str]) -> int | None:
    """Where a source has a stem, or the first of like meaning."""
    if stem in places:
        return places[stem]
    if likeness(stem, places.keys()) < NEAR:
        return None
    return next((n for n, other in enumerate(source) if likeness(stem, {other}) >= NEAR), None)
