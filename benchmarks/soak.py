"""Many people ask one page while articles are added: errors, times, memory and open files.

    python -m benchmarks.soak --articles ARTICLES.jsonl[.gz] --questions QUESTIONS.jsonl \\
        --minutes 20 --out SOAK.json

ARTICLES is JSON Lines: the first nine tenths are in the archive from the start, the rest is added
one after the other meanwhile, by `onrecord add`, and when it is used up removed and added again.
QUESTIONS has a "question" in each line. Memory and open files are the server's, from /proc, every
five seconds. The first fifth of the time is the warm-up: times, memory and files count after it.
Growth of memory is that of a straight line through all samples after the warm-up, so that neither
one high nor one low sample decides; the same for files. The exit status is 1 where a limit is
passed: an error, growth over 10%, more than eight files, a 95th percentile over 1.5 s.
"""

import argparse
import gzip
import itertools
import json
import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

_ROOT = Path(__file__).resolve().parent.parent
_SAMPLE_SECONDS = 5.0
_WARM_UP = 0.2
"""Of the time."""
_FEW_FILES = 8
"""How many more may be open: connections and Chroma's files come and go by some. One that is left
by each article added would be a hundred in twenty minutes."""


@dataclass(kw_only=True)
class Tally:
    """What the askers met, and what the server took."""

    asked: list[tuple[float, float]] = field(default_factory=list)
    """When each question was asked, in seconds from the start, and the seconds to its answer."""

    errors: list[str] = field(default_factory=list)
    measured: list[tuple[float, float, int]] = field(default_factory=list)
    """When, the megabytes of memory, and the open files."""

    added: int = 0
    began: float = field(default_factory=time.monotonic)

    def now(self) -> float:
        return time.monotonic() - self.began


def ask(client: httpx.Client, question: str) -> str | None:
    """Ask through the page's endpoint; what went wrong, if anything did."""
    filters = [None] * 4
    joined = client.post("/gradio_api/call/ask", json={"data": [question, [], *filters, False]})
    if joined.status_code != 200:
        return f"status {joined.status_code}"
    stream = client.get(f"/gradio_api/call/ask/{joined.json()['event_id']}")
    if "event: complete" not in stream.text:
        return stream.text[:200]
    told = json.loads(stream.text.partition("data: ")[2].partition("\n")[0])
    return None if told[0]["outcome"] in ("answered", "abstained") else str(told)[:200]


def keep_asking(
    address: str, questions: list[str], seed: int, pause: float, end: float, tally: Tally
) -> None:
    chance = random.Random(seed)
    with httpx.Client(base_url=address, timeout=60) as client:
        while time.monotonic() < end:
            started = tally.now()
            try:
                fault = ask(client, chance.choice(questions))
            except (httpx.HTTPError, ValueError, LookupError) as error:
                fault = f"{type(error).__name__}: {error}"
            tally.asked.append((started, tally.now() - started))
            if fault:
                tally.errors.append(fault)
            time.sleep(chance.uniform(0, 2 * pause))


def keep_adding(
    environment: dict[str, str], file: Path, lines: list[str], end: float, tally: Tally
) -> None:
    for number in itertools.count():
        if time.monotonic() > end or not lines:
            return
        line = lines[number % len(lines)]
        if number >= len(lines):
            run(environment, tally, "remove", str(json.loads(line)["id"]))
        file.write_text(line, "utf-8")
        tally.added += run(environment, tally, "add", str(file))
        time.sleep(2)


