"""On Record's speed beside LangChain's standard recipe, in one run: figures and what they aim at.

    python -m benchmarks.speed --articles FILE --questions FILE --work DIR [--limit N]
        [--large ARCHIVE] [--rounds N] [--only NAME ...] [--device WHERE]

Articles and questions are JSONL ({"id", "title", "text", ...} and {"question"}), gzipped or not;
--limit takes every so many of the articles. --large is an archive of three thousand articles (of
benchmarks.big_archive, say), which is copied into --work. --device is where both sides embed (auto,
cpu or cuda). What is compared runs in turns, and the least of each counts. A ratio of processor
time is given beside that of the clock, because it is the one that other work on the machine
disturbs least. The table says what is missed.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assistant.settings import settings_with
from benchmarks.choose_threshold import read_lines
from benchmarks.speed.clocks import (
    Spent,
    in_turns,
    processor_seconds_of,
    spent_by,
    spent_by_command,
)
from corpus.article import Article
from corpus.readers import read_articles
from index.devices import AUTO, DEVICES, Device, device_of
from index.models import Models
from index.passages import passages, text_to_embed

_PROGRAM = [sys.executable, "-m", "assistant.cli"]
_NEAREST = 10


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One line of the table; `at_most` says whether the aims are upper bounds."""

    what: str
    value: float
    least: float
    aim: float
    at_most: bool = True
    detail: str = ""

    def __str__(self) -> str:
        def meets(bound: float) -> bool:
            return self.value <= bound if self.at_most else self.value >= bound

        verdict = "aim met" if meets(self.aim) else "least met" if meets(self.least) else "MISSED"
        figures = f"{self.value:10.3f} {self.least:9.2f} {self.aim:9.2f}"
        return f"{self.what:42} {figures}  {verdict:9} {self.detail}"


@dataclass(frozen=True, kw_only=True)
class Given:
    """What is measured on: the articles as JSONL, their archive, questions, and how often."""

    articles: Path
    archive: Path
    questions: Path
    large: Path | None
    work: Path
    rounds: int
    device: Device


def embedding(given: Given) -> Iterator[Figure]:
    """Throughput on the passages of the articles, and the ten nearest to each question."""
    from benchmarks.speed.recipe import embeddings

    models = Models(settings_with().cache, device=given.device)
    ours, theirs = models.encoder_for(None), embeddings(given.device)
    articles = [r.item for r in read_articles([str(given.articles)]) if isinstance(r.item, Article)]
    texts = [text_to_embed(one, part) for one in articles for part in passages(one, ours)]
    made: dict[str, np.ndarray] = {}

    def keep(name: str, encode: Callable[[list[str]], Any]) -> None:
        made[name] = np.asarray(encode(texts))

    mine, other = in_turns(
        given.rounds,
        [
            lambda: spent_by(lambda: keep("ours", ours.encode)),
            lambda: spent_by(lambda: keep("theirs", theirs.embed_documents)),
        ],
    )
    yield Figure(
        what="embedding, times the recipe's throughput",
        value=other.clock / mine.clock,
        least=3,
        aim=4,
        at_most=False,
        detail=f"processor {other.processor / mine.processor:.2f}; {len(texts):,} texts, "
        f"{len(texts) / mine.clock:.0f} against {len(texts) / other.clock:.0f} a second",
    )
    asked = [row["question"] for row in read_lines(given.questions)]
    near = _nearest(made["ours"], np.stack([ours.encode_query(text) for text in asked]))
    full = _nearest(made["theirs"], np.array([theirs.embed_query(text) for text in asked]))
    shared = [len(set(a) & set(b)) / _NEAREST for a, b in zip(near, full, strict=True)]
    cosine = (made["ours"] * made["theirs"]).sum(axis=1)
    yield Figure(
        what="ten nearest, share that full precision has",
        value=float(np.mean(shared)),
        least=0.90,
        aim=0.95,
        at_most=False,
        detail=f"{len(asked)} questions; cosine {cosine.mean():.4f}, worst {cosine.min():.4f}",
    )


def _nearest(vectors: np.ndarray, asked: np.ndarray) -> list[list[int]]:
    return [row.tolist() for row in np.argsort(-(asked @ vectors.T), kind="stable")[:, :_NEAREST]]


def adding(given: Given) -> Iterator[Figure]:
    """All articles with their statements, against the recipe's vectors alone."""

    def into_new_folder(command: list[str], *after: str) -> Any:
        with tempfile.TemporaryDirectory(dir=given.work) as folder:
            return spent_by_command([*command, folder, *after])

    mine, other = in_turns(
        given.rounds,
        [
            lambda: into_new_folder(
                [*_PROGRAM, "add", str(given.articles), "--device", given.device, "--data"]
            ),
            lambda: into_new_folder(
                [sys.executable, "-m", "benchmarks.speed.recipe", given.device, str(given.articles)]
            ),
        ],
    )
    yield Figure(
        what="add with statements, times the recipe",
        value=mine.clock / other.clock,
        least=1,
        aim=0.6,
        detail=f"processor {mine.processor / other.processor:.2f}; {mine.clock:.1f} against "
        f"{other.clock:.1f} s, processor {mine.processor:.1f} against {other.processor:.1f} s",
    )


