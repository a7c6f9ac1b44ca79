"""Words for about how many: "hundreds", "tens of thousands", "by the million"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_LEAST_AND_MOST = {
    "dozen": (24, 200), "score": (40, 200), "hundred": (200, 2e3), "thousand": (1.5e3, 1e5),
    "million": (1.5e6, 1e9), "billion": (1.5e9, 1e12),
    "tens of thousand": (2e4, 2e5), "hundreds of thousand": (2e5, 2e6),
    "tens of million": (2e7, 2e8), "hundreds of million": (2e8, 2e9),
    "tens of billion": (2e10, 2e11), "hundreds of billion": (2e11, 2e12),
}  # fmt: skip
_MAGNITUDE = re.compile(
    r"\b(?P<many>(?:(?:tens|hundreds)\s+of\s+)?(?:dozen|score|hundred|thousand|million|billion)s)\b"
    r"(?!\s+of\s+(?:thousands|millions|billions)\b)"
    r"|\bby\s+the\s+(?P<one>dozen|hundred|thousand|million|billion)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Magnitude:
    """About how many a text says there are: at [start, end), from `least` to below `most`."""

    start: int
    end: int
    least: float
    most: float


def magnitudes(text: str) -> Iterator[Magnitude]:
    """The words of a text that say about how many."""
    for match in _MAGNITUDE.finditer(text):
        words = " ".join((match["many"] or match["one"]).lower().split())
        least, most = _LEAST_AND_MOST[words.removesuffix("s")]
        yield Magnitude(start=match.start(), end=match.end(), least=least, most=most)
