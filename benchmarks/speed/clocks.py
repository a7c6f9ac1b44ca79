"""Time on the clock and of the processor, of this process or of one that is started for it."""

import os
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Spent:
    """Seconds; the processor's are of all threads and, for a command, its own alone."""

    clock: float
    processor: float


def least(rounds: Sequence[Spent]) -> Spent:
    """The least of each over several rounds, which other work on the machine disturbs least."""
    return Spent(
        clock=min(one.clock for one in rounds), processor=min(one.processor for one in rounds)
    )


def spent_by(work: Callable[[], object]) -> Spent:
    """What a call takes in this process."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return Spent(clock=time.perf_counter() - clock, processor=time.process_time() - processor)


def spent_by_command(command: Sequence[str]) -> Spent:
    """What a process takes from its start to its end. Raises CalledProcessError if it fails."""
    before, clock = os.times(), time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    after = os.times()
    return Spent(
        clock=time.perf_counter() - clock,
        processor=after.children_user
        + after.children_system
        - before.children_user
        - before.children_system,
    )


def in_turns(rounds: int, ways: Sequence[Callable[[], Spent]]) -> list[Spent]:
    """The least that each of several ways took, tried in turns."""
    taken: list[list[Spent]] = [[] for _ in ways]
    for _ in range(rounds):
        for way, its in zip(ways, taken, strict=True):
            its.append(way())
    return [least(its) for its in taken]


def resident_megabytes() -> float:
    """The memory that this process holds now (Linux)."""
    pages = int(_words("/proc/self/statm")[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def processor_seconds_of(process: int) -> float:
    """The processor time of another process that runs now, without its children's (Linux)."""
    behind_name = _words(f"/proc/{process}/stat")[2:]  # the name has no space in it here
    return (int(behind_name[11]) + int(behind_name[12])) / os.sysconf("SC_CLK_TCK")


def _words(path: str) -> list[Any]:
    return Path(path).read_text("ascii").split()
