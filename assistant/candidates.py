"""Sentences that might answer a question, each with the measures that tell whether it does."""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.question import Question, Wanted
from corpus.article import Article
from index.archive import Archive
from index.search import Hit
from index.sentences import Span, containing, paragraphs, sentences_of
from index.stems import content_stems

PASSAGES = 12
"""Hits whose sentences are looked at."""

SENTENCES = 30
"""Sentences that are compared with the question by meaning, at most."""


_WHOLE = 20_000
"""Characters of an article whose words count as the whole article's."""


@dataclass(frozen=True, kw_only=True)
class Measures:
    """What speaks for a sentence; every value lies between 0 and 1, but the cosines from -1."""

    cosine_similarity: float = 0.0
    """Of the sentence, with the question."""
    passage_cosine: float = 0.0
    """Of its passage, with the question; 0 when the passage was found by its words alone."""
    coverage: float = 0.0
    """Share of the question's words in the sentence, each weighed by its rarity (idf)."""
    context_coverage: float = 0.0
    """The same for the sentence's passage and headline."""
    article_coverage: float = 0.0
    """The same for the whole article."""
    reciprocal_rank: float = 0.0
    """1 for the first passage found, 1/2 for the second, and so on."""
    fits_wanted: float = 0.0
    """1 when the sentence holds what the question wants: a date, a number, a name."""
    names_missing: float = 0.0
    """Share of the question's names that neither the sentence nor its context holds."""

    @property
    def values(self) -> tuple[float, ...]:
        return (
            self.cosine_similarity,
            self.passage_cosine,
            self.coverage,
            self.context_coverage,
            self.article_coverage,
            self.reciprocal_rank,
            self.fits_wanted,
            self.names_missing,
            self.coverage * self.cosine_similarity,
            float(self.coverage > 0.999),
        )


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A whole sentence of an article, [start, end) in its text."""

    article: Article
    start: int
    end: int
    measures: Measures
    copies: tuple[str, ...] = ()
    """Ids of other articles with the same passage."""

    @property
    def text(self) -> str:
        return self.article.text[self.start : self.end]


class Rarity:
    """Inverse document frequency of words over the passages of an archive."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._passages = max(1, archive.coverage().passages)
        self._known: dict[str, float] = {}

    def of(self, stems: Sequence[str]) -> dict[str, float]:
        """The weight of each stem; a word that is nowhere in the archive weighs most."""
        for one in stems:
            if one not in self._known:
                holding = self._archive.ledger.full_text.passages_with(one)
                self._known[one] = math.log(1 + self._passages / (1 + holding))
        return {one: self._known[one] for one in stems}


def candidates(
    archive: Archive,
    question: Question,
    hits: Sequence[Hit],
    worth: Callable[[Measures], bool] = lambda _: True,
) -> list[Candidate]:
    """The sentences of the best hits, the likelier half of them measured by meaning too.

    Comparing by meaning takes the time: sentences that are not worth it by their other measures are
    left out.
    """
    if not hits:
        return []
    weights = Rarity(archive).of(content_stems(question.text))
    articles = {hit.article.id: hit.article for hit in hits[:PASSAGES]}
    whole = {id: set(content_stems(a.text[:_WHOLE])) for id, a in articles.items()}
    found: dict[tuple[str, int], Candidate] = {}
    for rank, hit in enumerate(hits[:PASSAGES], 1):
        context = set(content_stems(f"{hit.article.title} {hit.text}"))
        for start, end in _sentences_of(hit):
            text = hit.article.text[start:end]
            measures = Measures(
                passage_cosine=hit.cosine_similarity or 0.0,
                coverage=covered(weights, set(content_stems(text))),
                context_coverage=covered(weights, context),
                article_coverage=covered(weights, whole[hit.article.id] | context),
                reciprocal_rank=1 / rank,
                fits_wanted=float(fits(question, text)),
                names_missing=_missing(question, f"{hit.article.title} {hit.text}"),
            )
            found.setdefault(
                (hit.article.id, start),
                Candidate(
                    article=hit.article,
                    start=start,
                    end=end,
                    measures=measures,
                    copies=tuple(dict.fromkeys(p.article_id for p in hit.copies)),
                ),
            )
    likely = [one for one in _likelier(list(found.values())) if worth(one.measures)]
    return _measured_by_meaning(archive, question, likely)


