"""How somebody's position changed: the answer in order of time, and all that was said drawn."""

import re
from dataclasses import replace
from datetime import date

from assistant.answer import Answer
from assistant.question import CHANGED, Question
from assistant.topics import read_topic
from index.archive import Archive
from index.overview import Said

_CHANGE = re.compile(rf"^how\b.*\b{CHANGED}\s*[?.!]*$", re.IGNORECASE)
_MOST = 300


def asks_for_change(question: str) -> bool:
    """Whether a question is about what became of a position."""
    return _CHANGE.match(" ".join(question.split())) is not None


def chronological(answer: Answer) -> Answer:
    """The same answer with its citations and sentences from the earliest on, undated ones last."""
    days = {
        c.number: (c.article.published_day or date.max, c.article.id, c.start)
        for c in answer.citations
    }
    order = sorted(answer.citations, key=lambda citation: days[citation.number])
    numbers = {citation.number: place for place, citation in enumerate(order, 1)}
    sentences = sorted(
        (
            replace(one, citations=tuple(sorted(numbers[n] for n in one.citations if n in numbers)))
            for one in answer.sentences
        ),
        key=lambda one: one.citations[:1] or (len(order) + 1,),
    )
    return replace(
        answer,
        sentences=tuple(sentences),
        citations=tuple(replace(c, number=numbers[c.number]) for c in order),
    )


def said_on_topic(archive: Archive, question: Question) -> tuple[Said, ...]:
    """What the one speaker asked about said on the topic, by its words, latest first."""
    speaker = archive.people.find(question.speakers[0]).speaker if question.speakers else None
    if speaker is None or not question.topic:
        return ()
    found = archive.ledger.statements.search(
        read_topic(archive, question.topic).words,
        speakers=archive.people.words_of(speaker),
        limit=_MOST,
        since=question.since,
        until=question.until,
    )
    said = archive.ledger.overview.said(ids=[id for id, _ in found], limit=_MOST)
    # Two statements of one sentence are one dot.
    return tuple({(one.statement.article_id, one.span): one for one in said}.values())
