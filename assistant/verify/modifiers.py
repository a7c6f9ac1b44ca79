"""A manner or a kind that is put into a source's own words: "said angrily", "the bitter dispute".

A sentence in other words throughout may well have an adverb that its source has not. One that is
the source's but for it says more than the source.
"""

import re
from itertools import pairwise

from assistant.verify.thesaurus import NEAR, likeness
from assistant.verify.words import OPENERS, SPEAKING, WORD, content, folded, root, words
from index.stopwords import STOPWORDS

_SHARE_FOR_A_MANNER, _SHARE_FOR_A_KIND = 0.6, 0.7
"""How much of a sentence has to be its sources' own words."""

_MANNER = re.compile(r"[a-z]{3,}ly")
_NO_MANNERS = frozenset(
    """
    accordingly allegedly ally annually apparently apply approximately assembly chiefly closely
    completely consequently currently daily directly early effectively elderly entirely especially
    eventually family finally formerly friendly fully immediately initially italy july largely
    lastly likely likewise mainly merely monthly mostly namely nearly newly notably originally
    overly particularly partly possibly potentially presumably previously probably rally really
    recently reply reportedly respectively roughly separately shortly similarly simply supply
    supposedly totally ultimately weekly yearly
    """.split()
)
"""Words in -ly that tell no manner, or one that is no more than the sense of a sentence."""

_BEFORE_A_KIND = frozenset("the a an its his her their this that of for in with".split())
_SHORTEST = 4
_ALIKE = 4
"""Letters that words of one family begin with."""


def put_in(claim: str, source: str) -> str | None:
    """A word of a claim that only tells how or of what kind, and that its source has not."""
    stems = content(claim)
    held = frozenset(content(source))
    share = sum(stem in held for stem in stems) / max(1, len(stems))
    if share < _SHARE_FOR_A_MANNER:
        return None
    own = words(source)
    tokens = [part for one in WORD.finditer(claim) for part in one.group().split("-") if part]
    for place, token in enumerate(tokens):
        word = folded(token)
        if not token[:1].islower() or word in STOPWORDS | OPENERS | SPEAKING or word in own:
            continue
        is_manner = bool(_MANNER.fullmatch(word)) and word not in _NO_MANNERS
        is_kind = share >= _SHARE_FOR_A_KIND and _is_kind(tokens, place, own)
        if (is_manner or is_kind) and not _is_like(root(word), held):
            return token
    return None


def _is_kind(tokens: list[str], place: int, own: tuple[str, ...]) -> bool:
    """Whether a word stands where its source has a noun right behind an article or the like."""
    if not 0 < place < len(tokens) - 1 or len(tokens[place]) < _SHORTEST:
        return False
    before, after = folded(tokens[place - 1]), folded(tokens[place + 1])
    if before not in _BEFORE_A_KIND or after in STOPWORDS | OPENERS or not after.isalpha():
        return False
    return any(
        first in _BEFORE_A_KIND and root(second) == root(after) for first, second in pairwise(own)
    )


def _is_like(stem: str, held: frozenset[str]) -> bool:
    return likeness(stem, held) >= NEAR or any(one[:_ALIKE] == stem[:_ALIKE] for one in held)
