"""Which cue a content belongs to, and which source a cue has: scores between spans of one window.

A span is a vector made of its first and its last unit; a pair's score is the product of two such
vectors plus learned weights for how the two spans lie to one another. Training and the shipped
tagger share the description of that lie."""

import dataclasses
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from index.attribution_spans import Floats, UnitSpan
from index.attribution_units import Ints

LIE_SIZES = (10, 15, 10)
"""Values of: candidates in between; units in between; sentences and paragraphs apart."""


def lies(
    spans: Sequence[tuple[int, int]],
    others: Sequence[tuple[int, int]],
    sentence: Ints,
    paragraph: Ints,
) -> Ints:
    """[N, M, 3]: how each of the other spans (in reading order) lies to each span."""
    if not spans or not others:
        return np.zeros((len(spans), len(others), 3), dtype=np.int64)
    one = np.array(spans, dtype=np.int64)
    two = np.array(others, dtype=np.int64)
    ahead = (two[None, :, 0] < one[:, None, 0]).sum(axis=1)
    rank = np.clip(np.arange(len(two))[None] - ahead[:, None], -5, 4) + 5
    after = two[None, :, 0] > one[:, None, 1]
    gap = np.where(after, two[None, :, 0] - one[:, None, 1], one[:, None, 0] - two[None, :, 1])
    steps = np.minimum(np.log2(np.maximum(gap, 1)).astype(np.int64), 6)
    distance = np.where(after, 8 + steps, 6 - steps)
    apart = np.clip(sentence[two[None, :, 0]] - sentence[one[:, None, 0]], -2, 2) + 2
    broken = paragraph[two[None, :, 0]] != paragraph[one[:, None, 0]]
    return np.stack([rank, distance, apart * 2 + broken], axis=2)


@dataclasses.dataclass(frozen=True, kw_only=True)
class LinkWeights:
    """The weights of one kind of link: a table for each measure of LIE_SIZES, and of no link."""

    tables: tuple[Floats, ...]
    none: Floats
    none_bias: float

    def probabilities(self, asking: Floats, offered: Floats, lie: Ints) -> npt.NDArray[np.float64]:
        """[N, M + 1]: each span's link to each offered span, and in the last column to none."""
        scores = asking @ offered.T
        for n, table in enumerate(self.tables):
            scores = scores + table[lie[:, :, n]]
        scores = np.concatenate([scores, (asking @ self.none + self.none_bias)[:, None]], axis=1)
        weights = np.exp((scores - scores.max(axis=1, keepdims=True)).astype(np.float64))
        result: npt.NDArray[np.float64] = weights / weights.sum(axis=1, keepdims=True)
        return result


def span_vectors(vectors: Floats, spans: Sequence[UnitSpan], which: int, offset: int) -> Floats:
    """[N, D] from link vectors [U, 4, 2, D] of a window that begins at unit `offset`."""
    first = [span.start - offset for span in spans]
    last = [span.end - offset for span in spans]
    result: Floats = vectors[first, which, 0] + vectors[last, which, 1]
    return result
