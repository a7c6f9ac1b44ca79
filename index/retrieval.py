"""Retrieval: the searches of an archive by meaning and by words, joined to what is cited.

What each search finds are ids; here they become passages and statements with their articles, in
one ranking (search.py).
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from index.encoder import Vectors
from index.ledger import Ledger
from index.nearest import Nearest
from index.search import (
    CANDIDATES,
    Hit,
    SearchQuery,
    StatementHit,
    StatementQuery,
    collapse,
    ranks,
    reciprocal,
    spread,
)
from index.stages import stage
from index.stores import Stores

_REREADS = 20
"""How often a search starts again because another process wrote meanwhile."""

_Found = TypeVar("_Found")

_beside = ThreadPoolExecutor(max_workers=8, thread_name_prefix="words")
"""Searches by words run here, beside those by meaning: SQLite and Chroma let each other run."""


class Retrieval:
    """Finds passages and statements of one archive. Safe to use from several threads."""

    def __init__(
        self, ledger: Ledger, stores: Stores, encode_query: Callable[[str], Vectors]
    ) -> None:
        self._ledger = ledger
        self._nearest = Nearest(ledger, stores)
        self._encode_query = encode_query

    def passages(self, query: SearchQuery) -> list[Hit]:
        """The best passages for a query, best first, at most `query.limit`."""
        with stage("search_passages"):
            return self._undisturbed(lambda: self._passages(query))

    def statements(self, query: StatementQuery) -> list[StatementHit]:
        """The statements nearest to a topic, by meaning and by words, best first."""
        with stage("search_statements"):
            return self._undisturbed(lambda: self._statements(query))

    def _passages(self, query: SearchQuery) -> list[Hit]:
        depth = max(CANDIDATES, 3 * query.limit)
        full_text = self._ledger.full_text
        searching = [
            _beside.submit(search, query.words, limit=depth, **query.bounds)
            for search in (full_text.passages, full_text.articles)
        ]
        vector = self._encode_query(query.text)
        by_meaning = ranks(self._nearest.passages(vector, limit=depth, **query.bounds))
        by_words, by_article = (ranks(one.result()) for one in searching)
        passages = self._ledger.passages.by_ids([*by_meaning, *by_words])
        fused: dict[str, float] = {}
        for id, passage in passages.items():
            places = (by_meaning.get(id), by_words.get(id), by_article.get(passage.article_id))
            fused[id] = sum(reciprocal(place[0]) for place in places if place)
        best = sorted(fused, key=lambda id: (-fused[id], id))[:depth]
        articles = self._ledger.articles(
            sorted({passages[id].article_id for id in best}), indexed_only=True
        )
        article_by_id = {article.id: article for article in articles}
        hits: list[Hit] = []
        for id in best:
            if passages[id].article_id not in article_by_id:
                continue  # removed, or about to be changed, by another process
            vector_rank, cosine_similarity = by_meaning.get(id, (None, None))
            word_rank, bm25 = by_words.get(id, (None, None))
            hits.append(
                Hit(
                    passage=passages[id],
                    article=article_by_id[passages[id].article_id],
                    reciprocal_rank=fused[id],
                    vector_rank=vector_rank,
                    cosine_similarity=cosine_similarity,
                    word_rank=word_rank,
                    bm25=bm25,
                    article_rank=by_article.get(passages[id].article_id, (None, None))[0],
                )
            )
        hits = collapse(hits)
        if query.per_article:
            hits = spread(hits, query.per_article)
        return hits[: query.limit]

    def _statements(self, query: StatementQuery) -> list[StatementHit]:
        table = self._ledger.statements
        searching = _beside.submit(
            table.search,
            query.words_to_search,
            speakers=query.speakers,
            limit=query.limit,
            **query.bounds,
        )
        by_meaning: dict[str, tuple[int, float]] = {}
        if query.topic:
            vector = self._encode_query(query.topic)
            by_meaning = ranks(
                self._nearest.statements(
                    vector, limit=query.limit, speakers=query.speakers, **query.bounds
                )
            )
        by_words = ranks(searching.result())
        statements = table.by_ids([*by_words, *by_meaning])
        articles = {
            article.id: article
            for article in self._ledger.articles(
                sorted({s.article_id for s in statements.values()}), indexed_only=True
            )
        }
        hits: list[StatementHit] = []
        for id, statement in statements.items():
            if statement.article_id not in articles:
                continue  # removed, or about to be changed, by another process
            word_rank, bm25 = by_words.get(id, (None, None))
            vector_rank, cosine_similarity = by_meaning.get(id, (None, None))
            hits.append(
                StatementHit(
                    statement=statement,
                    article=articles[statement.article_id],
                    reciprocal_rank=reciprocal(word_rank) + reciprocal(vector_rank),
                    vector_rank=vector_rank,
                    cosine_similarity=cosine_similarity,
                    word_rank=word_rank,
                    bm25=bm25,
                )
            )
        return sorted(hits, key=lambda hit: (-hit.reciprocal_rank, hit.statement.id))

    def _undisturbed(self, search: Callable[[], list[_Found]]) -> list[_Found]:
        """What a search finds, done again where another process changed the archive meanwhile.

        Otherwise it could join the place of one version of an article to the text of the next.
        """
        for _ in range(_REREADS):
            generation = self._ledger.generation
            found = search()
            if generation == self._ledger.generation:
                break
        return found
