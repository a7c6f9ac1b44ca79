import platform
from pathlib import Path

import pytest

from index.freed_memory import give_back_freed, share_arenas


def megabytes() -> int:
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmRSS:")[2].split()[0]) // 1024


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only this allocator keeps memory")
def test_memory_freed_below_what_is_in_use_goes_back() -> None:
    share_arenas()
    blocks = [bytearray(b"x" * 60_000) for _ in range(2_000)]
    del blocks[:-1]  # the last one keeps the allocator from giving back the rest by itself
    before = megabytes()
    give_back_freed()
    assert before - megabytes() > 80
    assert len(blocks) == 1
