"""Answers to "What did X say about Y?" from the index of statements.

Only statements whose speaker is the one asked about are looked at, so nobody else's words can be
shown; what is judged is whether they are about the topic.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from assistant.answer import Answer, Citation, Kind
from assistant.extractive import quoting
from assistant.question import Question
from assistant.relevance import relevance
from assistant.topic_measures import in_headline, measured
from assistant.topics import Topic, read_topic
from assistant.towards import ActMeasure
from index.archive import Archive
from index.people import Speaker
from index.search import Bounds, StatementHit, StatementQuery
from index.statements import shown_span

MOST_STATEMENTS = 5
POOL = 60
"""Statements that each search may give before they are judged."""

ACTS_POOL = 200
"""The same where an act is asked for, since most of what is on the topic is no such act."""

SHARE_OF_BEST = 0.5
"""A statement is left out when it is less than this times as likely on the topic as the best."""


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

    @property
    def in_headline(self) -> bool:
        """Whether it stands in the article's headline, which is its editor's wording."""
        return in_headline(self.hit.article, self.end)


def answer_from_statements(
    archive: Archive, question: Question, speakers: Sequence[Speaker], bounds: Bounds
) -> Answer | None:
    """The statements of speakers on the question's topic, best first, or None.

    Of several speakers each has their turn; no speakers means everybody whose name is known. What
    a headline says comes after what the articles do; what was said together with others, and what
    others say that a speaker said, is shown only where there are no words of theirs alone.
    """
    asked: list[Speaker | None] = [*speakers] or [None]
    by_speaker = []
    notes: list[str] = []
    for speaker in asked:
        judged = _acts(archive, question, speaker, bounds) if question.act else []
        if not judged and speaker:
            judged = _where_they_met(archive, question, speaker, bounds)
            notes += [_not_to_them(question, speaker)] if judged else []
        if not judged and _may_be_any_words(question, speaker):
            judged = _on_topic(archive, _whole_topic(question), speaker, bounds)
        by_speaker.append(_distinct(_surest(judged, speaker)))
    turns = [one for turn in zip_longest(*by_speaker) for one in turn if one is not None]
    if not turns:
        return None
    chosen = turns[:MOST_STATEMENTS]
    answer = quoting(question, [_citation(archive, n, one) for n, one in enumerate(chosen, 1)])
    return replace(answer, notes=tuple(notes))


def _on_topic(
    archive: Archive, asked_about: str | None, speaker: Speaker | None, bounds: Bounds
) -> list[Judged]:
    """What a speaker, or anybody, said on a topic, likeliest first."""
    topic = read_topic(archive, asked_about) if asked_about else None
    return _judged(archive, topic, _found(archive, topic, speaker, bounds))


def _acts(
    archive: Archive, question: Question, speaker: Speaker | None, bounds: Bounds
) -> list[Judged]:
    """The statements that are the act of speech asked for, those on the topic likeliest first."""
    act = question.act
    if act is None:
        return []
    wanted = " ".join(filter(None, (act.verb, act.towards, question.topic)))
    found = _found(archive, read_topic(archive, wanted), speaker, bounds, limit=ACTS_POOL)
    measure = ActMeasure(archive, act)
    topic = read_topic(archive, question.topic) if question.topic else None
    return _judged(archive, topic, [hit for hit in found if measure.is_of(hit)])


def _where_they_met(
    archive: Archive, question: Question, speaker: Speaker, bounds: Bounds
) -> list[Judged]:
    """For words to somebody: what was said in articles that are headed with the one spoken to."""
    act = question.act
    if act is None or not act.is_address or not act.towards:
        return []
    measure = ActMeasure(archive, act)
    return [
        one
        for one in _on_topic(archive, question.topic, speaker, bounds)
        if measure.is_headed_by_them(one.hit)
    ]


def _not_to_them(question: Question, speaker: Speaker) -> str:
    them = question.act.towards if question.act else None
    return (
        f"No words of {speaker.name} are reported as said to {them} here; these are from articles "
        f"that have {them} in the headline."
    )


def _may_be_any_words(question: Question, speaker: Speaker | None) -> bool:
    """Whether what is no such act may answer too: what somebody says of a man may criticize him,
    whatever the cue."""
    act = question.act
    if act is None:
        return True
    has_topic = _whole_topic(question) is not None
    return speaker is not None and has_topic and not (act.is_address and act.towards)


def _whole_topic(question: Question) -> str | None:
    """The topic of a question, with whom its act is towards."""
    towards = question.act.towards if question.act else None
    return " ".join(filter(None, (towards, question.topic))) or None


def _found(
    archive: Archive,
    topic: Topic | None,
    speaker: Speaker | None,
    bounds: Bounds,
    limit: int = POOL,
) -> list[StatementHit]:
    query = StatementQuery(
        topic=topic.text if topic else None,
        words=topic.words if topic else (),
        speakers=archive.people.words_of(speaker) if speaker else (),
        limit=limit,
        **bounds,
    )
    hits = archive.search_statements(query)
    return [hit for hit in hits if hit.statement.speaker is not None]


def _surest(judged: Sequence[Judged], speaker: Speaker | None) -> list[Judged]:
    """The speaker's own words, else those said together with others, else those at second hand."""
    first_hand = [one for one in judged if one.hit.statement.reported_by is None]
    alone = [o for o in first_hand if speaker and o.hit.statement.speaker in speaker.aliases]
    return sorted(alone or first_hand or judged, key=lambda one: one.in_headline)


def _judged(archive: Archive, topic: Topic | None, hits: Sequence[StatementHit]) -> list[Judged]:
    spans = [shown_span(hit.article.text, hit.statement) for hit in hits]
    if topic is None:
        return [
            Judged(hit=hit, start=start, end=end, probability=1.0)
            for hit, (start, end) in zip(hits, spans, strict=True)
        ]
    judge = relevance("statements")
    measures = measured(archive, topic, hits, spans)
    probabilities = judge.probabilities([one.values for one in measures])
    found = [
        Judged(hit=hit, start=start, end=end, probability=probability)
        for hit, (start, end), probability in zip(hits, spans, probabilities, strict=True)
    ]
    likely = [one for one in found if one.probability >= judge.threshold]
    return sorted(likely, key=lambda one: (-one.probability, one.hit.statement.id))


def _distinct(judged: Sequence[Judged]) -> list[Judged]:
    """Those not far behind the best, no sentence shown twice."""
    floor = max((one.probability for one in judged), default=0.0) * SHARE_OF_BEST
    chosen: list[Judged] = []
    for one in judged:
        if len(chosen) == MOST_STATEMENTS:
            break
        if one.probability >= floor and not any(_same_words(one, other) for other in chosen):
            chosen.append(one)
    return chosen


def _same_words(one: Judged, other: Judged) -> bool:
    if one.hit.article.id == other.hit.article.id:
        return one.start < other.end and other.start < one.end
    return " ".join(one.text.split()).casefold() == " ".join(other.text.split()).casefold()


def _citation(archive: Archive, number: int, judged: Judged) -> Citation:
    statement = judged.hit.statement
    people = archive.people
    return Citation(
        number=number,
        article=judged.hit.article,
        start=judged.start,
        end=judged.end,
        speaker=people.canonical(statement.speaker or ""),
        kind=Kind(statement.kind.value),
        reported_by=people.canonical(statement.reported_by) if statement.reported_by else None,
    )
