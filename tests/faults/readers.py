"""Searches an archive while another process adds to it, changes it and removes from it.

Every neighbour found has to be an article that was there, word for word, and as near to the query
as its own text is: a similarity that belongs to another version gives itself away. The long form,
whose figures are in docs/reliability.md:

    python -m tests.faults.readers --queries 1000
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import numpy as np

from assistant.settings import settings_with
from corpus.article import Article
from index import build
from index.archive import Archive
from index.build import Builder
from index.passages import text_to_embed
from index.search import SearchQuery
from tests.faults.news import made, readings

STEADY = 10
"""Articles that stay as they are; those of the next numbers are changed over and over."""

CHANGING = 5
_ROOT = Path(__file__).parents[2]
_AS_NEAR = 0.01
"""By how much a similarity may differ from one computed anew: Chroma's are of 32 bits."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    queries: int
    generations: int
    faults: tuple[str, ...]


def write_without_end(folder: str, cache: str) -> None:
    """The other process: new articles, changed ones, removed ones, until it is ended."""
    build.BATCH_ARTICLES = 4
    for round in count(1):
        changed = [made(n, version=round % 3 + 1) for n in range(STEADY, STEADY + CHANGING)]
        new = [made(n) for n in range(100 + round * 4, 104 + round * 4)]
        with Archive(Path(folder), cache=Path(cache)) as archive, archive.writing():
            Builder(archive).add(readings(*changed, *new))
            Builder(archive).remove([new[0].id])


def search_while_written_to(folder: Path, cache: Path, queries: int) -> Outcome:
    with Archive(folder, cache=cache) as archive:
        with archive.writing():
            Builder(archive).add(readings(*(made(n) for n in range(STEADY + CHANGING))))
        generations: set[int] = set()
        faults: list[str] = []
        with _other_process(folder, cache) as writer:
            for number in range(queries):
                asked = made(number % (STEADY + CHANGING))
                faults += _faults_of(archive, asked, steady=number % (STEADY + CHANGING) < STEADY)
                generations.add(archive.generation)
                if writer.poll() is not None:
                    faults.append(f"the writer ended with status {writer.returncode}")
                    break
    return Outcome(queries=queries, generations=len(generations), faults=tuple(faults))


def _faults_of(archive: Archive, asked: Article, *, steady: bool) -> Iterator[str]:
    hits = archive.search(SearchQuery(text=asked.text, limit=5))
    if steady and (not hits or hits[0].article.id != asked.id):
        yield f"{asked.id} is not its own nearest: {[hit.article.id for hit in hits]}"
    question = archive.encoder.encode_query(asked.text)
    for hit in hits:
        versions = [made(int(hit.article.id[1:]), version=v) for v in (1, 2, 3)]
        if hit.article not in versions:
            yield f"{hit.article.id} is none of its versions: {hit.article.text!r}"
        if hit.cosine_similarity is not None:
            own = archive.encoder.encode([text_to_embed(hit.article, hit.passage)])[0]
            if abs(float(np.dot(question, own)) - hit.cosine_similarity) > _AS_NEAR:
                yield f"{hit.article.id} has the similarity of another text"


@contextmanager
def _other_process(folder: Path, cache: Path) -> Iterator[subprocess.Popen[bytes]]:
    program = (
        "from tests.faults.readers import write_without_end; "
        f"write_without_end({str(folder)!r}, {str(cache)!r})"
    )
    with subprocess.Popen([sys.executable, "-c", program], cwd=_ROOT) as process:
        try:
            yield process
        finally:
            process.kill()


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--queries", type=int, default=1000)
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        outcome = search_while_written_to(
            Path(scratch, "data"), settings_with().cache, given.queries
        )
    sys.stdout.write(
        f"{outcome.queries} queries over {outcome.generations} states of the archive: "
        f"{len(outcome.faults)} stale or wrong\n"
    )
    for fault in outcome.faults[:20]:
        sys.stdout.write(f"- {fault}\n")
    return int(bool(outcome.faults))


if __name__ == "__main__":
    sys.exit(main())
