"""All that an archive says, to be compared with another: nothing left out, nothing of chance."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from assistant.assistant import NewsAssistant
from index.archive import Archive
from index.seal import STORES
from index.vectors import VectorStore
from tests.faults.news import QUESTIONS


def state_of(archive: Archive) -> dict[str, Any]:
    """Articles, passages, statements, vectors and answers of an archive at rest."""
    ledger = archive.ledger
    articles = list(ledger.articles())
    ids = [one.id for one in articles]
    return {
        "articles": sorted((one.id, one.fingerprint) for one in articles),
        "passages": sorted(
            (p.article_id, p.start, p.end)
            for article in ids
            for p in ledger.passages.of_articles([article])
        ),
        "statements": sorted(repr(asdict(one)) for one in ledger.statements.all()),
        "vectors": _vectors(archive, archive.vectors, STORES[0]),
        "statement vectors": _vectors(archive, archive.statement_vectors, STORES[1]),
        "undone": (ledger.unindexed(1), ledger.retired(), ledger.generation % 2),
        "answers": [answer_to(archive, question) for question in QUESTIONS],
    }


def answer_to(archive: Archive, question: str) -> dict[str, Any]:
    return {**NewsAssistant(archive).ask(question).to_json(), "took_ms": 0}


def difference(expected: dict[str, Any], found: dict[str, Any]) -> str | None:
    """In what the two differ; None if in nothing."""
    for part, value in expected.items():
        if found[part] != value:
            return f"{part}: {str(found[part])[:300]} instead of {str(value)[:300]}"
    return None


def _vectors(archive: Archive, store: VectorStore, name: str) -> dict[str, Any]:
    """Id, metadata and vector of all that Chroma holds, and that wait in the ledger."""
    waiting = archive.ledger.waiting.of(name)
    found = {
        row.id: (row.metadata, _rounded(vector))
        for row, vector in zip(waiting.rows, waiting.vectors, strict=True)
    }
    collection = store._opened()
    if collection is None:
        return found
    kept = collection.get(include=["metadatas", "embeddings"])
    rows = zip(kept["ids"], kept["metadatas"], kept["embeddings"], strict=True)
    return {id: (metadata, _rounded(vector)) for id, metadata, vector in rows} | found


def _rounded(vector: Iterable[float]) -> list[float]:
    return [round(float(number), 4) for number in vector]
