"""What a reader could not take, told in one line, and what reading gives for each article."""

from dataclasses import dataclass

from corpus.article import Article
from corpus.errors import OnRecordError


class UnreadableError(OnRecordError):
    """A file, row or page cannot become an article; the message is the reason of a `Rejection`."""


@dataclass(frozen=True, kw_only=True)
class Rejection:
    """Something that was refused, as one line each: which source, and why.

    `source` is what was refused as the user knows it ("folder/file.jsonl, line 12"); `reason` says
    what happened, the value, and what to do. Line breaks and other characters that do not print
    (file names may hold any) are escaped, so both are always a single line.
    """

    source: str
    reason: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "source", one_line(self.source))
        object.__setattr__(self, "reason", one_line(self.reason))


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One article or rejection, and how many bytes of all the sources have been read with it."""

    item: Article | Rejection
    consumed: int


def one_line(text: str) -> str:
    """The text with every character that does not print as its escape, as Python writes it."""
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode("ascii")
        for character in text
    )


def brief(error: BaseException, limit: int = 160) -> str:
    """A library's error in a few words: its kind and the beginning of its message."""
    message = " ".join(str(error).split())
    if len(message) > limit:
        message = f"{message[:limit]}…"
    return f"{type(error).__name__}: {message}" if message else type(error).__name__
