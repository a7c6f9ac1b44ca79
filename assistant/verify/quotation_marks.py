"""Quotation marks of every style: where a sentence opens and closes its quotations."""

import re
from collections.abc import Iterator

_CLOSED_BY = {
    "“": "”\"", '"': "\"”", "«": "»", "»": "«", "„": "“”\"‟", "‟": "”", "”": "”", "‹": "›",
    "›": "‹", "「": "」", "『": "』", "＂": "＂", "〝": "〞〟", "❝": "❞",
}  # fmt: skip
"""Marks that open a quotation, with those that may close it."""

_SINGLE = {"‘": "’'", "'": "'’", "‚": "‘’", "‛": "’"}
_DOUBLED = re.compile(r"``|''|‘‘|’’|´´|,,(?=\w)")


def quotation_spans(sentence: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and inside of each quotation, in order; the outermost of those within others.

    One that is never closed ends with the sentence. No mark is left over that encloses nothing.
    """
    text = _DOUBLED.sub(lambda m: f"{m.group()[0]}{_HIDDEN}", sentence)
    position = 0
    while position < len(text):
        mark = text[position]
        is_double = text[position + 1 : position + 2] == _HIDDEN
        if is_double:
            close = text.find(_HIDDEN, position + 2)
            inside = position + 2, close - 1 if close >= 0 else len(text)
            end = close + 1 if close >= 0 else len(text) + 1
        elif mark in _CLOSED_BY:
            closers = [n for c in _CLOSED_BY[mark] if (n := text.find(c, position + 1)) >= 0]
            close = min(closers, default=len(text))
            inside, end = (position + 1, close), close + 1
        elif mark in _SINGLE and _opens(text, position):
            close = _closing(text, position)
            inside, end = (position + 1, close), close + 1
        else:
            position += 1
            continue
        if end > len(text) and not re.search(r"\w", text[inside[0] :]):
            inside = 0, position  # it closes what nothing has opened
        yield position, min(end, len(text)), sentence[inside[0] : inside[1]]
        position = max(end, position + 1)


def in_curly_marks(sentence: str) -> str:
    """A sentence with “ and ” around each of its quotations, whatever marks it has there."""
    written, position = "", 0
    for start, end, inside in quotation_spans(sentence):
        if inside in sentence[start:end]:
            written += f"{sentence[position:start]}“{inside.strip()}”"
            position = end
    return written + sentence[position:]


_HIDDEN = "\x00"
"""Stands for the second of two single marks that make a double one."""


def _opens(text: str, position: int) -> bool:
    """Whether a single mark opens a quotation, and is no apostrophe."""
    before = text[position - 1] if position else " "
    after = text[position + 1 : position + 2]
    if before.isalnum() or before in ".,!?" or not (after.isalnum() or after in ("[", "…", ".")):
        return False
    return _closing(text, position) > position


def _closing(text: str, position: int) -> int:
    """Where a single-quoted stretch closes; `position` itself if nowhere.

    After "s" the mark may be a possessive ("the workers' strike"): then a later one closes it.
    """
    found = position
    for n in range(position + 1, len(text)):
        if text[n] not in _SINGLE[text[position]]:
            if text[n] in _SINGLE and found > position and _looks_open(text, n):
                break
            continue
        before, after = text[n - 1], text[n + 1 : n + 2]
        if after.isalnum() or before.isspace():
            continue
        found = n
        if not (before == "s" and re.match(r"\s\w", text[n + 1 : n + 3])):
            break
    return found


def _looks_open(text: str, position: int) -> bool:
    return text[position - 1].isspace() and text[position + 1 : position + 2].isalnum()
