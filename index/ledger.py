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
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from corpus.article import Article
from corpus.errors import OnRecordError
from index.folder import may_write
from index.full_text import FullText
from index.overview import Overview
from index.passages import Passage
from index.sentences import Span
from index.statement_table import StatementTable
from index.statements import Statement

SCHEMA = "1"
"""The format of the ledger; an archive of another format is refused, never guessed at."""

_VARIABLES = 900
"""Values in one SQL statement; SQLite's smallest common limit is 999."""

_metadata = sa.MetaData()

facts = sa.Table(
    "facts",
    _metadata,
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("value", sa.String, nullable=False),
)
articles = sa.Table(
    "articles",
    _metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("id", sa.String, nullable=False, unique=True),
    sa.Column("fingerprint", sa.String, nullable=False),
    sa.Column("title", sa.String, nullable=False),
    sa.Column("text", sa.String, nullable=False),
    sa.Column("publisher", sa.String, index=True),
    sa.Column("authors", sa.String, nullable=False),
    sa.Column("url", sa.String),
    sa.Column("published", sa.String),
    sa.Column("day", sa.String, index=True),
    sa.Column("language", sa.String),
    sa.Column("origin", sa.String, index=True),
    sa.Column("indexed", sa.Boolean, nullable=False, index=True),
    sa.Column("tagger", sa.String, nullable=False, index=True),
)
passages = sa.Table(
    "passages",
    _metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("id", sa.String, nullable=False, unique=True),
    sa.Column(
        "article", sa.ForeignKey("articles.number", ondelete="CASCADE"), nullable=False, index=True
    ),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
)
retired_vectors = sa.Table(
    "retired_vectors", _metadata, sa.Column("id", sa.String, primary_key=True)
)


class LedgerError(OnRecordError):
    """The ledger cannot be opened, read or written."""


class FormatError(LedgerError):
    """The ledger has a format that this version does not read."""


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """What an archive, or the part of it that a search looks at, consists of."""

    articles: int
    passages: int
    first_day: date | None
    last_day: date | None
    publishers: tuple[tuple[str, int], ...]
    """Outlets with their number of articles, most first; articles without one are left out."""


