"""Quotations: what stands between quotation marks is in a cited source, character for character.

Typographic and plain marks, dashes and spaces count as the same characters. An ellipsis stands for
words left out in the same source; square brackets for a word of the writer's own, or, around the
first letter, for its case; the case of a quotation's very first letter follows its place in the
sentence, and a mark of punctuation before the closing mark may be the writer's.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.verify.source import Source
from index.sentences import Span, quotations

_SAME = str.maketrans(
    {
        "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "‚": "'",
        "–": "-", "—": "-", "‐": "-", "‑": "-", "\u00a0": " ", "\u2009": " ", "\u202f": " ",
    }
)  # fmt: skip
_GAP = re.compile(r"\s*(?:\[\s*)?(?:\.\s?\.\s?\.|…)(?:\s*\])?\s*")
_BRACKET = re.compile(r"\[([^\[\]]*)\]")
_LONGEST_GAP = 400
"""Characters of a source that an ellipsis may stand for."""


@dataclass(frozen=True, kw_only=True)
class Quoted:
    """A quotation of a sentence, and where it was found."""

    start: int
    end: int
    text: str
    source: Source | None = None
    span: Span | None = None
    """In the source's article."""


def quoted_in(sentence: str, sources: Sequence[Source]) -> list[Quoted]:
    """The quotations of a sentence, each with the first cited source that holds it."""
    found = []
    for start, end in _spans(sentence):
        inside = sentence[start + 1 : end - 1]
        if not re.search(r"\w", inside):
            continue
        place = next(
            ((source, span) for source in sources if (span := _found(inside, source)) is not None),
            (None, None),
        )
        found.append(Quoted(start=start, end=end, text=inside, source=place[0], span=place[1]))
    return found


def _spans(sentence: str) -> list[Span]:
    """Quotations, and what a quotation mark opens and nothing closes."""
    spans = quotations(sentence)
    covered = [any(a <= n < b for a, b in spans) for n in range(len(sentence))]
    loose = [n for n, c in enumerate(sentence) if c in '“”"«»„' and not covered[n]]
    if loose:
        spans = [*spans, (loose[0], len(sentence) + 1)]
    return spans


def _found(quotation: str, source: Source) -> Span | None:
    """Where a source's text holds a quotation, with its gaps and brackets."""
    pattern = _pattern(quotation)
    if pattern is None:
        return None
    plain = source.text.translate(_SAME)
    match = re.search(pattern, plain)
    return (source.start + match.start(), source.start + match.end()) if match else None


def _pattern(quotation: str) -> str | None:
    """A regular expression for the words that a quotation claims to repeat."""
    parts = []
    for piece in _GAP.split(quotation.translate(_SAME).strip()):
        bare = re.sub(r"[,.;:!?]+$", "", piece.strip()).strip()
        if bare:
            parts.append(_piece(bare))
    if not parts:
        return None
    if parts[0][:1].isalpha():
        parts[0] = f"[{parts[0][0].lower()}{parts[0][0].upper()}]{parts[0][1:]}"
    gap = rf"[^\n]{{0,{_LONGEST_GAP}}}?"
    return rf"(?<!\w){gap.join(parts)}(?!\w)"


def _piece(text: str) -> str:
    pattern, position = "", 0
    for bracket in _BRACKET.finditer(text):
        pattern += _literal(text[position : bracket.start()])
        inside = bracket.group(1).strip()
        if len(inside) == 1 and text[bracket.end() : bracket.end() + 1].isalpha():
            pattern += f"[{re.escape(inside.lower())}{re.escape(inside.upper())}]"
        else:
            pattern += r"(?:\S+(?:\s+\S+){0,3})?"
        position = bracket.end()
    return pattern + _literal(text[position:])


def _literal(text: str) -> str:
    """The characters themselves; any run of space stands for any other."""
    parts = (r"\s+" if part.isspace() else re.escape(part) for part in re.split(r"(\s+)", text))
    return "".join(parts)
