"""The figures of `benchmarks.said_about`, drawn as bars: one group a measure, one bar a way."""

from collections.abc import Mapping
from pathlib import Path

_MEASURES = {
    "precision": "cited words are theirs,\non the topic",
    "misattributed": "cited words are\nsomebody else's",
    "hit": "questions with a\nright citation",
    "recall5": "right statements\nfound, of five",
    "abstains": "silent questions\nleft unanswered",
}
_NAMES = {
    "on-record": "On Record",
    "name-and-verb": "name and speech verb",
    "nearest-sentences": "LangChain retrieval, nearest sentences",
}
_COLOURS = {"on-record": "#1d4e74", "name-and-verb": "#b9894a", "nearest-sentences": "#b3b7bd"}
_WIDTH, _HEIGHT, _TOP, _BASE = 860, 330, 60, 250
_BAR, _GAP = 38, 4


def draw(figures: Mapping[str, Mapping[str, float]], path: Path) -> None:
    """Write the bars as SVG; `figures` has each way's measures, from 0 to 1, by their names."""
    ways = [name for name in _NAMES if name in figures]
    group = len(ways) * (_BAR + _GAP)
    pace = (_WIDTH - 40) / len(_MEASURES)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" '
        'font-family="system-ui, sans-serif" font-size="13" fill="#24292f">',
        f'<rect width="{_WIDTH}" height="{_HEIGHT}" fill="#ffffff"/>',
    ]
    left = 20.0
    for way in ways:
        parts.append(f'<rect x="{left}" y="18" width="14" height="14" fill="{_COLOURS[way]}"/>')
        parts.append(f'<text x="{left + 20}" y="30">{_NAMES[way]}</text>')
        left += 40 + 7.2 * len(_NAMES[way])
    for number, (measure, label) in enumerate(_MEASURES.items()):
        middle = 20 + pace * (number + 0.5)
        for place, way in enumerate(ways):
            value = figures[way][measure]
            height = value * (_BASE - _TOP)
            x = middle - group / 2 + place * (_BAR + _GAP)
            parts.append(
                f'<rect x="{x:.1f}" y="{_BASE - height:.1f}" width="{_BAR}" '
                f'height="{height:.1f}" fill="{_COLOURS[way]}"/>'
                f'<text x="{x + _BAR / 2:.1f}" y="{_BASE - height - 5:.1f}" '
                f'text-anchor="middle">{value + 1e-9:.2f}</text>'
            )
        for line, text in enumerate(label.split("\n")):
            parts.append(
                f'<text x="{middle:.1f}" y="{_BASE + 22 + 17 * line}" text-anchor="middle">'
                f"{text}</text>"
            )
    parts.append(f'<line x1="20" x2="{_WIDTH - 20}" y1="{_BASE}" y2="{_BASE}" stroke="#24292f"/>')
    parts.append("</svg>\n")
    path.write_text("\n".join(parts), "utf-8")
