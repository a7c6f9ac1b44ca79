"""What an archive of some size costs: opening, status, questions, memory, one article more.

    python -m benchmarks.at_size FOLDER [--questions N] [--add] [--recall N --vectors-of ARCHIVE]
                                 [--out FIGURES.jsonl] [--built SECONDS]
    python -m benchmarks.at_size --draw FIGURES.jsonl --svg FILE

FOLDER is one that benchmarks.big_archive made. Every figure is taken in a process of its own, which
starts with nothing in memory but what the operating system has of the files. Beside the clock
("_ms") stands processor time ("_cpu_ms"), which others at work on the machine change less. `--add`
adds one article to FOLDER, by a process of its own and in one that runs. `--recall` compares the
vector search with an exact one. The figures are one JSON object, appended to FIGURES.jsonl.
"""

import argparse
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from assistant.assistant import Filters, NewsAssistant
from assistant.settings import settings_with
from benchmarks.at_size_figure import draw
from benchmarks.big_archive import MovedVectors
from benchmarks.made_news import made_article, person, speaker_rank, words
from corpus.readers import Reading
from index.archive import Archive
from index.build import Builder

_ADDED = 50_000_000
"""The number of the first made-up article that is added; no archive comes that far."""

_NEAREST = 100

_AT_ONCE = 20_000
"""Vectors that are compared with the exact search's in one go."""


def questions(count: int) -> Iterator[tuple[str, Filters]]:
    """Questions of the kinds that are asked: of speakers, of everybody, of facts, with dates."""
    chance = random.Random(7)
    for number in range(count):
        who, (one, two, three) = person(speaker_rank(chance)), words(chance, 3)
        dated = Filters(since=date(2012, 1, 1), until=date(2013, 12, 31))
        yield (
            (f"What did {who} say about the {one}?", Filters()),
            (f"What did {who} say about the {one} and the {two}?", Filters()),
            (f"Why was the {one} near the {two} closed?", Filters()),
            (f"What did {who} say?", Filters()),
            (f"Who said what about the {one} and the {two}?", Filters()),
            (f"When did the {one} reach the {two} with the {three}?", dated),
            (f"What did {who} say about the {one}?", dated),
            (f"How many {one}s depend on the {two} and the {three}?", Filters()),
        )[number % 8]


def _spent(work: Callable[[], object]) -> tuple[float, float]:
    """What a piece of work takes, by the clock and in processor time with that of its processes."""
    begun, used = time.perf_counter(), _processor_time()
    work()
    clock, processor = time.perf_counter() - begun, _processor_time() - used
    return round(1000 * clock, 1), round(1000 * processor, 1)


def _processor_time() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def _named(name: str, spent: tuple[float, float]) -> dict[str, float]:
    return {f"{name}_ms": spent[0], f"{name}_cpu_ms": spent[1]}


def _percentiles(spent: Sequence[tuple[float, float]]) -> dict[str, float]:
    clock, processor = (sorted(times) for times in zip(*spent, strict=True))
    middle, high = len(spent) // 2, int(0.95 * (len(spent) - 1))
    return {
        **_named("median", (clock[middle], processor[middle])),
        **_named("p95", (clock[high], processor[high])),
    }


