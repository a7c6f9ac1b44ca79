"""What can still be read from a damaged ledger, and an archive of it in place of the damaged one.

SQLite stops at the first damaged page that it meets. So the articles are read from the first on
and from the last back until it does, and those in between one by one. The new archive is made
beside the damaged one and takes its place when it is whole; a run that is killed in between is
finished by the next.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path

from corpus.article import Article
from index.article_rows import article_from_fields
from index.folder import LEDGER, ArchiveError, discard
from index.ledger import Ledger
from index.seal import STORES, is_seal

_FIELDS = (
    "number, id, fingerprint, title, text, publisher, authors, url, published, language, origin"
)
_SET_ASIDE = "damaged-"


@dataclass(frozen=True, kw_only=True)
class Salvage:
    """Articles that are word for word as they were stored, and the ids of those that are not."""

    articles: tuple[Article, ...]
    altered: tuple[str, ...]
    unreadable: int
    """Places in the ledger that could not be read; each may have held an article."""


def salvage(folder: Path) -> Salvage:
    """The articles that a damaged ledger still gives. Raises ArchiveError if it gives none."""
    path = folder / LEDGER
    rows: dict[int, sqlite3.Row] = {}
    unreadable: set[int] = set()
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        connection.text_factory = lambda data: data.decode("utf-8", "replace")
        for order in ("ASC", "DESC"):
            with suppress(sqlite3.Error):
                for row in _rows(connection, f"ORDER BY number {order}"):
                    if row["number"] in rows:
                        break
                    rows[row["number"]] = row
        if rows:
            for number in range(min(rows), max(rows)):
                if number in rows:
                    continue
                try:
                    rows.update((row["number"], row) for row in _rows(connection, f"= {number}"))
                except sqlite3.Error:
                    unreadable.add(number)
    if not rows:
        raise ArchiveError(
            f"nothing can be read from the ledger {path}: put back a copy of it, or delete the "
            f"folder {folder} and add the articles again"
        )
    return _checked([rows[number] for number in sorted(rows)], len(unreadable))


def replacement(folder: Path) -> Path:
    """Where the archive is made that is to take the place of a damaged one."""
    return folder / ".replacement"


def is_whole(replacement: Path) -> bool:
    """Whether a replacement was finished, and is only to be put in place."""
    if not (replacement / LEDGER).exists():
        return False
    with closing(Ledger(replacement / LEDGER)) as ledger:
        return is_seal(ledger.fact("seal"))


def put_in_place(folder: Path) -> None:
    """Let the replacement take the place of the damaged archive, whose ledger is kept aside."""
    new = replacement(folder)
    with closing(Ledger(new / LEDGER)) as ledger:
        sealed = json.loads(ledger.fact("seal") or "{}")
    if (folder / LEDGER).exists():
        _set_aside(folder)
    for name in STORES:
        if (folder / name).exists() and ((new / name).exists() or name not in sealed):
            discard(folder / name)
        if (new / name).exists():
            (new / name).rename(folder / name)
    (new / LEDGER).rename(folder / LEDGER)
    discard(new)


def set_aside(folder: Path) -> list[Path]:
    """The damaged ledgers that were kept, with their articles."""
    return sorted(folder.glob(f"{_SET_ASIDE}*-{LEDGER}"))


def _set_aside(folder: Path) -> None:
    """Keep a damaged ledger for whoever can read more of it."""
    number = 1
    while (folder / f"{_SET_ASIDE}{number}-{LEDGER}").exists():
        number += 1
    for ending in ("-wal", "-shm", ""):
        file = folder / f"{LEDGER}{ending}"
        if file.exists():
            file.rename(folder / f"{_SET_ASIDE}{number}-{LEDGER}{ending}")


def _rows(connection: sqlite3.Connection, which: str) -> Iterator[sqlite3.Row]:
    where = which if which.startswith("ORDER") else f"WHERE number {which}"
    yield from connection.execute(f"SELECT {_FIELDS} FROM articles NOT INDEXED {where}")


def _checked(rows: list[sqlite3.Row], unreadable: int) -> Salvage:
    articles: list[Article] = []
    altered: list[str] = []
    for row in rows:
        try:
            article = article_from_fields(dict(row))
        except (ValueError, TypeError):
            altered.append(str(row["id"]))
            continue
        if article.fingerprint == row["fingerprint"]:
            articles.append(article)
        else:
            altered.append(str(row["id"]))
    return Salvage(articles=tuple(articles), altered=tuple(altered), unreadable=unreadable)
