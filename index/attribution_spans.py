"""From the scores of all possible spans to the spans that are worth giving out.

The scores define a semi-Markov conditional random field over a window's units (Sarawagi and
Cohen, 2004). Forward and backward sums give each span's probability of being exactly right; what
is then given out is the set of disjoint spans with the most expected exact matches above a floor,
which serves F1 better than the single likeliest segmentation does."""

import bisect
import dataclasses
import itertools
import math

import numpy as np
import numpy.typing as npt

from index.attribution_units import Ints

Floats = npt.NDArray[np.float32]

_MOST = 300.0
"""A span's score above this counts as this; e to its power times _LARGE is still a number."""
_LARGE = 1e100


@dataclasses.dataclass(frozen=True, kw_only=True, order=True)
class UnitSpan:
    """Units start to end, both included, in one role (0 source, 1 cue, 2 content)."""

    start: int
    end: int
    role: int
    probability: float = dataclasses.field(compare=False, default=1.0)


def likely_spans(
    scores: Floats,
    paragraph: Ints,
    *,
    longest: int,
    floors: tuple[float, ...],
    first: int,
    stop: int,
) -> list[UnitSpan]:
    """The spans that begin in [first, stop) and are likelier than their role's floor.

    From scores [U, U, R] of a window whose units stand in the paragraphs [U]. A span has at most
    `longest` units, all of one paragraph, so each paragraph has sums of its own.
    """
    edges = np.flatnonzero(np.diff(paragraph, prepend=-1, append=-1))
    found: list[UnitSpan] = []
    for begin, end in itertools.pairwise(edges.tolist()):
        if begin >= stop or end <= first:
            continue
        rows = slice(max(first - begin, 0), min(stop, end) - begin)
        exponent = _log_probabilities(scores[begin:end, begin:end], longest, rows)
        likely = np.argwhere(exponent > np.log(floors))
        probabilities = np.exp(np.minimum(exponent[tuple(likely.T)], 0.0))
        found += [
            UnitSpan(start=begin + rows.start + i, end=begin + j, role=r, probability=probability)
            for (i, j, r), probability in zip(likely.tolist(), probabilities.tolist(), strict=True)
        ]
    return found


def _log_probabilities(scores: Floats, longest: int, rows: slice) -> npt.NDArray[np.float64]:
    """The logarithms [N, U, R] of the probabilities of the spans that begin in the given rows.

    Sums run over weights instead of their logarithms, which costs one product a unit; a sum that
    grows large is scaled down, with all before it.
    """
    count = scores.shape[0]
    weights = np.exp(np.minimum(scores, _MOST, dtype=np.float64)).sum(axis=2)
    weights = np.tril(np.triu(weights), longest - 1)
    ahead = _prefix_sums(np.ascontiguousarray(weights.T))
    behind = _prefix_sums(np.ascontiguousarray(weights[::-1, ::-1]))[::-1]
    outer = ahead[rows, None] + behind[None, 1:] - ahead[-1]
    place = np.arange(count)
    size = place[None] - place[rows, None]
    outer[(size < 0) | (size >= longest)] = -np.inf
    result: npt.NDArray[np.float64] = scores[rows] + outer[..., None]
    return result


def _prefix_sums(weights: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Logarithms [U + 1] of the weight of all ways to place spans on the first units.

    Row i of the weights [U, U] is of the spans that end there, by their first unit."""
    count = len(weights)
    sums = np.zeros(count + 1)
    sums[0] = last = 1.0
    logarithms = [0.0]
    scale = 0.0
    for i in range(count):
        last += float(weights[i, : i + 1] @ sums[: i + 1])
        if last > _LARGE:
            sums[: i + 1] /= last
            scale += math.log(last)
            last = 1.0
        sums[i + 1] = last
        logarithms.append(scale + math.log(last))
    return np.array(logarithms)


def best_disjoint(spans: list[UnitSpan], floors: tuple[float, ...]) -> list[UnitSpan]:
    """The disjoint spans with the highest sum of (probability - floor), in reading order."""
    by_end = sorted(spans, key=lambda span: (span.end, span.start, span.role))
    ends = [span.end for span in by_end]
    best = [0.0]
    taken: list[bool] = []
    before: list[int] = []
    for n, span in enumerate(by_end):
        fits = bisect.bisect_left(ends, span.start, 0, n)
        gain = best[fits] + span.probability - floors[span.role]
        before.append(fits)
        taken.append(gain > best[n])
        best.append(max(gain, best[n]))
    chosen: list[UnitSpan] = []
    n = len(by_end)
    while n:
        if taken[n - 1]:
            chosen.append(by_end[n - 1])
            n = before[n - 1]
        else:
            n -= 1
    return chosen[::-1]
