"""Which names of an archive's articles are one person's.

Two names are one speaker when given name and surname agree, without middle names and initials and
up to the spelling of a transliteration (Sergei, Sergey; Zelensky, Zelenskyy). A surname that an
article never gives in full ("Lavrov", "Mr. Obama", "President Obama") joins the one who clearly
owns it among those of that gender and office, else it stays its own. A body is one under its name
and its abbreviation where articles that give both agree. Nothing compares all names with all: every
step goes through an index of words.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.body_names import without_acronym
from index.known_names import abbreviated_names
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
    surname_of,
)
from index.roles import office_words

Key = tuple[str, ...]
"""What all spellings of one name share: given name and surname, or a surname alone."""

_PHRASE, _TITLED = "", "title"
"""First parts of the keys of those who are nobody by name, and of surnames with a title."""

_NO_GIVEN_NAME = frozenset({_PHRASE, _TITLED})

OWNS_SURNAME = 0.9
"""Share of the articles on people of a surname from which the bare surname in print is theirs."""

OWNS_WITH_TITLES = 0.8
"""The same where "President Obama" and "Mr. Obama" show whom articles mean that name him so."""

ENOUGH_ARTICLES = 3
"""Below this number, an archive says too little about who owns a surname."""

MANY_ARTICLES = 10
"""From how many on a single word that nothing shows to be a person may still be the surname."""


@dataclass(frozen=True, kw_only=True)
class Named:
    """A speaker's name as articles give it, with one of the roles, and in how many articles."""

    name: str
    role: str | None = None
    is_person: bool = True
    articles: int = 1


@dataclass(frozen=True, kw_only=True)
class TitledName:
    """A name of which an article gives no more than title and surname, taken apart."""

    title: str
    surname: str

    @classmethod
    def of(cls, name: str) -> "TitledName":
        """The parts of a name; no title for one that begins with no rank or honorific."""
        return _titled_name(name)

    @property
    def gender(self) -> str | None:
        """What the title says: "Mrs.", "chairman"."""
        told = (honorific_gender(plain(word)) for word in self.title.split())
        return next((one for one in told if one), None) or noun_gender(self.title)


@lru_cache(maxsize=100_000)
def _titled_name(name: str) -> TitledName:
    words = name.split()
    begin = 0
    for number, word in enumerate(words[:-1]):
        if is_role_noun(word) or plain(word) in HONORIFICS:
            begin = number + 1
        elif not word[0].isupper() and plain(word) not in ROLE_MODIFIERS | {"of"}:
            break
    if begin:
        rest = [word for word in words[begin:] if plain(word) not in PARTICLES | SUFFIXES]
        if len(rest) == 1:
            return TitledName(title=" ".join(words[:begin]), surname=" ".join(words[begin:]))
    return TitledName(title="", surname=name)


def same_people(names: Iterable[Named]) -> list[list[Named]]:
    """The names of each speaker together; the order in which they come does not matter."""
    groups: dict[Key, list[Named]] = defaultdict(list)
    for one in sorted(names, key=lambda one: (one.name, one.role or "", one.is_person)):
        groups[name_key(one.name, one.is_person)].append(one)
    _join_nicknames(groups)
    bearers = _bearers(groups)
    titles: dict[str, Counter[Key]] = defaultdict(Counter)
    for key in [key for key in groups if key[0] == _TITLED]:
        if owner := _owner(groups, key, bearers, OWNS_SURNAME):
            titles[key[-1]][owner] += sum(one.articles for one in groups[key])
            groups[owner] += groups.pop(key)
    for key in [key for key in groups if len(key) == 1]:
        share = OWNS_WITH_TITLES if _is_one_persons(titles[key[0]]) else OWNS_SURNAME
        owner = _owner(groups, key, bearers, share)
        if owner and _is_sure(groups[key], groups[owner]):
            groups[owner] += groups.pop(key)
    _join_bare(groups)
    _join_bodies(groups)
    return list(groups.values())


def _bearers(groups: dict[Key, list[Named]]) -> dict[str, Counter[Key]]:
    """Everybody with a given name, by surname, with the articles on each."""
    bearers: dict[str, Counter[Key]] = defaultdict(Counter)
    for key, named in groups.items():
        if len(key) > 1 and key[0] not in _NO_GIVEN_NAME and named[0].is_person:
            bearers[surname_of(key)][key] += sum(one.articles for one in named)
    return bearers


def _owner(
    groups: dict[Key, list[Named]], bare: Key, bearers: dict[str, Counter[Key]], share: float
) -> Key | None:
    """The one who clearly owns a surname, among those whom its title may mean."""
    counted = bearers.get(bare[-1], Counter())
    gender, office = _title_of(groups[bare])
    if gender:
        fitting = {k: n for k, n in counted.items() if gender_of(groups[k]) in {gender, None}}
        counted = Counter(fitting)
    if office:
        held = {k: offices(groups[k]) for k in counted}
        holders = Counter({k: n for k, n in counted.items() if office in held[k]})
        counted = holders or Counter({k: n for k, n in counted.items() if not held[k]})
    if not counted:
        return None
    key, articles = min(counted.items(), key=lambda item: (-item[1], item[0]))
    enough = articles >= ENOUGH_ARTICLES or bool(office and office in offices(groups[key]))
    return key if enough and articles >= share * counted.total() else None


def _is_one_persons(titled: Counter[Key]) -> bool:
    """Whether articles that give a surname with a title nearly all mean the same bearer."""
    total = titled.total()
    return total >= ENOUGH_ARTICLES and max(titled.values()) >= OWNS_WITH_TITLES * total


def _title_of(named: Sequence[Named]) -> tuple[str | None, frozenset[str]]:
    """The gender and the office that a surname's title tells."""
    title = TitledName.of(named[0].name)
    return title.gender, office_words(title.title) if title.title else frozenset()