def _likelier(found: Sequence[Candidate]) -> list[Candidate]:
    return sorted(
        found,
        key=lambda c: (
            -(c.measures.coverage + c.measures.reciprocal_rank + 0.3 * c.measures.fits_wanted),
            c.article.id,
            c.start,
        ),
    )[:SENTENCES]


def _measured_by_meaning(
    archive: Archive, question: Question, likely: Sequence[Candidate]
) -> list[Candidate]:
    if not likely:
        return []
    asked = archive.encoder.encode_query(question.text)
    similarities = archive.encoder.encode([one.text for one in likely]) @ asked
    return [
        replace(one, measures=replace(one.measures, cosine_similarity=float(similarity)))
        for one, similarity in zip(likely, similarities, strict=True)
    ]


def covered(weights: dict[str, float], stems: set[str]) -> float:
    """The share of the weight of `weights` that is among `stems`; 1 when there is none."""
    total = sum(weights.values())
    return sum(weight for one, weight in weights.items() if one in stems) / total if total else 1.0


_NUMBER = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|hundreds?|"
    r"thousands?|millions?|billions?|half|third|quarter|twice|once|none)\b",
    re.IGNORECASE,
)
_DATE = re.compile(
    r"\b(?:(?:1[5-9]|20)\d\d|january|february|march|april|may \d|june|july|august|september|"
    r"october|november|december|(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|yesterday|tomorrow|tonight|"
    r"\d+(?:st|nd|rd|th) century|(?:next|last|this) (?:week|month|year|spring|summer|autumn|fall|"
    r"winter)|\d{1,2}(?::\d\d)? ?[ap]\.?m\b)",
    re.IGNORECASE,
)
_NAMED = re.compile(r"(?<=[\w,;:] )[^\W\d_a-z][\w’'-]+")


def fits(question: Question, text: str) -> bool:
    """Whether a text holds the kind of thing that the question wants."""
    if question.wanted is Wanted.DATE:
        return bool(_DATE.search(text))
    if question.wanted is Wanted.NUMBER:
        return bool(_NUMBER.search(text))
    if question.wanted in (Wanted.PERSON, Wanted.PLACE):
        asked = " ".join(question.names).lower()
        return any(name.lower() not in asked for name in _NAMED.findall(text))
    return True


def _missing(question: Question, context: str) -> float:
    if not question.names:
        return 0.0
    words = context.lower()
    missing = sum(name.split()[-1].lower() not in words for name in question.names)
    return missing / len(question.names)


def _sentences_of(hit: Hit) -> list[Span]:
    """The sentences of a hit's passage; the article's first line is no sentence but its title."""
    text = hit.article.text
    start, end = hit.passage.start, hit.passage.end
    spans: list[Span] = []
    for paragraph in paragraphs(text[start:end]):
        spans += sentences_of(text[start:end], paragraph)
    title = hit.article.title.strip()
    found = [(start + a, start + b) for a, b in spans]
    return [(a, b) for a, b in found if not (a == 0 and text[a:b].strip() == title)]


def with_needed_context(candidate: Candidate) -> Span:
    """The span of a sentence, begun one sentence earlier when it opens with a pronoun.

    "He said so on Friday" does not stand alone; the sentence before it in the same paragraph says
    who he is, where there is one.
    """
    text = candidate.article.text
    if not _OPENS_WITH_PRONOUN.match(text, candidate.start):
        return candidate.start, candidate.end
    paragraph = containing(paragraphs(text), candidate.start)
    if paragraph is None:
        return candidate.start, candidate.end
    before = [span for span in sentences_of(text, paragraph) if span[1] <= candidate.start]
    return (before[-1][0] if before else candidate.start), candidate.end


_OPENS_WITH_PRONOUN = re.compile(
    r"[\"“‘']?(?:But |And |So |Yet |Still, |However, |Then )?"
    r"(?:he|she|they|it|this|that|these|those|his|her|their|its)\b",
    re.IGNORECASE,
)
