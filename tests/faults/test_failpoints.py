"""Every step between ledger, Chroma and disk fails once: one clear line, nothing lost, it goes on.

Errors are those that the libraries raise for a full disk, taken from them. A disk that is really
full, and folders without rights, are below.
"""

import errno
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import OnRecordError
from index import ledger as ledger_module
from index import stores as stores_module
from index.archive import Archive
from index.build import Builder
from index.ledger import Ledger, LedgerError
from index.vectors import VectorError, VectorStore
from tests.assistant.test_cli import BRIEF, Program
from tests.faults.news import made, readings
from tests.faults.state import answer_to, state_of

FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
LEDGER_IS_FULL = LedgerError("the ledger could not be used (database or disk is full): make room")
CHROMA_IS_FULL = VectorError("the vectors could not be written (database or disk is full)")


def add_some(archive: Archive) -> None:
    with archive.writing():
        Builder(archive).add(readings(*(made(n) for n in range(4, 8)), made(1, version=2)))


def remove_some(archive: Archive) -> None:
    with archive.writing():
        Builder(archive).remove([made(0).id, made(2).id])


def rebuild(archive: Archive) -> None:
    with archive.writing():
        Builder(archive).rebuild()


def compact(archive: Archive) -> None:
    remove_some(archive)
    with archive.writing():
        Builder(archive).compact()


WORKS = {"add": add_some, "remove": remove_some, "rebuild": rebuild, "compact": compact}

POINTS = [
    ("add", Ledger, "put", 0, LEDGER_IS_FULL),
    ("add", VectorStore, "upsert", 0, CHROMA_IS_FULL),
    ("add", VectorStore, "upsert", 1, CHROMA_IS_FULL),
    ("add", Ledger, "acknowledge", 0, LEDGER_IS_FULL),
    ("add", VectorStore, "delete", 0, CHROMA_IS_FULL),
    ("add", VectorStore, "delete", 1, CHROMA_IS_FULL),
    ("add", Ledger, "acknowledge", 1, LEDGER_IS_FULL),
    ("add", stores_module, "seal_of", 0, FULL),
    ("remove", Ledger, "remove", 0, LEDGER_IS_FULL),
    ("remove", VectorStore, "delete", 0, CHROMA_IS_FULL),
    ("remove", Ledger, "acknowledge", 1, LEDGER_IS_FULL),
    ("rebuild", Ledger, "unindex_all", 0, LEDGER_IS_FULL),
    ("rebuild", stores_module, "discard", 0, LEDGER_IS_FULL),
    ("rebuild", stores_module, "discard", 1, LEDGER_IS_FULL),
    ("rebuild", Ledger, "vectors_are_gone", 0, LEDGER_IS_FULL),
    ("rebuild", VectorStore, "upsert", 1, CHROMA_IS_FULL),
    ("rebuild", Ledger, "acknowledge", 0, LEDGER_IS_FULL),
    ("compact", VectorStore, "copy_to", 0, CHROMA_IS_FULL),
    ("compact", VectorStore, "copy_to", 1, CHROMA_IS_FULL),
    ("compact", stores_module, "discard", 0, LEDGER_IS_FULL),
    ("compact", stores_module, "discard", 1, LEDGER_IS_FULL),
    ("compact", ledger_module, "vacuum", 0, LEDGER_IS_FULL),
    ("compact", ledger_module, "empty_log", 1, LEDGER_IS_FULL),
]


@contextmanager
def failing(where: Any, name: str, call: int, error: Exception) -> Iterator[None]:
    """Within, the call of that number (from 0) of a function raises the error."""
    calls = 0
    whole = getattr(where, name)

    def fails(*arguments: Any, **named: Any) -> Any:
        nonlocal calls
        calls += 1
        if calls == call + 1:
            raise error
        return whole(*arguments, **named)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(where, name, fails)
        yield
    assert calls > call


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory, model_cache: Path) -> Path:
    folder = tmp_path_factory.mktemp("base") / "data"
    with Archive(folder, cache=model_cache) as archive, archive.writing():
        Builder(archive).add(readings(*(made(n) for n in range(4))))
    return folder


@pytest.fixture(scope="module")
def expected(
    base: Path, model_cache: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[str, Any]]:
    """What each work leads to when nothing fails."""
    found: dict[str, dict[str, Any]] = {}
    for name, work in WORKS.items():
        folder = shutil.copytree(base, tmp_path_factory.mktemp("expected") / "data")
        with Archive(folder, cache=model_cache) as archive:
            work(archive)
            found[name] = state_of(archive)
    return found


