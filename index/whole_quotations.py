"""Quotations given whole: what stands between two marks is one speaker's.

The tagger gives out no span above a length, and sometimes begins in the middle of a long quotation.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from index.attribution import Attribution
from index.sentences import Span, containing, quotations


def with_whole_quotations(text: str, attributions: Sequence[Attribution]) -> list[Attribution]:
    """The attributions, each content that lies in a quotation widened to the whole of it.

    Left as it is where the quotation holds a cue, a source, or a content of another.
    """
    quoted = quotations(text)
    taken = _Taken(attributions)
    return [
        replace(one, content=_widened(number, one.content, quoted, taken))
        for number, one in enumerate(attributions)
    ]


class _Taken:
    """What stands where: the spans of all attributions, which do not overlap one another's."""

    def __init__(self, attributions: Sequence[Attribution]) -> None:
        contents = [(*span, n) for n, one in enumerate(attributions) for span in one.content]
        named = [(*span, -1) for one in attributions for span in (*one.cue, *one.source)]
        self._spans = sorted(contents + named)

    def by_others(self, number: int, span: Span) -> bool:
        """Whether a span holds more than contents of the attribution of that number."""
        begin = max(0, bisect_left(self._spans, (span[0], 0, 0)) - 1)
        end = bisect_left(self._spans, (span[1], 0, 0))
        return any(owner != number for _, stop, owner in self._spans[begin:end] if stop > span[0])


def _widened(
    number: int, content: Sequence[Span], quoted: list[Span], taken: _Taken
) -> tuple[Span, ...]:
    found: list[Span] = []
    for span in content:
        quotation = containing(quoted, span[0])
        if quotation and span[1] <= quotation[1] and not taken.by_others(number, quotation):
            span = quotation
        if not found or found[-1][1] <= span[0]:
            found.append(span)
    return tuple(found)
