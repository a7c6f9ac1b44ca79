"""Cut a long article into windows that fit the model, each a core with context around it.

Cores follow one another without gap or overlap and begin at a paragraph or sentence start where the
text allows it. A span belongs to the window in whose core it begins.
"""

import dataclasses

import numpy as np

from index.attribution_units import Ints, Units, relations


@dataclasses.dataclass(frozen=True, kw_only=True)
class Window:
    """Units [start, end) are read together; spans that begin in the core are decided here."""

    start: int
    end: int
    core_start: int
    core_end: int


def windows_of(
    units: Units, *, core_pieces: int, before_pieces: int, after_pieces: int
) -> list[Window]:
    """Windows whose cores cover all units in order; lengths are in word pieces."""
    sizes = [len(pieces) for pieces in units.pieces]
    windows: list[Window] = []
    begin, count = 0, len(units)
    while begin < count:
        stop = _core_end(units, sizes, begin, core_pieces)
        start, room = begin, before_pieces
        while start > 0 and sizes[start - 1] <= room:
            start -= 1
            room -= sizes[start]
        start = _next_sentence(units, start, begin)
        end, room = stop, after_pieces
        while end < count and sizes[end] <= room:
            room -= sizes[end]
            end += 1
        windows.append(Window(start=start, end=end, core_start=begin, core_end=stop))
        begin = stop
    return windows


def _core_end(units: Units, sizes: list[int], begin: int, room: int) -> int:
    """The last paragraph start in reach, else the last sentence start, else the limit."""
    end = begin
    while end < len(sizes) and (sizes[end] <= room or end == begin):
        room -= sizes[end]
        end += 1
    if end == len(sizes):
        return end
    least = begin + (end - begin) // 2
    for edge in (units.paragraph, units.sentence):
        for i in range(end, least, -1):
            if edge[i] != edge[i - 1]:
                return i
    return end


def _next_sentence(units: Units, start: int, limit: int) -> int:
    """The first sentence start from `start` on, or `limit` when none comes before it."""
    while 0 < start < limit and units.sentence[start] == units.sentence[start - 1]:
        start += 1
    return start


def window_inputs(
    units: Units, window: Window, first_piece: int, last_piece: int
) -> dict[str, Ints]:
    """The model's inputs for one window, by name; the two given pieces enclose the window's own."""
    inside = units.pieces[window.start : window.end]
    sizes = np.array([len(pieces) for pieces in inside], dtype=np.int64)
    features = units.features[window.start : window.end]
    blank = np.zeros((1, features.shape[1]), dtype=np.int64)
    pieces = [first_piece, *(piece for unit in inside for piece in unit), last_piece]
    return {
        "pieces": np.array(pieces, dtype=np.int64),
        "features": np.concatenate([blank, np.repeat(features, sizes, axis=0), blank]),
        "first_pieces": np.cumsum(sizes) - sizes + 1,
        "start_class": units.start_class[window.start : window.end],
        "end_class": units.end_class[window.start : window.end],
        "relation": relations(units, window.start, window.end),
    }
