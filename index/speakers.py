"""Whose words a statement is, within one article.

The head of the source phrase decides. Names come first, for the whole article; then, in the order
of the text, what leans on those: roles ("the minister"), "who", "he" and "she", "I" inside what
somebody says, and quotations that go on without a source. What is not safe stays open, because a
wrong speaker is worse than none.
"""

import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from corpus.article import Article
from index.antecedents import Antecedents, Heard
from index.body_names import defined_in, written_out
from index.cast import Cast, Person
from index.mentions import Mention
from index.name_words import noun_gender, pronoun_gender
from index.roles import same_role
from index.sentences import Span, containing, paragraphs
from index.sources import SourceKind, SourceReading, read_source

TOGETHER = " and "
"""What stands before the last name of several who speak together."""


class Resolution(StrEnum):
    """By what in the article a speaker was recognised."""

    NAMED = "named"
    SHORT_FORM = "short form"
    ROLE = "role"
    PRONOUN = "pronoun"


class HasSource(Protocol):
    """What of an attribution the resolution needs: spans in characters of the article's text."""

    @property
    def content(self) -> tuple[Span, ...]: ...
    @property
    def cue(self) -> tuple[Span, ...]: ...
    @property
    def source(self) -> tuple[Span, ...]: ...


@dataclass(frozen=True, kw_only=True)
class ResolvedSpeaker:
    """A speaker as an article names them: the fullest form of the name, the role as given.

    `is_person` is False for groups, organizations and people without a name ("Trump aides", "a
    spokesman for Mr. Obama"), whose name is that phrase.
    """

    name: str
    role: str | None = None
    is_person: bool = False
    resolution: Resolution = Resolution.NAMED


def resolve(article: Article, attributions: Sequence[HasSource]) -> list[ResolvedSpeaker | None]:
    """The speaker of each attribution, in the order given, None where it is open."""
    return _Resolving(article, attributions).speakers()


