"""Which rows of a full-text table are ranked for a question's words, so that it stays affordable.

SQLite's bm25 looks at every row that holds any of the words, and a word like "government" stands
in a third of all. So only so many rows are ranked, each by all of the words as ever: half of them
for the rarer words, in whatever they stand, half those that came last into the archive of all that
hold common words alone. Where no more than MOST_RANKED rows hold a word, the ranking is the full
one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa

DEEP = 20
"""Times as many rows as are asked for that are looked at first for those within bounds."""

MOST_RANKED = 20_000
"""Rows that are ranked at most for each search, which takes some 30 ms."""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, kw_only=True)
class WordRanking:
    """A query for the columns `number` and `score` (largest is best), with its values."""

    sql: str
    values: dict[str, str]
    rows: int | None = None
    """How many rows it ranks at most, where that was counted."""

    def best(self, limit: int) -> "WordRanking":
        """The best so many rows of it; itself where it has no more."""
        if self.rows is not None and self.rows <= limit:
            return self
        sql = f"SELECT number, score FROM ({self.sql}) ORDER BY score DESC, number LIMIT {limit}"
        return WordRanking(sql=sql, values=self.values, rows=limit)


def quoted_words(words: Sequence[str]) -> list[str]:
    """The words as FTS5 takes them, each once, those of several parts taken apart."""
    return list(dict.fromkeys(f'"{part}"' for word in words for part in _WORD.findall(word)))


def full_ranking(table: str, bm25: str, words: Sequence[str], *, within: str = "") -> WordRanking:
    """Of every row that holds any of the words; `within` is one more condition on `rowid`."""
    return WordRanking(
        sql=f"SELECT rowid AS number, -{bm25} AS score FROM {table} "
        f"WHERE {table} MATCH :match {within}",
        values={"match": " OR ".join(words)},
    )


def affordable_ranking(
    connection: sa.Connection, table: str, bm25: str, words: Sequence[str]
) -> WordRanking:
    """Of the rows that hold any of the words where those are few, else of the more telling ones."""
    counts = {word: _rows_with(connection, table, word) for word in words}
    rows = sum(counts.values())
    if rows <= MOST_RANKED:
        return replace(full_ranking(table, bm25, words), rows=rows)
    half = MOST_RANKED // 2
    row = f"SELECT rowid AS number, -{bm25} AS score FROM {table} WHERE {table} MATCH"
    latest = f"ORDER BY rowid DESC LIMIT {half}"
    rare: list[str] = []
    for word in sorted(words, key=lambda word: counts[word]):
        if sum(counts[one] for one in [*rare, word]) > half:
            break
        rare.append(word)
    if not rare:
        return WordRanking(sql=f"{row} :match {latest}", values={"match": " OR ".join(words)})
    # FTS5 has no word that counts without being asked for: hence rows with a rare and a common
    # word, rows with rare words alone, and of those with common words alone the latest.
    telling, common = (
        " OR ".join(one for one in words if (one in rare) is so) for so in (True, False)
    )
    return WordRanking(
        sql=f"{row} :both UNION ALL {row} :telling "
        f"UNION ALL SELECT number, score FROM ({row} :common {latest})",
        values={
            "both": f"({telling}) AND ({common})",
            "telling": f"({telling}) NOT ({common})",
            "common": f"({common}) NOT ({telling})",
        },
    )


def _rows_with(connection: sa.Connection, table: str, word: str) -> int:
    """How many rows hold a word, counted no further than beyond what may be ranked."""
    query = sa.text(
        f"SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {table} MATCH :word "
        f"LIMIT {MOST_RANKED + 1})"
    )
    return connection.scalar(query, {"word": word}) or 0
