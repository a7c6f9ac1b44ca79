"""What an archive, or a part of it, consists of: how many articles, of which days and outlets."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from index.facts import get_fact, set_fact
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


def coverage_of_all(connection: sa.Connection) -> Coverage:
    """The coverage of all articles: as it was kept, or counted where it has changed since."""
    kept = json.loads(get_fact(connection, _KEPT) or "{}")
    if not kept or kept["generation"] != get_fact(connection, "generation"):
        return coverage_within(connection, None, None, ())
    return Coverage(
        articles=kept["articles"],
        passages=kept["passages"],
        first_day=_day(kept["first_day"]),
        last_day=_day(kept["last_day"]),
        publishers=tuple((name, count) for name, count in kept["publishers"]),
    )


def keep_coverage(connection: sa.Connection) -> None:
    """Count all articles and keep what was found until the generation changes."""
    counted = coverage_within(connection, None, None, ())
    kept = {
        "generation": get_fact(connection, "generation"),
        "articles": counted.articles,
        "passages": counted.passages,
        "first_day": counted.first_day and counted.first_day.isoformat(),
        "last_day": counted.last_day and counted.last_day.isoformat(),
        "publishers": counted.publishers,
    }
    set_fact(connection, _KEPT, json.dumps(kept, ensure_ascii=False))


_KEPT = "coverage"


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
        first_day=_day(first),
        last_day=_day(last),
        publishers=tuple((row[0], row[1]) for row in connection.execute(outlets)),
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
