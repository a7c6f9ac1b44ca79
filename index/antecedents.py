"""Whom "he", "she" and "who" mean, where that is safe: otherwise nobody.

A pronoun is given to a person only if nobody else of that gender (or of unknown gender) stands in
reach: in its own sentence before it, else in the sentence before. People who are only mentioned
inside what somebody else said do not count when the one who said it fits. One whose gender nothing
tells has to have spoken there: of the 172 whose given names tell it and who alone spoke in the
sentence before a pronoun, the pronoun fitted all but two.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from index.cast import Cast, Person, Placed
from index.mentions import is_headline
from index.name_words import FEMALE_NOUNS, MALE_NOUNS, pronoun_gender
from index.sentences import Span, containing, paragraphs, quotations, sentences_of

SENTENCES_BACK = 2
"""How many sentences before its own a pronoun may reach, when those name nobody that fits; those
that are quoted whole are not counted."""

LEAD = 100
"""Characters from a sentence's start within which a name is taken for what it is about."""

_DETERMINED = (
    r"\b(?:(?i:a|an|the|his|her|their|another|one)|[^\W\d_][\w.-]*[’']s?)\s+"
    r"(?:[^\W\d_][\w’'-]*\s+){0,3}?"
)
_OTHERS = re.compile(
    _DETERMINED + r"(man|boy|woman|girl|mother|father|wife|husband|son|daughter|brother|sister|"
    r"spokesman|spokeswoman|aide|adviser|lawyer|attorney|official|voter|supporter|reporter|"
    r"journalist|host|manager|strategist|friend|rival|opponent|senator|governor|mayor|judge|"
    r"officer|president|minister|secretary|candidate|nominee|director|leader|chancellor|king|prince)\b(?!’s|'s)",
)
_OWNER = re.compile(r"[’']s?\s")
_ATTRIBUTE = re.compile(
    r"(?:[’']s?)?\s+(?:[A-Za-z]+\s+)?(?:campaign|administration|aides?|advis[eo]rs?|spokes\w+|supporters?|"
    r"allies|officials?|team|voters?|delegates?|foundation|rall(?:y|ies)|university|organization)\b",
    re.IGNORECASE,
)
"""What makes a name before it a mere description: "the Trump campaign", "Trump's lawyers"."""
_SPEAKS = re.compile(
    r"(?:,[^,.]{1,80},)?\s+(?:said|says|told|tells|called|calls|added|asked|wrote|warned|insisted)\b"
)
"""What stands behind the name of somebody who speaks, whatever the tagger takes for their words."""
_GOVERNED = re.compile(
    r"\b(?:beside|with|to|by|of|from|about|against|for|near|alongside|like|behind|between|"
    r"meeting|meets?|met)\s+(?:[\w’'-]+\s+){0,5}(?:[\w’'-]+,\s+)?$",
    re.IGNORECASE,
)
"""What stands before a name that a sentence is not about: "beside the president, Karl Weiss"."""
_OBJECT_BEFORE = re.compile(r"\b(?:which|whom|that)\s+$")
"""What stands before a pronoun that may be anybody: "a resignation which he offered"."""
_WHO_BEFORE = re.compile(r"[\s,—–(-]*$")


@dataclass(frozen=True, kw_only=True)
class Heard:
    """A person found to have spoken, by name or by a pronoun already resolved, and their words."""

    start: int
    end: int
    person: Person | None
    gender: str | None = None
    contents: tuple[Span, ...] = ()


