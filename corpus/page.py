"""What a server sent for an address, and how it may be asked for."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class Page:
    """A fetched page: its final address, its bytes, and what the server says they are."""

    url: str
    content: bytes
    media_type: str = ""
    charset: str | None = None


class FetchPage(Protocol):
    """Gets the page at an address; raises `UnreadableError` where it cannot or may not."""

    def __call__(self, address: str, /) -> Page: ...
