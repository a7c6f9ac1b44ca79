"""Retrieval on news questions, beside plain vectors and plain BM25 over the same passages.

    python -m benchmarks.retrieval --questions FILE --articles FILE --work DIR

Questions are JSONL ({"id", "question", "gold": [article id, ...]}), articles JSONL, gzipped or
not, called articles.jsonl[.gz]; --work keeps the archive that is made of them. Each way of
searching gives ten passages;
hit@k says that a gold article is among the first k distinct articles of them. On Record's ten are
the evidence of its answers. Plain vectors embed the passage's own words alone with the default
model, compared exactly; plain BM25 ranks the passage's words by SQLite's FTS5 with the stopwords
left out.
"""

import argparse
from collections.abc import Callable
from pathlib import Path

import numpy as np
import sqlalchemy as sa
from tqdm import tqdm

from assistant.assistant import EVIDENCE
from benchmarks.choose_threshold import archive_of, read_lines
from index.archive import Archive
from index.passages import Passage
from index.search import SearchQuery

TEN = 10

Ranker = Callable[[str], list[str]]
"""From a question to the ids of the articles of ten passages, best first."""


def on_record(archive: Archive) -> Ranker:
    def rank(question: str) -> list[str]:
        query = SearchQuery(text=question, limit=EVIDENCE, per_article=1)
        return [hit.article.id for hit in archive.search(query)]

    return rank


def plain_vectors(archive: Archive, passages: list[Passage], work: Path) -> Ranker:
    kept = work / f"{archive.folder.name}-plain-vectors.npy"
    if kept.exists():
        vectors = np.load(kept)
    else:
        texts = {article.id: article.text for article in archive.ledger.articles()}
        with tqdm(total=len(passages), desc="plain vectors") as bar:
            vectors = archive.encoder.encode(
                [texts[p.article_id][p.start : p.end] for p in passages],
                lambda done: bar.update(done) and None,
            )
        np.save(kept, vectors)

    def rank(question: str) -> list[str]:
        similarities = vectors @ archive.encoder.encode_query(question)
        return [passages[n].article_id for n in np.argsort(-similarities, kind="stable")[:TEN]]

    return rank


def plain_bm25(archive: Archive, passages: list[Passage]) -> Ranker:
    texts = {article.id: article.text for article in archive.ledger.articles()}
    engine = sa.create_engine("sqlite://")
    connection = engine.connect()
    connection.exec_driver_sql(
        "CREATE VIRTUAL TABLE words USING fts5(body, tokenize = 'porter unicode61')"
    )
    connection.exec_driver_sql(
        "INSERT INTO words (rowid, body) VALUES (?, ?)",
        [(n, texts[p.article_id][p.start : p.end]) for n, p in enumerate(passages)],
    )

    def rank(question: str) -> list[str]:
        words = SearchQuery(text=question).words
        match = " OR ".join(f'"{word}"' for word in words)
        rows = connection.exec_driver_sql(
            "SELECT rowid FROM words WHERE words MATCH ? ORDER BY rank, rowid LIMIT ?",
            (match, TEN),
        )
        return [passages[number].article_id for (number,) in rows]

    return rank


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--questions", type=Path, required=True)
    options.add_argument("--articles", type=Path, required=True)
    options.add_argument("--work", type=Path, required=True)
    given = options.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    archive = archive_of(given.articles.parent, given.work)
    ids = [article.id for article in archive.ledger.articles()]
    passages = archive.ledger.passages.of_articles(ids)
    questions = [row for row in read_lines(given.questions) if row.get("gold")]
    rankers = {
        "plain vectors": plain_vectors(archive, passages, given.work),
        "plain BM25": plain_bm25(archive, passages),
        "On Record": on_record(archive),
    }
    print(f"{len(ids):,} articles, {len(passages):,} passages, {len(questions)} questions")
    for name, rank in rankers.items():
        ranks: list[int | None] = []
        for row in questions:
            found = list(dict.fromkeys(rank(row["question"])))
            ranks.append(next((n for n, id in enumerate(found, 1) if id in row["gold"]), None))
        hits = {k: sum(r is not None and r <= k for r in ranks) / len(ranks) for k in (1, 5, 10)}
        reciprocal = sum(1 / r for r in ranks if r) / len(ranks)
        print(
            f"{name:14} "
            + "  ".join(f"hit@{k} {value:.3f}" for k, value in hits.items())
            + f"  mrr@10 {reciprocal:.3f}"
        )


if __name__ == "__main__":
    main()
