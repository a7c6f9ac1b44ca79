"""From what the model says of each window to the attributions of a whole article."""

import bisect
import collections
import dataclasses
from collections.abc import Sequence

from index.attribution_links import LinkWeights, lies, span_vectors
from index.attribution_spans import Floats, UnitSpan, best_disjoint, likely_spans
from index.attribution_units import Units
from index.attribution_windows import Window

SOURCE, CUE, CONTENT = range(3)
CONTENT_ASKS, CUE_OFFERS, CUE_ASKS, SOURCE_OFFERS = range(4)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Reading:
    """What the model says of one window: span scores [U, U, R] and link vectors [U, 4, 2, D]."""

    window: Window
    scores: Floats
    vectors: Floats


@dataclasses.dataclass(frozen=True, kw_only=True)
class DecodeSettings:
    """Floors are the probabilities (source, cue, content) below which a span is left out."""

    longest: int = 160
    floors: tuple[float, float, float] = (0.28, 0.34, 0.45)


@dataclasses.dataclass(frozen=True, kw_only=True)
class UnitAttribution:
    """One attribution over units; any of its parts may be missing, but not all."""

    contents: tuple[UnitSpan, ...]
    cue: UnitSpan | None
    source: UnitSpan | None


def candidates(
    units: Units, readings: Sequence[Reading], settings: DecodeSettings
) -> list[UnitSpan]:
    """Spans above the floors, each as seen by the window in whose core it begins."""
    found: list[UnitSpan] = []
    for reading in readings:
        window = reading.window
        found += [
            dataclasses.replace(span, start=span.start + window.start, end=span.end + window.start)
            for span in likely_spans(
                reading.scores,
                units.paragraph[window.start : window.end],
                longest=settings.longest,
                floors=settings.floors,
                first=window.core_start - window.start,
                stop=window.core_end - window.start,
            )
        ]
    return found


def linked(
    units: Units,
    readings: Sequence[Reading],
    spans: Sequence[UnitSpan],
    content_to_cue: LinkWeights,
    cue_to_source: LinkWeights,
) -> list[UnitAttribution]:
    """The attributions made of disjoint spans in reading order; one for each cue with content."""
    cue_of: dict[UnitSpan, UnitSpan] = {}
    source_of: dict[UnitSpan, UnitSpan] = {}
    starts = [span.start for span in spans]
    for reading in readings:
        window = reading.window
        low, high = (bisect.bisect_left(starts, edge) for edge in (window.start, window.end))
        seen = [span for span in spans[low:high] if span.end < window.end]
        sources, cues, contents = (
            [s for s in seen if s.role == role] for role in (SOURCE, CUE, CONTENT)
        )
        for asking, offered, asks, offers, weights, links in (
            (contents, cues, CONTENT_ASKS, CUE_OFFERS, content_to_cue, cue_of),
            (cues, sources, CUE_ASKS, SOURCE_OFFERS, cue_to_source, source_of),
        ):
            asking = [s for s in asking if window.core_start <= s.start < window.core_end]
            if not asking or not offered:
                continue
            lie = lies(
                [(s.start, s.end) for s in asking],
                [(s.start, s.end) for s in offered],
                units.sentence,
                units.paragraph,
            )
            probabilities = weights.probabilities(
                span_vectors(reading.vectors, asking, asks, window.start),
                span_vectors(reading.vectors, offered, offers, window.start),
                lie,
            )
            for span, row in zip(asking, probabilities, strict=True):
                best = int(row.argmax())
                if best < len(offered):
                    links[span] = offered[best]
    by_cue: dict[UnitSpan, list[UnitSpan]] = collections.defaultdict(list)
    alone: list[UnitAttribution] = []
    for span in spans:
        if span.role != CONTENT:
            continue
        if span in cue_of:
            by_cue[cue_of[span]].append(span)
        else:
            alone.append(UnitAttribution(contents=(span,), cue=None, source=None))
    together = [
        UnitAttribution(contents=tuple(contents), cue=cue, source=source_of.get(cue))
        for cue, contents in by_cue.items()
    ]
    return sorted(alone + together, key=lambda found: found.contents[0])


def decode(
    units: Units,
    readings: Sequence[Reading],
    settings: DecodeSettings,
    content_to_cue: LinkWeights,
    cue_to_source: LinkWeights,
) -> list[UnitAttribution]:
    """All attributions of an article, in reading order; no unit is in two spans."""
    spans = best_disjoint(candidates(units, readings, settings), settings.floors)
    return linked(units, readings, spans, content_to_cue, cue_to_source)
