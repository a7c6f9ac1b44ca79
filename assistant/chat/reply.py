"""What a chat model is to the rest of the program: messages in, a reply in pieces out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.answer import Usage

Message = tuple[str, str]
"""Whose words ("system", "human" or "ai"), and the words."""


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Some more of a reply; with the last piece comes what the provider counted."""

    text: str
    usage: Usage | None = None


class ChatModel(Protocol):
    """Whatever answers messages with a stream of text."""

    @property
    def name(self) -> str:
        """PROVIDER:MODEL."""
        ...

    def stream(self, messages: Sequence[Message]) -> Iterator[Piece]:
        """The reply as it comes in. Raises ChatModelError."""
        ...
