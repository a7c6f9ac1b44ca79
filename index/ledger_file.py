"""The ledger as a file: how SQLite opens it, which formats are read, what its errors say."""

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from corpus.errors import OnRecordError

SCHEMA = "1"
"""The format of the ledger; an archive of another format is refused, never guessed at."""

_CACHE_KIB = 32 * 1024
"""Of the ledger's pages, for each connection; a large archive's full text is read all over."""

_PATIENCE = 30
"""Seconds to wait for another process's write."""


class LedgerError(OnRecordError):
    """The ledger cannot be opened, read or written."""


class FormatError(LedgerError):
    """The ledger has a format that this version does not read."""


def ledger_engine(path: Path, *, read_only: bool) -> sa.Engine:
    """SQLite's file, made if need be; without the right to write it is only read.

    SQLite reads a file of this kind without writing beside it only when told that nobody changes
    it, which holds unless a writer has left its write-ahead log.
    """
    if read_only:
        log = path.with_name(f"{path.name}-wal")
        settled = not log.exists() or log.stat().st_size == 0
        address = f"{path.resolve().as_uri()}?mode=ro{'&immutable=1' if settled else ''}&uri=true"
        return sa.create_engine(f"sqlite:///{address}")
    engine = sa.create_engine(f"sqlite:///{path}", connect_args={"timeout": _PATIENCE})
    sa.event.listen(engine, "connect", _configure)
    return engine


def _configure(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    # What is deleted is overwritten: the default of some builds of SQLite, not of all.
    cursor.execute("PRAGMA secure_delete = ON")
    cursor.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    cursor.close()


def empty_log(engine: sa.Engine) -> None:
    """Move the write-ahead log's pages into the file and cut it off, unless somebody is reading."""
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 0")
        try:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:
            connection.exec_driver_sql(f"PRAGMA busy_timeout = {_PATIENCE * 1000}")


def vacuum(engine: sa.Engine) -> None:
    """Write the file anew without its free pages."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM")


def translate(path: Path, context: sa.ExceptionContext) -> None:
    """Make SQLite's errors ours, wherever in the ledger or its full text they come up."""
    if isinstance(context.sqlalchemy_exception, DatabaseError):
        raise LedgerError(
            f"the ledger {path} could not be used ({context.original_exception}): "
            f"{_what_to_do(str(context.original_exception))}"
        ) from context.original_exception


def _what_to_do(reason: str) -> str:
    if "full" in reason:
        return "make room on the disk and run it again; what was stored before is kept"
    if "readonly" in reason or "unable to open" in reason:
        return "check the rights of the file and its folder"
    if "no such column" in reason or "no such table" in reason:
        return (
            f"it was made before format {SCHEMA} was settled; add its articles to a new archive "
            "('onrecord add FILE --data NEW')"
        )
    return "check the disk's space and rights, then run 'onrecord doctor'"


def refuse_other_formats(path: Path, found: str | None) -> None:
    """Raise FormatError for a ledger whose format, as it gives it itself, is not this one."""
    if found == SCHEMA:
        return
    if found and found.isdecimal() and int(found) > int(SCHEMA):
        raise FormatError(
            f"{path} has format {found}, made by a newer version of On Record; this one "
            f"reads format {SCHEMA}: use the newer version"
        )
    raise FormatError(
        f"{path} has format {found or 'unknown'}, this version reads format {SCHEMA}: "
        "export it with the version that made it ('onrecord export FILE'), and add the export "
        "to a new archive ('onrecord add FILE --data NEW')"
    )
