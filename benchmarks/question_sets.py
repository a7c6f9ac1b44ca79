"""Running question sets: how much faster in parallel, and whether a killed run loses nothing.

    python -m benchmarks.question_sets --questions FILE --data DIR --work DIR \\
        [--cases 500] [--rounds 3] [--jobs 2] [--kills 20] [--seed 4]

The questions of FILE are repeated up to --cases and asked of the archive DIR with `onrecord run`,
start and report of figures included. Each round runs them serially and in parallel, one after the
other, so that what else the machine does meets both alike; the ratio of a round is that of its
two times. Where other programs want the processor too, it says little, and the seconds on the
processor say more: so many cores with nothing else to do could be faster by JOBS times the serial
ones over the parallel ones, at most.

Then a parallel run is killed (SIGKILL) at --kills moments drawn from --seed, each time resumed, and
at last left to finish. Every file of results must equal the serial one, times apart.
"""

import argparse
import json
import os
import re
import resource
import signal
import statistics
import subprocess
import sys
import time
from pathlib import Path
from random import Random

from benchmarks.choose_threshold import read_lines

_TIMES = re.compile(rb'"took_ms": \d+|"date": "[^"]+"')


def repeated(questions: Path, cases: int, folder: Path) -> Path:
    """A set of so many cases, each question as often as needed, under ids of their own."""
    rows = read_lines(questions)
    path = folder / "set.jsonl"
    asked = (rows[number % len(rows)]["question"] for number in range(cases))
    lines = (json.dumps({"id": f"{n:05}", "question": text}) for n, text in enumerate(asked))
    path.write_text("\n".join(lines), "utf-8")
    return path


class Runs:
    """Runs of one set over one archive."""

    def __init__(self, questions: Path, data: Path) -> None:
        self._command = [sys.executable, "-m", "assistant.cli", "run", str(questions)]
        self._data = ["--data", str(data)]

    def start(self, out: Path, jobs: int, *more: str) -> "subprocess.Popen[bytes]":
        options = ["--out", str(out), "--jobs", str(jobs), *more]
        return subprocess.Popen(
            [*self._command, *options, *self._data],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def whole(self, out: Path, jobs: int, *more: str) -> tuple[float, float]:
        """Seconds that a run took, by the clock and of all its processes on the processor."""
        started, before = time.perf_counter(), _processor()
        status = self.start(out, jobs, *more).wait()
        if status:
            sys.exit(f"the run ended with status {status}")
        return time.perf_counter() - started, _processor() - before


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def in_parallel(runs: Runs, folder: Path, jobs: int, rounds: int) -> None:
    ratios: list[float] = []
    bounds: list[float] = []
    for number in range(1, rounds + 1):
        serial, alone = runs.whole(folder / "serial.jsonl", 1)
        parallel, together = runs.whole(folder / "parallel.jsonl", jobs)
        ratios.append(serial / parallel)
        bounds.append(jobs * alone / together)
        print(
            f"round {number}: serial {serial:.1f} s ({alone:.1f} s on the processor), {jobs} "
            f"processes {parallel:.1f} s ({together:.1f} s), {ratios[-1]:.2f} times as fast; "
            f"load {os.getloadavg()[0]:.1f}",
            flush=True,
        )
    same = without_times(folder / "serial.jsonl") == without_times(folder / "parallel.jsonl")
    print(
        f"median {statistics.median(ratios):.2f} times as fast by the clock, at most "
        f"{statistics.median(bounds):.2f} by the work that the processes did; results equal: {same}"
    )


def killed(runs: Runs, folder: Path, jobs: int, kills: int, chance: Random) -> None:
    out = folder / "killed.jsonl"
    out.unlink(missing_ok=True)
    whole = (folder / "serial.jsonl").stat().st_size
    moments = sorted(chance.randrange(whole) for _ in range(kills))
    done = 0
    for moment in moments:
        process = runs.start(out, jobs, "--resume")
        while process.poll() is None and (out.stat().st_size if out.exists() else 0) <= moment:
            time.sleep(0.002)
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            done += 1
        process.wait()
    runs.whole(out, jobs, "--resume")
    same = without_times(folder / "serial.jsonl") == without_times(out)
    print(f"{done} of {kills} kills while it ran, each resumed; results equal: {same}")


def without_times(path: Path) -> bytes:
    return _TIMES.sub(b"", path.read_bytes())


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    for name in ("questions", "data", "work"):
        options.add_argument(f"--{name}", type=Path, required=True)
    for name, number in {"cases": 500, "rounds": 3, "jobs": 2, "kills": 20, "seed": 4}.items():
        options.add_argument(f"--{name}", type=int, default=number)
    given = options.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    runs = Runs(repeated(given.questions, given.cases, given.work), given.data)
    in_parallel(runs, given.work, given.jobs, given.rounds)
    if given.kills:
        killed(runs, given.work, given.jobs, given.kills, Random(given.seed))


if __name__ == "__main__":
    main()
