"""Search by words: SQLite's FTS5 over passages and over whole articles, ranked by bm25.

The one place with SQL that only SQLite understands. The full-text tables keep no copy of
the text: they read it where it stands, so taking something out needs it still there.
"""

import re
from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from index.word_ranking import DEEP, affordable_ranking, quoted_words

BODY_WEIGHT = 1.0
TITLE_WEIGHT = 1.0
"""How much a word of the headline counts beside a word of the passage, for bm25."""

_CREATE = (
    """
    CREATE VIEW passage_texts AS
    SELECT p.number AS number, substr(a.text, p.start + 1, p."end" - p.start) AS body,
           a.title AS title
    FROM passages p JOIN articles a ON a.number = p.article
    """,
    """
    CREATE VIRTUAL TABLE passage_words USING fts5(
        body, title, content = 'passage_texts', content_rowid = 'number',
        tokenize = "porter unicode61 remove_diacritics 2")
    """,
    """
    CREATE VIRTUAL TABLE article_words USING fts5(
        text, title, content = 'articles', content_rowid = 'number',
        tokenize = "porter unicode61 remove_diacritics 2")
    """,
)
_ADD = (
    """
    INSERT INTO passage_words (rowid, body, title)
    SELECT number, body, title FROM passage_texts
    WHERE number IN (SELECT number FROM passages WHERE article = :article)
    """,
    """
    INSERT INTO article_words (rowid, text, title)
    SELECT number, text, title FROM articles WHERE number = :article
    """,
)
_REMOVE = (
    """
    INSERT INTO passage_words (passage_words, rowid, body, title)
    SELECT 'delete', number, body, title FROM passage_texts
    WHERE number IN (SELECT number FROM passages WHERE article = :article)
    """,
    """
    INSERT INTO article_words (article_words, rowid, text, title)
    SELECT 'delete', number, text, title FROM articles WHERE number = :article
    """,
)
_REBUILD = (
    "INSERT INTO passage_words (passage_words) VALUES ('rebuild')",
    "INSERT INTO article_words (article_words) VALUES ('rebuild')",
)
_OPTIMIZE = (
    "INSERT INTO passage_words (passage_words) VALUES ('optimize')",
    "INSERT INTO article_words (article_words) VALUES ('optimize')",
)
_PASSAGES_RANK = f"bm25(passage_words, {BODY_WEIGHT}, {TITLE_WEIGHT})"
_ARTICLES_RANK = f"bm25(article_words, {BODY_WEIGHT}, {TITLE_WEIGHT})"
_PASSAGES = """
    SELECT p.id, w.score FROM ({ranking}) w JOIN passages p ON p.number = w.number
    JOIN articles a ON a.number = p.article WHERE a.indexed
"""
_ARTICLES = """
    SELECT a.id, w.score FROM ({ranking}) w JOIN articles a ON a.number = w.number
    WHERE a.indexed
"""
_WORD = re.compile(r"\w+")


class FullText:
    """The words of an archive's passages. Used through the ledger, in its transactions."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def create(self, connection: sa.Connection) -> None:
        for statement in _CREATE:
            connection.exec_driver_sql(statement)

    def add(self, connection: sa.Connection, article_number: int) -> None:
        """Take in an article that the ledger holds, with its passages."""
        for statement in _ADD:
            connection.execute(sa.text(statement), {"article": article_number})

    def remove(self, connection: sa.Connection, article_number: int) -> None:
        """Take out an article with its passages; to be called before they leave the ledger."""
        for statement in _REMOVE:
            connection.execute(sa.text(statement), {"article": article_number})

    def rebuild(self) -> None:
        """Make the full-text tables again from articles and passages."""
        with self._engine.begin() as connection:
            for statement in _REBUILD:
                connection.exec_driver_sql(statement)

    def forget_removed(self) -> None:
        """Rid the full-text tables of the words of what was taken out, which they only mark."""
        with self._engine.begin() as connection:
            for statement in _OPTIMIZE:
                connection.exec_driver_sql(statement)

    def passages(
        self,
        words: Sequence[str],
        *,
        limit: int,
        since: date | None = None,
        until: date | None = None,
        publishers: Sequence[str] = (),
    ) -> list[tuple[str, float]]:
        """Passages that hold any of `words`, as (passage id, bm25), best (largest) first.

        Only indexed articles within the days and of the outlets given are looked at. In a large
        archive, those that hold none but common words may be left out (word_ranking.py).
        """
        return self._search(
            _PASSAGES, "passage_words", _PASSAGES_RANK, words, limit, since, until, publishers
        )

    def articles(
        self,
        words: Sequence[str],
        *,
        limit: int,
        since: date | None = None,
        until: date | None = None,
        publishers: Sequence[str] = (),
    ) -> list[tuple[str, float]]:
        """The same for whole articles: (article id, bm25), best first."""
        return self._search(
            _ARTICLES, "article_words", _ARTICLES_RANK, words, limit, since, until, publishers
        )

    def articles_with(self, phrase: str) -> int:
        """How many articles hold the words of `phrase` one after the other, in any form."""
        return self._count("article_words", phrase)

    def passages_with(self, phrase: str) -> int:
        """How many passages hold the words of `phrase` one after the other."""
        return self._count("passage_words", phrase)

    def _search(
        self,
        select: str,
        table: str,
        bm25: str,
        words: Sequence[str],
        limit: int,
        since: date | None,
        until: date | None,
        publishers: Sequence[str],
    ) -> list[tuple[str, float]]:
        asked = quoted_words(words)
        if not asked:
            return []
        conditions: list[str] = []
        values: dict[str, object] = {"limit": limit}
        if since:
            conditions.append("AND a.day >= :since")
            values["since"] = since.isoformat()
        if until:
            conditions.append("AND a.day <= :until")
            values["until"] = until.isoformat()
        if publishers:
            conditions.append("AND a.publisher IN :publishers")
            values["publishers"] = list(publishers)
        with self._engine.connect() as connection:
            whole = affordable_ranking(connection, table, bm25, asked)
            best = whole.best(DEEP * limit)
            for ranking in (best, whole):
                query = sa.text(
                    f"{select.format(ranking=ranking.sql)} {' '.join(conditions)} "
                    "ORDER BY w.score DESC, 1 LIMIT :limit"
                )
                if publishers:
                    query = query.bindparams(sa.bindparam("publishers", expanding=True))
                found = connection.execute(query, {**values, **ranking.values}).all()
                if len(found) == limit or best is whole:
                    break
            return [(row[0], row[1]) for row in found]

    def _count(self, table: str, phrase: str) -> int:
        words = " ".join(_WORD.findall(phrase))
        if not words:
            return 0
        query = sa.text(f"SELECT count(*) FROM {table} WHERE {table} MATCH :match")
        with self._engine.connect() as connection:
            return connection.scalar(query, {"match": f'"{words}"'}) or 0
