"""What an archive, or a part of it, consists of: how many articles, of which days and outlets."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from index.facts import get_fact, set_fact
from index.tables import article_bounds, articles, chunked, passages


@dataclass(frozen=True, kw_only=True)
class Coverage:
    """What an archive, or the part of it that a search looks at, consists of."""

    articles: int
    first_day: date | None
    last_day: date | None
    publishers: tuple[tuple[str, int], ...]
    """Outlets with their number of articles, most first; articles without one are left out."""


@dataclass(frozen=True, kw_only=True)
class WholeCoverage(Coverage):
    """What a whole archive consists of."""

    passages: int


def coverage_of_all(connection: sa.Connection) -> WholeCoverage:
    """The coverage of all articles: as it was kept, or counted where it has changed since."""
    kept = json.loads(get_fact(connection, _KEPT) or "{}")
    if not kept or kept["generation"] != get_fact(connection, "generation"):
        return _counted(connection)
    return WholeCoverage(
        articles=kept["articles"],
        passages=kept["passages"],
        first_day=_day(kept["first_day"]),
        last_day=_day(kept["last_day"]),
        publishers=tuple((name, count) for name, count in kept["publishers"]),
    )


def keep_coverage(connection: sa.Connection) -> None:
    """Count all articles and keep what was found until the generation changes."""
    counted = _counted(connection)
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
    """The coverage of the articles within bounds, by indexes alone.

    Within days alone each outlet is looked up on its own: SQLite would otherwise read every article
    of those days.
    """
    if publishers or not (since or until):
        return _by_outlet(connection, since, until, publishers)
    outlets = [name for name, _ in coverage_of_all(connection).publishers]
    within = article_bounds(since, until, ())
    count = sa.func.count().label("articles")
    of_outlet = sa.select(articles.c.publisher, count).where(*within).group_by(articles.c.publisher)
    found = chunked(connection, of_outlet, articles.c.publisher, outlets)
    first, last = (
        connection.scalar(sa.select(end(articles.c.day)).where(*within))
        for end in (sa.func.min, sa.func.max)
    )
    return Coverage(
        articles=connection.scalar(sa.select(count).where(*within)) or 0,
        first_day=_day(first),
        last_day=_day(last),
        publishers=tuple(sorted(((row[0], row[1]) for row in found), key=_most_first)),
    )


def _most_first(outlet: tuple[str, int]) -> tuple[int, str]:
    return -outlet[1], outlet[0]


def _by_outlet(
    connection: sa.Connection, since: date | None, until: date | None, publishers: Sequence[str]
) -> Coverage:
    count = sa.func.count().label("articles")
    days = sa.func.min(articles.c.day), sa.func.max(articles.c.day)
    outlets = (
        sa.select(articles.c.publisher, count, *days)
        .where(*article_bounds(since, until, publishers))
        .group_by(articles.c.publisher)
        .order_by(count.desc(), articles.c.publisher)
    )
    rows = connection.execute(outlets).all()
    return Coverage(
        articles=sum(row[1] for row in rows),
        first_day=_day(min((row[2] for row in rows if row[2]), default=None)),
        last_day=_day(max((row[3] for row in rows if row[3]), default=None)),
        publishers=tuple((row[0], row[1]) for row in rows if row[0] is not None),
    )


def _counted(connection: sa.Connection) -> WholeCoverage:
    counted = _by_outlet(connection, None, None, ())
    return WholeCoverage(
        articles=counted.articles,
        passages=connection.scalar(sa.select(sa.func.count()).select_from(passages)) or 0,
        first_day=counted.first_day,
        last_day=counted.last_day,
        publishers=counted.publishers,
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
