"""Speakers across articles, and who of them a name in a question means.

Names are found through an index of their words; nothing compares a question with all names.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

import numpy as np

from index.name_words import (
    HONORIFICS,
    ROLE_MODIFIERS,
    given_name_gender,
    honorific_gender,
    is_role_noun,
    noun_gender,
    plain,
    surname_of,
)
from index.roles import role_words, same_role
from index.same_person import (
    Named,
    TitledName,
    folded,
    keys_of,
    name_key,
    phrase_key,
    same_people,
    undoubled,
)
from index.speakers import TOGETHER

MEANT_BY_SURNAME = 0.8
"""Share of the articles on those whom a surname or role in a question may mean, from which the
one is meant; less is asked for than in print (OWNS_SURNAME), for a reader sees it and corrects."""

_WORD_WITH_MARKS = re.compile(r"[\w’'-]+")

NEAREST = 3
"""How many names are offered when a name is not found."""


@dataclass(frozen=True, kw_only=True)
class Speaker:
    """One speaker of the archive: `aliases` are all names that articles give, commonest first."""

    name: str
    aliases: tuple[str, ...]
    roles: tuple[str, ...] = ()
    is_person: bool = True
    articles: int = 1

    @property
    def has_given_name(self) -> bool:
        """Whether any article names them by more than a surname and a title."""
        parts = TitledName.of(self.name)
        return not parts.title and " " in self.name


@dataclass(frozen=True, kw_only=True)
class Match:
    """Who a name in a question means: one speaker, or several to choose from, or nobody.

    `nearest` holds names for "did you mean ...?" when nobody is found.
    """

    speaker: Speaker | None = None
    ambiguous: tuple[Speaker, ...] = ()
    nearest: tuple[str, ...] = ()


class People:
    """The speakers of an archive. Made with `of`, searched with `find`."""

    def __init__(self, groups: Iterable[Sequence[Named]]) -> None:
        self.speakers: tuple[Speaker, ...] = tuple(
            sorted(map(_speaker, groups), key=lambda one: (-one.articles, one.name))
        )
        self._by_key: dict[tuple[str, ...], int] = {}
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._by_given: dict[str, list[int]] = defaultdict(list)
        self._by_role: dict[str, list[int]] = defaultdict(list)
        for number, speaker in enumerate(self.speakers):
            for alias in speaker.aliases:
                for key in keys_of(alias, speaker.is_person):
                    self._by_key.setdefault(key, number)
            if speaker.is_person:
                words = name_key(TitledName.of(speaker.name).surname, True)
                self._by_word[surname_of(words)].append(number)
                if len(words) > 1:
                    self._by_given[words[0]].append(number)
                for word in {w for role in speaker.roles for w in role_words(role)}:
                    self._by_role[word].append(number)

    @classmethod
    def of(cls, names: Iterable[Named]) -> "People":
        """The speakers behind the names that articles give; the order does not matter."""
        return cls(same_people(names))

    def known(self, name: str) -> Speaker | None:
        """The one speaker who is meant by a name; None where that is nobody or several may be.

        Much sooner than `find` for nobody, which then looks for the names that are nearest.
        """
        return self._find(name, nearest=0).speaker

    def find(self, name: str) -> Match:
        """Who is meant by a name, a surname, a role, or a role with a name, in any case."""
        return self._find(name, nearest=NEAREST)

    def _find(self, name: str, nearest: int) -> Match:
        asked = _Asked(name)
        exact = self._by_key.get(name_key(asked.text, is_person=False))
        exact = self._by_key.get(phrase_key(asked.text)) if exact is None else exact
        if exact is not None and self._is_no_surname(exact):
            return Match(speaker=self.speakers[exact])
        if not asked.words:
            return self._with_role(asked.role)
        if len(asked.words) == 1:
            return self._with_surname(asked, nearest)
        number = self._by_key.get(name_key(" ".join(asked.words), is_person=True))
        if number is None:
            return self._with_end_of_name(asked, nearest)
        return Match(speaker=self.speakers[number])

    def canonical(self, name: str) -> str:
        """The speaker's own name for a name that an article gives; itself for one not known."""
        speaker = self.known(name)
        return speaker.name if speaker and name in speaker.aliases else name

    def words_of(self, speaker: Speaker) -> tuple[str, ...]:
        """The names under which a speaker's words stand: their own, and those of several who
        speak together and of whom this is one."""
        return (*speaker.aliases, *self._together.get(speaker.name, ()))

    def prepare(self) -> None:
        """Make the tables that are otherwise made when they are first looked into."""
        _ = self._together, self._by_last_word, self._by_long_role, self._spelled

    @cached_property
    def _together(self) -> dict[str, list[str]]:
        """The names of several who speak together, by the name of each of them."""
        found: dict[str, list[str]] = defaultdict(list)
        for several in self.speakers:
            if several.is_person or TOGETHER not in several.name:
                continue
            numbers = [
                self._by_key.get(name_key(name, is_person=True))
                for name in re.split(rf", |{TOGETHER}", several.name)
            ]
            if all(n is not None and self.speakers[n].is_person for n in numbers):
                for number in dict.fromkeys(n for n in numbers if n is not None):
                    found[self.speakers[number].name] += several.aliases
        return found

    def named_in(self, text: str) -> tuple[Speaker, ...]:
        """The people whom a text names, or means by a role of several words."""
        words = _words_in(text)
        lowered = text.casefold()
        found = {n for word in words for n in self._by_last_word.get(word, ())}
        for word in {word.casefold() for word in words}:
            for role, numbers in self._by_long_role.get(word, {}).items():
                if role in lowered:
                    found.update(numbers)
        return tuple(self.speakers[number] for number in sorted(found))

    @cached_property
    def _by_last_word(self) -> dict[str, list[int]]:
        """The people by the last words of their names, as these are written."""
        found: dict[str, list[int]] = defaultdict(list)
        for number, one in enumerate(self.speakers):
            for word in {alias.split()[-1].rstrip(".") for alias in one.aliases}:
                if one.is_person:
                    found[word].append(number)
        return found

    @cached_property
    def _by_long_role(self) -> dict[str, dict[str, list[int]]]:
        """The people by their roles of several words, those by their first word."""
        found: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
        for number, one in enumerate(self.speakers):
            for role in {role.casefold() for role in one.roles if " " in role}:
                first = min(_words_in(role), key=role.find, default="")
                if one.is_person:
                    found[first][role].append(number)
        return found

    def _is_no_surname(self, number: int) -> bool:
        """Whether a phrase that is nobody by name is more than somebody's bare surname."""
        phrase = self.speakers[number]
        bearers = (self.speakers[n] for n in self._by_word.get(folded(phrase.name), []))
        borne = sum(one.articles for one in bearers if one.has_given_name)
        return not phrase.is_person and phrase.articles > borne

    def _with_end_of_name(self, asked: "_Asked", nearest: int) -> Match:
        """A name with a word before it ("Russia's Sergey Lavrov") or of a double surname."""
        words = [folded(word) for word in asked.words]
        for begin in range(1, len(words) - 1):
            number = self._by_key.get((undoubled(words[begin]), words[-1]))
            if number is not None:
                return Match(speaker=self.speakers[number])
        doubled = [
            number
            for number in self._by_word.get(words[-1], [])
            if [folded(w) for w in self.speakers[number].name.split()][-len(words) :] == words
        ]
        if len(doubled) == 1:
            return Match(speaker=self.speakers[doubled[0]])
        return Match(nearest=self._nearest(words, nearest))

    def _with_surname(self, asked: "_Asked", nearest: int) -> Match:
        word = folded(asked.words[0])
        numbers = self._by_word.get(word, [])
        if not numbers:
            numbers = self._by_given.get(undoubled(word), [])
        found = [self.speakers[number] for number in numbers]
        found = [one for one in found if one.has_given_name] or found
        if asked.gender:
            found = [one for one in found if _gender(one) in {asked.gender, None}]
        if asked.role and len(found) > 1:
            in_role = [one for one in found if any(same_role(r, asked.role) for r in one.roles)]
            found = in_role or found
        if not found:
            exact = self._by_key.get((word,))
            if exact is not None and not asked.gender:
                return Match(speaker=self.speakers[exact])
            return Match(nearest=self._nearest([word], nearest))
        return _dominating(found, [one.articles for one in found])

    def _with_role(self, role: str) -> Match:
        wanted = role_words(role)
        numbers = min((self._by_role.get(word, []) for word in wanted), key=len, default=[])
        if not numbers and wanted:
            rarest = [n for word in wanted for n in self._by_role.get(word, [])]
            numbers = sorted(set(rarest))
        weights = {
            number: count
            for number in numbers
            if (count := sum(same_role(held, role) for held in self.speakers[number].roles))
        }
        found = [self.speakers[number] for number in weights]
        return _dominating(found, [one.articles for one in found]) if found else Match()

    def _nearest(self, words: Sequence[str], most: int) -> tuple[str, ...]:
        """Names that share the surname, else those whose spelling is closest."""
        if not most:
            return ()
        same = [self.speakers[number].name for number in self._by_word.get(words[-1], [])]
        asked = " ".join(words)
        best = sorted(
            self._spelled.sharing_most(asked, 50),
            key=lambda number: (-self._likeness(asked, number), number),
        )
        spelled = [self.speakers[n].name for n in best if self._likeness(asked, n) >= 0.6]
        return tuple(dict.fromkeys([*same[:most], *spelled]))[:most]

    def _likeness(self, asked: str, number: int) -> float:
        words = [folded(word) for word in self.speakers[number].name.split()]
        whole = SequenceMatcher(None, asked, " ".join(words)).ratio()
        return max(whole, SequenceMatcher(None, asked, words[-1]).ratio())

    @cached_property
    def _spelled(self) -> "_Spelled":
        people = [number for number, one in enumerate(self.speakers) if one.is_person]
        return _Spelled(
            people, [" ".join(map(folded, self.speakers[n].name.split())) for n in people]
        )


