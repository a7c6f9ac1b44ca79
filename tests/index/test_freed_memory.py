import platform
from pathlib import Path

import pytest

from index.freed_memory import give_back_freed, give_back_readily


def megabytes() -> int:
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) // 1024


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only this allocator keeps memory")
def test_memory_freed_below_what_is_in_use_goes_back() -> None:
    give_back_readily()
    blocks = [bytearray(b"x" * 60_000) for _ in range(2_000)]
    del blocks[:-1]  # the last one keeps the allocator from giving back the rest by itself
    before = megabytes()
    give_back_freed()
    assert before - megabytes() > 80
    assert len(blocks) == 1


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only this allocator keeps memory")
def test_large_pieces_go_back_as_they_are_freed_whatever_lies_between() -> None:
    give_back_readily()
    between: list[bytearray] = []
    for size in (2_000_000, 1_000_000):  # by the first, glibc would learn to keep the second
        large: list[bytearray] = []
        for _ in range(100):
            large.append(bytearray(b"x" * size))
            between.append(bytearray(b"x" * 60_000))
        before = megabytes()
        large.clear()
        assert before - megabytes() > 80