def one_more(given: Given) -> Iterator[Figure]:
    """One article more, process start included."""
    if given.large is None:
        return
    folder = given.work / "large"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(given.large, folder)
    rows = read_lines(given.articles)[: given.rounds + 1]
    waiting = iter(rows)

    def add() -> Any:
        file = given.work / "one-more.jsonl"
        file.write_text(json.dumps(next(waiting)), "utf-8")
        return spent_by_command([*_PROGRAM, "add", str(file), "--data", str(folder)])

    add()
    (taken,) = in_turns(given.rounds, [add])
    shutil.rmtree(folder)
    yield Figure(
        what="one article more, seconds",
        value=taken.clock,
        least=1,
        aim=0.5,
        detail=f"processor {taken.processor:.2f} s",
    )


def cold_answer(given: Given) -> Iterator[Figure]:
    """From the command to the printed answer, against an import of sentence_transformers."""
    question = read_lines(given.questions)[0]["question"]
    mine, other = in_turns(
        2 * given.rounds,
        [
            lambda: spent_by_command([*_PROGRAM, "ask", question, "--data", str(given.archive)]),
            lambda: spent_by_command([sys.executable, "-c", "import sentence_transformers"]),
        ],
    )
    yield Figure(
        what="cold answer, times the import",
        value=mine.clock / other.clock,
        least=0.4,
        aim=0.25,
        detail=f"processor {mine.processor / other.processor:.2f}; {mine.clock:.2f} against "
        f"{other.clock:.2f} s",
    )


def answering(given: Given) -> Iterator[Figure]:
    """Questions in a running process, its memory, and what it imported."""
    command = [sys.executable, "-m", "benchmarks.speed.answering", str(given.archive)]
    outcome = subprocess.run(
        [*command, str(given.questions)], check=True, stdout=subprocess.PIPE, text=True
    )
    found = json.loads(outcome.stdout)
    for name, least, aim in (("median", 60, 25), ("p95", 150, 60)):
        yield Figure(
            what=f"a question, {name}, ms",
            value=found[f"clock_{name}"],
            least=least,
            aim=aim,
            detail=f"processor {found[f'processor_{name}']:.1f} ms",
        )
    yield Figure(what="memory of that process, MB", value=found["megabytes"], least=600, aim=400)
    yield Figure(
        what="heavy libraries imported by it",
        value=len(found["imported"]),
        least=0,
        aim=0,
        detail=", ".join(found["imported"]),
    )


def page(given: Given) -> Iterator[Figure]:
    """From `onrecord chat` to the first answer of its page."""
    question = read_lines(given.questions)[0]["question"]
    (taken,) = in_turns(given.rounds, [lambda: _first_answer(given, question)])
    yield Figure(
        what="chat, start to the page's answer, seconds",
        value=taken.clock,
        least=5,
        aim=3,
        detail=f"processor {taken.processor:.2f} s",
    )


def _first_answer(given: Given, question: str) -> Spent:
    """Start the page, load it, ask, read the answer; and end it, which is not counted."""
    clock = time.perf_counter()
    command = [*_PROGRAM, "chat", "--no-browser", "--data", str(given.archive)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().split()[4]
            with urllib.request.urlopen(address) as loaded:
                assert b"gradio" in loaded.read()
            call = f"{address}/gradio_api/call/ask"
            body = json.dumps({"data": [question, [], None, None, None, None, False]}).encode()
            request = urllib.request.Request(call, body, {"Content-Type": "application/json"})
            with urllib.request.urlopen(request) as asked:
                event = json.load(asked)["event_id"]
            with urllib.request.urlopen(f"{call}/{event}") as answer:
                assert b"event: complete" in answer.read()
            return Spent(
                clock=time.perf_counter() - clock, processor=processor_seconds_of(process.pid)
            )
        finally:
            process.terminate()


_MEASURES: dict[str, Callable[[Given], Iterator[Figure]]] = {
    "embedding": embedding,
    "adding": adding,
    "one-more": one_more,
    "cold-answer": cold_answer,
    "answering": answering,
    "page": page,
}


def main() -> None:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name in ("articles", "questions", "work"):
        options.add_argument(f"--{name}", type=Path, required=True)
    options.add_argument("--limit", type=int, help="articles; default: all")
    options.add_argument("--large", type=Path, metavar="ARCHIVE")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--device", choices=DEVICES, default=AUTO)
    options.add_argument("--only", nargs="+", choices=sorted(_MEASURES), default=list(_MEASURES))
    chosen = options.parse_args()
    rows = read_lines(chosen.articles)
    rows = rows[:: max(1, len(rows) // (chosen.limit or len(rows)))][: chosen.limit]
    chosen.work.mkdir(parents=True, exist_ok=True)
    articles = chosen.work / f"{len(rows)}.jsonl"
    articles.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    questions = chosen.work / "questions.jsonl"
    questions.write_text(
        "\n".join(json.dumps({"question": r["question"]}) for r in read_lines(chosen.questions)),
        "utf-8",
    )
    given = Given(
        articles=articles,
        archive=chosen.work / f"archive-{len(rows)}",
        questions=questions,
        large=chosen.large,
        work=chosen.work,
        rounds=chosen.rounds,
        device=device_of(chosen.device),
    )
    if {"cold-answer", "answering", "page"} & set(chosen.only):
        spent_by_command([*_PROGRAM, "add", str(articles), "--data", str(given.archive)])
    begun = time.perf_counter()
    print(f"{len(rows)} articles\n{'':42} {'value':>10} {'least':>9} {'aim':>9}")
    for name in dict.fromkeys(chosen.only):
        for figure in _MEASURES[name](given):
            print(figure, flush=True)
    print(f"{time.perf_counter() - begun:.0f} s")


if __name__ == "__main__":
    main()
