"""Memory that was freed goes back to the system.

The allocator of most Linux systems (glibc) gives each thread a part of memory of its own, up to
eight for each core, and keeps what is freed in it. Chroma starts new threads whenever its files
are opened anew, so a page beside which articles are added would grow with every addition: by 115 MB
over 40 of them, with an archive of 20,000 passages; with shared parts that are given back by 9 MB.

Large pieces it takes from the system one by one, and gives back as they are freed; but the first
that is freed makes it keep all that are no larger, up to 32 MB, among the small ones, which then
lie between them and hold them fast. With a limit that stays, a page of 200 articles stayed at
348 MB while 16 people asked and 28 articles were added; without it grew by 97 MB over 40. A
question takes up to two milliseconds more of the processor. Elsewhere nothing is done.
"""

import ctypes
import os
from functools import cache
from typing import Any

_MOST_ARENAS, _LARGE = -8, -3
"""M_ARENA_MAX and M_MMAP_THRESHOLD in malloc.h."""

_LARGE_BYTES = 64 * 1024
"""Half of what glibc begins with: by 128 KiB the same page still grew by 8%."""


def give_back_readily() -> None:
    """Let threads share the allocator's parts, one for each core, and large pieces be no part of
    them. Called before threads start."""
    allocator = _glibc()
    if allocator:
        allocator.mallopt(_MOST_ARENAS, max(2, os.cpu_count() or 1))
        allocator.mallopt(_LARGE, _LARGE_BYTES)


def give_back_freed() -> None:
    """Give back what is free; takes some milliseconds."""
    allocator = _glibc()
    if allocator:
        allocator.malloc_trim(0)


@cache
def _glibc() -> Any:
    try:
        library = ctypes.CDLL(None)
        return library if library.gnu_get_libc_version and library.malloc_trim else None
    except (AttributeError, OSError, TypeError):  # another system's library
        return None
