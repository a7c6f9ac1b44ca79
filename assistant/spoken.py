"""Answers to "What did X say about Y?" from the index of statements.

Only statements whose speaker is the one asked about are looked at, so nobody else's words can be
shown; what is judged is whether they are about the topic.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from assistant.answer import Answer, Citation, Kind
from assistant.candidates import Rarity, covered
from assistant.extractive import quoting
from assistant.question import Question
from assistant.relevance import relevance
from index.archive import Archive
from index.people import Speaker
from index.search import Bounds, StatementHit, StatementQuery
from index.sentences import containing, paragraphs
from index.statements import shown_span
from index.stems import content_stems

MOST_STATEMENTS = 5
POOL = 60
"""Statements that each search may give before they are judged."""

_SHARE_OF_BEST = 0.25
"""A statement is left out when it is less than this times as likely on the topic as the best."""


@dataclass(frozen=True, kw_only=True)
class TopicMeasures:
    """What speaks for a statement being about a topic; coverages from 0 to 1."""

    cosine_similarity: float
    """Of topic and statement; what the vector search's last hit had, when it was not among them."""
    content: float
    """Share of the topic's words in what was said, each weighed by its rarity."""
    sentence: float
    """The same in the sentences around it."""
    paragraph: float
    title: float

    @property
    def values(self) -> tuple[float, ...]:
        everywhere = max(self.content, self.sentence, self.paragraph)
        return (
            self.cosine_similarity,
            self.content,
            self.sentence,
            self.paragraph,
            self.title,
            float(self.content > 0.999),
            float(everywhere > 0.999),
            self.cosine_similarity * self.content,
        )


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A statement with the probability that it is about the topic."""

    hit: StatementHit
    start: int
    end: int
    probability: float

    @property
    def text(self) -> str:
        return self.hit.article.text[self.start : self.end]


def topic_stems(archive: Archive, topic: str) -> list[str]:
    """The words of a topic that have to be met; of somebody whom the surname alone means, that."""
    person = archive.people.find(topic).speaker
    if person is not None and person.is_person:
        last = topic.split()[-1]
        if archive.people.find(last).speaker == person:
            return content_stems(last)
    return content_stems(topic) or topic.lower().split()


def measured(archive: Archive, topic: str, hits: Sequence[StatementHit]) -> list[TopicMeasures]:
    """The measures of statements for a topic, in the order of the hits."""
    weights = Rarity(archive).of(topic_stems(archive, topic))
    least = min((h.cosine_similarity for h in hits if h.cosine_similarity is not None), default=0.0)
    found: list[TopicMeasures] = []
    for hit in hits:
        text = hit.article.text
        start, end = shown_span(text, hit.statement)
        around = containing(paragraphs(text), hit.statement.span[0]) or (start, end)
        content = " ".join(text[a:b] for a, b in hit.statement.content)
        near = hit.cosine_similarity
        found.append(
            TopicMeasures(
                cosine_similarity=least if near is None else near,
                content=covered(weights, set(content_stems(content))),
                sentence=covered(weights, set(content_stems(text[start:end]))),
                paragraph=covered(weights, set(content_stems(text[around[0] : around[1]]))),
                title=covered(weights, set(content_stems(hit.article.title))),
            )
        )
    return found


def answer_from_statements(
    archive: Archive, question: Question, speakers: Sequence[Speaker], bounds: Bounds
) -> Answer | None:
    """The statements of speakers on the question's topic, best first, or None.

    Of several speakers each has their turn; no speakers means everybody whose name is known.
    """
    asked = [one.aliases for one in speakers] or [()]
    by_speaker = []
    for names in asked:
        query = StatementQuery(topic=question.topic, speakers=names, limit=POOL, **bounds)
        hits = archive.search_statements(query)
        named = [hit for hit in hits if hit.statement.speaker is not None]
        by_speaker.append(_distinct(_judged(archive, question, named)))
    turns = [one for turn in zip_longest(*by_speaker) for one in turn if one is not None]
    if not turns:
        return None
    chosen = turns[:MOST_STATEMENTS]
    return quoting(question, [_citation(archive, n, one) for n, one in enumerate(chosen, 1)])


def _judged(archive: Archive, question: Question, hits: Sequence[StatementHit]) -> list[Judged]:
    spans = [shown_span(hit.article.text, hit.statement) for hit in hits]
    if question.topic is None:
        return [
            Judged(hit=hit, start=start, end=end, probability=1.0)
            for hit, (start, end) in zip(hits, spans, strict=True)
        ]
    judge = relevance("statements")
    found = [
        Judged(hit=hit, start=start, end=end, probability=judge.probability(measures.values))
        for hit, (start, end), measures in zip(
            hits, spans, measured(archive, question.topic, hits), strict=True
        )
    ]
    likely = [one for one in found if one.probability >= judge.threshold]
    return sorted(likely, key=lambda one: (-one.probability, one.hit.statement.id))


def _distinct(judged: Sequence[Judged]) -> list[Judged]:
    """Those not far behind the best, no sentence shown twice."""
    floor = judged[0].probability * _SHARE_OF_BEST if judged else 0.0
    chosen: list[Judged] = []
    for one in judged:
        if one.probability < floor or len(chosen) == MOST_STATEMENTS:
            break
        if not any(_same_words(one, other) for other in chosen):
            chosen.append(one)
    return chosen


def _same_words(one: Judged, other: Judged) -> bool:
    if one.hit.article.id == other.hit.article.id:
        return one.start < other.end and other.start < one.end
    return " ".join(one.text.split()).casefold() == " ".join(other.text.split()).casefold()


def _citation(archive: Archive, number: int, judged: Judged) -> Citation:
    name = judged.hit.statement.speaker or ""
    known = archive.people.find(name).speaker
    return Citation(
        number=number,
        article=judged.hit.article,
        start=judged.start,
        end=judged.end,
        speaker=known.name if known and name in known.aliases else name,
        kind=Kind(judged.hit.statement.kind.value),
    )
