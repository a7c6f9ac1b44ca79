"""The passages of an archive in its ledger. Written through the ledger, in its transactions."""

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa

from index.passages import Passage
from index.tables import articles, chunked, passages


class PassageTable:
    """Reads the passages of a ledger."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def of_articles(self, article_ids: Sequence[str]) -> list[Passage]:
        """The passages of the given articles, in the order of the articles and of their text."""
        query = (
            sa.select(articles.c.id.label("article_id"), passages.c.start, passages.c.end)
            .join(articles)
            .order_by(passages.c.number)
        )
        with self._engine.connect() as connection:
            return [
                _passage_of(row) for row in chunked(connection, query, articles.c.id, article_ids)
            ]

    def by_ids(self, ids: Sequence[str]) -> dict[str, Passage]:
        """Passages by their ids; an id that is not in the ledger is left out."""
        query = sa.select(
            passages.c.id, articles.c.id.label("article_id"), passages.c.start, passages.c.end
        ).join(articles)
        with self._engine.connect() as connection:
            return {
                row.id: _passage_of(row) for row in chunked(connection, query, passages.c.id, ids)
            }

    def ids(self) -> Iterator[str]:
        """The ids of all passages of indexed articles."""
        query = sa.select(passages.c.id).join(articles).where(articles.c.indexed)
        with self._engine.connect() as connection:
            yield from connection.scalars(query.execution_options(yield_per=5000))

    def ids_of(self, connection: sa.Connection, article: int) -> list[str]:
        """The ids of the passages of the article of a number."""
        query = sa.select(passages.c.id).where(passages.c.article == article)
        return list(connection.scalars(query))


def _passage_of(row: Any) -> Passage:
    return Passage(article_id=row.article_id, start=row.start, end=row.end)
