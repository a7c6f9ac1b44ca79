"""The tables of the ledger that are not full text: facts, articles, passages, retired vectors.

Those of statements and of words stand with what reads and writes them (statement_table.py,
full_text.py).
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

_VARIABLES = 900
"""Values in one SQL statement; SQLite's smallest common limit is 999."""

metadata = sa.MetaData()

facts = sa.Table(
    "facts",
    metadata,
    sa.Column("name", sa.String, primary_key=True),
    sa.Column("value", sa.String, nullable=False),
)
articles = sa.Table(
    "articles",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("id", sa.String, nullable=False, unique=True),
    sa.Column("fingerprint", sa.String, nullable=False),
    sa.Column("title", sa.String, nullable=False),
    sa.Column("publisher", sa.String),
    sa.Column("authors", sa.String, nullable=False),
    sa.Column("url", sa.String),
    sa.Column("published", sa.String),
    sa.Column("day", sa.String, index=True),
    sa.Column("language", sa.String),
    sa.Column("origin", sa.String, index=True),
    sa.Column("indexed", sa.Boolean, nullable=False),
    sa.Column("tagger", sa.String, nullable=False, index=True),
    # Last, so that SQLite finds the others without reading through the text.
    sa.Column("text", sa.String, nullable=False),
)
sa.Index("articles_publisher_day", articles.c.publisher, articles.c.day)
sa.Index(
    "articles_unindexed",
    articles.c.number,
    sqlite_where=articles.c.indexed.is_(False),
)
# Of those that are not indexed alone: nearly all are, so an index of the others would be of no use,
# and SQLite, which does not know that, would use it and read the whole table.
by_title = sa.Index("articles_title", sa.func.lower(articles.c.title), articles.c.number.desc())

passages = sa.Table(
    "passages",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("id", sa.String, nullable=False, unique=True),
    sa.Column(
        "article", sa.ForeignKey("articles.number", ondelete="CASCADE"), nullable=False, index=True
    ),
    sa.Column("start", sa.Integer, nullable=False),
    sa.Column("end", sa.Integer, nullable=False),
)
retired_vectors = sa.Table(
    "retired_vectors", metadata, sa.Column("id", sa.String, primary_key=True)
)


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


def parts(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(values), _VARIABLES):
        yield values[start : start + _VARIABLES]


def chunked(
    connection: sa.Connection, query: Any, column: sa.ColumnElement[str], values: Sequence[str]
) -> list[Any]:
    """The rows of `query` whose `column` is among `values`, however many those are."""
    return [
        row for part in parts(values) for row in connection.execute(query.where(column.in_(part)))
    ]
