"""Statements on a time axis, a lane for each outlet, as a picture that can be clicked."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from assistant.web.markup import clipped, day_in_short, escape, key_of
from index.overview import Said

_WIDTH = 760
_LANE = 30
_LEFT = 212
_RIGHT = 14
_TOP = 8
_AXIS = 26
_MOST_LANES = 8
_BINS = 40
"""Places on the axis; statements that fall into one place of a lane share a dot."""

_RADIUS = (4.5, 11.0)
_MOST_TICKS = 5
_OTHERS = "other outlets"
_NONE = "outlet not given"


def timeline_svg(said: Sequence[Said]) -> str:
    """The dated ones of some statements; empty when fewer than two days would be shown.

    A dot is a link to its statement, or to the table's part with all of its statements.
    """
    dated = [one for one in said if one.day]
    if not dated:
        return ""
    first, last = min(d for one in dated if (d := one.day)), max(d for o in dated if (d := o.day))
    lanes = _lanes(dated)
    span = max(1, (last - first).days)
    bins = min(_BINS, span + 1)
    dots: dict[tuple[str, int], list[Said]] = defaultdict(list)
    for one in dated:
        assert one.day
        place = (one.day - first).days * (bins - 1) // span if bins > 1 else 0
        dots[_lane_of(one, lanes), place].append(one)
    most = max(len(group) for group in dots.values())
    height = _TOP + _LANE * len(lanes) + _AXIS
    drawn = [
        _lane(number, name, sum(len(g) for (lane, _), g in dots.items() if lane == name))
        for number, name in enumerate(lanes)
    ]
    drawn += _axis(first, last, _TOP + _LANE * len(lanes))
    numbers: list[str] = []  # drawn last, so that no neighbour covers them
    for (lane, place), group in sorted(dots.items(), key=lambda item: (item[0][1], item[0][0])):
        x = _x(place / (bins - 1) if bins > 1 else 0.5)
        dot, number = _dot(x, _TOP + _LANE * (lanes.index(lane) + 0.5), group, most)
        drawn.append(dot)
        numbers.append(number)
    title = f"Statements from {day_in_short(first)} to {day_in_short(last)}"
    return (
        f'<div class="scroll"><svg class="timeline" viewBox="0 0 {_WIDTH} {height}" '
        f'role="group" aria-label="{title}, by outlet">{"".join(drawn + numbers)}</svg></div>'
    )


def _lanes(said: Sequence[Said]) -> list[str]:
    counted = Counter(one.publisher or _NONE for one in said)
    names = [n for n, _ in sorted(counted.items(), key=lambda item: (-item[1], item[0]))]
    return names if len(names) <= _MOST_LANES else [*names[: _MOST_LANES - 1], _OTHERS]


def _lane_of(one: Said, lanes: Sequence[str]) -> str:
    name = one.publisher or _NONE
    return name if name in lanes else _OTHERS


def _lane(number: int, name: str, count: int) -> str:
    y = _TOP + _LANE * (number + 0.5)
    return (
        f'<line class="lane" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{y}" y2="{y}"/>'
        f'<text class="lane-name" x="{_LEFT - 14}" y="{y + 4}" text-anchor="end">'
        f"{escape(clipped(name, 24))} <tspan>{count:,}</tspan></text>"
    )


def _axis(first: date, last: date, y: float) -> list[str]:
    drawn = []
    span = max(1, (last - first).days)
    count = min(_MOST_TICKS, span + 1)
    for tick in range(count):
        share = tick / (count - 1) if count > 1 else 0.5
        day = first + timedelta(days=round(share * (last - first).days))
        label = f"{day:%b %Y}" if span > 330 else f"{day.day} {day:%b}"
        if span <= 330 and tick in (0, count - 1):
            label += f" {day:%Y}"
        anchor = (
            "start" if tick == 0 and count > 1 else "end" if tick == count - 1 > 0 else "middle"
        )
        x = _x(share)
        drawn.append(
            f'<line class="tick" x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP}" y2="{y}"/>'
            f'<text class="day" x="{x:.1f}" y="{y + 18}" text-anchor="{anchor}">{label}</text>'
        )
    return drawn


def _dot(x: float, y: float, group: Sequence[Said], most: int) -> tuple[str, str]:
    """A dot, and the number of statements in it where there is room for one."""
    least, largest = _RADIUS
    share = (len(group) ** 0.5 - 1) / (most**0.5 - 1) if most > 1 else 0.0
    radius = least + share * (largest - least)
    one = group[0]
    days = sorted({o.day for o in group if o.day})
    when = day_in_short(days[0]) + (f" – {day_in_short(days[-1])}" if len(days) > 1 else "")
    if len(group) == 1:
        start, end = one.span
        words = clipped(one.text, 140)
        data = (
            f'data-do="read" data-article="{key_of(one.statement.article_id)}" '
            f'data-start="{start}" data-end="{end}"'
        )
        label = f"{when}, {one.publisher or _NONE}: {words}"
        number = ""
    else:
        data = (
            f'data-do="days" data-from="{days[0].isoformat()}" data-to="{days[-1].isoformat()}" '
            f'data-outlet="{escape(one.publisher or "")}"'
        )
        label = f"{when}, {one.publisher or _NONE}: {len(group)} statements"
        number = (
            f'<text class="many" x="{x:.1f}" y="{y + 3.5:.1f}" text-anchor="middle" '
            'aria-hidden="true">'
            f"{len(group)}</text>"
            if radius > 8.5
            else ""
        )
    dot = (
        f'<g class="dot-mark" role="button" tabindex="0" aria-label="{escape(label)}" {data}>'
        f"<title>{escape(label)}</title>"
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}"/></g>'
    )
    return dot, number


def _x(share: float) -> float:
    inset = 12
    return _LEFT + inset + share * (_WIDTH - _LEFT - _RIGHT - 2 * inset)
