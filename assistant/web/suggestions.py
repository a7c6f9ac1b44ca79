"""What to ask instead when a question was not answered: people, topics and days that there are."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from assistant.answer import Answer, Reason
from assistant.assistant import NO_FILTERS, Filters, NewsAssistant
from assistant.dates import find_range
from assistant.question import Question
from assistant.web.markup import clipped
from index.people import Speaker

_MOST = 5
TopicsOf = Callable[[Speaker], list[str]]

_LOOKED_AT = 60
"""Statements on a topic that are looked at for who else speaks about it."""


_EXAMPLES = 4
"""Questions that are offered before the first."""

_TRIED = 8
"""Speakers of whom one is looked for."""


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """A question that the archive may well answer, under a short label."""

    label: str
    question: str
    filters: Filters = NO_FILTERS


def suggestions(
    assistant: NewsAssistant, answer: Answer, filters: Filters, topics_of: TopicsOf
) -> tuple[Suggestion, ...]:
    """What to offer under an abstention, the likeliest first; nothing under an answer."""
    if answer.answered or answer.reason in (None, Reason.EMPTY_ARCHIVE):
        return ()
    question = assistant.understand(answer.question, (), filters)
    offered: list[Suggestion] = []
    if answer.reason is Reason.OUTSIDE_DATES:
        offered.append(_without_days(answer.question, filters))
    for name in question.speakers:
        match = assistant.archive.people.find(name)
        near = [one.name for one in match.ambiguous[:_MOST]] or list(match.nearest)
        offered += [_about(one, question.topic, label=one) for one in near]
        if match.speaker is not None:
            offered += _silent(match.speaker, topics_of)
    if question.topic or not question.speakers:
        offered += _others(assistant, question)
    unique = {one.question: one for one in offered if one.question != answer.question}
    return tuple(unique.values())[: 2 * _MOST - 2]


class Examples:
    """Questions that an archive answers, found once for each state of it."""

    def __init__(self, assistant: NewsAssistant, topics_of: TopicsOf) -> None:
        self._assistant = assistant.without_chat_model()
        self._topics_of = topics_of
        self._found: tuple[int, tuple[str, ...]] = (-1, ())

    def questions(self) -> tuple[str, ...]:
        """A question on each of those who speak in most articles, as far as it is answered."""
        archive = self._assistant.archive
        generation = archive.generation
        if self._found[0] != generation:
            people = (one for one in archive.people.speakers if one.is_person)
            asked = (
                _about(one.name, _best(topics), label="").question
                for one in islice(people, _TRIED)
                if (topics := self._topics_of(one))
            )
            answered = (question for question in asked if self._assistant.ask(question).answered)
            self._found = (generation, tuple(islice(answered, _EXAMPLES)))
        return self._found[1]


def _best(topics: Sequence[str]) -> str:
    """The first topic that reads well after "about": a name or a plural, if there is one."""
    return next((one for one in topics if one[:1].isupper() or one.endswith("s")), topics[0])


def _without_days(question: str, filters: Filters) -> Suggestion:
    said = find_range(question)
    bare = " ".join(question.split()) if said is None else " ".join(said.cut_from(question).split())
    kept = Filters(speaker=filters.speaker, publishers=filters.publishers)
    return Suggestion(label="The same, of any date", question=bare, filters=kept)


def _silent(speaker: Speaker, topics_of: TopicsOf) -> list[Suggestion]:
    return [
        _about(speaker.name, topic, label=f"{speaker.name} on {topic}")
        for topic in topics_of(speaker)[:4]
    ]


def _others(assistant: NewsAssistant, question: Question) -> list[Suggestion]:
    """Who else speaks about the topic, by its words."""
    topic = question.topic or question.text
    table = assistant.archive.ledger.statements
    words = [word for word in topic.split() if len(word) > 3]
    if not words:
        return []
    found = table.search(words, speakers=(), limit=_LOOKED_AT)
    statements = table.by_ids([id for id, _ in found]).values()
    names = Counter(s.speaker for s in statements if s.speaker and s.is_person)
    people = assistant.archive.people
    known = (people.find(name).speaker for name, _ in names.most_common(2 * _MOST))
    asked = {people.find(name).speaker for name in question.speakers}
    others = [one for one in dict.fromkeys(known) if one and one not in asked][:_MOST]
    if question.topic is None:
        return [_about(one.name, None, label=one.name) for one in others]
    return [_about(one.name, topic, label=f"{one.name} on {clipped(topic, 40)}") for one in others]


def _about(name: str, topic: str | None, *, label: str) -> Suggestion:
    about = f" about {topic}" if topic else ""
    return Suggestion(label=clipped(label, 90), question=f"What did {name} say{about}?")
