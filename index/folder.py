"""The data folder of an archive: made for its owner alone, and looked at before it is used."""

import os
import shutil
import stat
from contextlib import suppress
from pathlib import Path

from corpus.errors import OnRecordError
from index.chroma import DATABASE
from index.seal import STORES, truncated

LEDGER = "ledger.sqlite"
DISCARDED = ".discarded-"
"""The beginning of the name of what is on its way out; the next writer deletes it."""

_NO_ONE_ELSE = 0o077


class ArchiveError(OnRecordError):
    """The archive is damaged, in use by another writer, or was made with another model."""


class OtherModelError(ArchiveError):
    """An archive whose vectors another model, or another form of it, has made."""


def make_private(folder: Path) -> None:
    """Make the folder, for its owner alone; one that is there keeps its rights.

    Raises ArchiveError where it cannot be made, or is another user's.
    """
    refuse_unreadable(folder)
    try:
        if not folder.is_dir():
            folder.parent.mkdir(parents=True, exist_ok=True)
            folder.mkdir(mode=0o700, exist_ok=True)
        ledger = folder / LEDGER
        if not ledger.exists() and not any((folder / name).exists() for name in STORES):
            ledger.touch(mode=0o600)
    except OSError as error:
        raise ArchiveError(
            f"the data folder {folder} cannot be made ({error.strerror}): "
            "choose another with --data"
        ) from error


def refuse_unreadable(folder: Path) -> None:
    """Raise ArchiveError where this process may not read all of an archive.

    Another user's, that is, or one that another has copied: nothing of it is damaged.
    """
    paths = [folder, folder / LEDGER]
    for name in STORES:
        paths += [folder / name, folder / name / DATABASE]
    for path in paths:
        try:
            is_folder = stat.S_ISDIR(path.stat().st_mode)
        except (FileNotFoundError, NotADirectoryError):
            continue
        except PermissionError:
            forbidden = True
        else:
            forbidden = not os.access(path, os.R_OK | os.X_OK if is_folder else os.R_OK)
        if forbidden:
            raise ArchiveError(
                f"{path} may not be read by you{_whose(path)}: ask for the right to, or choose "
                "another data folder with --data"
            )


def _whose(path: Path) -> str:
    with suppress(OSError, KeyError, NotImplementedError):
        return f" (it belongs to the user {path.owner()})"
    return ""


def make_files_private(folder: Path) -> None:
    """Take the rights of everybody but the owner from all that the archive consists of."""
    for path in (folder, *folder.rglob("*")):
        with suppress(FileNotFoundError):  # SQLite's journals come and go
            mode = path.stat().st_mode
            if mode & _NO_ONE_ELSE:
                path.chmod(mode & ~_NO_ONE_ELSE & 0o777)


def may_write(path: Path) -> bool:
    """Whether this process may change a file, or what is in a folder."""
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


def refuse_damaged_ledger(folder: Path) -> None:
    """Raise ArchiveError where the ledger is missing or cut off, by a look at its header."""
    fault = fault_of_ledger_file(folder)
    if fault:
        raise ArchiveError(f"{fault}: {WHAT_TO_DO}")


def fault_of_ledger_file(folder: Path) -> str | None:
    """What is wrong with the ledger as a file, in a line; None for one that SQLite may read."""
    path = folder / LEDGER
    vectors = [name for name in STORES if (folder / name / DATABASE).exists()]
    if not path.exists():
        return f"the ledger {path} is missing" if vectors else None
    log = path.with_name(f"{LEDGER}-wal")
    if log.exists() and log.stat().st_size:
        return None
    if path.stat().st_size == 0:
        return f"the ledger {path} is empty" if vectors else None
    fault = truncated(path)
    return f"the ledger {path} is damaged: it {fault}" if fault else None


WHAT_TO_DO = (
    "put back a copy of it, with its -wal file if there is one, or run 'onrecord doctor --repair' "
    "to save what can be read"
)


def discard(path: Path) -> None:
    """Delete a folder, so that it is gone at once even where deleting it takes long."""
    aside = path.with_name(f"{DISCARDED}{path.name}-{os.getpid()}")
    shutil.rmtree(aside, ignore_errors=True)
    path.rename(aside)
    shutil.rmtree(aside, ignore_errors=True)
