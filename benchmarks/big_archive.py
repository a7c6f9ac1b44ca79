"""An archive of any size, made from ready vectors through the program's own storage.

    python -m benchmarks.big_archive FOLDER --passages N --vectors-of ARCHIVE

Text, statements and speakers are made up (made_news.py); each vector is one of ARCHIVE's, which is
of real news, moved: 0.8 of it and 0.6 of the direction of another. Run again, it goes on where it
was, to the same or another number of passages. Prints passages, seconds and memory as it goes.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from assistant.settings import settings_with
from benchmarks.made_news import PASSAGES, MadeArticle, made_article
from index.archive import Archive
from index.build import BATCH_ARTICLES
from index.encoder import Vectors
from index.statements import STATEMENTS_STAMP
from index.vectors import VectorRow

_REAL = 20_000
"""Vectors that are taken from the archive of real news, at most."""


class MovedVectors:
    """Vectors near real ones, by number: the same for the same number."""

    def __init__(self, real: Vectors) -> None:
        self._real = real
        away = real - real.mean(axis=0)
        self._directions = away / np.linalg.norm(away, axis=1, keepdims=True)

    @classmethod
    def of(cls, archive: Archive) -> "MovedVectors":
        """From the vectors of an archive's passages."""
        ids = sorted(archive.ledger.passages.ids())[:_REAL]
        return cls(archive.vectors.of(ids)[1])

    def make(self, number: int, count: int) -> Vectors:
        """So many vectors of length 1, shape (count, dimension)."""
        chance = np.random.default_rng(number)
        near, other = chance.integers(len(self._real), size=(2, count))
        made = 0.8 * self._real[near] + 0.6 * self._directions[other]
        return (made / np.linalg.norm(made, axis=1, keepdims=True)).astype(np.float32)


def add(archive: Archive, batch: list[MadeArticle], number: int, vectors: MovedVectors) -> None:
    """Store a batch as the program does: ledger, vectors, acknowledgement."""
    ledger = archive.ledger
    ledger.put(
        [(one.article, one.passages) for one in batch],
        [],
        {one.article.id: one.statements for one in batch},
        STATEMENTS_STAMP,
    )
    passages = [
        VectorRow(id=p.id, publisher=one.article.publisher, day=one.article.published_day)
        for one in batch
        for p in one.passages
    ]
    statements = [
        VectorRow(
            id=s.id,
            publisher=one.article.publisher,
            day=one.article.published_day,
            speaker=s.speaker,
        )
        for one in batch
        for s, _ in one.statements
    ]
    with archive.changing_vectors():
        archive.put_vectors(
            (passages, vectors.make(2 * number, len(passages))),
            (statements, vectors.make(2 * number + 1, len(statements))),
        )
    ledger.acknowledge([one.article.id for one in batch], [])
    archive.wrote_vectors()


def batches(first: int, last: int) -> Iterator[tuple[int, list[MadeArticle]]]:
    """The articles from one number to another in batches, each with its first number."""
    for start in range(first, last, BATCH_ARTICLES):
        numbers = range(start, min(last, start + BATCH_ARTICLES))
        yield start, [made_article(number) for number in numbers]


def main() -> int:
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("folder", type=Path)
    options.add_argument("--passages", type=int, required=True)
    options.add_argument("--vectors-of", type=Path, required=True, metavar="ARCHIVE")
    given = options.parse_args()
    cache = settings_with().cache
    with Archive(given.vectors_of, cache=cache) as real:
        vectors = MovedVectors.of(real)
    with Archive(given.folder, cache=cache) as archive, archive.writing():
        archive.ledger.set_fact("encoder", str(archive.encoder.stamp))
        there = archive.ledger.coverage().articles
        wanted = -(-given.passages // PASSAGES)
        begun, processor, told = time.perf_counter(), time.process_time(), there
        for number, batch in batches(there, wanted):
            add(archive, batch, number, vectors)
            done = number + len(batch)
            if done - told >= 1000 or done == wanted:
                told = done
                print(
                    f"{done * PASSAGES:,} passages, {time.perf_counter() - begun:.1f} s, "
                    f"{time.process_time() - processor:.1f} s of processor time",
                    flush=True,
                )
    return 0


if __name__ == "__main__":
    sys.exit(main())
