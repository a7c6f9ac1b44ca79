"""Ways of naming somebody: whether a name, a part of one, a role or a description mean the same."""

import re
from collections.abc import Sequence

from assistant.verify.places import is_place, same_place
from assistant.verify.source import Source
from assistant.verify.speech import is_person, own_words
from assistant.verify.words import words
from index.name_words import ROLE_MODIFIERS, is_role_noun, plain
from index.stems import stem

ROLE_CUT = re.compile(r"\s+(?:to|for|of)\s+(?:the\s+)?(?=[A-Z]|the )")
"""Where a role's own words end: "secretary" in "secretary of state"."""


def is_meant(who: str, names: Sequence[str], roles: Sequence[str]) -> bool:
    """Whether a mention (a name, a part of one, a role, a body) means somebody of these names."""
    mine = own_words(who)
    possessed = re.search(r"[’']s? (?P<role>[^,]+)$", who)
    if possessed and is_role_noun(plain(possessed["role"].split()[-1])) and is_person(who):
        return any(is_same_role(f"the {possessed['role']}", role) for role in roles)
    for name in names:
        theirs = words(name)
        if not theirs:
            continue
        if _are_kin(mine, theirs):
            continue
        if mine and (mine[-1] == theirs[-1] or (mine[-1] in theirs and len(mine) == 1)):
            return True
        if mine and len(mine) == 1 and same_place(mine[0], theirs[-1]):
            return True
        if " ".join(words(who)).endswith(" ".join(theirs)):
            return True
    return any(is_same_role(who, role) for role in roles)


def _are_kin(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether two full names share nothing but the surname: a widow's and her husband's."""
    return (
        len(one) > 1
        and len(other) > 1
        and one[-1] == other[-1]
        and not {word[0] for word in one[:-1]} & {word[0] for word in other[:-1]}
    )


def is_described(who: str, names: Sequence[str], source: Source) -> bool:
    """Whether the article itself describes somebody so, right before or after their name."""
    wanted = {stem(w) for w in words(who)} - _LIGHT
    if not any(is_role_noun(w) for w in words(who)):
        return False
    nouns = {stem(w) for w in words(who) if is_role_noun(w)}
    text = source.article.text
    for surname in {name.split()[-1] for name in names if name.split()}:
        for match in re.finditer(rf"\b{re.escape(surname)}\b", text):
            before = re.split(
                r"\band\b|[;.]", text[max(0, match.start() - _NEXT_TO) : match.start()]
            )
            after = re.match(r",([^,.;]*)[,.;]", text[match.end() : match.end() + _NEXT_TO])
            for piece in (before[-1], after[1] if after else ""):
                if wanted <= {stem(w) for w in words(piece)} and nouns <= _heads(piece):
                    return True
    return False


def _heads(description: str) -> set[str]:
    """What somebody is by a description, not whose: "an aide" of "an aide to the president"."""
    bare = _OF_ANOTHER.sub(" ", description)
    return {stem(w) for w in words(bare)}


_OF_ANOTHER = re.compile(r"[^\s]+[’']s?(?=\s)|\b(?:to|for)\s.*$")
_NEXT_TO = 60
"""Characters."""


def is_same_role(who: str, role: str) -> bool:
    """Whether a description without a name repeats a role, up to its head."""
    wanted = {stem(w) for w in words(who)} - _LIGHT
    bare = ROLE_CUT.split(role)[0]
    head, held = {stem(w) for w in words(bare)}, {stem(w) for w in words(role)}
    nouns = {stem(w) for w in words(who) if is_role_noun(w)}
    if not nouns:
        return False
    generic = nouns & _GENERIC
    if not nouns - generic <= head or (generic and not head & _LEADING and not generic & head):
        return False
    wanted = {w for w in wanted - generic if w not in ROLE_MODIFIERS}
    rest = wanted - held
    if any(is_place(w) for w in held):
        return all(any(same_place(w, h) for h in held) for w in rest)
    return all(is_place(w) for w in rest)


_GENERIC = frozenset(
    stem(w)
    for w in "chief leader head boss diplomat politician host guest envoy representative".split()
)
_LEADING = frozenset(
    stem(w)
    for w in "president chancellor minister secretary general chief premier king head "
    "ambassador".split()
)
"""Whom "the NATO chief" or "the German leader" may mean."""

_LIGHT = frozenset(stem(w) for w in "the a an his her its their s former".split())


def are_alike(one: str, other: str) -> bool:
    """Two descriptions with the same head noun and nothing that differs."""
    mine = {stem(w) for w in words(one)} - _LIGHT
    theirs = {stem(w) for w in words(other)} - _LIGHT
    return bool(mine) and (mine <= theirs or theirs <= mine) and bool(mine & theirs)
