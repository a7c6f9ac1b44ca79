"""Which rows of a full-text table are ranked for a question's words, so that it stays affordable.

SQLite's bm25 looks at every row that holds any of the words, and a word like "government" stands
in a third of all. So only so many rows are ranked, each by all of the words as ever: half of them
for the rarer words, in whatever they stand, half those that came last into the archive of all that
hold any. Where no more than MOST_RANKED rows hold a word, the ranking is the full one.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

MOST_RANKED = 20_000
"""Rows that are ranked at most for each search, which takes some 30 ms."""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, kw_only=True)
class WordRanking:
    """A query for the columns `number` and `score` (largest is best), with its values."""

    sql: str
    values: dict[str, str]


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
    if sum(counts.values()) <= MOST_RANKED:
        return full_ranking(table, bm25, words)
    half = MOST_RANKED // 2
    latest = (
        f"SELECT rowid AS number, -{bm25} AS score FROM {table} "
        f"WHERE {table} MATCH :match ORDER BY rowid DESC LIMIT {half}"
    )
    any_word = " OR ".join(words)
    rare: list[str] = []
    for word in sorted(words, key=lambda word: counts[word]):
        if sum(counts[one] for one in [*rare, word]) > half:
            break
        rare.append(word)
    if not rare:
        return WordRanking(sql=latest, values={"match": any_word})
    # FTS5 has no word that counts without being asked for. Of the rows with a rare word, the first
    # query counts the rare words twice and all others once, the second takes the rare ones off.
    return WordRanking(
        sql=f"""
            SELECT number, max(score) AS score FROM (
                SELECT number, sum(score) AS score FROM (
                    SELECT rowid AS number, -{bm25} AS score FROM {table}
                    WHERE {table} MATCH :twice
                    UNION ALL
                    SELECT rowid, {bm25} FROM {table} WHERE {table} MATCH :rare)
                GROUP BY number
                UNION ALL SELECT number, score FROM ({latest}))
            GROUP BY number
            """,
        values={
            "twice": f"({' OR '.join(rare)}) AND ({any_word})",
            "rare": " OR ".join(rare),
            "match": any_word,
        },
    )


def _rows_with(connection: sa.Connection, table: str, word: str) -> int:
    """How many rows hold a word, counted no further than beyond what may be ranked."""
    query = sa.text(
        f"SELECT count(*) FROM (SELECT 1 FROM {table} WHERE {table} MATCH :word "
        f"LIMIT {MOST_RANKED + 1})"
    )
    return connection.scalar(query, {"word": word}) or 0
