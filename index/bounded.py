"""The ids of passages and statements that lie within bounds: of all, or of those given."""

import math
from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from index.tables import article_bounds, articles, chunked, passages

_statements = sa.table(
    "statements",
    sa.column("number"),
    sa.column("id"),
    sa.column("article"),
    sa.column("speaker"),
)


class BoundedIds:
    """Reads a ledger for what lies within days, of outlets and of speakers."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def passages(
        self,
        ids: Sequence[str] | None,
        limit: int,
        *,
        since: date | None,
        until: date | None,
        publishers: Sequence[str],
    ) -> list[str]:
        """The ids of at most `limit` passages within bounds."""
        bounds = article_bounds(since, until, publishers)
        query = sa.select(passages.c.id).join(articles).where(*bounds).limit(limit)
        return self._ids(query, passages.c.id, ids)

    def statements(
        self,
        ids: Sequence[str] | None,
        limit: int,
        *,
        speakers: Sequence[str],
        since: date | None,
        until: date | None,
        publishers: Sequence[str],
    ) -> list[str]:
        """The ids of at most `limit` statements of some speakers, or of anybody, within bounds."""
        bounds = article_bounds(since, until, publishers)
        query = sa.select(_statements.c.id).limit(limit).where(*bounds)
        if speakers:
            query = query.where(_statements.c.speaker.in_(speakers))
        if bounds:
            of_article = articles.c.number == _statements.c.article
            query = query.join_from(_statements, articles, of_article)
        return self._ids(query, _statements.c.id, ids)

    def about_passages(
        self, *, since: date | None, until: date | None, publishers: Sequence[str]
    ) -> tuple[int, int]:
        """About how many passages lie within bounds, by their articles; and of how many."""
        share = self._share_of_articles(since, until, publishers)
        with self._engine.connect() as connection:
            every = connection.scalar(sa.select(sa.func.max(passages.c.number))) or 1
        return math.ceil(share * every), every

    def about_statements(
        self,
        *,
        speakers: Sequence[str],
        since: date | None,
        until: date | None,
        publishers: Sequence[str],
    ) -> tuple[int, int]:
        """About how many statements lie within bounds, if speakers speak evenly; and of how
        many."""
        share = 1.0
        if since or until or publishers:
            share = self._share_of_articles(since, until, publishers)
        last = sa.select(sa.func.max(_statements.c.number))
        theirs = sa.select(sa.func.count()).where(_statements.c.speaker.in_(speakers))
        with self._engine.connect() as connection:
            every = connection.scalar(last) or 1
            held = (connection.scalar(theirs) or 0) if speakers else every
        return math.ceil(share * held), every

    def _share_of_articles(
        self, since: date | None, until: date | None, publishers: Sequence[str]
    ) -> float:
        inside = sa.select(sa.func.count(articles.c.number))
        last = sa.select(sa.func.max(articles.c.number))
        with self._engine.connect() as connection:
            within = connection.scalar(inside.where(*article_bounds(since, until, publishers)))
            return (within or 0) / (connection.scalar(last) or 1)

    def _ids(
        self, query: sa.Select[tuple[str]], column: sa.ColumnElement[str], ids: Sequence[str] | None
    ) -> list[str]:
        with self._engine.connect() as connection:
            if ids is None:
                return list(connection.scalars(query))
            return [id for (id,) in chunked(connection, query, column, ids)]
