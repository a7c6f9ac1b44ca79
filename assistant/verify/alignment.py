"""Which sentences of the cited sources a claim rests on: those that hold most of its words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.verify.numbers import numbers
from assistant.verify.source import Source
from assistant.verify.words import content
from index.sentences import Span

Weights = Callable[[Sequence[str]], dict[str, float]]
"""How much each stem says: the rarer in the archive, the more."""

MOST = 4
"""Sentences that one claim may rest on."""

_WORTH = 0.06
"""Share of the claim's weight that a further sentence has to add."""

_ENOUGH = 0.4
"""Share of a claim's weight below which its words do not tell what it rests on."""


@dataclass(frozen=True, kw_only=True)
class Support:
    """A sentence of a source that a claim rests on."""

    source: Source
    span: Span
    gain: float
    """Share of the claim's weight that it added."""

    @property
    def text(self) -> str:
        return self.source.article.text[self.span[0] : self.span[1]]


def plain_weights(stems: Sequence[str]) -> dict[str, float]:
    """The same weight for every stem."""
    return dict.fromkeys(stems, 1.0)


def pieces(text: str) -> tuple[str, ...]:
    """Stems and numbers of a text, by which it is aligned."""
    return (*content(text), *(f"#{one.value:g}" for one in numbers(text)))


def supports(claim: str, sources: Sequence[Source], weights: Weights) -> list[Support]:
    """The sentences that together hold most of a claim, the best first, at most four."""
    wanted = weights(list(dict.fromkeys(pieces(claim))))
    total = sum(wanted.values()) or 1.0
    left = dict(wanted)
    candidates = [
        (source, span, frozenset(pieces(source.article.text[span[0] : span[1]])))
        for source in sources
        for span in source.sentences
    ]
    chosen: list[Support] = []
    while candidates and len(chosen) < MOST:
        gains = [sum(w for p, w in left.items() if p in held) for _, _, held in candidates]
        best = max(range(len(gains)), key=lambda n: (gains[n], -n))
        if gains[best] / total < (_WORTH if chosen else 1e-9):
            break
        source, span, held = candidates.pop(best)
        chosen.append(Support(source=source, span=span, gain=gains[best] / total))
        left = {p: w for p, w in left.items() if p not in held}
    if sum(one.gain for one in chosen) < _ENOUGH:
        chosen += [
            Support(source=source, span=span, gain=0.0)
            for source, span, _ in candidates[: MOST - len(chosen)]
        ]
    return chosen