class Antecedents:
    """Answers for one article; `heard` are the sources known so far, in the order of the text."""

    def __init__(self, text: str, cast: Cast) -> None:
        self._text = text
        self._cast = cast
        self._placed = cast.placed
        self._starts = [placed.mention.start for placed in self._placed]
        self.quotes = quotations(text)
        self._paragraphs = paragraphs(text)
        self._sentences = [
            one
            for paragraph in self._paragraphs
            if not is_headline(text, paragraph)
            for one in sentences_of(text, paragraph)
        ]
        self._sentence_starts = [start for start, _ in self._sentences]

    def of_relative(self, start: int) -> Person | None:
        """The person whose name ends right before "who", or before one description between."""
        before = self._text[max(0, start - 160) : start]
        end = start - len(before) + len(_WHO_BEFORE.sub("", before))
        for placed in reversed(self._before(start)):
            if placed.mention.end < end - 80:
                return None
            between = self._text[placed.mention.end : end]
            if not between.strip(" ,()") or re.fullmatch(r"\s*\([^()]*\)", between):
                return placed.person
            if re.search(r"[a-z]s,?\s*$", between) and not re.search(r"ss,?\s*$", between):
                return None
            is_description = re.fullmatch(r",\s+(?:the|a|an|his|her)\s[^,.;]*,?", between)
            return placed.person if is_description and "\n" not in between else None
        return None

    def of_pronoun(
        self, word: str, start: int, heard: Sequence[Heard], own: Sequence[Span] = ()
    ) -> Person | None:
        """The only person whom a "he" or "she" at `start` can mean.

        `own` are the words that he or she says, in which nobody speaks of himself by his name.
        """
        gender = pronoun_gender(word)
        number = bisect_right(self._sentence_starts, start) - 1
        if number < 0:
            return None
        quote = containing(self.quotes, start)
        if quote:
            return self._within(max(quote[0], self._sentences[number][0]), start, gender)
        back = 0
        while number >= 0 and back <= SENTENCES_BACK:
            low, high = self._sentences[number]
            high = min(high, start)
            if found := self._candidates(low, high, gender, heard, back, own):
                likely = [one for one in found.values() if self._may_be_a_person(one, heard)]
                person = likely[0] if len(likely) == 1 else None
                if person is None:
                    return None
                spoke = any(one.person == person for one in heard if low <= one.start < high)
                if person.gender is None:
                    is_it = person.roles and not _OBJECT_BEFORE.search(self._text[low:start])
                    return person if spoke and (back or is_it) else None
                if not back and not spoke:
                    return None if self._is_governed(person, low, high) else person
                return person if spoke or self._leads(person, low, high) else None
            number -= 1
            back += not (back and self._is_quoted(low, high))
        return None

    def _is_governed(self, person: Person, low: int, high: int) -> bool:
        """Whether a stretch of text names a person only beside what it is about."""
        named = [one.mention.start for one in self._between(low, high) if one.person == person]
        return all(_GOVERNED.search(self._text, low, place) for place in named)

    def _is_quoted(self, low: int, high: int) -> bool:
        """Whether a sentence is nothing but somebody's quoted words, which name no antecedent."""
        quote = containing(self.quotes, low)
        return quote is not None and high <= quote[1] + 1

    def _candidates(
        self,
        low: int,
        high: int,
        gender: str,
        heard: Sequence[Heard],
        back: int,
        own: Sequence[Span],
    ) -> dict[str, Person | None]:
        """Who of the gender is in a stretch of text, so many sentences before the pronoun's own.

        One of unknown identity is there as None. Of the sentence right before it, not those whom
        its speaker only mentions.
        """
        found: dict[str, Person | None] = {}
        speakers = [one for one in heard if low <= one.start < high]
        for one in speakers:
            if one.person and one.person.gender in {gender, None}:
                found["/".join(one.person.key)] = one.person
            elif one.person is None and one.gender in {gender, None}:
                found[f"someone at {one.start}"] = None
        fitting = [one for one in speakers if self._fits(one.person, gender)]
        for placed in self._between(low, high):
            mention = placed.mention
            is_owner = bool(_OWNER.match(self._text, mention.end))
            if containing(self.quotes, mention.start) or (is_owner and speakers):
                continue
            if back == 1 and any(containing(one.contents, mention.start) for one in fitting):
                continue
            if containing(own, mention.start) and not _SPEAKS.match(self._text, mention.end):
                continue
            if _ATTRIBUTE.match(self._text, mention.end):
                continue
            if placed.person and not self._is_known(placed.person, heard):
                continue
            if placed.person is None:
                found[f"someone named {mention.name}"] = None
            elif self._fits(placed.person, gender):
                found["/".join(placed.person.key)] = placed.person
        known = [(one.start, one.end) for one in speakers if one.person]
        for match in _OTHERS.finditer(self._text, low, high):
            place = match.start(1)
            if any(containing(spans, place) for spans in (self.quotes, known, own)):
                continue
            noun = match.group(1)
            told = "m" if noun in MALE_NOUNS else "f" if noun in FEMALE_NOUNS else None
            told = {"man": "m", "boy": "m", "woman": "f", "girl": "f"}.get(noun, told)
            if told in {gender, None} and not self._is_of_a_name(match, found):
                found[f"someone at {match.start()}"] = None
        return found

    def _within(self, low: int, high: int, gender: str) -> Person | None:
        named = {p.mention.words[-1]: p.person for p in self._between(low, high)}
        fitting = [one for one in named.values() if one is None or self._fits(one, gender)]
        return fitting[0] if len(fitting) == 1 else None

    @staticmethod
    def _fits(person: Person | None, gender: str) -> bool:
        return person is not None and person.gender in {gender, None}

    @staticmethod
    def _is_known(person: Person, heard: Sequence[Heard]) -> bool:
        """Whether a name is surely a person's: given in full, with a title, or as a source."""
        if person.is_full or person.is_titled:
            return True
        return any(one.person is not None and one.person.key == person.key for one in heard)

    @staticmethod
    def _may_be_a_person(one: Person | None, heard: Sequence[Heard]) -> bool:
        """Whether anything in the article says that a name is a person's: "Taiwan Strait" never
        has a role, a title or a pronoun, nor does it speak; one word has to have more than spoken.
        """
        if one is None or one.gender or one.roles or one.is_titled:
            return True
        return one.is_full and any(other.person == one for other in heard)

    def _leads(self, person: Person, low: int, high: int) -> bool:
        """Whether a sentence begins with a person, as one that is about them does."""
        return any(one.person == person for one in self._between(low, min(high, low + LEAD)))

    def _is_of_a_name(self, match: re.Match[str], found: dict[str, Person | None]) -> bool:
        """Whether a noun stands for somebody named right there: "his lawyer, Michael Cohen"."""
        after, before = match.end() + 3, match.start() - 3
        if any(p.mention.start <= after + 40 for p in self._between(match.end(), after + 40)):
            near = self._between(match.end(), after + 40)[0].mention.start
            if not re.search(
                r"[.;:“\"]|\b(?:said|and|to|for|that)\b", self._text[match.end() : near]
            ):
                return True
        last = self._before(match.start())[-1:]
        return bool(last) and before <= last[0].mention.end + 1

    def _before(self, position: int) -> Sequence[Placed]:
        end = bisect_left(self._starts, position)
        return self._placed[max(0, end - 3) : end]

    def _between(self, low: int, high: int) -> Sequence[Placed]:
        return self._placed[bisect_left(self._starts, low) : bisect_left(self._starts, high)]