def _answering(folder: Path, count: int) -> dict[str, Any]:
    """Opening, the first question, and many more, in this process."""
    opened: list[Archive] = []
    spent = _spent(lambda: opened.append(Archive(folder, cache=settings_with().cache)))
    found: dict[str, Any] = _named("open", spent)
    with opened[0] as archive:
        found |= _named("coverage", _spent(archive.coverage))
        archive.encoder.encode_query("warm")
        assistant = NewsAssistant(archive)
        asked = list(questions(count + 1))
        found |= _named("first_question", _spent(lambda: assistant.ask(*asked[0][:1])))
        found["speakers"] = len(archive.people.speakers)
        each = {
            text: _spent(partial(assistant.ask, text, filters=filters))
            for text, filters in asked[1:]
        }
    found |= _percentiles(list(each.values()))
    slowest = sorted(each, key=lambda text: -each[text][1])[:5]
    found["slowest"] = [[*each[text], text] for text in slowest]
    found["memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return found


def _adding(folder: Path) -> dict[str, Any]:
    """One article added by a command, and three more by a process that runs."""
    file = folder.with_name("one-more.jsonl")
    number = _ADDED + time.time_ns() // 1_000_000 % 1_000_000
    made = made_article(number).article
    row = {"id": made.id, "title": made.title, "text": made.text, "publisher": made.publisher}
    file.write_text(json.dumps(row), "utf-8")
    found: dict[str, Any] = _named("add_command", _command(folder, "add", str(file)))
    with Archive(folder, cache=settings_with().cache) as archive:
        spent = []
        for more in range(1, 4):
            one = Reading(item=made_article(number + more).article, consumed=0)

            def add(reading: Reading = one) -> None:
                with archive.writing():
                    Builder(archive).add([reading])

            spent.append(_spent(add))
    return {**found, **_named("add_first", spent[0]), **_named("add_more", spent[-1])}


def _command(folder: Path, *arguments: str) -> tuple[float, float]:
    command = [sys.executable, "-m", "assistant.cli", arguments[0], "--data", str(folder)]
    return _spent(
        lambda: subprocess.run([*command, *arguments[1:]], check=True, capture_output=True)
    )


def _recall(folder: Path, source: Path, count: int) -> dict[str, Any]:
    """How many of the hundred nearest the search finds, of all that there are."""
    cache = settings_with().cache
    with Archive(source, cache=cache) as real:
        vectors = MovedVectors.of(real)
    asked = vectors.make(10**9, count)
    with Archive(folder, cache=cache) as archive:
        best: list[list[tuple[float, str]]] = [[] for _ in range(count)]
        for part in batched(archive.ledger.passages.ids(), _AT_ONCE):
            ids, stored = archive.vectors.of(part)
            for place, cosines in enumerate(asked @ stored.T):
                nearest = np.argsort(-cosines)[:_NEAREST]
                best[place] += [(float(cosines[one]), ids[one]) for one in nearest]
                best[place] = sorted(best[place], reverse=True)[:_NEAREST]
        shares = []
        for vector, exact in zip(asked, best, strict=True):
            found = {id for id, _ in archive.vectors.nearest(vector, limit=_NEAREST)}
            shares.append(len({id for _, id in exact} & found) / len(exact))
        spent = [
            _spent(partial(archive.vectors.nearest, vector, limit=_NEAREST)) for vector in asked
        ]
    return {
        "recall": round(sum(shares) / count, 4),
        "least_recall": min(shares),
        "nearest_median_cpu_ms": _percentiles(spent)["median_cpu_ms"],
    }


def batched(items: Iterable[str], size: int) -> Iterator[list[str]]:
    rest = iter(items)
    while part := list(islice(rest, size)):
        yield part


def _in_own_process(what: str, *arguments: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "benchmarks.at_size", "--only", what, *arguments]
    outcome = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return dict(json.loads(outcome.stdout))


def main() -> int:
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("folder", type=Path, nargs="?")
    options.add_argument("--questions", type=int, default=80)
    options.add_argument("--add", action="store_true")
    options.add_argument("--recall", type=int, default=0)
    options.add_argument("--vectors-of", type=Path, metavar="ARCHIVE")
    options.add_argument("--built", type=float, help="seconds that building it took")
    options.add_argument("--out", type=Path)
    options.add_argument("--draw", type=Path)
    options.add_argument("--svg", type=Path)
    options.add_argument("--only", choices=("answering", "recall"), help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.draw:
        draw([json.loads(line) for line in given.draw.read_text("utf-8").splitlines()], given.svg)
        return 0
    folder = given.folder
    if given.only == "answering":
        print(json.dumps(_answering(folder, given.questions)))
        return 0
    if given.only == "recall":
        print(json.dumps(_recall(folder, given.vectors_of, given.recall)))
        return 0
    figures: dict[str, Any] = _named("status", _command(folder, "status"))
    with Archive(folder, cache=settings_with().cache) as archive:
        figures["passages"] = archive.coverage().passages
    figures |= _in_own_process("answering", str(folder), "--questions", str(given.questions))
    if given.recall:
        how = ("--recall", str(given.recall), "--vectors-of", str(given.vectors_of))
        figures |= _in_own_process("recall", str(folder), *how)
    if given.add:
        figures |= _adding(folder)
    if given.built:
        figures["built_s"] = given.built
    print(json.dumps(figures, indent=1))
    if given.out:
        with given.out.open("a", encoding="utf-8") as file:
            file.write(json.dumps(figures) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
