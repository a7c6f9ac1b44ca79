"""Search: by meaning (vectors) and by words (bm25), fused by reciprocal rank.

Three rankings are fused: passages by the cosine of their vectors, passages by the words they
hold, and their articles by the words those hold. Days and outlets bound each before its cut. Each
gives more candidates than are asked for; passages that say the same thing are then collapsed, and
only then comes the cut.

Reciprocal rank fusion: Cormack, Clarke and Büttcher, SIGIR 2009.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TypedDict

from corpus.article import Article
from index.passages import Passage
from index.statements import Statement
from index.stopwords import content_words

CANDIDATES = 100
"""Passages taken from each search before they are fused."""

RANK_CONSTANT = 60
"""The k of reciprocal rank fusion, as in its paper."""

SAME_TEXT = 0.8
"""Share of common word triples (Jaccard) from which two passages count as one text."""

_WORD = re.compile(r"\w+")


class Bounds(TypedDict):
    """Days (inclusive) and outlets that articles are kept within; None and empty mean all."""

    since: date | None
    until: date | None
    publishers: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SearchQuery:
    """What to look for, and within which bounds. Days are inclusive; no outlets means all."""

    text: str
    limit: int = 10
    since: date | None = None
    until: date | None = None
    publishers: tuple[str, ...] = ()
    per_article: int | None = None
    """At most so many passages of one article come first; more of it only if places are left."""

    @property
    def bounds(self) -> Bounds:
        """What an article must lie within, as the keyword arguments of every search."""
        return {"since": self.since, "until": self.until, "publishers": self.publishers}

    @property
    def words(self) -> tuple[str, ...]:
        """The words worth searching for, in order, each once."""
        return tuple(dict.fromkeys(content_words(self.text)))


@dataclass(frozen=True, kw_only=True)
class StatementQuery:
    """Whose statements to look for, about what, within which bounds."""

    topic: str | None
    """None finds the latest statements, whatever they are about."""
    words: tuple[str, ...] = ()
    """Words worth searching for; none means those of the topic."""
    speakers: tuple[str, ...]
    """Names as the articles give them; none means everybody's."""
    limit: int = 60
    since: date | None = None
    until: date | None = None
    publishers: tuple[str, ...] = ()

    @property
    def bounds(self) -> Bounds:
        """What an article must lie within, as the keyword arguments of every search."""
        return {"since": self.since, "until": self.until, "publishers": self.publishers}

    @property
    def words_to_search(self) -> tuple[str, ...]:
        """The words given, else the topic's own, in order, each once."""
        return self.words or tuple(dict.fromkeys(content_words(self.topic or "")))


@dataclass(frozen=True, kw_only=True)
class StatementHit:
    """A statement that was found, with what each search contributed."""

    statement: Statement
    article: Article
    reciprocal_rank: float
    vector_rank: int | None = None
    cosine_similarity: float | None = None
    word_rank: int | None = None
    bm25: float | None = None


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A passage that was found, with what each search contributed."""

    passage: Passage
    article: Article
    reciprocal_rank: float
    """The fused score: the sum over the rankings that hold it of 1 / (60 + rank)."""
    vector_rank: int | None = None
    cosine_similarity: float | None = None
    word_rank: int | None = None
    bm25: float | None = None
    article_rank: int | None = None
    """The rank of the whole article among all by the words it holds."""
    copies: tuple[Passage, ...] = field(default=())
    """Passages of other articles with the same text, which this hit stands for."""

    @property
    def text(self) -> str:
        return self.article.text[self.passage.start : self.passage.end]


def ranks(results: Iterable[tuple[str, float]]) -> dict[str, tuple[int, float]]:
    """Search results by id, each with its rank from 1 and its score."""
    return {id: (rank, score) for rank, (id, score) in enumerate(results, 1)}


def reciprocal(rank: int | None) -> float:
    """What a place in one ranking adds to the fused score; nothing for no place."""
    return 1 / (RANK_CONSTANT + rank) if rank else 0.0


def collapse(hits: Sequence[Hit]) -> list[Hit]:
    """The hits without near-identical texts; the first published stands for its copies.

    The place in the ranking is that of the best of them. A text that others share too few word
    triples of is a copy of none. Two texts of which so many are the same share one of their rarest
    fifth, so only those that do are compared.
    """
    texts = [_shingles(hit.text) for hit in hits]
    shared = _in_several(texts)
    may_be_copies = [
        len(shingles & shared) >= math.floor(SAME_TEXT * len(shingles)) for shingles in texts
    ]
    common = Counter(
        one
        for shingles, may_be in zip(texts, may_be_copies, strict=True)
        for one in (shingles if may_be else ())
    )
    kept: list[tuple[Hit, frozenset[tuple[str, ...]]]] = []
    holding: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for hit, shingles, may_be in zip(hits, texts, may_be_copies, strict=True):
        if not may_be:
            kept.append((hit, shingles))
            continue
        rarest = sorted(shingles, key=lambda one: (common[one], one))
        telling = rarest[: len(shingles) - math.ceil(SAME_TEXT * len(shingles)) + 1]
        for number in sorted({number for one in telling for number in holding.get(one, ())}):
            other, theirs = kept[number]
            if _jaccard(shingles, theirs) >= SAME_TEXT:
                kept[number] = (_merged(other, hit), theirs)
                break
        else:
            for one in telling:
                holding[one].append(len(kept))
            kept.append((hit, shingles))
    return [hit for hit, _ in kept]


def spread(hits: Sequence[Hit], per_article: int) -> list[Hit]:
    """The hits with those beyond `per_article` of the same article moved behind the rest."""
    seen: dict[str, int] = {}
    first: list[Hit] = []
    rest: list[Hit] = []
    for hit in hits:
        seen[hit.article.id] = seen.get(hit.article.id, 0) + 1
        (first if seen[hit.article.id] <= per_article else rest).append(hit)
    return first + rest


def _merged(kept: Hit, copy: Hit) -> Hit:
    """One hit for two copies: the earlier article is cited, at the better place."""
    early, late = sorted((kept, copy), key=lambda hit: (_day(hit.article), hit.article.id))
    copies = {p.id: p for p in (*kept.copies, *copy.copies, late.passage)}
    if late.article.id == early.article.id:
        del copies[late.passage.id]
    return replace(
        early,
        reciprocal_rank=kept.reciprocal_rank,
        vector_rank=kept.vector_rank,
        cosine_similarity=kept.cosine_similarity,
        word_rank=kept.word_rank,
        bm25=kept.bm25,
        article_rank=kept.article_rank,
        copies=tuple(copies.values()),
    )


def _day(article: Article) -> date:
    return article.published_day or date.max


def _shingles(text: str) -> frozenset[tuple[str, ...]]:
    words = _WORD.findall(text.casefold())
    if len(words) < 3:
        return frozenset([tuple(words)])
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def _in_several(texts: Sequence[frozenset[tuple[str, ...]]]) -> set[tuple[str, ...]]:
    """The word triples that more than one of the texts has."""
    seen: set[tuple[str, ...]] = set()
    shared: set[tuple[str, ...]] = set()
    for shingles in texts:
        shared |= seen & shingles
        seen |= shingles
    return shared


def _jaccard(a: frozenset[tuple[str, ...]], b: frozenset[tuple[str, ...]]) -> float:
    shared = len(a & b)
    return shared / (len(a) + len(b) - shared)
