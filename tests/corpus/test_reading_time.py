"""The alarm that ends a process whose reading takes too long."""

import signal
import subprocess
import sys

import pytest

from corpus.reading_time import STATUS, seconds_for


def test_a_longer_file_may_take_longer() -> None:
    assert [seconds_for(size) for size in (0, 1_000_000, 64_000_000, 10_000_000_000)] == [
        10.0,
        25.0,
        63.0,
        560.0,
    ]


@pytest.mark.skipif(STATUS is None, reason="the system has no such alarm")
def test_the_alarm_ends_what_does_not_end_by_itself() -> None:
    program = (
        "from corpus import reading_time; reading_time.SECONDS = 0.05; reading_time.set_alarm(0)\n"
        "all(True for _ in iter(int, 1))"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == STATUS
    assert STATUS == -signal.SIGPROF
