"""Probabilities of spans, held against the sum over every way to place spans."""

import math
from collections.abc import Iterator

import numpy as np
import pytest

from index.attribution_spans import Floats, UnitSpan, likely_spans

NO_FLOORS = (1e-9, 1e-9)
ONE_PARAGRAPH = np.zeros(5, dtype=np.int64)
SCORES: Floats = np.random.default_rng(7).normal(0.0, 2.0, (5, 5, 2)).astype(np.float32)

Placed = tuple[tuple[int, int, int], ...]


def placings(count: int, longest: int, begin: int = 0) -> Iterator[Placed]:
    """Every way to place disjoint spans (start, end, role) on the units from `begin` on."""
    if begin == count:
        yield ()
        return
    yield from placings(count, longest, begin + 1)
    for end in range(begin, min(count, begin + longest)):
        for role in range(2):
            for rest in placings(count, longest, end + 1):
                yield ((begin, end, role), *rest)


def summed(scores: Floats, longest: int) -> dict[tuple[int, int, int], float]:
    weights = {
        placed: math.exp(sum(float(scores[span]) for span in placed))
        for placed in placings(len(scores), longest)
    }
    spans = {span for placed in weights for span in placed}
    total = sum(weights.values())
    return {
        span: sum(weight for placed, weight in weights.items() if span in placed) / total
        for span in spans
    }


def found(scores: Floats, **given: int) -> dict[tuple[int, int, int], float]:
    paragraph = np.zeros(len(scores), dtype=np.int64)
    bounds = {"longest": 160, "first": 0, "stop": len(scores)} | given
    spans = likely_spans(scores, paragraph, floors=NO_FLOORS, **bounds)
    return {(span.start, span.end, span.role): span.probability for span in spans}


@pytest.mark.parametrize("longest", [5, 2])
def test_probabilities_are_those_of_all_placings(longest: int) -> None:
    assert found(SCORES, longest=longest) == pytest.approx(summed(SCORES, longest), rel=1e-6)


def test_only_spans_that_begin_in_the_core_are_given() -> None:
    expected = {span: p for span, p in summed(SCORES, 5).items() if 1 <= span[0] < 3}
    assert found(SCORES, first=1, stop=3) == pytest.approx(expected, rel=1e-6)


def test_no_span_crosses_a_paragraphs_end() -> None:
    paragraph = np.array([4, 4, 4, 5, 5])
    spans = likely_spans(SCORES, paragraph, longest=5, floors=NO_FLOORS, first=0, stop=5)
    first = summed(SCORES[:3, :3], 5)
    second = {(i + 3, j + 3, r): p for (i, j, r), p in summed(SCORES[3:, 3:], 5).items()}
    assert {(s.start, s.end, s.role): s.probability for s in spans} == pytest.approx(
        first | second, rel=1e-6
    )


def test_a_floor_leaves_out_what_is_less_likely() -> None:
    scores = np.full((3, 3, 2), -9.0, dtype=np.float32)
    scores[0, 1, 1] = 9.0
    paragraph = np.zeros(3, dtype=np.int64)
    spans = likely_spans(scores, paragraph, longest=3, floors=(0.5, 0.5), first=0, stop=3)
    assert spans == [UnitSpan(start=0, end=1, role=1)]


def test_sums_far_beyond_a_float_stay_right() -> None:
    scores = np.full((200, 200, 2), -1e9, dtype=np.float32)
    scores[np.arange(200), np.arange(200), 0] = 200.0
    probabilities = found(scores)
    assert probabilities == pytest.approx({(i, i, 0): 1.0 for i in range(200)})