class _Spelled:
    """The names of people in one text, in which pieces of a name are looked for."""

    def __init__(self, numbers: Sequence[int], names: Sequence[str]) -> None:
        self._numbers = np.array(numbers, dtype=np.int64)
        self._text = "".join(f" {name} \n" for name in names)
        lengths = np.array([len(name) + 3 for name in names], dtype=np.int64)
        self._ends = np.cumsum(lengths)

    def sharing_most(self, name: str, count: int) -> list[int]:
        """The numbers of those who share most pieces of three letters with a name."""
        shared = np.zeros(len(self._numbers), dtype=np.int64)
        for piece in _pieces(name):
            places = [found.start() for found in re.finditer(re.escape(piece), self._text)]
            shared[np.unique(np.searchsorted(self._ends, places, side="right"))] += 1
        best = np.argsort(-shared, kind="stable")[:count]
        return [int(number) for number in self._numbers[best[shared[best] > 0]]]


class _Asked:
    """A name as a question gives it, taken apart into role, honorific and the name's own words."""

    def __init__(self, name: str) -> None:
        self.text = re.sub(r"[’']s?$", "", " ".join(name.split()).strip(' ?!.,"“”'))
        words = self.text.replace(",", " ").split()
        after = [n for n, w in enumerate(words) if is_role_noun(w) or plain(w) in HONORIFICS]
        is_surname = bool(after) and after[-1] == len(words) - 1 and len(words) == 2
        is_surname = is_surname and given_name_gender(words[0]) is not None
        begin = after[-1] + 1 if after and not is_surname else 0
        if begin == 0 and after[:1] and not is_surname:
            begin = len(words)
        while begin < len(words) - 1 and plain(words[begin]) in ROLE_MODIFIERS | {"the"}:
            begin += 1
        rest = words[begin:]
        if rest and plain(rest[0]) in {"of", "for", "to", "and", "in", "at"}:
            kept = [w for w in rest if w[0].isupper()]
            begin = len(words) if len(kept) < 3 else begin + rest.index(kept[-2])
        self.words = words[begin:]
        self.role = " ".join(words[:begin])
        self.gender = next((g for w in words[:begin] if (g := honorific_gender(plain(w)))), None)


