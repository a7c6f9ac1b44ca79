"""The seal: what Chroma's files looked like when the last writer left, kept in the ledger.

Chroma reads damaged files without a word and answers with wrong neighbours, or ends the process.
So a writer that leaves a sound archive writes down its files, and who opens the archive compares:
sizes and times of the index files (a file whose time alone has changed, as in a copied folder, is
compared by its digest), and the marks by which Chroma's own SQLite file counts its writes. That
file itself changes with every opening, so it has no digest.
"""

import hashlib
import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from index.chroma import DATABASE

STORES = ("vectors", "statements")
"""The folders of the vectors of passages and of statements."""

_UNFINISHED = "index_metadata.pickle"
"""Before Chroma has written this one, it does not read the other files of an index."""

_ROLLBACK_JOURNAL = b"\x01"
_SQLITE_HEADER = b"SQLite format 3\0"
_MARKS = (
    "SELECT id FROM collections ORDER BY 1",
    "SELECT max(id) FROM embeddings",
    "SELECT segment_id, seq_id FROM max_seq_id ORDER BY 1",
)


def seal_of(folder: Path, former: str | None = None) -> str:
    """The seal of an archive's vectors as they are. Digests of unchanged files come from `former`.

    Files that have changed are on the disk, not only on their way to it, when this returns: a power
    cut leaves no seal of what was lost. Raises OSError or sqlite3.Error where they cannot be read.
    """
    known = json.loads(former) if former and is_seal(former) else {}
    stores: dict[str, Any] = {}
    for name in STORES:
        if (folder / name / DATABASE).exists():
            files = known.get(name, {}).get("files", {})
            _on_disk(folder / name / DATABASE)
            stores[name] = {
                "marks": _marks(folder / name / DATABASE),
                "files": {
                    path: _facts_of(folder / name / path, files.get(path))
                    for path in _index_files(folder / name)
                },
            }
    return json.dumps(stores, sort_keys=True)


def is_seal(value: str | None) -> bool:
    """Whether the ledger's entry is a seal; otherwise a writer is at work, or was killed."""
    return bool(value) and str(value).startswith("{")


def broken(folder: Path, seal: str, *, thorough: bool = False) -> str | None:
    """How an archive's vectors differ from their seal, in a few words; None if they do not.

    `thorough` reads every index file whole; otherwise only those whose time has changed.
    """
    stores = json.loads(seal)
    for name in STORES:
        sealed = stores.get(name)
        there = (folder / name / DATABASE).exists()
        if not sealed:
            if there:
                return f"{name}/{DATABASE} is there and no writer of this archive made it"
            continue
        if not there:
            return f"{name}/{DATABASE} is missing"
        try:
            found = _difference(folder / name, sealed, thorough=thorough)
        except sqlite3.Error as error:
            found = f"{DATABASE} cannot be read: {error}"
        except OSError as error:
            found = f"it cannot be read: {error.strerror}"
        if found:
            return f"{name}/{found}"
    return None


def _difference(store: Path, sealed: dict[str, Any], *, thorough: bool) -> str | None:
    fault = truncated(store / DATABASE)
    if fault:
        return f"{DATABASE} {fault}"
    for path, (size, time, digest) in sealed["files"].items():
        file = store / path
        if not file.exists():
            return f"{path} is missing"
        status = file.stat()
        if status.st_size != size:
            return f"{path} has {status.st_size:,} bytes and should have {size:,}"
        if digest and (thorough or status.st_mtime_ns != time) and _digest(file) != digest:
            return f"{path} has other content than was written"
    if _marks(store / DATABASE) != sealed["marks"]:
        return f"{DATABASE} is of another state than the ledger"
    return None


def writes_counted(folder: Path) -> list[bytes]:
    """SQLite's own counts of the transactions that changed each of Chroma's databases.

    Each with its file's number, since one that is made anew counts from the beginning. Reading them
    takes microseconds. Raises OSError where there is none to read.
    """
    counts = []
    for name in STORES:
        if (folder / name / DATABASE).exists():
            with (folder / name / DATABASE).open("rb") as file:
                header, number = file.read(28), os.fstat(file.fileno()).st_ino
            if header[18:19] != _ROLLBACK_JOURNAL:  # otherwise writes are not counted there
                raise OSError(f"{file.name} counts no writes")
            counts.append(header[24:28] + str(number).encode())
    return counts


def truncated(path: Path) -> str | None:
    """What the header of a SQLite file says against its size, in a few words; None if nothing.

    Not to be asked of a file that has a write-ahead log beside it, which holds what it lacks.
    """
    with path.open("rb") as file:
        header = file.read(100)
    if not header.startswith(_SQLITE_HEADER) or len(header) < 100:
        return "is no SQLite file"
    page_size = int.from_bytes(header[16:18], "big")
    whole = int.from_bytes(header[28:32], "big") * (65_536 if page_size == 1 else page_size)
    size = path.stat().st_size
    if size < whole:
        return f"has {size:,} bytes and should have {whole:,}"
    return None


def _index_files(store: Path) -> list[str]:
    return sorted(
        str(file.relative_to(store))
        for folder in store.iterdir()
        if folder.is_dir() and (folder / _UNFINISHED).exists()
        for file in folder.iterdir()
    )


def _facts_of(file: Path, former: Any) -> list[Any]:
    status = file.stat()
    if former and former[:2] == [status.st_size, status.st_mtime_ns]:
        return list(former)
    _on_disk(file)
    return [status.st_size, status.st_mtime_ns, _digest(file)]


def _on_disk(file: Path) -> None:
    with file.open("r+b") as stream:  # Windows does this for a writer only
        os.fsync(stream.fileno())


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "blake2b").hexdigest()[:32]


def _marks(database: Path) -> list[list[Any]]:
    # As immutable, so that a folder without the right to write can be looked at; nobody writes to
    # a sealed archive.
    address = f"{database.resolve().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True)) as connection:
        return [[list(row) for row in connection.execute(query)] for query in _MARKS]
