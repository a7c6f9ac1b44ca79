"""Work on an archive that may be killed at any moment, in a process of its own.

Batches are small and Chroma writes its index files often, so that an archive of some articles goes
through all that a large one does.
"""

import os
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from index import build, ledger, vectors
from index.archive import Archive
from index.build import Builder
from index.encoder import DEFAULT_MODEL
from tests.faults.news import made, readings

BASE = 12
"""Articles that are in the archive before the work."""

Told = Callable[[int], None]
"""Called with the number of articles that are dealt with for good."""


def small_steps() -> None:
    build.BATCH_ARTICLES = 3
    vectors._INDEX["hnsw"] |= {"sync_threshold": 10, "batch_size": 5}


def make_base(folder: Path, cache: Path) -> None:
    with Archive(folder, cache=cache) as archive, archive.writing():
        Builder(archive).add(readings(*(made(n) for n in range(BASE))))


def add(folder: Path, cache: Path, _: str, told: Told) -> None:
    """Nine new articles, three changed ones, and one that is there already."""
    articles = [made(n) for n in range(BASE, BASE + 9)]
    articles += [made(n, version=2) for n in (1, 4, 7)] + [made(0)]
    with Archive(folder, cache=cache) as archive, archive.writing():
        Builder(archive).add(readings(*articles), lambda done, _: told(done))


def add_to_a_large_one(folder: Path, cache: Path, model: str, told: Told) -> None:
    """The same where the archive counts as a large one, in which a few vectors wait in the ledger:
    those of some batches do, and others take them along into Chroma."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ledger, "LARGE", 0)
        patch.setattr(build, "MOST_WAITING", 14)
        add(folder, cache, model, told)


def remove(folder: Path, cache: Path, _: str, told: Told) -> None:
    """Five articles, one after the other, as five runs of the command."""
    for done, n in enumerate((0, 2, 5, 8, 11), start=1):
        with Archive(folder, cache=cache) as archive, archive.writing():
            Builder(archive).remove([made(n).id])
        told(done)


def repair(folder: Path, cache: Path, _: str, told: Told) -> None:
    with (
        Archive(folder, cache=cache, whatever_its_state=True) as archive,
        archive.writing(),
    ):
        Builder(archive).rebuild(lambda done, _: told(done))


def change_model(folder: Path, cache: Path, model: str, told: Told) -> None:
    with (
        Archive(folder, cache=cache, model=model, whatever_its_state=True) as archive,
        archive.writing(),
    ):
        Builder(archive).rebuild(lambda done, _: told(done))


def compact(folder: Path, cache: Path, _: str, told: Told) -> None:
    """Two articles leave, and then all that is left of them."""
    with Archive(folder, cache=cache) as archive, archive.writing():
        Builder(archive).remove([made(3).id, made(6).id])
        told(2)
        Builder(archive).compact()


WORKS: dict[str, Callable[[Path, Path, str, Told], None]] = {
    "add": add,
    "add to a large one": add_to_a_large_one,
    "remove": remove,
    "repair": repair,
    "change model": change_model,
    "compact": compact,
}


def model_after(work: str, other_model: str) -> str:
    return other_model if work == "change model" else DEFAULT_MODEL


def acknowledged(work: str, told: int) -> dict[str, str | None]:
    """The fingerprints by id (None: gone) that stand once a work has told so many articles."""
    if work in ("add", "add to a large one"):
        order = [made(n) for n in range(BASE, BASE + 9)]
        order += [made(n, version=2) for n in (1, 4, 7)]
        return {one.id: one.fingerprint for one in order[:told]}
    if work == "remove":
        return {made(n).id: None for n in (0, 2, 5, 8, 11)[:told]}
    if work == "compact":
        return {made(n).id: None for n in (3, 6)[:told]}
    return {made(n).id: made(n).fingerprint for n in range(BASE)}


def do(work: str, folder: Path, cache: Path, other_model: str, pipe: Connection) -> None:
    """What the process does that is going to be killed: it tells when it starts, and how far."""
    small_steps()
    os.setpgrp()
    pipe.send(0)
    WORKS[work](folder, cache, other_model, pipe.send)
    pipe.send(-1)
