"""Passages of made news with claims about them, true and false, as they are written down.

A block of lines a passage, an empty line between blocks: "S: " and the passage, "T: " and a claim
that it bears out, another capital letter and a claim that it doesn't (KINDS).
"""

import pathlib
from collections.abc import Iterator
from dataclasses import dataclass

PASSAGE, TRUE = "S", "T"
KINDS = {
    "T": "true",
    "A": "something added",
    "W": "a word or two added",
    "N": "negation turned",
    "C": "certainty changed",
    "R": "roles swapped",
    "P": "another speaker",
    "O": "the opposite",
    "X": "a relation changed",
    "M": "true parts misjoined",
    "E": "likely, but not said",
    "D": "number, day or name",
}
FALSE = "".join(kind for kind in KINDS if kind != TRUE)


@dataclass(frozen=True, kw_only=True)
class Claim:
    kind: str
    text: str

    @property
    def is_true(self) -> bool:
        return self.kind == TRUE


@dataclass(frozen=True, kw_only=True)
class Passage:
    text: str
    claims: tuple[Claim, ...]


class WritingError(ValueError):
    """A line that is no passage and no claim; the message says where it stands."""


def read_passages(folder: pathlib.Path) -> list[Passage]:
    """All passages of a folder's .txt files, by name of file."""
    return [one for path in sorted(folder.rglob("*.txt")) for one in _passages(path)]


def _passages(path: pathlib.Path) -> Iterator[Passage]:
    for block in path.read_text("utf-8").strip().split("\n\n"):
        text = ""
        claims: list[Claim] = []
        for line in block.strip().splitlines():
            kind, _, rest = line.partition(": ")
            if kind == PASSAGE and not text:
                text = rest.strip()
            elif kind == TRUE or (len(kind) == 1 and kind in FALSE):
                claims.append(Claim(kind=kind, text=rest.strip()))
            else:
                raise WritingError(f"{path}: {line[:60]!r} is neither a passage nor a claim")
        if not text or not claims:
            raise WritingError(f"{path}: {block[:60]!r} lacks its passage or its claims")
        yield Passage(text=text, claims=tuple(claims))
