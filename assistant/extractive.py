"""Answers with no language model: whole sentences of the articles, each with its citation.

The sentence shown is the article's own, so nothing can be invented; what can go wrong is to show
one that does not answer. So each has to be likely enough (relevance.py). Questions about somebody's
words are for spoken.py.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answer import Answer, Citation, CitedSentence, Outcome
from assistant.candidates import Candidate, Measures, candidates, with_needed_context
from assistant.question import Question
from assistant.relevance import relevance
from index.archive import Archive
from index.search import Hit

MOST_SENTENCES = 5
_SHARE_OF_BEST = 0.6
"""A sentence is left out when it is less than this times as likely as the best one."""

_PER_ARTICLE = 2
"""Sentences of one article that come before those of others."""


@dataclass(frozen=True, kw_only=True)
class Scored:
    """A candidate that is likely enough."""

    candidate: Candidate
    probability: float


def answer_from_sentences(
    archive: Archive, question: Question, hits: Sequence[Hit]
) -> Answer | None:
    """The sentences of the passages found that answer a question, best first, or None."""
    found = candidates(archive, question, hits, _may_be_shown)
    if question.anyone and (act := question.act):
        found = [one for one in found if act.verb_in(one.text)]
    chosen = _chosen(_likely(found))
    if not chosen:
        return None
    return quoting(
        question, [_citation(number, one.candidate) for number, one in enumerate(chosen, 1)]
    )


def quoting(question: Question, citations: Sequence[Citation]) -> Answer:
    """An answer whose sentences are the words cited, one citation each."""
    return Answer(
        question=question.text,
        outcome=Outcome.ANSWERED,
        sentences=tuple(
            CitedSentence(text=" ".join(c.quote.split()), citations=(c.number,)) for c in citations
        ),
        citations=tuple(citations),
    )


_COSINES = (-1.001, 1.001)
"""What a cosine lies between, as it is rounded."""


def _may_be_shown(measures: Measures) -> bool:
    """Whether a sentence is likely enough at some cosine: at an end, for the judge is linear."""
    judge = relevance("facts")
    at_ends = [replace(measures, cosine_similarity=cosine).values for cosine in _COSINES]
    return max(judge.probabilities(at_ends)) >= judge.threshold


def _likely(found: Sequence[Candidate]) -> list[Scored]:
    judge = relevance("facts")
    probabilities = judge.probabilities([one.measures.values for one in found])
    scored = [
        Scored(candidate=one, probability=probability)
        for one, probability in zip(found, probabilities, strict=True)
    ]
    return [one for one in scored if one.probability >= judge.threshold]


def _chosen(likely: Sequence[Scored]) -> list[Scored]:
    """At most five, best first, no sentence twice, those of other articles before a third."""
    ordered = sorted(
        likely, key=lambda s: (-s.probability, s.candidate.article.id, s.candidate.start)
    )
    floor = ordered[0].probability * _SHARE_OF_BEST if ordered else 0.0
    first: list[Scored] = []
    rest: list[Scored] = []
    seen: set[str] = set()
    taken: dict[str, int] = {}
    for one in ordered:
        plain = re.sub(r"\W+", " ", one.candidate.text.casefold()).strip()
        if one.probability < floor or plain in seen:
            continue
        seen.add(plain)
        article = one.candidate.article.id
        taken[article] = taken.get(article, 0) + 1
        (first if taken[article] <= _PER_ARTICLE else rest).append(one)
    return (first + rest)[:MOST_SENTENCES]


def _citation(number: int, candidate: Candidate) -> Citation:
    start, end = with_needed_context(candidate)
    return Citation(
        number=number,
        article=candidate.article,
        start=start,
        end=end,
        also_in=candidate.copies,
    )
