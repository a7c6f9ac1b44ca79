"""The ledger: one SQLite file that holds everything the archive knows, and is the truth of it.

A batch of articles is one transaction. Their vectors live in Chroma, which can be made again from
here: an article stays `indexed = false` until Chroma has acknowledged its vectors, and the id of
a vector to be deleted stays in `retired_vectors` until Chroma has deleted it. So what a killed
run leaves undone is written down, and the next run does it.

`generation` is the stamp by which one process notices another's writes. It is odd while vectors
are being written and even when vectors and ledger agree.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.schema import CreateIndex

from corpus.article import Article
from index.article_rows import article_of, row_of
from index.bounded import BoundedIds
from index.coverage import (
    Coverage,
    WholeCoverage,
    coverage_of_all,
    coverage_within,
    keep_coverage,
)
from index.encoder import Vectors
from index.facts import get_fact, make_odd, set_fact
from index.folder import may_write
from index.full_text import FullText
from index.layout import lay_out
from index.ledger_file import (
    SCHEMA,
    FormatError,
    LedgerError,
    empty_log,
    ledger_engine,
    refuse_other_formats,
    translate,
    vacuum,
)
from index.overview import Overview
from index.passage_table import PassageTable
from index.passages import Passage
from index.sentences import Span
from index.settling import retire, settle, unretire
from index.statement_table import StatementTable
from index.statements import Statement
from index.tables import (
    articles,
    by_title,
    chunked,
    facts,
    passages,
    retired_vectors,
)
from index.vectors import VectorRow
from index.waiting import LARGE, WaitingVectors

__all__ = ["SCHEMA", "Coverage", "FormatError", "Ledger", "LedgerError", "WholeCoverage"]


class Ledger:
    """The SQLite file of an archive. Safe to use from several threads and processes at once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.is_read_only = path.exists() and not (may_write(path) and may_write(path.parent))
        self._engine = ledger_engine(path, read_only=self.is_read_only)
        sa.event.listen(self._engine, "handle_error", partial(translate, path))
        self.full_text = FullText(self._engine)
        self.statements = StatementTable(self._engine)
        self.overview = Overview(self._engine)
        self.passages = PassageTable(self._engine)
        self.waiting = WaitingVectors(self._engine)
        self.bounded = BoundedIds(self._engine)
        if not self.is_read_only:
            lay_out(self._engine, self.full_text.create, self.statements.create)
        self._refuse_other_formats()

    def _refuse_other_formats(self) -> None:
        with self._reading() as connection:
            is_ledger = sa.inspect(connection).has_table(facts.name)
        if not is_ledger:
            self.close()
            raise LedgerError(
                f"{self.path} is a SQLite file of another program: choose another folder with "
                "--data"
            )
        try:
            refuse_other_formats(self.path, self.fact("schema"))
        except FormatError:
            self.close()
            raise

    def close(self) -> None:
        self._engine.dispose()

    # Facts about the archive as a whole

    def fact(self, name: str) -> str | None:
        """A value kept by name, such as the model stamp; None if it was never set."""
        with self._reading() as connection:
            return get_fact(connection, name)

    def set_fact(self, name: str, value: str) -> None:
        with self._writing() as connection:
            set_fact(connection, name, value)

    @property
    def generation(self) -> int:
        """Counts the writes of vectors: odd while one is under way, even at rest."""
        return int(self.fact("generation") or 0)

    # Writing articles

    def put(
        self,
        batch: Sequence[tuple[Article, Sequence[Passage]]],
        retire: Iterable[str],
        statements: Mapping[str, Sequence[tuple[Statement, Span]]] | None = None,
        tagger: str = "",
        other_taggers: Mapping[str, str] | None = None,
    ) -> None:
        """Store articles with their passages, not yet indexed, in one transaction.

        `statements` has those of each article by its id, with the spans of their paragraphs, and
        `tagger` says what found them, for all but those that `other_taggers` has. An article of
        the same id is replaced; those with the ids in `retire` are removed. Their vectors are
        written down as to be deleted, and the generation becomes odd.
        """
        with self._writing() as connection:
            gone = [*retire, *(article.id for article, _ in batch)]
            self._delete(connection, gone)
            for article, its_passages in batch:
                # one row has been inserted, so there is a key: the type has None for many
                number = connection.execute(
                    sa.insert(articles).values(
                        row_of(article, (other_taggers or {}).get(article.id, tagger))
                    )
                ).inserted_primary_key[0]  # type: ignore[index]
                if its_passages:
                    connection.execute(
                        sa.insert(passages),
                        [
                            {"id": p.id, "article": number, "start": p.start, "end": p.end}
                            for p in its_passages
                        ],
                    )
                self.full_text.add(connection, number)
                spoken = (statements or {}).get(article.id, ())
                self.statements.add(connection, number, spoken)
                unretire(connection, [p.id for p in its_passages])
                unretire(connection, [one.id for one, _ in spoken])
            make_odd(connection)

    def remove(self, ids: Sequence[str]) -> list[str]:
        """Remove articles; the ids that were there. Their vectors are written down as retired."""
        with self._writing() as connection:
            present = [
                id for (id,) in chunked(connection, sa.select(articles.c.id), articles.c.id, ids)
            ]
            self._delete(connection, present)
            make_odd(connection)
        return present

    def acknowledge(
        self, article_ids: Sequence[str], retired: Sequence[str], placed: Sequence[str] = ()
    ) -> None:
        """Chroma now holds these articles' vectors and no longer holds the retired ones.

        Those with the ids `placed` waited until now.
        """
        with self._writing() as connection:
            self.waiting.drop(connection, placed)
            unretire(connection, retired)
            settle(connection, article_ids)

    def let_wait(
        self,
        article_ids: Sequence[str],
        vectors: Mapping[str, tuple[Sequence[VectorRow], Vectors]],
    ) -> None:
        """Hold these articles' vectors, by their stores, until Chroma does (waiting.py)."""
        with self._writing() as connection:
            for store, of_store in vectors.items():
                self.waiting.add(connection, store, *of_store)
            settle(connection, article_ids)

    def set_origins(self, origins: Mapping[str, str]) -> None:
        """Write down from where articles came, by their ids, for those that moved."""
        with self._writing() as connection:
            query = sa.select(articles.c.id, articles.c.origin)
            for id, origin in chunked(connection, query, articles.c.id, list(origins)):
                if origin != origins[id]:
                    connection.execute(
                        sa.update(articles).where(articles.c.id == id).values(origin=origins[id])
                    )

    def unindex_all(self) -> None:
        """Mark every article as not indexed, to have all vectors made again.

        Until `vectors_are_gone` is called, the vectors that there are count as worthless.
        """
        with self._writing() as connection:
            connection.execute(sa.update(articles).values(indexed=False))
            connection.execute(sa.delete(retired_vectors))
            self.waiting.drop_all(connection)
            set_fact(connection, "worthless_vectors", "1")
            make_odd(connection)

    @property
    def vectors_are_worthless(self) -> bool:
        """Whether all vectors were to be deleted by a run that was killed before it did."""
        return bool(self.fact("worthless_vectors"))

    def vectors_are_gone(self) -> None:
        """All vectors have been deleted, and with them the stamp of the model that made them."""
        with self._writing() as connection:
            set_fact(connection, "worthless_vectors", "")
            set_fact(connection, "encoder", "")

    def vectors_change(self) -> None:
        """Make the generation odd: vectors are about to be written. `acknowledge` makes it even."""
        with self._writing() as connection:
            make_odd(connection)

    def settle(self) -> None:
        """Move what was written from the write-ahead log into the file, and empty the log.

        The log may still hold pages of what was removed. Where another process is reading at this
        moment, the log is left to the next time.
        """
        empty_log(self._engine)

    def compact(self) -> None:
        """Leave nothing of removed articles in the file, and give free space back to the disk."""
        self.full_text.forget_removed()
        self.statements.forget_removed()
        vacuum(self._engine)
        self.settle()

    # Reading articles

    def article(self, id: str) -> Article | None:
        return next(self.articles([id]), None)

    def articles(
        self, ids: Sequence[str] | None = None, *, indexed_only: bool = False
    ) -> Iterator[Article]:
        """Articles in the order in which they came, all of them or those with the given ids.

        `indexed_only` leaves out those whose vectors Chroma has not acknowledged.
        """
        query = sa.select(articles).order_by(articles.c.number)
        with self._reading() as connection:
            if ids is None:
                rows: Iterable[Any] = connection.execute(query.execution_options(yield_per=200))
            else:
                rows = chunked(connection, query, articles.c.id, ids)
            for row in rows:
                # not a condition of the query: an index of an older ledger would draw it away
                if row.indexed or not indexed_only:
                    yield article_of(row)

    def fingerprints(self, ids: Sequence[str]) -> dict[str, str]:
        """The fingerprints of those of the given articles that are in the archive."""
        query = sa.select(articles.c.id, articles.c.fingerprint)
        with self._reading() as connection:
            return {
                row.id: row.fingerprint for row in chunked(connection, query, articles.c.id, ids)
            }

    def tagged_otherwise(self, tagger: str, ids: Sequence[str] | None = None) -> list[str]:
        """The articles, of all or of those given, whose statements something else has found."""
        query = sa.select(articles.c.id).where(articles.c.tagger != tagger)
        with self._reading() as connection:
            if ids is None:
                return list(connection.scalars(query.order_by(articles.c.number)))
            return [id for (id,) in chunked(connection, query, articles.c.id, ids)]

    def fingerprint(self) -> str:
        """SHA-256 over the ids and fingerprints of all articles: what the archive holds."""
        digest = hashlib.sha256()
        query = sa.select(articles.c.id, articles.c.fingerprint).order_by(articles.c.id)
        with self._reading() as connection:
            for row in connection.execute(query.execution_options(yield_per=5000)):
                digest.update(json.dumps([row.id, row.fingerprint]).encode("ascii"))
        return digest.hexdigest()

    def ids_from(self, origin: str) -> list[str]:
        """The ids of the articles that were read from a file or address."""
        with self._reading() as connection:
            query = sa.select(articles.c.id).where(articles.c.origin == origin)
            return list(connection.scalars(query))

    def altered(self) -> list[str]:
        """Ids of articles whose content is not what was stored, by their fingerprints."""
        query = sa.select(articles).order_by(articles.c.number)
        with self._reading() as connection:
            return [
                row.id
                for row in connection.execute(query.execution_options(yield_per=200))
                if article_of(row).fingerprint != row.fingerprint
            ]

    # What a killed run left undone

    def unindexed(self, limit: int) -> list[str]:
        """Ids of articles whose vectors Chroma has not acknowledged, oldest first."""
        with self._reading() as connection:
            query = sa.select(articles.c.id).where(articles.c.indexed.is_(False))
            return list(connection.scalars(query.order_by(articles.c.number).limit(limit)))

    def unindexed_count(self) -> int:
        """How many articles have vectors that Chroma has not acknowledged."""
        query = sa.select(sa.func.count()).where(articles.c.indexed.is_(False))
        with self._reading() as connection:
            return connection.scalar(query) or 0

    def unindexed_vectors(self) -> set[str]:
        """Ids of the vectors that Chroma may hold and has not acknowledged."""
        pending = sa.select(passages.c.id).join(articles).where(articles.c.indexed.is_(False))
        with self._reading() as connection:
            return {*connection.scalars(pending), *self.statements.unindexed_ids(), *self.retired()}

    @property
    def is_large(self) -> bool:
        """Whether there are, or were, so many passages that a few vectors more better wait."""
        with self._reading() as connection:
            return (connection.scalar(sa.select(sa.func.max(passages.c.number))) or 0) >= LARGE

    def retired(self) -> list[str]:
        """Ids of vectors that are to be deleted from Chroma."""
        with self._reading() as connection:
            return list(connection.scalars(sa.select(retired_vectors.c.id)))

    # What there is

    def coverage(self) -> WholeCoverage:
        """How many articles and passages there are, of which days and outlets."""
        with self._reading() as connection:
            return coverage_of_all(connection)

    def coverage_within(
        self, *, since: date | None, until: date | None, publishers: Sequence[str]
    ) -> Coverage:
        """How many articles lie within the bounds, of which days and outlets."""
        with self._reading() as connection:
            return coverage_within(connection, since, until, publishers)

    def keep_coverage(self) -> None:
        """Write down what all articles come to, which is told from that until the next write."""
        with self._writing() as connection:
            # Archives of earlier versions have none.
            connection.execute(CreateIndex(by_title, if_not_exists=True))
            keep_coverage(connection)

    def fault(self) -> str | None:
        """What SQLite's own check finds wrong with the file, in a line; None if it is sound."""
        try:
            with self._engine.connect() as connection:
                found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
        except LedgerError as error:
            return str(error.__cause__)
        return None if found == "ok" else str(found)

    def _delete(self, connection: sa.Connection, article_ids: Sequence[str]) -> None:
        query = sa.select(articles.c.number)
        for (number,) in chunked(connection, query, articles.c.id, article_ids):
            self.full_text.remove(connection, number)
            retire(connection, self.statements.remove(connection, number))
            retire(connection, self.passages.ids_of(connection, number))
            connection.execute(sa.delete(passages).where(passages.c.article == number))
            connection.execute(sa.delete(articles).where(articles.c.number == number))
        self.waiting.drop_retired(connection, sa.select(retired_vectors.c.id))

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        with self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        with self._engine.begin() as connection:
            yield connection