def _join_bare(groups: dict[Key, list[Named]]) -> None:
    """Bring "Mr. Kim" and "Kim" together where all that bear the name may be one."""
    by_surname: dict[str, list[Key]] = defaultdict(list)
    full = {surname_of(k) for k in groups if len(k) > 1 and k[0] not in _NO_GIVEN_NAME}
    for key in groups:
        if (len(key) == 1 or key[0] == _TITLED) and key[-1] not in full:
            by_surname[key[-1]].append(key)
    for surname, keys in by_surname.items():
        told = [_title_of(groups[key]) for key in keys]
        genders = {gender for gender, _ in told if gender}
        held = {office for _, office in told if office}
        if len(keys) < 2 or len(genders) > 1 or len(held) > 1:
            continue
        if not any(one.is_person for key in keys for one in groups[key]):
            continue
        together = [one for key in keys for one in groups.pop(key)]
        groups[(surname,)] = together


def _join_bodies(groups: dict[Key, list[Named]]) -> None:
    """Bring "CDC", "the CDC" and the name that its abbreviation stands for together."""
    alone: list[Key] = [key for key in groups if len(key) == 1]
    for key in alone:
        _take(groups, phrase_key(groups[key][0].name), key)
    meant: dict[str, Counter[Key]] = defaultdict(Counter)
    for key in [key for key in groups if key[0] == _PHRASE]:
        for one in groups[key]:
            if short := without_acronym(one.name)[1]:
                meant[short.casefold()][key] += one.articles
    for short, name in abbreviated_names().items():
        meant[short.casefold()].setdefault(phrase_key(name), 0)
    for short, keys in meant.items():
        for key in list(keys):
            shorter = [other for other in keys if key[1].startswith(f"{other[1]} ")]
            for other in [(_PHRASE, f"us {key[1]}"), *shorter]:
                if _take(groups, key, other):
                    keys[key] += keys.pop(other, 0)
        owner, articles = min(keys.items(), key=lambda item: (-item[1], item[0]))
        if articles >= OWNS_SURNAME * keys.total():
            _take(groups, owner, (_PHRASE, short))
            _take(groups, owner, (short,))


def _take(groups: dict[Key, list[Named]], owner: Key, other: Key) -> bool:
    """Give a group that is no person's to another, where there are both."""
    both = owner in groups and other in groups and owner != other
    if not both or any(one.is_person for one in groups[other]):
        return False
    groups[owner] += groups.pop(other)
    return True


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
        if len(key) > 1 and key[0] not in _NO_GIVEN_NAME:
            alike[formal_name(key[0]), surname_of(key)].append(key)
    for keys in alike.values():
        if len(keys) == 2 and keys[0][0] != keys[1][0]:
            one, other = keys
            if offices(groups[one]) & offices(groups[other]):
                groups[one] += groups.pop(other)


def offices(named: Sequence[Named]) -> set[frozenset[str]]:
    """The offices of a person: roles down to rank and noun, as in "vice president"."""
    return {office for one in named if one.role and (office := office_words(one.role))}


@lru_cache(maxsize=300_000)
def name_key(name: str, is_person: bool) -> tuple[str, ...]:
    """What all spellings of one name share; a phrase that is no person's name is its own key."""
    titled = TitledName.of(name)
    if titled.title:
        words = titled.surname.split()
        return (_TITLED, titled.title.casefold(), folded(words[-1]))
    if not is_person and not re.fullmatch(r"[\w’'-]+", name):
        phrase = re.sub(r"\b(?:\w\.){2,}", _undotted, without_acronym(name)[0].casefold())
        return (_PHRASE, re.sub(r"^(?:the|a|an) |[’']s\b", "", phrase))
    key = [folded(word) for word in key_of(name.split())]
    if len(key) > 1:
        key[0] = undoubled(key[0])
    return tuple(key)


def keys_of(name: str, is_person: bool) -> tuple[Key, ...]:
    """The keys by which a name is found: its own, and that of a body's abbreviation."""
    own = name_key(name, is_person)
    short = without_acronym(name)[1]
    return (own, (_PHRASE, short.casefold())) if short and not is_person else (own,)


def _undotted(match: re.Match[str]) -> str:
    return match.group().replace(".", "")


def phrase_key(phrase: str) -> Key:
    """The key of a phrase that is no person's name, be it a single word."""
    return (_PHRASE, phrase.casefold())


_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "ı": "i"})


@lru_cache(maxsize=200_000)
def folded(word: str) -> str:
    """A word without accents and without what differs between transliterations of one name."""
    bare = plain(word)
    if not bare.isascii():
        apart = unicodedata.normalize("NFKD", bare.translate(_LETTERS))
        bare = "".join(c for c in apart if not unicodedata.combining(c))
    if bare in PARTICLES:
        return bare
    bare = re.sub(r"(?<=[^aeiou])(?:iy|yy|yi|ii|ij|y|i)$", "i", bare.replace("x", "ks"))
    bare = re.sub(r"(?<=[aeou])y$", "i", bare)
    bare = re.sub(r"ych$", "ich", bare).replace("ksander", "ksandr")
    return re.sub(r"^(?:ju|iu)", "yu", bare)


def undoubled(given_name: str) -> str:
    """A given name with its double consonants as one: Phillip, Philip."""
    return re.sub(r"([^aeiou])\1", r"\1", given_name)


def gender_of(named: Sequence[Named]) -> str | None:
    """What a given name tells, else a role: "first lady"."""
    told = [given_name_gender(one.name.split()[0]) for one in named]
    told += [noun_gender(one.role) for one in named if one.role]
    return next((gender for gender in told if gender), None)
