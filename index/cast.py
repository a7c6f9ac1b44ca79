"""The people of one article: their full names, roles and gender, and whom a short form means.

A full name makes a person; a surname, a given name or "Mr. X" is one of the people that bear it.
Where several do, news style decides: the bare surname is that of the one whom the article named
first, unless another of the name was just spoken of, and "Mr." or "Mrs." rules out the rest.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from corpus.article import Article
from index.demonyms import is_of_country
from index.mentions import Mention, article_mentions, mentions_of
from index.name_forms import ExtraFirstWords, by_surname, with_shared_surnames
from index.name_words import (
    GIVEN_NAMES,
    RELATIONS,
    SUFFIXES,
    given_name_gender,
    honorific_gender,
    is_role_noun,
    key_of,
    noun_gender,
    plain,
    pronoun_gender,
    surname_of,
)
from index.roles import roles_around

NEARBY = 300
"""Characters, some two sentences: how long a full name makes its bare surname doubtful."""

WRITTEN_OUT = 4
"""Times that an article names somebody in full from which the bare surname is not its short form,
where another is named so too."""

_SOLE_OFFICES = frozenset("president king queen pope prince princess".split())
"""Titles that tell two bearers of a name apart: "President Clinton" is not the candidate."""

_WRITTEN = {"m": "Mr.", "f": "Ms."}
"""How a surname is written of whom an article says no more than that."""

_TAGGED = re.compile(r",\s+$")
"""What stands before a pronoun that means another: "Nord Stream would not happen, he said"."""

_AGE = re.compile(r",\s+\d{1,3},")
"""What comes after the first name of somebody who is new: "Volodymyr, 53, ..."."""

_PRONOUN = re.compile(r"\b(he|him|his|himself|she|her|hers|herself)\b", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Person:
    """A person whom an article names in full, or by surname alone."""

    name: str
    key: tuple[str, ...]
    roles: tuple[str, ...] = ()
    gender: str | None = None
    first_named: int = 0
    is_titled: bool = False

    @property
    def is_full(self) -> bool:
        return len(self.key) > 1

    @property
    def surname(self) -> str:
        """The last word of the name in lower case, without "Jr."."""
        return surname_of(self.key)


@dataclass(frozen=True, kw_only=True)
class Placed:
    """A name in the text and whose it is; None where that is not safe to say."""

    mention: Mention
    person: Person | None


@dataclass(kw_only=True)
class _Draft:
    """What is being gathered on a person; frozen into `Person` when the article is read."""

    forms: Counter[str] = field(default_factory=Counter)
    roles: dict[str, int] = field(default_factory=dict)
    votes: Counter[str] = field(default_factory=Counter)
    full_at: list[int] = field(default_factory=list)
    has_honorific: bool = False


class Cast:
    """The people of an article; `named` tells whom a name at a place means."""

    def __init__(self, article: Article) -> None:
        self._text = article.text
        self._mentions = article_mentions(article.text, article.title)
        self._names = ExtraFirstWords(self._mentions)
        self._mentions = [self._names.cleaned(mention) for mention in self._mentions]
        self._mentions = with_shared_surnames(self._text, self._mentions)
        drafts: dict[tuple[str, ...], _Draft] = defaultdict(_Draft)
        for number, mention in enumerate(self._mentions):
            if mention.is_full:
                self._gather(drafts[key_of(mention.words)], number)
        self._drop_unsupported(drafts)
        self._honorifics: dict[str, set[str]] = defaultdict(set)
        for mention in self._mentions:
            if gender := honorific_gender(mention.honorific):
                self._honorifics[plain(mention.words[-1])].add(gender)
        surnames = Counter(map(surname_of, drafts))
        self.people = tuple(
            self._person(key, draft, is_only=surnames[surname_of(key)] == 1)
            for key, draft in drafts.items()
        )
        self._full_at = {key: draft.full_at for key, draft in drafts.items()}
        self._by_key = {person.key: person for person in self.people}
        self._by_word: dict[str, list[Person]] = defaultdict(list)
        self._by_first: dict[str, list[Person]] = defaultdict(list)
        for person in self.people:
            self._by_word[person.surname].append(person)
            self._by_first[person.key[0]].append(person)
        title = " ".join(article.title.split())
        self._in_title = {key_of(m.words) for m in mentions_of(title)} & set(drafts)
        self._bare_first: dict[str, int] = {}
        for mention in self._mentions:
            if not mention.is_full:
                self._bare_first.setdefault(plain(mention.words[-1]), mention.start)

    @cached_property
    def placed(self) -> list[Placed]:
        """Every name in the text with the person meant, in order."""
        return [Placed(mention=m, person=self.named(m, m.start)) for m in self._mentions]

    @cached_property
    def _bare_gender(self) -> dict[str, str]:
        """The gender of those named by surname alone, where several pronouns agree after them."""
        told: dict[str, Counter[str]] = defaultdict(Counter)
        for number, mention in enumerate(self._mentions):
            if not mention.is_full and (pronoun := self._pronoun_after(number)):
                told[plain(mention.words[-1])][pronoun] += 1
        return {
            word: next(iter(found))
            for word, found in told.items()
            if len(found) == 1 and found.total() > 1 and not is_of_country(word)
        }

    def named(self, mention: Mention, at: int) -> Person | None:
        """The person that a name at a place in the text means, None where it is not safe.

        One who is never named in full is a person of the surname alone.
        """
        mention = self._names.cleaned(mention)
        in_full = self._by_key.get(key_of(mention.words))
        if in_full:
            return in_full
        borne = self._bearers(mention, at)
        gender = honorific_gender(mention.honorific) or noun_gender(mention.title)
        if not borne:
            return self._alone(mention) if not mention.is_full else self._stranger(mention)
        if gender:
            if len(borne) == 1 and borne[0].gender is None and self._is_a_couples(mention):
                return self._alone(mention)
            borne = [one for one in borne if one.gender in {gender, None}]
            sure = [one for one in borne if one.gender == gender]
            borne = sure or borne
            if not borne:
                return self._alone(mention)
        if _SOLE_OFFICES & {plain(word) for word in mention.title.split()}:
            borne = [one for one in borne if not one.roles or _shares_role(one, mention.title)]
            if not borne:
                return self._alone(mention)
        if mention.title and len(borne) > 1:
            titled = [one for one in borne if _shares_role(one, mention.title)]
            borne = titled or borne
        if len(borne) == 1 and (gender or not self._is_relation_of_a_bare_name(borne[0])):
            return borne[0]
        return self._main(borne, at)

    def _is_a_couples(self, mention: Mention) -> bool:
        """Whether the article has both a "Mr." and a "Mrs." of this surname."""
        return len(self._honorifics.get(plain(mention.words[-1]), ())) > 1

    def _bearers(self, mention: Mention, at: int) -> list[Person]:
        words = [plain(word) for word in mention.words if plain(word) not in SUFFIXES]
        found = [
            one
            for one in self._by_word.get(words[-1], ())
            if len(words) == 1 or list(one.key)[-len(words) :] == words or _holds(one, words)
        ]
        if not found and len(words) == 1 and not _AGE.match(self._text, at + len(mention.name)):
            found = self._by_first.get(words[0], [])
            is_given = words[0] in GIVEN_NAMES or bool(
                found and (found[0].roles or found[0].gender)
            )
            found = found if len(found) == 1 and is_given else []
        return found

    def _main(self, borne: Sequence[Person], at: int) -> Person | None:
        """The one whom a bare surname means when several bear it."""
        order = sorted(borne, key=lambda one: (one.key not in self._in_title, one.first_named))
        main = order[0]
        if self._is_relation_of_a_bare_name(main) or self._are_written_out(order[:2]):
            return None
        for other in order[1:]:
            last = max((start for start in self._full_at[other.key] if start < at), default=-1)
            own = max((start for start in self._full_at[main.key] if start < at), default=-1)
            if last > own and at - last < NEARBY:
                return None
        return main if self._full_at[main.key][0] < at or main.key in self._in_title else None

    def _are_written_out(self, people: Sequence[Person]) -> bool:
        """Whether the article goes on to name several bearers in full, so that none is the main
        one."""
        return len(people) > 1 and all(len(self._full_at[one.key]) >= WRITTEN_OUT for one in people)

    def _is_relation_of_a_bare_name(self, person: Person) -> bool:
        """Whether the surname stood alone before this one came in as somebody's wife or son."""
        bare = self._bare_first.get(person.surname)
        if bare is None or bare >= person.first_named or person.key in self._in_title:
            return False
        return any(plain(word) in RELATIONS for role in person.roles for word in role.split())

    def _alone(self, mention: Mention) -> Person | None:
        word = by_surname(mention).words[0]
        genders = self._honorifics.get(plain(word), set())
        gender = honorific_gender(mention.honorific) or noun_gender(mention.title)
        if gender is None and len(genders) == 1:
            gender = next(iter(genders))
        gender = gender or given_name_gender(word) or self._bare_gender.get(plain(word))
        role = mention.title if any(is_role_noun(w) for w in mention.title.split()) else ""
        if not role and len(genders) < 2:
            role = self._bare_titles.get(plain(word), "")
        name = " ".join(mention.words)
        name = name.title() if name.isupper() and self._is_shouted(mention) else name
        before = role or _WRITTEN.get(gender or "", "") * bool(genders)
        return Person(
            name=f"{before} {name}".strip(),
            key=(plain(word),),
            roles=(role,) if role else (),
            gender=gender,
            first_named=mention.start,
            is_titled=bool(mention.honorific or role or genders),
        )

    @cached_property
    def _bare_titles(self) -> dict[str, str]:
        """The title that the article gives each bare surname, where it gives one alone."""
        found: dict[str, set[str]] = defaultdict(set)
        for mention in self._mentions:
            if not mention.is_full and any(is_role_noun(w) for w in mention.title.split()):
                found[plain(mention.words[-1])].add(mention.title)
        return {word: next(iter(titles)) for word, titles in found.items() if len(titles) == 1}

    def _is_shouted(self, mention: Mention) -> bool:
        """Whether capitals are a transcript's, not an abbreviation's: "MR. EARNEST"."""
        return bool(mention.title) or mention.name.title() in self._text

    def _stranger(self, mention: Mention) -> Person:
        name = " ".join(mention.words)
        return Person(
            name=name.title() if name.isupper() else name,
            key=key_of(mention.words),
            roles=(mention.title,) if mention.title else (),
            gender=honorific_gender(mention.honorific) or given_name_gender(mention.words[0]),
            first_named=mention.start,
        )

    def _gather(self, draft: _Draft, number: int) -> None:
        mention = self._mentions[number]
        draft.forms[mention.name] += 1
        draft.full_at.append(mention.start)
        gender = honorific_gender(mention.honorific)
        draft.votes.update([gender] * 9 if gender else [])
        draft.has_honorific |= bool(mention.honorific)
        for role in roles_around(self._text, mention):
            draft.roles.setdefault(role, mention.start)
            told = noun_gender(role)
            draft.votes.update([told] * 3 if told else [])
        given = given_name_gender(mention.words[0])
        draft.votes.update([given] * 5 if given else [])
        if pronoun := self._pronoun_after(number):
            draft.votes[pronoun] += 1

    def _pronoun_after(self, number: int) -> str | None:
        """The gender of the first "he" or "she" in the same sentence, before any other name."""
        end = self._mentions[number].end
        following = self._mentions[number + 1 : number + 2]
        limit = following[0].start if following else end + NEARBY
        stop = re.search(r"[.!?\n“\"]", self._text[end:limit])
        pronoun = _PRONOUN.search(self._text, end, end + stop.start() if stop else limit)
        if pronoun is None or _TAGGED.search(self._text, end, pronoun.start()):
            return None
        return pronoun_gender(pronoun.group())

    def _drop_unsupported(self, drafts: dict[tuple[str, ...], _Draft]) -> None:
        """Forget "Wisconsin Trump" and "Following Sanders": seen once, with no sign of a person,
        where the surname is somebody else's or stood without the first word before."""
        bare_from: dict[str, int] = {}
        for mention in self._mentions:
            if not mention.is_full:
                bare_from.setdefault(plain(mention.words[-1]), mention.start)
        signs = {key: self._has_signs(key, draft) for key, draft in drafts.items()}
        borne = {surname_of(key) for key, has_signs in signs.items() if has_signs}
        for key in [key for key, has_signs in signs.items() if not has_signs]:
            first_named = drafts[key].full_at[0]
            surname = surname_of(key)
            if surname in borne or bare_from.get(surname, first_named) < first_named:
                del drafts[key]
        self._mentions = [
            by_surname(m) if m.is_full and key_of(m.words) not in drafts else m
            for m in self._mentions
        ]

    @staticmethod
    def _has_signs(key: tuple[str, ...], draft: _Draft) -> bool:
        is_given = key[0] in GIVEN_NAMES or len(draft.full_at) > 1
        is_given = is_given or draft.has_honorific
        return is_given or bool(draft.roles) or "f" in draft.votes or "m" in draft.votes

    def _person(self, key: tuple[str, ...], draft: _Draft, is_only: bool) -> Person:
        likely = draft.votes.most_common(2)
        clear = bool(likely) and (len(likely) == 1 or likely[0][1] >= 2 * likely[1][1])
        gender: str | None = likely[0][0] if clear else None
        if gender is None and is_only and self._honorifics.get(surname_of(key)):
            genders = self._honorifics[surname_of(key)]
            gender = next(iter(genders)) if len(genders) == 1 else None
        name = max(draft.forms, key=lambda form: (len(form.split()), draft.forms[form], form))
        return Person(
            name=name.title() if name.isupper() else name,
            key=key,
            roles=tuple(draft.roles),
            gender=gender,
            first_named=draft.full_at[0],
        )


def _shares_role(person: Person, title: str) -> bool:
    wanted = {plain(word) for word in title.split() if is_role_noun(word)}
    return any(wanted & {plain(word) for word in role.split()} for role in person.roles)


def _holds(person: Person, words: Sequence[str]) -> bool:
    """Whether the words are the end of the name in full, as in "Wasserman Schultz"."""
    return [plain(word) for word in person.name.split()][-len(words) :] == list(words)
