"""Speakers across articles: the names that articles give, brought together, and found again.

Two names are one speaker when given name and surname agree, without middle names and initials and
up to the spelling of a transliteration (Sergei, Sergey; Zelensky, Zelenskyy). A surname that an
article never gives in full joins the one who clearly owns it, else it stays its own. Nothing
compares all names with all: every step goes through an index of words.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property, lru_cache

from index.name_words import (
    HONORIFICS,
    PARTICLES,
    ROLE_MODIFIERS,
    SUFFIXES,
    formal_name,
    given_name_gender,
    honorific_gender,
    is_role_noun,
    key_of,
    noun_gender,
    plain,
)
from index.roles import office_words, role_words, same_role

OWNS_SURNAME = 0.9
"""Share of the articles on people of a surname from which the bare surname in print is theirs."""

MEANT_BY_SURNAME = 0.8
"""The same for a surname or role in a question, which a reader can see and correct."""

ENOUGH_ARTICLES = 3
"""Below this number, an archive says too little about who owns a surname."""

MANY_ARTICLES = 10
"""From how many on a single word that nothing shows to be a person may still be the surname."""

NEAREST = 3
"""How many names are offered when a name is not found."""


@dataclass(frozen=True, kw_only=True)
class Named:
    """A speaker's name as articles give it, with one of the roles, and in how many articles."""

    name: str
    role: str | None = None
    is_person: bool = True
    articles: int = 1


@dataclass(frozen=True, kw_only=True)
class Speaker:
    """One speaker of the archive: `aliases` are all names that articles give, commonest first."""

    name: str
    aliases: tuple[str, ...]
    roles: tuple[str, ...] = ()
    is_person: bool = True
    articles: int = 1


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
        self._roles: list[Counter[str]] = []
        self.speakers: tuple[Speaker, ...] = tuple(
            sorted(map(_speaker, groups), key=lambda one: (-one.articles, one.name))
        )
        self._by_key: dict[tuple[str, ...], int] = {}
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._by_given: dict[str, list[int]] = defaultdict(list)
        self._by_role: dict[str, list[int]] = defaultdict(list)
        for number, speaker in enumerate(self.speakers):
            for alias in speaker.aliases:
                self._by_key.setdefault(_key(alias, speaker.is_person), number)
            if speaker.is_person:
                words = _key(speaker.name, True)
                self._by_word[_surname(words)].append(number)
                if len(words) > 1:
                    self._by_given[words[0]].append(number)
                for word in {w for role in speaker.roles for w in role_words(role)}:
                    self._by_role[word].append(number)

    @classmethod
    def of(cls, names: Iterable[Named]) -> "People":
        """The speakers behind the names that articles give; the order does not matter."""
        groups: dict[tuple[str, ...], list[Named]] = defaultdict(list)
        for one in sorted(names, key=lambda one: (one.name, one.role or "", one.is_person)):
            groups[_key(one.name, one.is_person)].append(one)
        _join_nicknames(groups)
        owners = _owners(groups)
        for key in [key for key in groups if len(key) == 1]:
            owner = owners.get(key[0])
            if owner and _is_sure(groups[key], groups[owner]):
                groups[owner] += groups.pop(key)
        return cls(groups.values())

    def find(self, name: str) -> Match:
        """Who is meant by a name, a surname, a role, or a role with a name, in any case."""
        asked = _Asked(name)
        exact = self._by_key.get(_key(asked.text, is_person=False))
        if exact is not None and not self.speakers[exact].is_person:
            return Match(speaker=self.speakers[exact])
        if not asked.words:
            return self._with_role(asked.role)
        if len(asked.words) == 1:
            return self._with_surname(asked)
        number = self._by_key.get(_key(" ".join(asked.words), is_person=True))
        if number is None:
            return self._with_end_of_name(asked)
        return Match(speaker=self.speakers[number])

    def _with_end_of_name(self, asked: "_Asked") -> Match:
        """A name with a word before it ("Russia's Sergey Lavrov") or of a double surname."""
        words = [_folded(word) for word in asked.words]
        for begin in range(1, len(words) - 1):
            number = self._by_key.get((_undoubled(words[begin]), words[-1]))
            if number is not None:
                return Match(speaker=self.speakers[number])
        doubled = [
            number
            for number in self._by_word.get(words[-1], [])
            if [_folded(w) for w in self.speakers[number].name.split()][-len(words) :] == words
        ]
        if len(doubled) == 1:
            return Match(speaker=self.speakers[doubled[0]])
        return Match(nearest=self._nearest(words))

    def _with_surname(self, asked: "_Asked") -> Match:
        word = _folded(asked.words[0])
        numbers = self._by_word.get(word, [])
        if not numbers:
            numbers = self._by_given.get(_undoubled(word), [])
        found = [self.speakers[number] for number in numbers]
        found = [one for one in found if " " in one.name] or found
        if asked.gender:
            found = [one for one in found if _gender(one) in {asked.gender, None}]
        if asked.role and len(found) > 1:
            in_role = [one for one in found if any(same_role(r, asked.role) for r in one.roles)]
            found = in_role or found
        if not found:
            exact = self._by_key.get((word,))
            if exact is not None and not asked.gender:
                return Match(speaker=self.speakers[exact])
            return Match(nearest=self._nearest([word]))
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

    def _nearest(self, words: Sequence[str]) -> tuple[str, ...]:
        """Names that share the surname, else those whose spelling is closest."""
        same = [self.speakers[number].name for number in self._by_word.get(words[-1], [])]
        close: Counter[int] = Counter()
        for piece in _pieces(" ".join(words)):
            close.update(self._by_piece.get(piece, []))
        asked = " ".join(words)
        best = sorted(
            (number for number, _ in close.most_common(50)),
            key=lambda number: (-self._likeness(asked, number), number),
        )
        spelled = [self.speakers[n].name for n in best if self._likeness(asked, n) >= 0.6]
        return tuple(dict.fromkeys([*same[:NEAREST], *spelled]))[:NEAREST]

    def _likeness(self, asked: str, number: int) -> float:
        words = [_folded(word) for word in self.speakers[number].name.split()]
        whole = SequenceMatcher(None, asked, " ".join(words)).ratio()
        return max(whole, SequenceMatcher(None, asked, words[-1]).ratio())

    @cached_property
    def _by_piece(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for number, speaker in enumerate(self.speakers):
            if speaker.is_person:
                for piece in _pieces(" ".join(map(_folded, speaker.name.split()))):
                    found[piece].append(number)
        return found


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


def _is_sure(bare: Sequence[Named], full: Sequence[Named]) -> bool:
    """Whether a bare surname is a person's, not a place's: known as one, or seldom without the
    full name."""
    if any(one.is_person for one in bare):
        return True
    articles = sum(one.articles for one in full)
    return articles >= MANY_ARTICLES and articles >= sum(one.articles for one in bare)


def _join_nicknames(groups: dict[tuple[str, ...], list[Named]]) -> None:
    """Bring "Joe Biden" and "Joseph R. Biden Jr." together where they hold the same office."""
    alike: dict[tuple[str, str], list[tuple[str, ...]]] = defaultdict(list)
    for key in groups:
        if len(key) > 1 and key[0]:
            alike[formal_name(key[0]), _surname(key)].append(key)
    for keys in alike.values():
        if len(keys) == 2 and keys[0][0] != keys[1][0]:
            one, other = keys
            if _offices(groups[one]) & _offices(groups[other]):
                groups[one] += groups.pop(other)


def _offices(named: Sequence[Named]) -> set[frozenset[str]]:
    """The offices of a person: roles down to rank and noun, as in "vice president"."""
    return {office for one in named if one.role and (office := office_words(one.role))}


def _owners(groups: dict[tuple[str, ...], list[Named]]) -> dict[str, tuple[str, ...]]:
    """The full name that owns each surname, for those that one clearly owns."""
    bearers: dict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)
    for key, named in groups.items():
        if len(key) > 1 and named[0].is_person:
            bearers[_surname(key)][key] += sum(one.articles for one in named)
    owners = {}
    for surname, count in bearers.items():
        key, articles = min(count.items(), key=lambda item: (-item[1], item[0]))
        if articles >= ENOUGH_ARTICLES and articles >= OWNS_SURNAME * count.total():
            owners[surname] = key
    return owners


