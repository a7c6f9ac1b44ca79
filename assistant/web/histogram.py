"""How many articles there are over time, as bars that set the days of a filter."""

from collections.abc import Sequence
from datetime import date, timedelta

from assistant.web.markup import day_in_short, escape

_WIDTH = 460
_HEIGHT = 64
_BARS = 46
"""Bars at most; a bar stands for as many days as that takes."""

_LEAST = 2.0
"""Height of a bar with any article at all."""


def histogram_svg(days: Sequence[tuple[date, int]]) -> str:
    """Bars over all days from the first to the last; empty for fewer than two days."""
    if len(days) < 2:
        return ""
    first, last = days[0][0], days[-1][0]
    span = (last - first).days + 1
    each = -(-span // _BARS)
    bars = [0] * (-(-span // each))
    for day, count in days:
        bars[(day - first).days // each] += count
    highest = max(bars)
    step = _WIDTH / len(bars)
    drawn = []
    for number, count in enumerate(bars):
        begin = first + timedelta(days=number * each)
        end = min(last, begin + timedelta(days=each - 1))
        height = max(_LEAST, count / highest * _HEIGHT) if count else 0.0
        when = day_in_short(begin) + (f" – {day_in_short(end)}" if end > begin else "")
        label = f"{when}: {count:,} article{'s' * (count != 1)}"
        drawn.append(
            f'<g class="bar" data-from="{begin.isoformat()}" data-to="{end.isoformat()}">'
            f"<title>{escape(label)}</title>"
            f'<rect class="reach" x="{number * step:.1f}" y="0" width="{step:.1f}" '
            f'height="{_HEIGHT}"/><rect class="count" x="{number * step + 0.5:.1f}" '
            f'y="{_HEIGHT - height:.1f}" width="{max(1.0, step - 1):.1f}" '
            f'height="{height:.1f}"/></g>'
        )
    return (
        f'<svg class="histogram" viewBox="0 0 {_WIDTH} {_HEIGHT + 1}" preserveAspectRatio="none" '
        f'role="img" aria-label="Articles over time, from {day_in_short(first)} to '
        f'{day_in_short(last)}">{"".join(drawn)}</svg>'
        f'<p class="histogram-days"><span>{day_in_short(first)}</span>'
        f"<span>{day_in_short(last)}</span></p>"
    )


def outlets_html(publishers: Sequence[tuple[str, int]]) -> str:
    """The outlets as boxes to tick, most articles first."""
    boxes = "".join(
        f'<li><label><input type="checkbox" name="outlet" value="{escape(name)}">'
        f'<span dir="auto">{escape(name)}</span><span class="count">{count:,}</span></label></li>'
        for name, count in publishers[:200]
    )
    return f'<ul class="outlets">{boxes}</ul>' if boxes else '<p class="note">None is named.</p>'
