"""The figures of `benchmarks.at_size`, drawn as curves over the size of the archive."""

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

_PANELS = (
    ("a question, ms",
     (("median_ms", "median"), ("p95_ms", "95th percentile")), 300.0),
    ("memory, MB", (("memory_mb", "of a process that answers"),), 6000.0),
    ("status and opening, ms",
     (("status_ms", "status, with its start"), ("open_ms", "opening")), 3000.0),
    ("one article more, ms",
     (("add_command_ms", "onrecord add"), ("add_more_ms", "in a running process")), 2000.0),
)  # fmt: skip
_COLOURS = ("#1d4e74", "#b9894a")
_WIDTH, _HEIGHT, _PANEL_WIDTH, _PANEL_HEIGHT = 900, 640, 390, 190


def draw(figures: Sequence[Mapping[str, Any]], path: Path) -> None:
    """Write four panels as SVG, both scales logarithmic, each with the aim as a broken line."""
    rows = sorted(figures, key=lambda one: one["passages"])
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        'font-family="system-ui, sans-serif" font-size="13" fill="#24292f">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>',
    ]
    for number, (title, lines, aim) in enumerate(_PANELS):
        left, top = 60 + 440 * (number % 2), 50 + 310 * (number // 2)
        parts += _panel(rows, title, lines, aim, left, top)
    parts.append("</svg>\n")
    path.write_text("\n".join(parts), "utf-8")


def _panel(
    rows: Sequence[Mapping[str, Any]],
    title: str,
    lines: Sequence[tuple[str, str]],
    aim: float,
    left: int,
    top: int,
) -> list[str]:
    values = [row[key] for row in rows for key, _ in lines if key in row]
    if not values:
        return []
    low, high = math.log10(min(values)) - 0.1, math.log10(max(*values, aim)) + 0.1
    first, last = math.log10(rows[0]["passages"]), math.log10(rows[-1]["passages"])
    span = max(last - first, 1e-9)

    def x(passages: float) -> float:
        return left + (math.log10(passages) - first) / span * (_PANEL_WIDTH - 40) + 20

    def y(value: float) -> float:
        share = (math.log10(value) - low) / (high - low)
        return top + _PANEL_HEIGHT - share * _PANEL_HEIGHT

    parts = [
        f'<text x="{left}" y="{top - 22}" font-weight="600">{title}</text>',
        f'<line x1="{left}" x2="{left + _PANEL_WIDTH}" y1="{top + _PANEL_HEIGHT}" '
        f'y2="{top + _PANEL_HEIGHT}" stroke="#24292f"/>',
        f'<line x1="{left}" x2="{left + _PANEL_WIDTH}" y1="{y(aim):.1f}" y2="{y(aim):.1f}" '
        'stroke="#8c959f" stroke-dasharray="5 4"/>',
        f'<text x="{left + _PANEL_WIDTH}" y="{y(aim) - 5:.1f}" text-anchor="end" fill="#6e7781">'
        f"aim at a million: {aim:,.0f}</text>",
    ]
    parts += [
        f'<text x="{x(row["passages"]):.1f}" y="{top + _PANEL_HEIGHT + 18}" text-anchor="middle">'
        f"{_short(row['passages'])}</text>"
        for row in rows
    ]
    for number, (key, name) in enumerate(lines):
        points = [(x(row["passages"]), y(row[key]), row[key]) for row in rows if key in row]
        path = " ".join(f"{a:.1f},{b:.1f}" for a, b, _ in points)
        colour = _COLOURS[number]
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        above = number == len(lines) - 1
        parts += [
            f'<circle cx="{a:.1f}" cy="{b:.1f}" r="3.5" fill="{colour}"/>'
            f'<text x="{a:.1f}" y="{b + (-8 if above else 18):.1f}" text-anchor="middle" '
            f'fill="{colour}">{value:,.0f}</text>'
            for a, b, value in points
        ]
        parts.append(
            f'<text x="{left + 190 * number}" y="{top + _PANEL_HEIGHT + 40}" fill="{colour}">'
            f"{name}</text>"
        )
    return parts


def _short(passages: int) -> str:
    thousands = round(passages / 1000)
    return f"{thousands:,}k" if thousands < 1000 else f"{thousands / 1000:.1f}M".replace(".0", "")
