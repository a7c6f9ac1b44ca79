"""Reported certainty: what a source doubts or leaves open stays so."""

import re

from assistant.verify.sides import CANNOT_TELL, STRICTLY_OPEN, TOKEN, sides
from assistant.verify.words import folded

_HEDGES = frozenset(
    """
    may might could perhaps possibly possible possibility maybe likely unlikely probably apparently
    allegedly reportedly potential potentially if unless whether should risk seem seemed seems
    appear appeared appears chance danger would
    plan plans planned planning intend intends intended intention hope hopes hoped hoping want wants
    wanted wish wished expect expects expected ready willing prepared propose proposed offer offered
    suggest suggested suggests consider considering aim aims aimed threaten threatened think thought
    believe believed believes doubt doubts promise promised pledge pledged vow vowed try tried can
    question wonder wondered ask asked call demand demanded urge urged fear feared predict predicted
    """.split()
)

_OPEN = frozenset(
    "may might could perhaps possibly possible possibility maybe likely probably potential "
    "potentially risk seem seemed seems appear appeared appears chance danger conceivable "
    "conceivably threaten threatened threatens prospect can fear feared fears threat any should "
    "hope hoped hopes believe believed believes think thought if unless suggest suggested".split()
)
"""Words that leave it open whether something is so."""

_UNTOLD = re.compile(
    r"\bwhether\b|\bif\b|\bun(?:sure|certain|clear|known)\b|\bdoubt|\b(?:not|n[’']t|cannot|never)\b|"
    r"\bopen\b|\bwho\b|\bwhat\b",
    re.IGNORECASE,
)

_SURE = frozenset(
    "certainly definitely certain surely inevitable inevitably undoubtedly unavoidable".split()
)

_CERTAIN_ONES = re.compile(r"\bcertain (?!that\b|to\b|of\b|about\b|whether\b)(?=[a-z])", re.I)
"""Some: "certain growers"."""


def made_certain(claim: str, support: str) -> str | None:
    """A reason why a claim is more, or less, certain than its source, or None."""
    mine, theirs = sides(claim), sides(support)
    here, there = _open_words(claim), _open_words(support)
    sure = _SURE & {folded(m.group()) for m in TOKEN.finditer(_CERTAIN_ONES.sub(" ", claim))}
    told = {folded(m.group()) for m in TOKEN.finditer(support)}
    if _cannot_be_told(claim, support):
        return "its source says that this cannot be told"
    if sure and there & STRICTLY_OPEN and not told & _SURE:
        return f"it says “{min(sure)}” where its source leaves it open"
    if there & STRICTLY_OPEN and not here and not _hedges(claim, but=_FUTURE):
        opened = {one.stem for one in theirs if one.is_open}
        shared = [one for one in mine if one.stem in opened and not one.negations]
        total = [one for one in mine if one.stem in {t.stem for t in theirs}]
        if len(shared) >= 0.4 * max(1, len(total)) and shared:
            return f"its source leaves open what it states of “{shared[0].word}”"
    if here & (STRICTLY_OPEN - {"could"}) and not there and not _hedges(support):
        opened = {one.stem for one in mine if one.is_open and not one.negations}
        shared = [one for one in theirs if one.stem in opened]
        if len(shared) >= 2:
            return f"its source states what it leaves open of “{shared[0].word}”"
    return None


def _cannot_be_told(claim: str, support: str) -> bool:
    """Whether a claim states what its source says that nobody could tell."""
    match = CANNOT_TELL.search(support)
    if match is None or _UNTOLD.search(claim):
        return False
    untold = re.split(r"[,;.]", support[match.end() :])[0]
    rest = support[: match.start()] + support[match.end() + len(untold) :]
    stems = {one.stem for one in sides(claim)}
    return len(stems & {one.stem for one in sides(untold)}) > len(
        stems & {one.stem for one in sides(rest)}
    )


def _open_words(text: str) -> set[str]:
    found = {folded(m.group()) for m in TOKEN.finditer(text)}
    return found & _OPEN


def leaves_open(text: str) -> bool:
    """Whether a text has a word by which something is only possible, supposed or alleged."""
    found = {folded(m.group()) for m in TOKEN.finditer(text)}
    return bool(found & (STRICTLY_OPEN | _SUPPOSING))


_SUPPOSING = frozenset("if unless allegedly reportedly unlikely only".split())


def _hedges(text: str, but: frozenset[str] = frozenset()) -> bool:
    return bool({folded(m.group()) for m in TOKEN.finditer(text)} & _HEDGES - but)


_FUTURE = frozenset("would should can".split())
"""Hedges that state as much as they leave open."""