class _Resolving:
    """One article's resolution: what is known so far, by the number of the attribution."""

    def __init__(self, article: Article, attributions: Sequence[HasSource]) -> None:
        self._text = article.text
        self._attributions = attributions
        self._cast = Cast(article)
        self._defined = defined_in(article.text)
        self._antecedents = Antecedents(article.text, self._cast)
        self._people: dict[int, Person] = {}
        self._heard: list[Heard] = []
        self._found: list[ResolvedSpeaker | None] = [None] * len(attributions)

    def speakers(self) -> list[ResolvedSpeaker | None]:
        order = sorted(range(len(self._attributions)), key=self._place)
        readings = {number: self._reading(number) for number in order}
        for number in order:
            self._by_name(number, readings[number])
        for number in order:
            self._by_context(number, readings[number])
        for number in order:
            if not self._attributions[number].source:
                self._continued(number, order)
        return self._found

    def _place(self, number: int) -> tuple[int, int]:
        one = self._attributions[number]
        spans = one.source or one.cue or one.content
        return (spans[0][0] if spans else 0, number)

    def _reading(self, number: int) -> SourceReading:
        spans = self._attributions[number].source
        return read_source(" ".join(self._text[start:end] for start, end in spans))

    def _by_name(self, number: int, reading: SourceReading) -> None:
        body = written_out(reading.phrase, self._defined)
        if reading.kind is SourceKind.ITSELF or body != reading.phrase:
            name = self._together(reading, self._place(number)[0]) or body
            self._found[number] = ResolvedSpeaker(name=name)
            self._hear(number, None, noun_gender(reading.phrase.split(" for ")[0]))
        elif reading.mention is not None:
            person = self._cast.named(reading.mention, self._place(number)[0])
            if person is None:
                self._hear(number, None, None)
                return
            is_short = person.is_full and not reading.mention.is_full
            how = Resolution.SHORT_FORM if is_short else Resolution.NAMED
            self._settle(number, person, how, reading.role, reading.mention)

    def _together(self, reading: SourceReading, place: int) -> str | None:
        """The full names of several who speak together; None where one of them is open."""
        people = [self._cast.named(mention, place) for mention in reading.members]
        names = dict.fromkeys(one.name for one in people if one)
        if not people or None in people or len(names) < len(people):
            return None
        *first, last = names
        return f"{', '.join(first)}{TOGETHER}{last}"

    def _settle(
        self,
        number: int,
        person: Person,
        how: Resolution,
        role: str | None = None,
        mention: Mention | None = None,
    ) -> None:
        titled = mention is not None and bool(mention.honorific or mention.title)
        self._found[number] = ResolvedSpeaker(
            name=person.name,
            role=role or next(iter(person.roles), None),
            is_person=person.is_full or titled or person.gender is not None or bool(person.roles),
            resolution=how,
        )
        self._people[number] = person
        self._hear(number, person, person.gender)

    def _hear(self, number: int, person: Person | None, gender: str | None) -> None:
        spans = self._attributions[number].source
        if spans:
            heard = Heard(
                start=spans[0][0],
                end=spans[-1][1],
                person=person,
                gender=gender,
                contents=tuple(self._attributions[number].content),
            )
            bisect.insort(self._heard, heard, key=lambda one: one.start)

    def _by_context(self, number: int, reading: SourceReading) -> None:
        start = self._place(number)[0]
        if reading.kind is SourceKind.ROLE:
            person = self._with_role(reading.phrase)
            if person:
                self._settle(number, person, Resolution.ROLE)
            else:
                self._hear(number, None, noun_gender(reading.phrase))
        elif reading.kind is SourceKind.RELATIVE:
            if person := self._antecedents.of_relative(start):
                self._settle(number, person, Resolution.PRONOUN)
        elif reading.kind is SourceKind.PRONOUN:
            person = self._antecedents.of_pronoun(
                reading.phrase, start, self._heard, sorted(self._attributions[number].content)
            )
            if person:
                self._settle(number, person, Resolution.PRONOUN)
            else:
                self._hear(number, None, pronoun_gender(reading.phrase))
        elif reading.kind is SourceKind.SELF and (person := self._enclosing(number, start)):
            self._settle(number, person, Resolution.PRONOUN)

    def _with_role(self, phrase: str) -> Person | None:
        """The one person of the article to whom a description like "Florida senator" applies."""
        fitting = [one for one in self._cast.people if _fits_role(one, phrase)]
        return fitting[0] if len(fitting) == 1 else None

    def _enclosing(self, number: int, start: int) -> Person | None:
        """Who says the innermost quotation that an "I" stands in."""
        around = [
            (high - low, other)
            for other, one in enumerate(self._attributions)
            if other != number and other in self._people
            for low, high in one.content
            if low <= start < high and containing(self._antecedents.quotes, start)
        ]
        return self._people[min(around)[1]] if around else None

    def _continued(self, number: int, order: Sequence[int]) -> None:
        """Give a quotation without source or cue to the speaker whose quotation it goes on."""
        one = self._attributions[number]
        if one.cue or not one.content:
            return
        start = one.content[0][0]
        before = [n for n in order if self._ends(n) <= start and n in self._people]
        last = max(before, key=self._ends, default=None)
        if last is not None and self._goes_on(self._ends(last), start):
            self._settle(number, self._people[last], self._resolution(last))

    def _ends(self, number: int) -> int:
        one = self._attributions[number]
        return max((end for _, end in one.content), default=0)

    def _resolution(self, number: int) -> Resolution:
        found = self._found[number]
        return found.resolution if found else Resolution.NAMED

    def _goes_on(self, end: int, start: int) -> bool:
        """Whether a quotation left open before a paragraph's end goes on at `start`."""
        blocks = paragraphs(self._text)
        here, there = containing(blocks, start), containing(blocks, max(0, end - 1))
        if not here or not there or blocks.index(here) != blocks.index(there) + 1:
            return False
        opens = self._text[here[0]] in '“"' and start - here[0] <= 1
        tail = self._text[there[0] : there[1]]
        left_open = tail.count("“") > tail.count("”") or ("“" not in tail and tail.count('"') % 2)
        return opens and bool(left_open) and there[1] - end <= 2


def _fits_role(person: Person, phrase: str) -> bool:
    return any(same_role(role, phrase) for role in person.roles)