def run(environment: dict[str, str], tally: Tally, *command: str) -> bool:
    """Whether a command of the program ended well; if not, it is among the errors."""
    done = subprocess.run(
        [sys.executable, "-m", "assistant.cli", *command],
        env=environment,
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        tally.errors.append(f"{command[0]}: {done.stderr}{done.stdout}")
    return done.returncode == 0


def keep_measuring(pid: int, end: float, tally: Tally) -> None:
    while time.monotonic() < end:
        status = Path(f"/proc/{pid}/status").read_text()
        megabytes = int(status.partition("VmRSS:")[2].split()[0]) / 1024
        open_files = sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())
        tally.measured.append((tally.now(), megabytes, open_files))
        time.sleep(_SAMPLE_SECONDS)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--articles", type=Path, required=True)
    options.add_argument("--questions", type=Path, required=True)
    options.add_argument("--minutes", type=float, default=20)
    options.add_argument("--most", type=int, help="articles to use, default all")
    options.add_argument("--out", type=Path, help="a file for the result, as JSON")
    options.add_argument("--askers", type=int, default=16)
    options.add_argument("--pause", type=float, default=5, help="seconds between two questions")
    given = options.parse_args()
    open_text = gzip.open if given.articles.suffix == ".gz" else open
    with open_text(given.articles, "rt", encoding="utf-8") as stream:
        lines = stream.readlines()[: given.most]
    questions = [
        json.loads(line)["question"] for line in given.questions.read_text("utf-8").splitlines()
    ]
    with tempfile.TemporaryDirectory(prefix="onrecord-soak-") as scratch:
        environment = os.environ | {"ONRECORD_DATA": str(Path(scratch, "data"))}
        tally = soak(given, lines, questions, Path(scratch), environment)
    result = result_of(given, tally)
    sys.stdout.write(json.dumps(result, indent=2) + "\n")
    if given.out:
        given.out.write_text(json.dumps(result, indent=2) + "\n", "utf-8")
    return int(not result["passed"])


def soak(
    given: argparse.Namespace,
    lines: list[str],
    questions: list[str],
    scratch: Path,
    environment: dict[str, str],
) -> Tally:
    first = scratch / "first.jsonl"
    first.write_text("".join(lines[: len(lines) * 9 // 10]), "utf-8")
    command = [sys.executable, "-m", "assistant.cli"]
    subprocess.run([*command, "add", str(first)], env=environment, cwd=_ROOT, check=True)
    with subprocess.Popen(
        [*command, "chat", "--no-browser"],
        env=environment,
        cwd=_ROOT,
        stdout=subprocess.PIPE,
        text=True,
    ) as server:
        try:
            assert server.stdout
            found = re.search(r"http://\S+", server.stdout.readline())
            assert found
            tally = Tally()
            end = time.monotonic() + 60 * given.minutes
            threads = [
                threading.Thread(
                    target=keep_asking,
                    args=(found[0], questions, seed, given.pause, end, tally),
                )
                for seed in range(given.askers)
            ]
            more = (environment, scratch / "more.jsonl", lines[len(lines) * 9 // 10 :], end, tally)
            threads.append(threading.Thread(target=keep_adding, args=more))
            threads.append(threading.Thread(target=keep_measuring, args=(server.pid, end, tally)))
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        finally:
            server.terminate()
    return tally


def result_of(given: argparse.Namespace, tally: Tally) -> dict[str, Any]:
    """The figures, and whether they are within the limits."""
    warm = 60 * given.minutes * _WARM_UP
    times = sorted(seconds for at, seconds in tally.asked if at >= warm)
    after = [one for one in tally.measured if one[0] >= warm]
    memory = trend([(at, megabytes) for at, megabytes, _ in after])
    files = trend([(at, float(count)) for at, _, count in after])
    slowest = statistics.quantiles(times, n=20)[-1]
    limits = {
        "no errors": not tally.errors,
        "memory": memory["grown"] <= 0.10,
        "open files": files["at_the_end"] - files["after_warm_up"] <= _FEW_FILES,
        "95th percentile": slowest <= 1.5,
    }
    return {
        "minutes": given.minutes,
        "warm_up_minutes": round(warm / 60, 2),
        "askers": given.askers,
        "pause_seconds": given.pause,
        "processors": os.cpu_count(),
        "load": os.getloadavg(),
        "questions": len(tally.asked),
        "articles_added": tally.added,
        "errors": len(tally.errors),
        "first_errors": tally.errors[:10],
        "seconds": {
            "median": round(statistics.median(times), 2),
            "95th percentile": round(slowest, 2),
            "longest": round(times[-1], 2),
        },
        "megabytes": memory,
        "open_files": files,
        "within": limits,
        "passed": all(limits.values()),
    }


def trend(samples: list[tuple[float, float]]) -> dict[str, float]:
    """A straight line through samples over time: where it begins and ends, and its growth."""
    line = statistics.linear_regression(*zip(*samples, strict=True))
    first = line.intercept + line.slope * samples[0][0]
    last = line.intercept + line.slope * samples[-1][0]
    return {
        "after_warm_up": round(first, 1),
        "at_the_end": round(last, 1),
        "highest": round(max(value for _, value in samples), 1),
        "a_minute": round(60 * line.slope, 2),
        "grown": round(last / first - 1, 4),
    }


if __name__ == "__main__":
    sys.exit(main())
