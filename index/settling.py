"""Whether vectors and ledger agree: what is still to be made, and what is still to be deleted."""

from collections.abc import Sequence

import sqlalchemy as sa

from index.facts import make_even
from index.tables import articles, parts, retired_vectors


def settle(connection: sa.Connection, article_ids: Sequence[str]) -> None:
    """These articles' vectors are where searches look for them.

    Where nothing else is left to do, the generation becomes even.
    """
    for part in parts(article_ids):
        connection.execute(sa.update(articles).where(articles.c.id.in_(part)).values(indexed=True))
    pending = sa.select(articles.c.number).where(articles.c.indexed.is_(False)).limit(1)
    retired = sa.select(retired_vectors.c.id).limit(1)
    if not connection.execute(pending).first() and not connection.execute(retired).first():
        make_even(connection)


def retire(connection: sa.Connection, ids: Sequence[str]) -> None:
    """Write down that the vectors of these ids are to be deleted from Chroma."""
    if ids:
        connection.execute(
            sa.insert(retired_vectors).prefix_with("OR IGNORE", dialect="sqlite"),
            [{"id": id} for id in ids],
        )


def unretire(connection: sa.Connection, ids: Sequence[str]) -> None:
    """They have been deleted, or are wanted again."""
    for part in parts(ids):
        connection.execute(sa.delete(retired_vectors).where(retired_vectors.c.id.in_(part)))
