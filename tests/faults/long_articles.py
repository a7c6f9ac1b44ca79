"""Articles as long as they may be, of awkward text, added and asked about.

Each goes all the way: statements, passages, vectors, the ledger with its full-text index, and a
question after. Nothing on that way may take more than its share of time or memory for a text that
is longer. Each runs in a process of its own, and twice: at a quarter of the length, and at the
whole. The long form, whose figures are in docs/reliability.md:

    python -m tests.faults.long_articles --characters 2000000 [SHAPE...]
"""

import argparse
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from assistant.assistant import NewsAssistant
from assistant.settings import settings_with
from corpus.article import Article
from index.archive import Archive
from index.build import Builder
from tests.faults.news import made, readings


def _names(number: int) -> str:
    letters = "".join(chr(97 + number // 26**place % 26) for place in range(3))
    return f"Ada Br{letters}t said she would go.\n"


def _repeated(piece: str) -> Callable[[int], str]:
    return lambda characters: piece * (characters // len(piece))


SHAPES: dict[str, Callable[[int], str]] = {
    "news": lambda n: "\n\n".join(made(number).text for number in range(n // 180)),
    "news on one line": lambda n: " ".join(
        made(number).text.replace("\n\n", " ") for number in range(n // 180)
    ),
    "another name in each line": lambda n: "".join(map(_names, range(n // 32))),
    "he said": _repeated("“Yes,” Brandt said. “No,” he said. "),
    "one word": _repeated("x"),
    "one quotation": _repeated("“a "),
    "single quotation marks": _repeated("‘a "),
    "capitals": _repeated("Aa Bb. "),
    "initials": _repeated("A. "),
    "stops": _repeated("."),
    "brackets": _repeated("("),
    "hyphens": _repeated("a-"),
    "lines": _repeated("a\n"),
    "spaces": lambda n: "word" + " " * (n - 8) + "word",
    "who": _repeated("Brandt, who "),
    "no spaces": _repeated("这是新闻。"),
    "accents": _repeated("e\u0301\u0301"),
}
QUESTIONS = ("What did Brandt say about the bridge?", "What happened?")


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What an article cost: processor seconds, the most memory, and the slowest question."""

    characters: int
    added: int
    seconds: float
    megabytes: int
    slowest_answer: float


def add_and_ask(shape: str, characters: int, cache: Path) -> Outcome:
    """In this process: add one article of a shape, and ask."""
    text = SHAPES[shape](characters)
    with (
        tempfile.TemporaryDirectory(prefix="onrecord-long-") as scratch,
        Archive(Path(scratch, "data"), cache=cache) as archive,
    ):
        started = time.process_time()
        with archive.writing():
            report = Builder(archive).add(readings(made(1), Article(id="long", text=text)))
        seconds = time.process_time() - started
        slowest = 0.0
        for question in QUESTIONS:
            asked = time.process_time()
            NewsAssistant(archive).ask(question)
            slowest = max(slowest, time.process_time() - asked)
    return Outcome(
        characters=len(text),
        added=report.added,
        seconds=round(seconds, 1),
        megabytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        slowest_answer=round(slowest, 2),
    )


def in_its_own_process(shape: str, characters: int, cache: Path) -> Outcome:
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=1, mp_context=spawn) as process:
        return process.submit(add_and_ask, shape, characters, cache).result()


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--characters", type=int, default=2_000_000)
    options.add_argument("shapes", nargs="*", metavar="SHAPE", help="default: every one")
    given = options.parse_args()
    faulty = 0
    for shape in given.shapes or SHAPES:
        part, whole = (
            in_its_own_process(shape, characters, settings_with().cache)
            for characters in (given.characters // 4, given.characters)
        )
        grown = whole.seconds / max(part.seconds, 1.0)
        faulty += whole.added != 2 or grown > 8 or whole.megabytes > 2048
        sys.stdout.write(f"{shape}: {whole}, {grown:.1f} times a quarter's {part.seconds:g} s\n")
        sys.stdout.flush()
    return int(bool(faulty))


if __name__ == "__main__":
    sys.exit(main())