def _speaker(named: Sequence[Named]) -> Speaker:
    names: dict[str, int] = {}
    roles: dict[str, int] = {}
    for one in named:
        names[one.name] = names.get(one.name, 0) + one.articles
        if one.role:
            roles[one.role] = roles.get(one.role, 0) + one.articles
    aliases = tuple(names) if len(names) == 1 else _fullest_first(names)
    return Speaker(
        name=aliases[0],
        aliases=aliases,
        roles=tuple(sorted(roles, key=lambda role: (-roles[role], role))),
        is_person=any(one.is_person for one in named),
        articles=sum(names.values()),
    )


def _fullest_first(names: Mapping[str, int]) -> tuple[str, ...]:
    """Names with how often they are given: whole ones before surnames, the commonest first."""
    titled = {name: bool(TitledName.of(name).title) or len(name.split()) == 1 for name in names}
    return tuple(sorted(names, key=lambda name: (titled[name], -names[name], name)))


def _dominating(found: Sequence[Speaker], weights: Sequence[int]) -> Match:
    total, most = sum(weights), max(weights)
    if most >= MEANT_BY_SURNAME * total:
        return Match(speaker=found[list(weights).index(most)])
    return Match(ambiguous=tuple(found))


def _gender(speaker: Speaker) -> str | None:
    told = (noun_gender(role) for role in speaker.roles)
    return given_name_gender(speaker.name.split()[0]) or next((g for g in told if g), None)


def _words_in(text: str) -> set[str]:
    """The words of a text as they are written, without "’s", and the parts of hyphened ones."""
    whole = {_without_s(word) for word in set(_WORD_WITH_MARKS.findall(text))}
    return whole | {part for word in whole if "-" in word for part in word.split("-")} - {""}


def _without_s(word: str) -> str:
    if word.endswith(("’s", "'s")):
        return word[:-2]
    return word[:-1] if word.endswith(("’", "'")) else word


def _pieces(name: str) -> set[str]:
    padded = f" {name} "
    return {padded[n : n + 3] for n in range(len(padded) - 2)}
