"""What an archive holds, to be looked through rather than asked: days, articles, who said what.

Every query reads one page of its subject through the ledger's indexes, so that looking through a
large archive costs what is shown and not what there is.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import groupby
from typing import Any

import sqlalchemy as sa

from index.statement_table import STATEMENT_COLUMNS, statement_of
from index.statements import Statement, shown_span

_VARIABLES = 900
"""Values in one SQL statement."""


class Order(StrEnum):
    """How articles are listed. Those without the date or outlet come last.

    By statements all of them are counted, in an index; of the others one page is read, by an index.
    """

    NEWEST = "newest"
    OLDEST = "oldest"
    TITLE = "title"
    TITLE_BACK = "title-backwards"
    OUTLET = "outlet"
    OUTLET_BACK = "outlet-backwards"
    MOST_SAID = "most-statements"
    LEAST_SAID = "fewest-statements"
    ADDED = "added"


_SAID_IN = "(SELECT count(*) FROM statements s WHERE s.article = a.number)"
_ORDERS = {
    Order.NEWEST: "a.day DESC, a.number DESC",
    Order.OLDEST: "a.day NULLS LAST, a.number",
    Order.TITLE: "lower(a.title), a.number DESC",
    Order.TITLE_BACK: "lower(a.title) DESC, a.number",
    Order.OUTLET: "a.publisher NULLS LAST, a.number DESC",
    Order.OUTLET_BACK: "a.publisher DESC NULLS LAST, a.number",
    Order.MOST_SAID: f"{_SAID_IN} DESC, a.number DESC",
    Order.LEAST_SAID: f"{_SAID_IN}, a.number DESC",
    Order.ADDED: "a.number DESC",
}


@dataclass(frozen=True, kw_only=True)
class ArticleLine:
    """An article as a list shows it."""

    id: str
    title: str
    publisher: str | None
    day: date | None
    statements: int


@dataclass(frozen=True, kw_only=True)
class Spoken:
    """How much somebody says, where and from when to when."""

    statements: int
    articles: int
    publishers: tuple[tuple[str, int], ...]
    """Outlets with the number of statements in each, most first."""
    first_day: date | None
    last_day: date | None


@dataclass(frozen=True, kw_only=True)
class SpokenAs:
    """What the statements under one name, as articles give it, come to."""

    statements: int
    latest_day: str
    """As "2021-12-02"; empty where no article with the name is dated."""
    outlets: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Said:
    """A statement with the article that has it and the paragraph around it."""

    statement: Statement
    title: str
    publisher: str | None
    day: date | None
    paragraph: str
    paragraph_start: int
    """Where in the article's text the paragraph begins."""

    @property
    def span(self) -> tuple[int, int]:
        """The whole sentences of the statement, in characters of the article's text."""
        start, end = shown_span(self.paragraph, _moved(self.statement, -self.paragraph_start))
        return max(0, start) + self.paragraph_start, end + self.paragraph_start

    @property
    def text(self) -> str:
        """Those sentences."""
        start, end = self.span
        return self.paragraph[start - self.paragraph_start : end - self.paragraph_start]

    @property
    def content(self) -> str:
        """What was said, as far as it stands in the paragraph."""
        begin = self.paragraph_start
        return " … ".join(
            self.paragraph[max(0, a - begin) : b - begin] for a, b in self.statement.content
        )


