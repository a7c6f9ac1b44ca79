"""Two plots as SVG inside a page: how long cases took, and when what is cited was published."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.questions.results import Run
from assistant.web.markup import escape

_WIDTH, _HEIGHT = 440, 220
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 12, 14, 46
_MOST_BARS = 48
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}$", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One bar: what stands below it, and how many."""

    label: str
    count: int


def latency_bars(run: Run) -> list[Bar]:
    """Cases by the time they took, in steps of 1, 2 and 5 times a power of ten."""
    if not run.results:
        return []
    took = [max(1, result.took_ms) for result in run.results]
    steps = [1]
    while steps[-1] <= max(took):
        power = 10 ** int(math.log10(steps[-1]) + 1e-9)
        steps.append({1: 2, 2: 5, 5: 10}[steps[-1] // power] * power)
    ranges = list(pairwise(steps))
    counts = [sum(low <= one < high for one in took) for low, high in ranges]
    first = next(number for number, count in enumerate(counts) if count)
    return [
        Bar(label=_range(low, high), count=count)
        for (low, high), count in list(zip(ranges, counts, strict=True))[first:]
    ]


def month_bars(run: Run) -> list[Bar]:
    """Citations by the month or, over many years, the year in which they were published."""
    days = [
        str(citation["published"])
        for result in run.results
        for citation in result.citations
        if _DAY.match(str(citation["published"]))
    ]
    if not days:
        return []
    counts = Counter((int(day[:4]), int(day[5:7])) for day in days)
    (year, month), last = min(counts), max(counts)
    months = (last[0] - year) * 12 + last[1] - month + 1
    if months > _MOST_BARS:
        years = Counter(int(day[:4]) for day in days)
        return [Bar(label=str(y), count=years[y]) for y in range(year, last[0] + 1)]
    every = [((year * 12 + month - 1 + n) // 12, (month - 1 + n) % 12 + 1) for n in range(months)]
    return [Bar(label=f"{y}-{m:02}", count=counts[(y, m)]) for y, m in every]


def bar_plot(bars: Sequence[Bar], title: str, unit: str) -> str:
    """Bars as an SVG element that takes its colours from the page; empty without bars."""
    if not bars:
        return ""
    most = max(bar.count for bar in bars)
    ticks = _ticks(most)
    top = max(most, ticks[-1])
    step = (_WIDTH - _LEFT - _RIGHT) / max(len(bars), 4)
    height = _HEIGHT - _TOP - _BOTTOM
    every = math.ceil(max(len(bar.label) for bar in bars) * 7.6 / step)
    parts = [
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-label="{escape(title)}: '
        f'{escape(_in_words(bars, unit))}">'
    ]
    for tick in ticks:
        y = _TOP + height * (1 - tick / top)
        parts.append(
            f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>'
            f'<text class="axis" x="{_LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{tick:,}</text>'
        )
    for number, bar in enumerate(bars):
        x = _LEFT + step * number
        tall = height * bar.count / top
        parts.append(
            f'<rect class="bar" x="{x + step * 0.12:.1f}" y="{_TOP + height - tall:.1f}" '
            f'width="{step * 0.76:.1f}" height="{tall:.1f}"><title>{escape(bar.label)}: '
            f"{bar.count:,} {escape(unit)}</title></rect>"
        )
        if number % every == 0:
            parts.append(
                f'<text class="axis" x="{x + step / 2:.1f}" y="{_HEIGHT - _BOTTOM + 18}" '
                f'text-anchor="middle">{escape(bar.label)}</text>'
            )
    parts.append(
        f'<text class="axis" x="{_WIDTH - _RIGHT}" y="{_HEIGHT - 6}" text-anchor="end">'
        f"{escape(unit)}</text></svg>"
    )
    return "".join(parts)


def _ticks(most: int) -> list[int]:
    """Four or so round numbers from 0 to at least `most`."""
    rough = max(1, math.ceil(most / 4))
    power = 10 ** int(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 5, 10) if factor * power >= rough)
    return list(range(0, most + step, step))


def _range(low: int, high: int) -> str:
    if low >= 1000:
        return f"{low // 1000:,}–{high // 1000:,} s"
    return f"{low}–{high} ms" if high < 1000 else f"{low} ms–{high // 1000} s"


def _in_words(bars: Sequence[Bar], unit: str) -> str:
    return ", ".join(f"{bar.label} {bar.count} {unit}" for bar in bars if bar.count)