def _speaker(named: Sequence[Named]) -> Speaker:
    names: Counter[str] = Counter()
    roles: Counter[str] = Counter()
    for one in named:
        names[one.name] += one.articles
        if one.role:
            roles[one.role] += one.articles
    order = sorted(names, key=lambda name: (len(name.split()) == 1, -names[name], name))
    return Speaker(
        name=order[0],
        aliases=tuple(order),
        roles=tuple(sorted(roles, key=lambda role: (-roles[role], role))),
        is_person=any(one.is_person for one in named),
        articles=names.total(),
    )


def _dominating(found: Sequence[Speaker], weights: Sequence[int]) -> Match:
    total, most = sum(weights), max(weights)
    if most >= MEANT_BY_SURNAME * total:
        return Match(speaker=found[list(weights).index(most)])
    return Match(ambiguous=tuple(found))


@lru_cache(maxsize=300_000)
def _key(name: str, is_person: bool) -> tuple[str, ...]:
    """What all spellings of one name share; a phrase that is no person's name is its own key."""
    if not is_person and not re.fullmatch(r"[\w’'-]+", name):
        return ("", re.sub(r"^(?:the|a|an) |[’']s\b", "", name.casefold()))
    key = key_of(name.split())
    folded = [_folded(word) for word in key]
    if len(key) > 1:
        folded[0] = _undoubled(folded[0])
    return tuple(folded)


def _surname(key: tuple[str, ...]) -> str:
    return [word for word in key if word not in SUFFIXES][-1]


_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "ı": "i"})


@lru_cache(maxsize=200_000)
def _folded(word: str) -> str:
    """A word without accents and without what differs between transliterations of one name."""
    bare = plain(word).translate(_LETTERS)
    bare = "".join(c for c in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(c))
    if bare in PARTICLES:
        return bare
    bare = re.sub(r"(?<=[^aeiou])(?:iy|yy|yi|ii|ij|y|i)$", "i", bare.replace("x", "ks"))
    bare = re.sub(r"(?<=[aeou])y$", "i", bare)
    bare = re.sub(r"ych$", "ich", bare).replace("ksander", "ksandr")
    return re.sub(r"^(?:ju|iu)", "yu", bare)


def _undoubled(given_name: str) -> str:
    """A given name with its double consonants as one: Phillip, Philip."""
    return re.sub(r"([^aeiou])\1", r"\1", given_name)


def _gender(speaker: Speaker) -> str | None:
    told = (noun_gender(role) for role in speaker.roles)
    return given_name_gender(speaker.name.split()[0]) or next((g for g in told if g), None)


def _pieces(name: str) -> set[str]:
    padded = f" {name} "
    return {padded[n : n + 3] for n in range(len(padded) - 2)}