class Overview:
    """Reads a ledger's tables for views of the whole."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def days(self) -> list[tuple[date, int]]:
        """Every day on which articles were published, with their number, in order."""
        query = sa.text(
            "SELECT day, count(*) FROM articles WHERE day IS NOT NULL GROUP BY day ORDER BY day"
        )
        with self._engine.connect() as connection:
            return [(date.fromisoformat(row[0]), row[1]) for row in connection.execute(query)]

    def articles(
        self,
        *,
        ids: Sequence[str] | None = None,
        publisher: str | None = None,
        order: Order = Order.NEWEST,
        limit: int,
        offset: int = 0,
    ) -> list[ArticleLine]:
        """A page of the articles, all of them or those of the given ids or outlet."""
        conditions, values = ["1"], dict[str, Any](limit=limit, offset=offset)
        bound: list[sa.BindParameter[Any]] = []
        if ids is not None:
            conditions.append("a.id IN :ids")
            values["ids"] = list(ids[:_VARIABLES])
            bound.append(sa.bindparam("ids", expanding=True))
        if publisher is not None:
            conditions.append("a.publisher = :publisher")
            values["publisher"] = publisher
        query = sa.text(
            f"""
            SELECT a.id, a.title, a.publisher, a.day,
                   {_SAID_IN} AS statements
            FROM articles a WHERE a.number IN (
                SELECT a.number FROM articles a WHERE {" AND ".join(conditions)}
                ORDER BY {_ORDERS[order]} LIMIT :limit OFFSET :offset)
            ORDER BY {_ORDERS[order]}
            """
        ).bindparams(*bound)
        with self._engine.connect() as connection:
            return [
                ArticleLine(
                    id=row.id,
                    title=row.title,
                    publisher=row.publisher,
                    day=_day(row.day),
                    statements=row.statements,
                )
                for row in connection.execute(query, values)
            ]

    def spoken(self, names: Sequence[str]) -> Spoken:
        """What the statements under any of `names`, as articles give them, come to."""
        found: dict[str, int] = {}
        statements, articles, days = 0, set[int](), list[str]()
        query = sa.text(
            """
            SELECT s.article, a.publisher, a.day, count(*)
            FROM statements s JOIN articles a ON a.number = s.article
            WHERE s.speaker IN :names GROUP BY s.article
            """
        ).bindparams(sa.bindparam("names", expanding=True))
        with self._engine.connect() as connection:
            for part in _parts(names):
                for article, publisher, day, count in connection.execute(query, {"names": part}):
                    statements += count
                    articles.add(article)
                    if publisher:
                        found[publisher] = found.get(publisher, 0) + count
                    if day:
                        days.append(day)
        return Spoken(
            statements=statements,
            articles=len(articles),
            publishers=tuple(sorted(found.items(), key=lambda item: (-item[1], item[0]))),
            first_day=_day(min(days, default=None)),
            last_day=_day(max(days, default=None)),
        )

    def articles_quoting(self, names: Sequence[str]) -> int:
        """How many articles have statements under any of `names`."""
        query = sa.text("SELECT DISTINCT article FROM statements WHERE speaker IN :names")
        query = query.bindparams(sa.bindparam("names", expanding=True))
        with self._engine.connect() as connection:
            parts = (connection.scalars(query, {"names": part}) for part in _parts(names))
            return len({article for part in parts for article in part})

    def spoken_by_name(self) -> dict[str, SpokenAs]:
        """Every name that articles give, with what its statements come to.

        Reads all statements.
        """
        query = sa.text(
            """
            SELECT s.speaker, a.publisher, count(*), coalesce(max(a.day), '')
            FROM statements s JOIN articles a ON a.number = s.article
            WHERE s.speaker IS NOT NULL GROUP BY s.speaker, a.publisher
            ORDER BY s.speaker
            """
        )
        with self._engine.connect() as connection:
            by_name = groupby(connection.execute(query), key=lambda row: row[0])
            return {name: _spoken_as(list(rows)) for name, rows in by_name}

    def said(
        self,
        *,
        names: Sequence[str] = (),
        ids: Sequence[str] | None = None,
        limit: int,
    ) -> list[Said]:
        """Statements under any of `names` or with the given ids, latest first, undated last."""
        column, keys = ("s.id", ids) if ids is not None else ("s.speaker", names)
        query = sa.text(f"{_SAID} WHERE {column} IN :keys ORDER BY {_LATEST} LIMIT :limit")
        query = query.bindparams(sa.bindparam("keys", expanding=True))
        found: list[Said] = []
        with self._engine.connect() as connection:
            for part in _parts(keys):
                rows = connection.execute(query, {"keys": part, "limit": limit}).all()
                found += [_said_of(row, _paragraph(connection, row)) for row in rows]
        found.sort(key=lambda one: one.statement.span)
        found.sort(key=lambda one: (one.day or date.min, one.statement.article_id), reverse=True)
        return found[:limit]

    def some_said(self, limit: int) -> list[str]:
        """The paragraphs of at most `limit` statements from all over the archive."""
        query = sa.text(
            """
            SELECT substr(a.text, s.paragraph_start + 1, s.paragraph_end - s.paragraph_start)
            FROM statements s JOIN articles a ON a.number = s.article
            WHERE s.number IN :numbers
            """
        ).bindparams(sa.bindparam("numbers", expanding=True))
        with self._engine.connect() as connection:
            last = connection.scalar(sa.text("SELECT max(number) FROM statements")) or 0
            numbers = range(1, last + 1, max(1, -(-last // limit)))
            return [
                text
                for start in range(0, len(numbers), _VARIABLES)
                for text in connection.scalars(
                    query, {"numbers": list(numbers[start : start + _VARIABLES])}
                )
            ]


def _spoken_as(rows: Sequence[Any]) -> SpokenAs:
    return SpokenAs(
        statements=sum(count for _, _, count, _ in rows),
        latest_day=max(day for _, _, _, day in rows),
        outlets=tuple(outlet for _, outlet, _, _ in rows if outlet),
    )


_LATEST = "a.day DESC, s.article, s.start"
_SAID = f"""
    SELECT {STATEMENT_COLUMNS},
           a.title, a.publisher, a.day, a.number AS article_number,
           s.paragraph_start, s.paragraph_end,
           substr(a.text, s.paragraph_start + 1, s.paragraph_end - s.paragraph_start) AS paragraph
    FROM statements s JOIN articles a ON a.number = s.article
"""


def _paragraph(connection: sa.Connection, row: Any) -> str:
    """The paragraph of a row. SQLite's substr ends at a NUL, Python's slices do not."""
    start, end = row.paragraph_start, row.paragraph_end
    cut: str = row.paragraph
    if len(cut) == end - start:
        return cut
    query = sa.text("SELECT text FROM articles WHERE number = :number")
    text: str = connection.scalar(query, {"number": row.article_number}) or ""
    return text[start:end]


def _said_of(row: Any, paragraph: str) -> Said:
    return Said(
        statement=statement_of(row),
        title=row.title,
        publisher=row.publisher,
        day=_day(row.day),
        paragraph=paragraph,
        paragraph_start=row.paragraph_start,
    )


def _moved(statement: Statement, by: int) -> Statement:
    """The same statement in a text that begins elsewhere; spans outside it are ignored there."""
    content, cue, source = (
        tuple((start + by, end + by) for start, end in spans)
        for spans in (statement.content, statement.cue, statement.source)
    )
    return Statement(
        article_id=statement.article_id,
        content=content,
        cue=cue,
        source=source,
        kind=statement.kind,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _parts(values: Sequence[str]) -> list[list[str]]:
    return [list(values[n : n + _VARIABLES]) for n in range(0, len(values), _VARIABLES)]