@pytest.mark.parametrize(("work", "where", "name", "call", "error"), POINTS)
def test_a_failed_step_is_one_line_and_the_next_run_makes_up_for_it(
    base: Path,
    expected: dict[str, dict[str, Any]],
    tmp_path: Path,
    model_cache: Path,
    work: str,
    where: Any,
    name: str,
    call: int,
    error: Exception,
) -> None:
    folder = shutil.copytree(base, tmp_path / "data")
    with Archive(folder, cache=model_cache) as archive:
        before = {one.id for one in archive.ledger.articles()}
        with failing(where, name, call, error), pytest.raises(OnRecordError) as caught:
            WORKS[work](archive)
        assert str(caught.value).isprintable()
        if work not in ("remove", "compact"):
            assert before <= {one.id for one in archive.ledger.articles()}
    with Archive(folder, cache=model_cache) as archive:
        WORKS[work](archive)
        assert state_of(archive) == expected[work]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of eight megabytes, where this process may make one."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True).returncode:
        pytest.skip("no right to mount a small disk here")
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


def test_a_full_disk_is_one_clear_line_and_room_is_all_it_takes(
    small_disk: Path, tmp_path: Path, model_cache: Path
) -> None:
    data = small_disk / "data"
    onrecord = Program(data, model_cache)
    brief = tmp_path / "dam.txt"
    brief.write_text(BRIEF, "utf-8")
    assert onrecord("add", str(brief)).returncode == 0
    ballast = small_disk / "ballast"
    with ballast.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(4096))
    more = tmp_path / "more.jsonl"
    more.write_text(
        "".join(
            f'{{"title": "T{n}", "text": "{made(n).title} {"It rained. " * 300}"}}\n'
            for n in range(20)
        ),
        "utf-8",
    )
    refused = onrecord("add", str(more))
    assert refused.returncode == 1
    assert refused.stderr.startswith("onrecord: ")
    assert refused.stderr.count("\n") == 1
    assert "Traceback" not in refused.stderr
    ballast.unlink()
    subprocess.run(["mount", "-o", "remount,size=60m", str(small_disk)], check=True)
    assert "20 added" in onrecord("add", str(more)).stdout
    assert onrecord("doctor").stdout == "No damage found.\n"
    assert "nine years" in onrecord("ask", "When was the dam finished?").stdout


@pytest.fixture
def read_only(base: Path, tmp_path: Path) -> Iterator[Path]:
    """An archive that may be read and not written: by its rights, or for root by its mount."""
    folder = tmp_path / "data"
    shutil.copytree(base, folder)
    if os.geteuid() == 0:
        mount = ["mount", "--bind", "-o", "ro", str(folder), str(folder)]
        if subprocess.run(mount, capture_output=True).returncode:
            pytest.skip("no right to mount a folder here")
        yield folder
        subprocess.run(["umount", "-l", str(folder)], check=True)
        return
    every = [folder, *folder.rglob("*")]
    for path in every:
        path.chmod(0o555 if path.is_dir() else 0o444)
    yield folder
    for path in every:
        path.chmod(0o755 if path.is_dir() else 0o644)


def test_a_read_only_folder_is_read_and_not_written(
    read_only: Path, base: Path, model_cache: Path
) -> None:
    onrecord = Program(read_only, model_cache)
    asked = onrecord("ask", "What did Brandt say about the bridge?", "--json")
    assert (asked.returncode, asked.stderr) == (0, "")
    with Archive(base, cache=model_cache) as archive:
        assert {**json.loads(asked.stdout), "took_ms": 0} == answer_to(
            archive, "What did Brandt say about the bridge?"
        )
    assert '"articles": 4' in onrecord("status", "--json").stdout
    assert onrecord("doctor").stdout == "No damage found.\n"
    for command in (("add", __file__), ("remove", "n000"), ("doctor", "--repair")):
        refused = onrecord(*command)
        assert refused.returncode == 1
        assert refused.stderr == (
            f"onrecord: the archive {read_only} cannot be written to (Permission denied): "
            "check the folder's rights and the disk's space\n"
        )


def test_a_folder_that_cannot_be_made_is_one_clear_line(read_only: Path, model_cache: Path) -> None:
    refused = Program(read_only / "new", model_cache)("status")
    assert refused.returncode == 1
    assert refused.stderr.startswith(
        f"onrecord: the data folder {read_only / 'new'} cannot be made"
    )
    assert refused.stderr.count("\n") == 1


def test_sqlites_own_message_for_a_full_disk_says_what_to_do(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    with ledger._engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(LedgerError, match=r"disk is full\): make room on the disk") as caught:
            connection.exec_driver_sql("INSERT INTO facts VALUES ('x', hex(zeroblob(100000)))")
    assert isinstance(caught.value.__cause__, sqlite3.OperationalError)
    ledger.close()
