"""A reply cut into sentences with their markers, as soon as each is whole."""

import re
from dataclasses import dataclass

from index.sentences import sentences

_MARKERS = r"(?:\s*[\[【]\s*\d{1,4}(?:\s*[,;]\s*\d{1,4})*\s*[\]】])+"
_AT_END = re.compile(rf"(?P<markers>{_MARKERS})(?P<mark>[\s.!?…,;:]*[\"”’)]*)\s*$")
_AFTER_MARK = re.compile(rf"(?P<mark>[.!?…]+[\"”’)]*)(?P<markers>{_MARKERS})")
_BEGUN_MARKER = re.compile(r"[\s\[\]【】\d,;]*")
_NUMBER = re.compile(r"\d+")
_DECORATION = re.compile(r"^\s*(?:[-*•–]\s+|#{1,6}\s+|>\s+|\d{1,2}[.)]\s+)|\*\*|__|`")
_MAY_END = re.compile(r"[.!?…\n]")


@dataclass(frozen=True, kw_only=True)
class Written:
    """A sentence as the model wrote it: its words without markers, and the numbers it cites."""

    text: str
    citations: tuple[int, ...]

    @property
    def with_markers(self) -> str:
        return f"{self.text} {''.join(f'[{n}]' for n in self.citations)}".strip()


class SentenceStream:
    """Takes a reply piece by piece and gives its sentences back, each once, in order."""

    def __init__(self) -> None:
        self._text = ""

    def add(self, piece: str) -> list[Written]:
        """The sentences that are whole now; the last one may still get its markers."""
        self._text += piece
        if not self._text.strip() or not _MAY_END.search(self._text):
            return []
        whole = self._cut()
        if len(whole) > 1 and _BEGUN_MARKER.fullmatch(whole[-1][0]):
            whole.pop()  # "... said. [" belongs to the sentence before it
        whole.pop()
        found = [written(one) for one, _ in whole]
        if whole:
            self._text = self._text[whole[-1][1] :]
        return found

    def end(self, *, is_cut: bool = False) -> list[Written]:
        """What is left; of a reply that was cut short, without its unfinished last sentence."""
        left = [one for one, _ in self._cut()]
        self._text = ""
        if is_cut and left and not re.search(r"[.!?…][\"”’)\s\[\],\d]*$", left[-1]):
            left.pop()
        return [written(one) for one in left]

    def _cut(self) -> list[tuple[str, int]]:
        """The sentences in what is held, each with where it ends in it.

        Markers after a full stop are moved before it without changing any length.
        """
        moved = _AFTER_MARK.sub(lambda m: m["markers"] + m["mark"], self._text)
        return [(moved[a:b], b) for a, b in sentences(moved)]


def written(sentence: str) -> Written:
    """A sentence taken apart; markers within it stay where they are, for the verifier to see."""
    text = _DECORATION.sub("", sentence).strip()
    numbers: list[int] = []
    while match := _AT_END.search(text):
        numbers = [int(n) for n in _NUMBER.findall(match["markers"])] + numbers
        text = f"{text[: match.start()]}{match['mark']}".strip()
    return Written(text=text, citations=tuple(dict.fromkeys(numbers)))
