"""What an archive, or a part of it, consists of: how many articles, of which days and outlets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from index.tables import article_bounds, articles, passages


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """What an archive, or the part of it that a search looks at, consists of."""

    articles: int
    passages: int
    first_day: date | None
    last_day: date | None
    publishers: tuple[tuple[str, int], ...]
    """Outlets with their number of articles, most first; articles without one are left out."""


def coverage_within(
    connection: sa.Connection, since: date | None, until: date | None, publishers: Sequence[str]
) -> Coverage:
    """The coverage of all articles, or of those within the given bounds."""
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
    total, first, last = connection.execute(days).one()
    return Coverage(
        articles=total,
        passages=connection.scalar(pieces) or 0,
        first_day=date.fromisoformat(first) if first else None,
        last_day=date.fromisoformat(last) if last else None,
        publishers=tuple((row[0], row[1]) for row in connection.execute(outlets)),
    )
