"""Roles of people: those that a text gives around a name, and whether two of them are the same."""

import re
from collections.abc import Sequence
from functools import lru_cache

from index.mentions import Mention
from index.name_words import (
    PREPOSITIONS,
    ROLE_MODIFIERS,
    TITLE_ABBREVIATIONS,
    is_plural_role_noun,
    is_role_noun,
    plain,
)
from index.stopwords import STOPWORDS

_APPOSITION = re.compile(
    r",\s+((?:[^\W\d_][\w’'.&-]*\s+){0,15}[^\W\d_][\w’'.&-]*)\s*(?=[,.;:)—–]|$)"
)
_PASSED_OVER = re.compile(r"\s*\([^()]{1,30}\)|\s+of [A-Z]\w+(?: [A-Z]\w+)?(?=,)")
_BEFORE = re.compile(r"((?:[\w’'&.-]+ ){1,6})$")
_RANKS = frozenset("former ex vice deputy acting assistant late then senior junior".split())
_FIELDS = frozenset("campaign party opposition union police company policy communications".split())
_PAST = frozenset("former ex late then".split())
_WRITTEN_OUT = TITLE_ABBREVIATIONS | {"gop": "republican"}
_NOT_OF_A_ROLE = frozenset(
    "the a an this that said says its his her their our my your then also".split()
)
_UNSAID = frozenset("of the a an for mr mrs ms and".split())


@lru_cache(maxsize=50_000)
def role_words(role: str) -> frozenset[str]:
    """The words of a role that tell it from others, abbreviations written out."""
    words = (plain(word) for word in role.split(" in ")[0].replace("vice-", "vice ").split())
    return frozenset(_WRITTEN_OUT.get(w, w) for w in words if w and w not in _UNSAID)


def same_role(role: str, description: str) -> bool:
    """Whether a description repeats a role: the same rank, and no word that is new."""
    held, wanted = role_words(role), role_words(description)
    if not held or not wanted or held & _RANKS != wanted & _RANKS:
        return False
    if any(word.isdigit() and word not in wanted for word in held):
        return False
    return all(any(_alike(word, other) for other in held) for word in wanted)


def office_words(role: str) -> frozenset[str]:
    """A role down to its rank and nouns, to be compared between outlets; "former" is left out."""
    words = role_words(role)
    return frozenset(w for w in words if (is_role_noun(w) or w in _RANKS) and w not in _PAST)


def _alike(word: str, other: str) -> bool:
    """The same word, or a country and what belongs to it: "Russia's" and "Russian"."""
    return word == other or (len(word) > 5 and len(other) > 5 and word[:5] == other[:5])


def roles_around(text: str, mention: Mention) -> list[str]:
    """The roles that the words next to a name give: before it, and set off by commas after it."""
    found: list[str] = []
    start = mention.start
    line = text.rfind("\n", 0, start) + 1
    before = _BEFORE.search(text[max(line, start - 80) : start])
    if before and (words := _role_before(before.group(1).split())):
        found.append(words)
    end = mention.end
    while skipped := _PASSED_OVER.match(text, end):
        end = skipped.end()
    after = _APPOSITION.match(text, end, end + 160)
    if after and _is_role_phrase(after.group(1)):
        found.append(bare_role(after.group(1)))
    return found


def _role_before(words: Sequence[str]) -> str:
    """The role that ends right before a name: "former Secretary of State", "Kremlin spokesman"."""
    if not words or plain(words[-1]) in {"mr", "mrs", "ms", "miss", "dr"}:
        words = words[:-1]
    ends = bool(words) and is_role_noun(words[-1])
    of_title = len(words) > 2 and "of" in words[-3:-1] and words[-1][0].isupper()
    if not ends and not of_title:
        return ""
    kept: list[str] = []
    for word in reversed(words):
        bare = plain(word)
        if bare in _NOT_OF_A_ROLE or not bare.strip("-"):
            break
        if bare in PREPOSITIONS - {"of"} or (kept and bare in STOPWORDS - {"of"}):
            break
        if kept and bare != "of" and not _goes_before(word, kept[0]):
            break
        if kept and word[-1] in ".," and not is_role_noun(word) and len(word) > 4:
            break
        kept.insert(0, word)
    while kept and kept[0].islower() and not _may_begin_role(kept[0]):
        kept.pop(0)
    if not any(is_role_noun(word) for word in kept):
        return ""
    return " ".join(kept)


def _goes_before(word: str, role: str) -> bool:
    """Whether a word is of the role behind it, unlike "met" in "met German Chancellor"."""
    return word[0].isupper() or role[0].islower() or _may_begin_role(word)


def _may_begin_role(word: str) -> bool:
    return is_role_noun(word) or plain(word) in ROLE_MODIFIERS | _FIELDS or "-" in word


def _is_role_phrase(phrase: str) -> bool:
    words = phrase.split()
    head = _head(words)
    return bool(head) and is_role_noun(head[-1]) and not is_plural_role_noun(head[-1])


def _head(words: Sequence[str]) -> Sequence[str]:
    for number, word in enumerate(words):
        if plain(word) in PREPOSITIONS | {"who", "that", "which", "and", "whose"} and number:
            return words[:number]
    return words


def bare_role(phrase: str) -> str:
    """A role without the words before it that are no part of it: "its foreign policy chief"."""
    words = phrase.split()
    while len(words) > 1 and plain(words[0]) in _NOT_OF_A_ROLE:
        words.pop(0)
    return " ".join(words)
