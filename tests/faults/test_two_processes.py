"""Two processes at one archive: writers in turn, readers never led astray."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.assistant.test_cli import BRIEF, ROOT, Program
from tests.faults.readers import search_while_written_to


@contextmanager
def a_writer(folder: Path, cache: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that holds the writer's lock until it is ended."""
    program = (
        "import sys; from pathlib import Path; from index.archive import Archive\n"
        f"with Archive(Path({str(folder)!r}), cache=Path({str(cache)!r})).writing():\n"
        "    print('writing', flush=True)\n    sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "writing\n"
        yield process
        process.kill()


def test_a_second_writer_is_refused_with_the_process_id_and_a_dead_ones_lock_is_taken(
    tmp_path: Path, model_cache: Path
) -> None:
    data = tmp_path / "data"
    onrecord = Program(data, model_cache)
    brief = tmp_path / "dam.txt"
    brief.write_text(BRIEF, "utf-8")
    with a_writer(data, model_cache) as writer:
        started = time.monotonic()
        refused = onrecord("add", str(brief))
        assert time.monotonic() - started < 30  # the wait itself is of two seconds
        assert (refused.returncode, refused.stdout) == (1, "")
        assert refused.stderr == (
            f"onrecord: another process is writing to {data} (process {writer.pid}): "
            "wait until it has finished\n"
        )
        os.kill(writer.pid, signal.SIGKILL)
        writer.wait()
    assert onrecord("add", str(brief)).stdout == "1 added, 0 updated, 0 unchanged, 0 rejected\n"
    assert onrecord("doctor").stdout == "No damage found.\n"


def test_readers_find_nothing_stale_or_wrong_while_another_process_writes(
    tmp_path: Path, model_cache: Path
) -> None:
    outcome = search_while_written_to(tmp_path / "data", model_cache, queries=60)
    assert outcome.faults == ()
