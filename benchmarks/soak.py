"""Many people ask one page while articles are added: errors, times, memory and open files.

    python -m benchmarks.soak --articles ARTICLES.jsonl --questions QUESTIONS.jsonl --minutes 20

ARTICLES is JSON Lines: the first nine tenths are in the archive from the start, the rest is added
one after the other meanwhile, by `onrecord add`. QUESTIONS has a "question" in each line. Memory
and open files are the server's, from /proc, after a warm-up of a tenth of the time and at the end.
"""

import argparse
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

import httpx

_ROOT = Path(__file__).resolve().parent.parent
_SAMPLE_SECONDS = 5.0


@dataclass(kw_only=True)
class Tally:
    """What the askers met, and what the server took."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    megabytes: list[float] = field(default_factory=list)
    open_files: list[int] = field(default_factory=list)
    added: int = 0


def ask(client: httpx.Client, question: str) -> str | None:
    """Ask through the page's endpoint; what went wrong, if anything did."""
    joined = client.post("/gradio_api/call/ask", json={"data": [question, []]})
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
            started = time.monotonic()
            try:
                fault = ask(client, chance.choice(questions))
            except (httpx.HTTPError, ValueError, LookupError) as error:
                fault = f"{type(error).__name__}: {error}"
            tally.seconds.append(time.monotonic() - started)
            if fault:
                tally.errors.append(fault)
            time.sleep(chance.uniform(0, 2 * pause))


def keep_adding(
    environment: dict[str, str], file: Path, lines: list[str], end: float, tally: Tally
) -> None:
    for line in lines:
        if time.monotonic() > end:
            return
        file.write_text(line)
        done = subprocess.run(
            [sys.executable, "-m", "assistant.cli", "add", str(file)],
            env=environment,
            cwd=_ROOT,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            tally.errors.append(f"add: {done.stderr}{done.stdout}")
        tally.added += done.returncode == 0
        time.sleep(2)


def keep_measuring(pid: int, end: float, tally: Tally) -> None:
    while time.monotonic() < end:
        status = Path(f"/proc/{pid}/status").read_text()
        tally.megabytes.append(int(status.partition("VmRSS:")[2].split()[0]) / 1024)
        tally.open_files.append(sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir()))
        time.sleep(_SAMPLE_SECONDS)


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--articles", type=Path, required=True)
    options.add_argument("--questions", type=Path, required=True)
    options.add_argument("--minutes", type=float, default=20)
    options.add_argument("--askers", type=int, default=16)
    options.add_argument("--pause", type=float, default=5, help="seconds between two questions")
    given = options.parse_args()
    lines = given.articles.read_text("utf-8").splitlines(keepends=True)
    questions = [
        json.loads(line)["question"] for line in given.questions.read_text("utf-8").splitlines()
    ]
    with tempfile.TemporaryDirectory(prefix="onrecord-soak-") as scratch:
        environment = os.environ | {"ONRECORD_DATA": str(Path(scratch, "data"))}
        tally = soak(given, lines, questions, Path(scratch), environment)
    report(given, tally)
    return int(bool(tally.errors))


def soak(
    given: argparse.Namespace,
    lines: list[str],
    questions: list[str],
    scratch: Path,
    environment: dict[str, str],
) -> Tally:
    first = scratch / "first.jsonl"
    first.write_text("".join(lines[: len(lines) * 9 // 10]))
    command = [sys.executable, "-m", "assistant.cli"]
    subprocess.run([*command, "add", str(first)], env=environment, cwd=_ROOT, check=True)
    tally = Tally()
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


def report(given: argparse.Namespace, tally: Tally) -> None:
    times = sorted(tally.seconds)
    warm = len(tally.megabytes) // 10
    early = statistics.median(tally.megabytes[warm : 2 * warm + 1])
    late = statistics.median(tally.megabytes[-warm - 1 :])
    print(f"{given.minutes:g} minutes, {given.askers} askers, {tally.added} articles added")
    print(f"{len(times)} questions, {len(tally.errors)} errors")
    print(
        f"seconds for a question: median {statistics.median(times):.2f}, "
        f"95th percentile {times[int(len(times) * 0.95)]:.2f}, longest {times[-1]:.2f}"
    )
    grown = late / early - 1
    print(f"memory: {early:.0f} MB after the warm-up, {late:.0f} MB at the end ({grown:+.1%})")
    before, after = tally.open_files[warm], tally.open_files[-1]
    print(f"open files: {before} after the warm-up, {after} at the end")
    for error in tally.errors[:10]:
        print(f"- {error}")


if __name__ == "__main__":
    sys.exit(main())
