"""On which side a text is about each of its words: negated or not, stated or left open."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.verify.places import is_place
from assistant.verify.words import SPEAKING, folded, root
from index.name_words import is_role_noun
from index.stems import stem
from index.stopwords import STOPWORDS

_NEGATORS = frozenset(
    """
    not no never none nobody nothing neither nor without n't cannot hardly barely scarcely nowhere
    beyond absent impossible unable unwilling unlikely
    """.split()
)

NEGATING = frozenset(
    stem(word)
    for word in """
    refuse deny reject dismiss decline avoid lack fail exclude oppose stop prevent withhold rebuff
    refute refrain abandon cease avert denial refusal rejection absence block thwart hinder bar ban
    forbid prohibit
    """.split()
)
"""Stems of words that negate what they govern."""

STRICTLY_OPEN = frozenset("may might could perhaps possibly maybe possible conceivably".split())

CANNOT_TELL = re.compile(
    r"\b(?:could|can|did|does|do|would) not (?:yet |really )?(?:say|tell|know|judge)\b",
    re.IGNORECASE,
)

TOKEN = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*|[,;:.!?—–]")

_SCOPE = 6
"""Content words after a negator that it may reach; a new clause ends it."""

_NEAR = 1

_CLAUSE_ENDS = frozenset(
    'but ; : . ! ? — – ” " although though because while whereas however'.split()
)

_FAR_FROM = re.compile(
    r"\b(?:far from|anything but|no longer|ruled? out|ruling out|rules out|short of|instead of|"
    r"rather than|the last thing|not (?:yet )?too late|not too early|too early|too late|yet to|"
    r"stop short|opposed to|in place of|in lieu of|not all|not every|(?:an|the) end (?:to|of)|"
    r"or not|"
    r"nothing but|not only|no less|no doubt|not just|nothing less|no one doubts|"
    r"no later than|no more than|no fewer than)\b",
    re.IGNORECASE,
)

_NO_NEGATION = frozenset(
    "not_only no_less no_doubt not_just nothing_less nothing_but no_later_than no_more_than "
    "no_fewer_than not_too_late not_yet_too_late not_too_early or_not not_all not_every".split()
)


@dataclass(frozen=True, kw_only=True)
class Side:
    """A content word with the side that its sentence is on about it."""

    stem: str
    word: str
    negations: int
    is_near: bool
    """Whether a negator is right before it."""
    is_open: bool
    clause: int
    """Which clause of the sentence it stands in."""
    phrase: int = 0
    """Which part of it between commas."""
    in_negation: bool = False
    """Whether that clause has a negator anywhere ("conceded nothing"); "without" is none here."""


@lru_cache(maxsize=4096)
def sides(text: str) -> tuple[Side, ...]:
    """The content words of a text, each with the negators and hedges that reach it.

    Names and numbers are for other checks: nothing is denied of a name by itself.
    """
    marked = _FAR_FROM.sub(lambda m: m.group().replace(" ", "_"), text)
    marked = re.sub(r"\b(\w+)n[’']t\b", r"\1 not", marked)
    marked = re.sub(r"\bcannot\b", "can not", marked)
    marked = re.sub(r"(?<![Aa] )\blittle (?!more|later|by|over|under)(?=[a-z])", "hardly ", marked)
    marked = re.sub(r"\band (?=\w+ed\b)", "; ", marked)
    marked = CANNOT_TELL.sub(" ", marked)
    marked = re.sub(r",\s+(?=(?:and|so)\b)", "; ", marked)
    marked = re.sub(r"\b(?:and|,) (?=that\b|he\b|she\b|they\b|it\b)", "; ", marked)
    marked = re.sub(r"(?<=\w\w)\.(?=[\s”\"]|$)", " ;", marked)
    found: list[Side] = []
    negators: list[int] = []
    plain_negators: list[int] = []
    ruled_out: list[int] = []
    opens: list[int] = []
    negative: set[int] = set()
    place = clause = phrase = 0
    for match in re.finditer(r"[\w’'.-]+|[,;:!?—–]|[”\"](?=\s|,|$)", marked):
        token = match.group().strip(".'’")
        bare = folded(token)
        if token in _CLAUSE_ENDS or bare in _CLAUSE_ENDS or not token:
            _reach_back(found, ruled_out, place, clause)
            negators, plain_negators, ruled_out, opens = [], [], [], []
            clause += 1
            continue
        if bare == ",":
            _reach_back(found, ruled_out, place, clause)
            negators, plain_negators, ruled_out = [], [], []
            phrase += 1
            continue
        if "_" in bare:
            if bare.startswith("rul") and plain_negators and plain_negators[-1] == place:
                plain_negators.pop()  # "would not rule out" leaves open
                negators.remove(place)
                negative.discard(clause)
                opens.append(place)
                continue
            if bare not in _NO_NEGATION:
                negators.append(place)
                ruled_out += [place] if bare.startswith("rul") else []
                plain_negators.append(place)
                negative.add(clause)
            continue
        if _is_negator(bare):
            if stem(bare) in NEGATING and plain_negators and plain_negators[-1] == place:
                plain_negators.pop()  # "did not deny" says that it is so
                negators.remove(place)
                negative.discard(clause)
                found.append(replace(_side(bare, 1, clause), is_near=True))
                continue
            negators.append(place)
            if bare not in ("without", "instead"):
                negative.add(clause)
            if stem(bare) not in NEGATING:
                plain_negators += [place] if bare != "without" else []
                continue
            # "denied" turns what follows round, and is a word with opposites itself
            found.append(_side(bare, 0, clause))
            continue
        if bare in STRICTLY_OPEN:
            if not _LIMITED.match(marked, match.end()):
                opens.append(place)
            continue
        is_name = token[:1].isupper() and (match.start() > 0 or is_place(bare))
        if (
            bare in STOPWORDS
            or len(bare) < 2
            or bare[0].isdigit()
            or is_name
            or bare in SPEAKING
            or is_role_noun(bare)
        ):
            continue
        if bare in _EMPHATIC:
            continue
        if bare in _LIGHT and plain_negators and plain_negators[-1] == place:
            continue  # "no sign of progress" denies the progress
        found.append(
            replace(
                _side(bare, sum(place - n <= _SCOPE for n in negators), clause),
                is_near=any(place - n < _NEAR for n in plain_negators),
                is_open=any(place - n <= _SCOPE for n in opens),
                phrase=phrase,
            )
        )
        place += 1
    _reach_back(found, ruled_out, place, clause)
    return tuple(replace(one, in_negation=one.clause in negative) for one in found)


def _side(word: str, negations: int, clause: int) -> Side:
    return Side(
        stem=root(word),
        word=word,
        negations=negations,
        is_near=False,
        is_open=False,
        clause=clause,
    )


_EMPHATIC = frozenset("once ever even yet again".split())

_LIGHT = frozenset("sign signs evidence proof reason intention plan plans indication any".split())


def _reach_back(found: list[Side], ruled_out: Sequence[int], place: int, clause: int) -> None:
    """Negate the clause that ends with its negator: "weapons he went on to rule out"."""
    if ruled_out and ruled_out[-1] == place:
        for number, one in enumerate(found):
            if one.clause == clause:
                found[number] = replace(one, negations=one.negations + 1)


def _is_negator(word: str) -> bool:
    return word in _NEGATORS or word.endswith("n't") or stem(word) in NEGATING


_LIMITED = re.compile(r"\s+(?:\w+\s+){0,2}?(?:only|not|never|neither|hardly)\b")
"""What follows a "could" that speaks of a condition or an inability."""


def denies(text: str) -> bool:
    """Whether a text has any word that negates."""
    return any(_is_negator(folded(m.group())) for m in TOKEN.finditer(text)) or bool(
        [
            m
            for m in _FAR_FROM.finditer(text)
            if m.group().lower().replace(" ", "_") not in _NO_NEGATION
        ]
    )
