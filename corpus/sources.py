"""What a user names to be read: paths and addresses. Needs none of the parsers."""

import re
from collections.abc import Sequence

from corpus.files import FoundFile, find_files
from corpus.page import Page

_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def is_address(source: str) -> bool:
    """Whether a source is an address and no path."""
    return bool(_ADDRESS.match(source))


def size_of(sources: Sequence[str]) -> int:
    """The bytes of all files under the sources; addresses count as none."""
    return sum(
        found.size
        for source in sources
        if not is_address(source)
        for found in find_files(source)
        if isinstance(found, FoundFile)
    )


def fetch_from_network(address: str, /) -> Page:
    """`corpus.fetch.fetch_page`, imported when the first address comes."""
    from corpus.fetch import fetch_page

    return fetch_page(address)
