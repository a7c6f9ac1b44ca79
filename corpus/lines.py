"""The lines of a long file, one at a time and none without bound."""

import contextlib
import io
import re
from collections.abc import Iterator
from typing import BinaryIO, Self

from corpus.composition import TEXT_CHARACTERS
from corpus.rejection import UnreadableError

# JSON may write a character in six (\u2019), and a row has more fields than its text.
LINE_CHARACTERS = 8 * TEXT_CHARACTERS


# Where Python puts the bytes that it could not decode ("surrogateescape").
_UNDECODED = re.compile(r"[\udc80-\udcff]")


class Lines(Iterator[str]):
    """The lines of a stream, decoded, with their ends kept; `number` counts from 1.

    A line that is too long raises `UnreadableError` once, and the next line follows. Bytes that
    are damaged stay in the line as lone surrogates; `refuse_damaged` finds them. Leaving its `with`
    lets go of the stream, which stays open.
    """

    def __init__(self, stream: BinaryIO, encoding: str, *, newline: str) -> None:
        self._text = io.TextIOWrapper(
            stream, encoding=encoding, errors="surrogateescape", newline=newline
        )
        self.encoding = encoding
        self.number = 0
        self.ended = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(ValueError):  # the stream is closed already
            self._text.detach()

    def __next__(self) -> str:
        if self.ended:
            raise StopIteration
        self.number += 1
        try:
            line = self._text.readline(LINE_CHARACTERS)
            if len(line) == LINE_CHARACTERS and not line.endswith("\n"):
                self._skip_rest()
                raise UnreadableError(
                    f"the line is longer than {LINE_CHARACTERS:,} characters; "
                    "write one article a line"
                )
        except UnicodeDecodeError as error:  # UTF-16 that ends in the middle of a character
            self.ended = True
            raise UnreadableError(
                f"its {self.encoding} is damaged here, and the rest cannot be read; "
                "save the file again as UTF-8"
            ) from error
        if not line:
            self.ended = True
            raise StopIteration
        return line

    def _skip_rest(self) -> None:
        while (piece := self._text.readline(LINE_CHARACTERS)) and not piece.endswith("\n"):
            pass


def refuse_damaged(line: str, encoding: str) -> None:
    """Raise `UnreadableError` where bytes of the line were no characters of the encoding."""
    if not line.isascii() and _UNDECODED.search(line):
        raise UnreadableError(
            f"its bytes are not all {encoding.removesuffix('-sig').upper()}: it is damaged; "
            "save the file again as UTF-8"
        )