class Ledger:
    """The SQLite file of an archive. Safe to use from several threads and processes at once."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.is_read_only = path.exists() and not (may_write(path) and may_write(path.parent))
        self._engine = _engine(path, read_only=self.is_read_only)
        sa.event.listen(self._engine, "handle_error", self._translate)
        self.full_text = FullText(self._engine)
        self.statements = StatementTable(self._engine)
        self.overview = Overview(self._engine)
        if not self.is_read_only:
            self._create_where_empty()
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
        found = self.fact("schema")
        if found == SCHEMA:
            return
        self.close()
        if found and found.isdecimal() and int(found) > int(SCHEMA):
            raise FormatError(
                f"{self.path} has format {found}, made by a newer version of On Record; this one "
                f"reads format {SCHEMA}: use the newer version"
            )
        raise FormatError(
            f"{self.path} has format {found or 'unknown'}, this version reads format {SCHEMA}: "
            "export it with the version that made it ('onrecord export FILE'), and add the export "
            "to a new archive ('onrecord add FILE --data NEW')"
        )

    def close(self) -> None:
        self._engine.dispose()

    # Facts about the archive as a whole

    def fact(self, name: str) -> str | None:
        """A value kept by name, such as the model stamp; None if it was never set."""
        with self._reading() as connection:
            return connection.scalar(sa.select(facts.c.value).where(facts.c.name == name))

    def set_fact(self, name: str, value: str) -> None:
        with self._writing() as connection:
            _set_fact(connection, name, value)

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
    ) -> None:
        """Store articles with their passages, not yet indexed, in one transaction.

        `statements` has those of each article by its id, with the spans of their paragraphs, and
        `tagger` says what found them. An
        article of the same id is replaced; those with the ids in `retire` are removed. Their
        vectors are written down as to be deleted, and the generation becomes odd.
        """
        with self._writing() as connection:
            gone = [*retire, *(article.id for article, _ in batch)]
            self._delete(connection, gone)
            for article, its_passages in batch:
                number = connection.execute(
                    sa.insert(articles).values(_row_of(article, tagger))
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
                _unretire(connection, [p.id for p in its_passages])
                _unretire(connection, [one.id for one, _ in spoken])
            _make_odd(connection)

    def remove(self, ids: Sequence[str]) -> list[str]:
        """Remove articles; the ids that were there. Their vectors are written down as retired."""
        with self._writing() as connection:
            present = [
                id for (id,) in _chunked(connection, sa.select(articles.c.id), articles.c.id, ids)
            ]
            self._delete(connection, present)
            _make_odd(connection)
        return present

    def acknowledge(self, article_ids: Sequence[str], retired: Sequence[str]) -> None:
        """Chroma now holds these articles' vectors and no longer holds the retired ones."""
        with self._writing() as connection:
            for part in _parts(article_ids):
                connection.execute(
                    sa.update(articles).where(articles.c.id.in_(part)).values(indexed=True)
                )
            _unretire(connection, retired)
            if self._all_settled(connection):
                generation = int(_get_fact(connection, "generation") or 0)
                _set_fact(connection, "generation", str(generation + generation % 2))

    def set_origins(self, origins: Mapping[str, str]) -> None:
        """Write down from where articles came, by their ids, for those that moved."""
        with self._writing() as connection:
            query = sa.select(articles.c.id, articles.c.origin)
            for id, origin in _chunked(connection, query, articles.c.id, list(origins)):
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
            _set_fact(connection, "worthless_vectors", "1")
            _make_odd(connection)

    @property
    def vectors_are_worthless(self) -> bool:
        """Whether all vectors were to be deleted by a run that was killed before it did."""
        return bool(self.fact("worthless_vectors"))

    def vectors_are_gone(self) -> None:
        """All vectors have been deleted, and with them the stamp of the model that made them."""
        with self._writing() as connection:
            _set_fact(connection, "worthless_vectors", "")
            _set_fact(connection, "encoder", "")

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
        if indexed_only:
            query = query.where(articles.c.indexed)
        with self._reading() as connection:
            if ids is None:
                rows: Iterable[Any] = connection.execute(query.execution_options(yield_per=200))
            else:
                rows = _chunked(connection, query, articles.c.id, ids)
            for row in rows:
                yield _article_of(row)

    def fingerprints(self, ids: Sequence[str]) -> dict[str, str]:
        """The fingerprints of those of the given articles that are in the archive."""
        query = sa.select(articles.c.id, articles.c.fingerprint)
        with self._reading() as connection:
            return {
                row.id: row.fingerprint for row in _chunked(connection, query, articles.c.id, ids)
            }

    def tagged_otherwise(self, tagger: str, ids: Sequence[str] | None = None) -> list[str]:
        """The articles, of all or of those given, whose statements something else has found."""
        query = sa.select(articles.c.id).where(articles.c.tagger != tagger)
        with self._reading() as connection:
            if ids is None:
                return list(connection.scalars(query.order_by(articles.c.number)))
            return [id for (id,) in _chunked(connection, query, articles.c.id, ids)]

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

    def passages_of(self, article_ids: Sequence[str]) -> list[Passage]:
        """The passages of the given articles, in the order of the articles and of their text."""
        query = (
            sa.select(articles.c.id.label("article_id"), passages.c.start, passages.c.end)
            .join(articles)
            .order_by(passages.c.number)
        )
        with self._reading() as connection:
            return [
                _passage_of(row) for row in _chunked(connection, query, articles.c.id, article_ids)
            ]

    def passages(self, ids: Sequence[str]) -> dict[str, Passage]:
        """Passages by their ids; an id that is not in the ledger is left out."""
        query = sa.select(
            passages.c.id, articles.c.id.label("article_id"), passages.c.start, passages.c.end
        ).join(articles)
        with self._reading() as connection:
            return {
                row.id: _passage_of(row) for row in _chunked(connection, query, passages.c.id, ids)
            }

    def passage_ids(self) -> Iterator[str]:
        """The ids of all passages of indexed articles."""
        query = sa.select(passages.c.id).join(articles).where(articles.c.indexed)
        with self._reading() as connection:
            yield from connection.scalars(query.execution_options(yield_per=5000))

    def altered(self) -> list[str]:
        """Ids of articles whose content is not what was stored, by their fingerprints."""
        query = sa.select(articles).order_by(articles.c.number)
        with self._reading() as connection:
            return [
                row.id
                for row in connection.execute(query.execution_options(yield_per=200))
                if _article_of(row).fingerprint != row.fingerprint
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

    def retired(self) -> list[str]:
        """Ids of vectors that are to be deleted from Chroma."""
        with self._reading() as connection:
            return list(connection.scalars(sa.select(retired_vectors.c.id)))

    # What there is

    def coverage(
        self,
        *,
        since: date | None = None,
        until: date | None = None,
        publishers: Sequence[str] = (),
    ) -> Coverage:
        """How many articles, of which days and outlets, all or those within the given bounds."""
        bounds = article_bounds(since, until, publishers)
        days = sa.select(
            sa.func.count(), sa.func.min(articles.c.day), sa.func.max(articles.c.day)
        ).where(*bounds)
        pieces = sa.select(sa.func.count()).select_from(passages)
        if bounds:
            pieces = pieces.join(articles).where(*bounds)
        count = sa.func.count().label("articles")
        outlets = (
            sa.select(articles.c.publisher, count)
            .where(articles.c.publisher.is_not(None), *bounds)
            .group_by(articles.c.publisher)
            .order_by(count.desc(), articles.c.publisher)
        )
        with self._reading() as connection:
            total, first, last = connection.execute(days).one()
            return Coverage(
                articles=total,
                passages=connection.scalar(pieces) or 0,
                first_day=date.fromisoformat(first) if first else None,
                last_day=date.fromisoformat(last) if last else None,
                publishers=tuple((row[0], row[1]) for row in connection.execute(outlets)),
            )

    def fault(self) -> str | None:
        """What SQLite's own check finds wrong with the file, in a line; None if it is sound."""
        try:
            with self._engine.connect() as connection:
                found = connection.exec_driver_sql("PRAGMA quick_check(1)").scalar()
        except LedgerError as error:
            return str(error.__cause__)
        return None if found == "ok" else str(found)

    def _create_where_empty(self) -> None:
        """Lay out a new file, all at once: a killed run or a second process leaves no half of it.

        Python's driver opens a transaction only before a change of rows, hence the explicit BEGIN.
        """
        with self._reading() as connection:
            if sa.inspect(connection).has_table(facts.name):
                return
        with self._writing() as connection:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            if sa.inspect(connection).get_table_names():
                return
            _metadata.create_all(connection)
            self.full_text.create(connection)
            self.statements.create(connection)
            _set_fact(connection, "schema", SCHEMA)
            _set_fact(connection, "generation", "0")

    def _delete(self, connection: sa.Connection, article_ids: Sequence[str]) -> None:
        query = sa.select(articles.c.number)
        for (number,) in _chunked(connection, query, articles.c.id, article_ids):
            self.full_text.remove(connection, number)
            _retire(connection, self.statements.remove(connection, number))
            connection.execute(
                sa.insert(retired_vectors)
                .prefix_with("OR IGNORE", dialect="sqlite")
                .from_select(["id"], sa.select(passages.c.id).where(passages.c.article == number))
            )
            connection.execute(sa.delete(passages).where(passages.c.article == number))
            connection.execute(sa.delete(articles).where(articles.c.number == number))

    def _all_settled(self, connection: sa.Connection) -> bool:
        pending = sa.select(articles.c.number).where(articles.c.indexed.is_(False)).limit(1)
        retired = sa.select(retired_vectors.c.id).limit(1)
        return not connection.execute(pending).first() and not connection.execute(retired).first()

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        with self._engine.connect() as connection:
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        with self._engine.begin() as connection:
            yield connection

    def _translate(self, context: sa.ExceptionContext) -> None:
        """Make SQLite's errors ours, wherever in the ledger or its full text they come up."""
        if isinstance(context.sqlalchemy_exception, DatabaseError):
            raise LedgerError(
                f"the ledger {self.path} could not be used ({context.original_exception}): "
                f"{_what_to_do(str(context.original_exception))}"
            ) from context.original_exception


def article_bounds(
    since: date | None, until: date | None, publishers: Sequence[str]
) -> list[sa.ColumnElement[bool]]:
    """The conditions on an article that keep it within days and outlets, for a WHERE."""
    bounds: list[sa.ColumnElement[bool]] = []
    if since:
        bounds.append(articles.c.day >= since.isoformat())
    if until:
        bounds.append(articles.c.day <= until.isoformat())
    if publishers:
        bounds.append(articles.c.publisher.in_(publishers))
    return bounds


def _what_to_do(reason: str) -> str:
    if "full" in reason:
        return "make room on the disk and run it again; what was stored before is kept"
    if "readonly" in reason or "unable to open" in reason:
        return "check the rights of the file and its folder"
    return "check the disk's space and rights, then run 'onrecord doctor'"


def _engine(path: Path, *, read_only: bool) -> sa.Engine:
    """SQLite's file, made if need be; without the right to write it is only read.

    SQLite reads a file of this kind without writing beside it only when told that nobody changes
    it, which holds unless a writer has left its write-ahead log.
    """
    if read_only:
        log = path.with_name(f"{path.name}-wal")
        settled = not log.exists() or log.stat().st_size == 0
        address = f"{path.resolve().as_uri()}?mode=ro{'&immutable=1' if settled else ''}&uri=true"
        return sa.create_engine(f"sqlite:///{address}")
    engine = sa.create_engine(f"sqlite:///{path}", connect_args={"timeout": 30})
    sa.event.listen(engine, "connect", _configure)
    return engine


def _configure(connection: Any, _record: object) -> None:
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _parts(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), _VARIABLES):
        yield values[start : start + _VARIABLES]


