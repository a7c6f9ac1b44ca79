"""From the scores of all possible spans to the spans that are worth giving out.

The scores define a semi-Markov conditional random field over a window's units (Sarawagi and
Cohen, 2004). Forward and backward sums give each span's probability of being exactly right; what
is then given out is the set of disjoint spans with the most expected exact matches above a floor,
which serves F1 better than the single likeliest segmentation does."""

import bisect
import dataclasses

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]


@dataclasses.dataclass(frozen=True, kw_only=True, order=True)
class UnitSpan:
    """Units start to end, both included, in one role (0 source, 1 cue, 2 content)."""

    start: int
    end: int
    role: int
    probability: float = dataclasses.field(compare=False, default=1.0)


def span_probabilities(scores: Floats, longest: int) -> Floats:
    """Probability [U, U, R] of each span from scores [U, U, R]; 0 for those above `longest`."""
    count = scores.shape[0]
    highest = scores.max(axis=2)
    merged = highest + np.log(np.exp(scores - highest[..., None]).sum(axis=2))
    by_end = np.ascontiguousarray(merged.T)
    ahead = np.zeros(count + 1, dtype=np.float64)
    behind = np.zeros(count + 1, dtype=np.float64)
    for i in range(count):
        low = max(0, i - longest + 1)
        ahead[i + 1] = _add(ahead[i], ahead[low : i + 1] + by_end[i, low : i + 1])
    for j in range(count - 1, -1, -1):
        high = min(count, j + longest)
        behind[j] = _add(behind[j + 1], behind[j + 1 : high + 1] + merged[j, j:high])
    place = np.arange(count)
    size = place[None] - place[:, None]
    possible = (size >= 0) & (size < longest)
    outer = ahead[:-1, None] + behind[None, 1:] - ahead[count]
    exponent = np.where(possible[..., None], scores + outer[..., None], -np.inf)
    probabilities: Floats = np.exp(np.minimum(exponent, 0.0)).astype(np.float32)
    return probabilities


def _add(one: float, many: npt.NDArray[np.float64]) -> float:
    """log(exp(one) + sum(exp(many))), where `one` is never far below what it bounds."""
    most = max(one, float(many.max()))
    return most + float(np.log(np.exp(one - most) + np.exp(many - most).sum()))


def candidates(
    probabilities: Floats, floors: tuple[float, ...], *, first: int, stop: int
) -> list[UnitSpan]:
    """Spans that begin in [first, stop) and are likelier than their role's floor."""
    likely = np.argwhere(probabilities[first:stop] > np.array(floors, dtype=np.float32))
    return [
        UnitSpan(
            start=int(i) + first,
            end=int(j),
            role=int(r),
            probability=float(probabilities[i + first, j, r]),
        )
        for i, j, r in likely
    ]


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
