"""Names: every name of a sentence is in its cited sources, or is another name for one that is.

The given name of a person whom a source names by the surname is known from the archive; a
country's people, capital and government stand for it, except as the place where something was.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from assistant.verify.lands import LOCATED, PAIRS, bear_out, is_land, is_region, joined_in
from assistant.verify.numbers import numbers
from assistant.verify.places import CAPITALS, is_place
from assistant.verify.source import Source
from assistant.verify.words import OPENERS, folded, words
from index.name_words import (
    HONORIFICS,
    ORGANIZATION_WORDS,
    PREPOSITIONS,
    ROLE_MODIFIERS,
    is_role_noun,
    plain,
)
from index.stems import stem
from index.stopwords import STOPWORDS

_RUN = re.compile(r"(?:[^\W\d_]\.)+(?:[^\W\d_]\.?)?|[^\W\d_][\w’'-]*(?:\.(?=\w))?[\w’'-]*")
_PARTS = {
    ("united", "states"): "united-states",
    ("white", "house"): "white-house",
    ("united", "kingdom"): "united-kingdom",
    ("european", "union"): "european-union",
    ("united", "nations"): "united-nations",
    ("saudi", "arabia"): "saudi-arabia",
    ("downing", "street"): "downing-street",
}
_ROMAN = re.compile(r"[IVX]+")
_PLACE_BEFORE = re.compile(
    r"\b(?:in|at|near|outside|inside|visit(?:ed|ing|s)? to|visited|visiting|arrived in|trip to|"
    r"flew to|travell?ed to|from|back from)\s+$",
    re.IGNORECASE,
)
_OF_BODY = re.compile(
    r"[\w-]+(?: [A-Z]\w+)? (?:Union|League|Bank|Development|Court|Parliament|Commission|"
    r"Championship|Cup|Games|National|Congress|Cooperation|Conference|Confederation)\b"
)
"""What makes of "African" a part of a body's name, which no country of Africa bears out."""

_TWO_WORDS = frozenset(PAIRS.values())
_NOT_NAMES = frozenset(
    """
    january february march april may june july august september october november december monday
    tuesday wednesday thursday friday saturday sunday i mr mrs ms dr spring summer autumn winter
    """.split()
)


_COMPASS = {
    adjective: {noun, adjective, f"{noun}s"}
    for noun in ("west", "east", "north", "south")
    for adjective in (f"{noun}ern", f"{noun}erner", f"{noun}erners")
} | {
    noun: {f"{noun}ern", f"{noun}erner", f"{noun}erners"}
    for noun in ("west", "east", "north", "south")
}
"""Points of the compass as names, and as what is of them."""


def missing(claim: str, text: str, sources: Sequence[Source]) -> str | None:
    """The first name of a claim that its sources neither hold nor have under another name."""
    held = _held(" . ".join([text, *(one.around for one in sources)]))
    people = _people(text, sources)
    lowered = set(words(claim))
    for name, start in _names(claim):
        key = folded(name)
        if key in held or key in people or stem(key) in held or _ROMAN.fullmatch(name):
            continue
        if key in _TWO_WORDS and held.issuperset(key.split("-")):
            continue  # "east and west Africa"
        if is_place(key) or is_land(key):
            is_capital = key in CAPITALS or key in LOCATED
            located = is_capital and _PLACE_BEFORE.search(claim, 0, start)
            is_body = is_region(key) and _OF_BODY.match(claim, start)
            if not located and not is_body and bear_out(key, held | people):
                continue
            return name
        if key in _COMPASS and held & _COMPASS[key]:
            continue
        if _KNOWN_AS.get(key) in held or _is_derived(key, held):
            continue
        if key == "us" and "us" in lowered and name != "US":
            continue
        return name
    return None


def with_joined(text: str) -> set[str]:
    """The words of a text, with the names of two words that are a place's or body's as one."""
    found = list(words(text))
    return {*found, *(joined for pair in pairwise(found) if (joined := _PARTS.get(pair)))}


def without_names(claim: str) -> str:
    """A claim without its capitalised names."""
    for name, start in sorted(_names(claim), key=lambda one: -one[1]):
        if claim.startswith(name, start):
            claim = f"{claim[:start]}{claim[start + len(name) :]}"
    return claim


_CAPITALISED_RUN = re.compile(r"(?:[A-Z]\w+ ){1,4}[A-Z]\w+")
_NAME_OF_BODY = re.compile(r"[A-Z][\w-]+(?:(?: (?:of|for|and|in|on|to|the))* [A-Z][\w-]+){1,6}")
"""What is shortened to the initials of its capitalised words."""