def _chunked(
    connection: sa.Connection, query: Any, column: sa.ColumnElement[str], values: Sequence[str]
) -> list[Any]:
    """The rows of `query` whose `column` is among `values`, however many those are."""
    return [
        row for part in _parts(values) for row in connection.execute(query.where(column.in_(part)))
    ]


def _get_fact(connection: sa.Connection, name: str) -> str | None:
    return connection.scalar(sa.select(facts.c.value).where(facts.c.name == name))


def _set_fact(connection: sa.Connection, name: str, value: str) -> None:
    connection.execute(sa.delete(facts).where(facts.c.name == name))
    connection.execute(sa.insert(facts).values(name=name, value=value))


def _make_odd(connection: sa.Connection) -> None:
    generation = int(_get_fact(connection, "generation") or 0)
    _set_fact(connection, "generation", str(generation + 1 + generation % 2))


def _retire(connection: sa.Connection, ids: Sequence[str]) -> None:
    if ids:
        connection.execute(
            sa.insert(retired_vectors).prefix_with("OR IGNORE", dialect="sqlite"),
            [{"id": id} for id in ids],
        )


def _unretire(connection: sa.Connection, ids: Sequence[str]) -> None:
    for part in _parts(ids):
        connection.execute(sa.delete(retired_vectors).where(retired_vectors.c.id.in_(part)))


def _row_of(article: Article, tagger: str) -> dict[str, object]:
    return {
        "id": article.id,
        "fingerprint": article.fingerprint,
        "title": article.title,
        "text": article.text,
        "publisher": article.publisher,
        "authors": json.dumps(article.authors, ensure_ascii=False),
        "url": article.url,
        "published": article.published_text,
        "day": article.published_day.isoformat() if article.published_day else None,
        "language": article.language,
        "origin": article.origin,
        "indexed": False,
        "tagger": tagger,
    }


def article_from_fields(fields: Mapping[str, Any]) -> Article:
    """The article of a row, given its columns by name."""
    return Article(
        id=fields["id"],
        title=fields["title"],
        text=fields["text"],
        publisher=fields["publisher"],
        authors=tuple(json.loads(fields["authors"])),
        url=fields["url"],
        published=_published_of(fields["published"]),
        language=fields["language"],
        origin=fields["origin"],
    )


def _article_of(row: Any) -> Article:
    return article_from_fields(row._mapping)


def _published_of(text: str | None) -> date | datetime | None:
    if text is None:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)


def _passage_of(row: Any) -> Passage:
    return Passage(article_id=row.article_id, start=row.start, end=row.end)
