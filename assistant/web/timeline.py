"""Statements on a time axis, a lane for each outlet, as elements that can be clicked.

Places are shares of the width, so that the same timeline fits a desk and a phone. One of its dots
is reached by Tab, the others from it by the arrow keys.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from assistant.web.markup import clipped, day_in_short, escape, key_of, time_element
from index.overview import Said

_MOST_LANES = 8
_BINS = 40
"""Places on the axis; statements that fall into one place of a lane share a dot."""

_RADIUS = (4.5, 11.0)
"""Of a dot, in pixels, from one statement to the most that share one."""

_LEAST_NUMBERED = 8.5
"""The radius from which a dot has room for its number."""

_MOST_TICKS = 5
_OTHERS = "other outlets"
_NONE = "outlet not given"


def timeline_html(said: Sequence[Said]) -> str:
    """The dated ones of some statements; empty when none is dated.

    A dot is a button to its statement, or to the table's part with all of its statements.
    """
    dated = [one for one in said if one.day]
    if not dated:
        return ""
    first, last = min(d for one in dated if (d := one.day)), max(d for o in dated if (d := o.day))
    lanes = _lanes(dated)
    span = max(1, (last - first).days)
    bins = min(_BINS, span + 1)
    dots: dict[str, dict[int, list[Said]]] = {lane: defaultdict(list) for lane in lanes}
    for one in dated:
        assert one.day
        place = (one.day - first).days * (bins - 1) // span if bins > 1 else 0
        dots[_lane_of(one, lanes)][place].append(one)
    most = max(len(group) for places in dots.values() for group in places.values())
    rows = []
    for number, (lane, places) in enumerate(dots.items()):
        groups = [(p / (bins - 1) if first < last else 0.5, places[p]) for p in sorted(places)]
        rows.append(_lane(lane, groups, most, has_stop=number == 0))
    return (
        f'<div class="timeline" role="group" aria-label="Statements from {day_in_short(first)} to '
        f'{day_in_short(last)}, by outlet; the arrow keys go from one to the next" '
        f'style="--lanes:{len(lanes)}"><ul>{"".join(rows)}</ul>'
        f'<p class="axis" aria-hidden="true">{_axis(first, last)}</p></div>'
    )


def _lanes(said: Sequence[Said]) -> list[str]:
    counted = Counter(one.publisher or _NONE for one in said)
    names = [n for n, _ in sorted(counted.items(), key=lambda item: (-item[1], item[0]))]
    return names if len(names) <= _MOST_LANES else [*names[: _MOST_LANES - 1], _OTHERS]


def _lane_of(one: Said, lanes: Sequence[str]) -> str:
    name = one.publisher or _NONE
    return name if name in lanes else _OTHERS


def _lane(
    name: str, groups: Sequence[tuple[float, Sequence[Said]]], most: int, *, has_stop: bool
) -> str:
    count = sum(len(group) for _, group in groups)
    dots = "".join(
        _dot(share, group, most, is_stop=has_stop and place == len(groups) - 1)
        for place, (share, group) in enumerate(groups)
    )
    return (
        f'<li class="lane"><span class="lane-name" title="{escape(clipped(name, 120))}">'
        f"<bdi>{escape(clipped(name, 60))}</bdi></span>"
        f'<span class="count">{count:,}</span><span class="line">{dots}</span></li>'
    )


def _axis(first: date, last: date) -> str:
    span = (last - first).days
    count = min(_MOST_TICKS, span + 1)
    ticks = []
    for tick in range(count):
        share = tick / (count - 1) if count > 1 else 0.5
        day = first + timedelta(days=round(share * span))
        if tick in (0, count - 1):
            label = time_element(day, short=True)
        else:
            label = f"{day:%b %Y}" if span > 330 else f"{day.day} {day:%b}"
        ticks.append(f'<span class="axis-day" style="--x:{share:.3f}"><span>{label}</span></span>')
    return "".join(ticks)


def _dot(share: float, group: Sequence[Said], most: int, *, is_stop: bool) -> str:
    """A dot, with the number of statements in it where there is room for one."""
    least, largest = _RADIUS
    size = (len(group) ** 0.5 - 1) / (most**0.5 - 1) if most > 1 else 0.0
    radius = least + size * (largest - least)
    one = group[0]
    days = sorted({o.day for o in group if o.day})
    when = day_in_short(days[0]) + (f" – {day_in_short(days[-1])}" if len(days) > 1 else "")
    outlet = one.publisher or _NONE
    if len(group) == 1:
        start, end = one.span
        data = (
            f'data-do="read" data-article="{key_of(one.statement.article_id)}" '
            f'data-start="{start}" data-end="{end}"'
        )
        label = f"{when}, {outlet}: {clipped(one.text, 140)}"
    else:
        articles = dict.fromkeys(key_of(o.statement.article_id) for o in group)
        data = f'data-do="days" data-articles="{" ".join(articles)}"'
        label = f"{when}, {outlet}: {len(group)} statements"
    number = f"{len(group)}" if len(group) > 1 and radius > _LEAST_NUMBERED else ""
    return (
        f'<button type="button" class="dot-mark{" many" if number else ""}" '
        f'tabindex="{0 if is_stop else -1}" style="--x:{share:.3f};--r:{radius:.1f}px" {data} '
        f'aria-label="{escape(label)}" title="{escape(label)}">{number}</button>'
    )