@lru_cache(maxsize=2048)
def _held(text: str) -> frozenset[str]:
    """The words of a text, as they are and as stems, with names of two words as one."""
    found = list(words(text))
    pairs = [joined for pair in pairwise(found) if (joined := _PARTS.get(pair))]
    pairs += joined_in(found)
    initials = [
        "".join(word[0] for word in run.split() if word[0].isupper()).casefold()
        for run in (*_CAPITALISED_RUN.findall(text), *_NAME_OF_BODY.findall(text))
    ]
    return frozenset([*found, *map(stem, found), *pairs, *initials, *_initials(text)])


def _initials(text: str) -> Iterator[str]:
    """Initials of two and three words in a row, in small letters too: "artificial intelligence"."""
    for run in re.split(r"[^\w\s-]+", text):
        parts = [part for part in re.split(r"[\s-]+", run) if part[:1].isalpha()]
        for first in range(len(parts)):
            for size in (2, 3):
                some = parts[first : first + size]
                if len(some) == size and all(len(one) >= _SPELT_OUT for one in some):
                    yield "".join(one[0] for one in some).casefold()


_SPELT_OUT = 5
"""Letters of a word that is shortened to its first."""


def _is_derived(name: str, held: Collection[str]) -> bool:
    """Whether a name is formed from one of a text: "Albertans" from "Alberta", or the reverse."""
    mine = _FORMED.sub("", name)
    for other in held:
        if other[:4] != name[:4] or other == name:
            continue
        theirs = _FORMED.sub("", other)
        if mine != name and len(mine) >= _ROOT and other in (mine, *(mine + v for v in _VOWELS)):
            return True
        if (
            theirs != other
            and len(theirs) >= _ROOT
            and name in (theirs, *(theirs + v for v in _VOWELS))
        ):
            return True
    return False


_FORMED = re.compile(r"(?:i?ans?|eans?|ns?|ese|ish|ers?|i|s)$")
_VOWELS = ("a", "e", "o", "y", "ia", "n")
_ROOT = 4
_KNOWN_AS = {
    "fed": "federal", "pole": "polish", "tory": "conservative", "tories": "conservatives",
    "gop": "republican", "martian": "mars", "soviets": "soviet",
}  # fmt: skip
"""Short names that every reader knows, and forms that no rule gives."""


def _people(text: str, sources: Sequence[Source]) -> set[str]:
    """All words of the names and roles of the people whom the sources name."""
    found: set[str] = set()
    for source in sources:
        everything = f"{text} {source.around}"
        shown = set(words(everything))
        lowered = everything.casefold()
        for person in source.people:
            surnames = {folded(alias.split()[-1]) for alias in person.aliases}
            by_role = any(" " in role and role.casefold() in lowered for role in person.roles)
            in_plural = any(f"{role.split()[-1].casefold()}s" in shown for role in person.roles)
            if surnames & shown or by_role or in_plural:
                for name in (*person.aliases, *person.roles):
                    found.update(words(name))
    return found


def _names(claim: str) -> Iterator[tuple[str, int]]:
    """The capitalised words that are names, parts of a known double name as one."""
    matches = list(_RUN.finditer(claim))
    skip = False
    for number, match in enumerate(matches):
        if skip:
            skip = False
            continue
        word = re.sub(r"[’']s?$", "", match.group())
        if not word[:1].isupper():
            continue
        after = matches[number + 1].group() if number + 1 < len(matches) else ""
        after = re.sub(r"[’']s?$", "", after)
        both = (folded(word), folded(after))
        pair = _PARTS.get(both) or PAIRS.get(both)
        if pair and after[:1].isupper():
            skip = True
            yield pair, match.start()
            continue
        if _is_only_first(claim, match, after):
            continue
        bare = plain(word)
        if bare in _NOT_NAMES | HONORIFICS | ROLE_MODIFIERS or is_role_noun(bare):
            continue
        if folded(word) in ("nato-russia",):
            yield "NATO", match.start()
            continue
        for part in word.split("-") if not is_place(folded(word)) else [word]:
            if len(part) == 1 < len(word):
                continue  # "U-turn"
            if part[:1].isupper() and folded(part) not in ORGANIZATION_WORDS - {"kremlin"}:
                yield part, match.start()


def _is_only_first(claim: str, match: re.Match[str], after: str) -> bool:
    """Whether a word may have its capital only from standing first, in sentence or quotation.

    A person's name that stands there alone is the subject of what follows: speakers.py looks at it.
    """
    before = claim[: match.start()].rstrip()
    if before and before[-1] not in '.!?:"“‘[(”…':
        return False
    bare = plain(match.group())
    if bare in STOPWORDS | PREPOSITIONS | OPENERS or _is_count(bare) or _PARTICIPLE.search(bare):
        return True
    return not is_place(folded(match.group())) and not after[:1].isupper()


def _is_count(word: str) -> bool:
    """Whether a word is a number: "forty-four", "tens"."""
    return bool(_COUNT.fullmatch(word)) or bool(numbers(word))


_COUNT = re.compile(r"tens|scores|(?:hundred|thousand|million|billion|dozen)s?")
_PARTICIPLE = re.compile(r"(?:ing|ed|ly)$")
