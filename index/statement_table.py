"""The statements of an archive in its ledger, and the search for them by words.

Kept in the ledger's transactions, like the full text of passages. A statement is found by the
words of its paragraph and its article's headline, its own words counting most.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from index.speakers import Resolution
from index.statements import Statement, StatementKind
from index.word_ranking import DEEP, WordRanking, affordable_ranking, full_ranking, quoted_words

CONTENT_WEIGHT = 3.0
PARAGRAPH_WEIGHT = 1.0
TITLE_WEIGHT = 0.5
"""How much a word counts by where it stands, for bm25."""

_CREATE = (
    """
    CREATE TABLE statements (
        number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, article INTEGER NOT NULL
            REFERENCES articles (number) ON DELETE CASCADE,
        start INTEGER NOT NULL, "end" INTEGER NOT NULL,
        paragraph_start INTEGER NOT NULL, paragraph_end INTEGER NOT NULL,
        spans TEXT NOT NULL, kind TEXT NOT NULL, speaker TEXT, role TEXT,
        is_person INTEGER NOT NULL, resolution TEXT, probability REAL NOT NULL,
        reported_by TEXT)
    """,
    "CREATE INDEX statements_article ON statements (article)",
    "CREATE INDEX statements_speaker ON statements (speaker, article, role, is_person)",
    """
    CREATE VIEW statement_texts AS
    SELECT s.number AS number, substr(a.text, s.start + 1, s."end" - s.start) AS content,
           substr(a.text, s.paragraph_start + 1, s.paragraph_end - s.paragraph_start) AS paragraph,
           a.title AS title
    FROM statements s JOIN articles a ON a.number = s.article
    """,
    """
    CREATE VIRTUAL TABLE statement_words USING fts5(
        content, paragraph, title, content = 'statement_texts', content_rowid = 'number',
        tokenize = "porter unicode61 remove_diacritics 2")
    """,
)
_RANK = f"bm25(statement_words, {CONTENT_WEIGHT}, {PARAGRAPH_WEIGHT}, {TITLE_WEIGHT})"
_OF_SPEAKERS = "AND +rowid IN (SELECT number FROM statements WHERE speaker IN :speakers)"
"""The plus keeps SQLite from asking the full-text table for each of the numbers on its own."""


@dataclass(frozen=True, kw_only=True)
class SpeakerCount:
    """A name as articles give it, with a role, and how many articles and statements have it."""

    name: str
    role: str | None
    is_person: bool
    articles: int
    statements: int


class StatementTable:
    """The statements of an archive. Written through the ledger, in its transactions."""

    def __init__(self, engine: sa.Engine) -> None:
        self._engine = engine

    def create(self, connection: sa.Connection) -> None:
        for statement in _CREATE:
            connection.exec_driver_sql(statement)

    def add(
        self,
        connection: sa.Connection,
        article: int,
        found: Sequence[tuple[Statement, tuple[int, int]]],
    ) -> None:
        """Store an article's statements, each with the span of its paragraph."""
        for statement, paragraph in found:
            spans = [statement.content, statement.cue, statement.source]
            connection.execute(
                sa.text(
                    """
                    INSERT INTO statements (id, article, start, "end", paragraph_start,
                        paragraph_end, spans, kind, speaker, role, is_person, resolution,
                        probability, reported_by)
                    VALUES (:id, :article, :start, :end, :paragraph_start, :paragraph_end, :spans,
                        :kind, :speaker, :role, :is_person, :resolution, :probability, :reported_by)
                    """
                ),
                {
                    "id": statement.id,
                    "article": article,
                    "start": statement.span[0],
                    "end": statement.span[1],
                    "paragraph_start": paragraph[0],
                    "paragraph_end": paragraph[1],
                    "spans": json.dumps(spans),
                    "kind": statement.kind.value,
                    "speaker": statement.speaker,
                    "role": statement.role,
                    "is_person": statement.is_person,
                    "resolution": statement.resolution and statement.resolution.value,
                    "probability": statement.probability,
                    "reported_by": statement.reported_by,
                },
            )
        connection.execute(
            sa.text(
                """
                INSERT INTO statement_words (rowid, content, paragraph, title)
                SELECT number, content, paragraph, title FROM statement_texts
                WHERE number IN (SELECT number FROM statements WHERE article = :article)
                """
            ),
            {"article": article},
        )

    def remove(self, connection: sa.Connection, article: int) -> list[str]:
        """Take out an article's statements; their ids. To be called while the article is there."""
        ids = list(
            connection.scalars(
                sa.text("SELECT id FROM statements WHERE article = :article"), {"article": article}
            )
        )
        for statement in (
            """
            INSERT INTO statement_words (statement_words, rowid, content, paragraph, title)
            SELECT 'delete', number, content, paragraph, title FROM statement_texts
            WHERE number IN (SELECT number FROM statements WHERE article = :article)
            """,
            "DELETE FROM statements WHERE article = :article",
        ):
            connection.execute(sa.text(statement), {"article": article})
        return ids

    def rebuild(self) -> None:
        """Make the full-text table again from the statements."""
        with self._engine.begin() as connection:
            connection.exec_driver_sql(
                "INSERT INTO statement_words (statement_words) VALUES ('rebuild')"
            )

    def forget_removed(self) -> None:
        """Rid the full-text table of the words of what was taken out, which it only marks."""
        with self._engine.begin() as connection:
            connection.exec_driver_sql(
                "INSERT INTO statement_words (statement_words) VALUES ('optimize')"
            )

    def of_articles(self, article_ids: Sequence[str]) -> list[Statement]:
        """The statements of the given articles, in the order of their text."""
        return self._select("a.id IN :keys", article_ids)

    def by_ids(self, ids: Sequence[str]) -> dict[str, Statement]:
        """Statements by id; one that is not there is left out."""
        return {statement.id: statement for statement in self._select("s.id IN :keys", ids)}

    def of_speakers(self, names: Sequence[str]) -> list[Statement]:
        """The statements of speakers, under the names that the articles give them."""
        return self._select("s.speaker IN :keys", names)

    def all(self) -> Iterator[Statement]:
        """Every statement, article by article."""
        with self._engine.connect() as connection:
            for row in connection.execute(sa.text(f"{_SELECT} ORDER BY s.number")):
                yield statement_of(row)

    def ids(self) -> Iterator[str]:
        """The ids of the statements of all indexed articles."""
        query = sa.text(
            "SELECT s.id FROM statements s JOIN articles a ON a.number = s.article WHERE a.indexed"
        )
        with self._engine.connect() as connection:
            yield from connection.scalars(query)

    def unindexed_ids(self) -> list[str]:
        """The ids of the statements of articles that are not indexed."""
        query = sa.text(
            "SELECT s.id FROM statements s JOIN articles a ON a.number = s.article "
            "WHERE a.indexed IS 0"
        )
        with self._engine.connect() as connection:
            return list(connection.scalars(query))

    def speakers(self) -> list[SpeakerCount]:
        """Every name that a statement has with its roles, most statements first.

        An article counts once for a name: under one of the roles that it gives, where it does.
        """
        query = sa.text(
            """
            SELECT speaker, role, max(is_person), count(*), sum(said) FROM (
                SELECT speaker, max(role) AS role, max(is_person) AS is_person, count(*) AS said
                FROM statements WHERE speaker IS NOT NULL GROUP BY speaker, article)
            GROUP BY speaker, role ORDER BY 5 DESC, 1, 2
            """
        )
        with self._engine.connect() as connection:
            return [
                SpeakerCount(
                    name=row[0],
                    role=row[1],
                    is_person=bool(row[2]),
                    articles=row[3],
                    statements=row[4],
                )
                for row in connection.execute(query)
            ]

    def search(
        self,
        words: Sequence[str],
        *,
        speakers: Sequence[str],
        limit: int,
        since: date | None = None,
        until: date | None = None,
        publishers: Sequence[str] = (),
    ) -> list[tuple[str, float]]:
        """Statements of the given names that hold any of `words`: (id, bm25), best first.

        No words gives the latest statements; no speakers gives those of all.
        """
        asked = quoted_words(words)
        conditions = ["a.indexed"]
        values: dict[str, object] = {"limit": limit}
        expanding = []
        if speakers:
            conditions.append("s.speaker IN :speakers")
            values["speakers"] = list(speakers)
            expanding.append("speakers")
        if since:
            conditions.append("a.day >= :since")
            values["since"] = since.isoformat()
        if until:
            conditions.append("a.day <= :until")
            values["until"] = until.isoformat()
        if publishers:
            conditions.append("a.publisher IN :publishers")
            values["publishers"] = list(publishers)
            expanding.append("publishers")
        with self._engine.connect() as connection:
            if not asked:
                rankings: list[WordRanking | None] = [None]
            elif speakers:
                rankings = [full_ranking("statement_words", _RANK, asked, within=_OF_SPEAKERS)]
            else:
                whole = affordable_ranking(connection, "statement_words", _RANK, asked)
                best = whole.best(DEEP * limit)
                rankings = [best] if best is whole else [best, whole]
            for ranking in rankings:
                source, score, order = "statements s", "0.0", "a.day DESC, s.number"
                if ranking:
                    values |= ranking.values
                    source = f"({ranking.sql}) w CROSS JOIN statements s ON s.number = w.number "
                    source, score, order = f"{source} CROSS", "w.score", "2 DESC, 1"
                query = sa.text(
                    f"SELECT s.id, {score} FROM {source} JOIN articles a ON a.number = s.article "
                    f"WHERE {' AND '.join(conditions)} ORDER BY {order} LIMIT :limit"
                ).bindparams(*(sa.bindparam(name, expanding=True) for name in expanding))
                found = connection.execute(query, values).all()
                if len(found) == limit:
                    break
            return [(row[0], row[1]) for row in found]

    def _select(self, condition: str, keys: Sequence[str]) -> list[Statement]:
        query = sa.text(f"{_SELECT} WHERE {condition} ORDER BY s.article, s.start, s.number")
        query = query.bindparams(sa.bindparam("keys", expanding=True))
        found: list[Statement] = []
        with self._engine.connect() as connection:
            for start in range(0, len(keys), 900):
                part = list(keys[start : start + 900])
                found += [statement_of(row) for row in connection.execute(query, {"keys": part})]
        return found


STATEMENT_COLUMNS = (
    "a.id AS article_id, s.spans, s.kind, s.speaker, s.role, s.is_person, "
    "s.resolution, s.probability, s.reported_by"
)
"""What `statement_of` reads, of `statements` as s and `articles` as a."""

_SELECT = f"""
    SELECT {STATEMENT_COLUMNS} FROM statements s JOIN articles a ON a.number = s.article
"""


def statement_of(row: Any) -> Statement:
    """The statement of a row that has STATEMENT_COLUMNS."""
    content, cue, source = (
        tuple((start, end) for start, end in spans) for spans in json.loads(row.spans)
    )
    return Statement(
        article_id=row.article_id,
        content=content,
        cue=cue,
        source=source,
        kind=StatementKind(row.kind),
        speaker=row.speaker,
        role=row.role,
        is_person=bool(row.is_person),
        resolution=Resolution(row.resolution) if row.resolution else None,
        probability=row.probability,
        reported_by=row.reported_by,
    )
