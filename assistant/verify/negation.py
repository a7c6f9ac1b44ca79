"""Negation: what a source denies stays denied.

Each content word that claim and source share has a side in each (sides.py). Words of opposite
meaning count as the negation of one another.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.verify.clauses import Clauses
from assistant.verify.opposites import OPPOSITE
from assistant.verify.sides import NEGATING, Side, denies, sides
from assistant.verify.thesaurus import opposites
from assistant.verify.words import content, folded, root


def turned(claim: str, support: str) -> str | None:
    """A reason why a claim turns round what its source says, or None."""
    if not denies(claim):
        support = _CONTRAST.sub("", support)
    mine, theirs = sides(claim), sides(support)
    clauses = Clauses(mine, theirs)
    if opposite := _opposed(clauses) or _contrary(clauses):
        return opposite
    if _is_called_false(claim, support):
        return "its source calls this wrong"
    if undone := _undone(mine, theirs):
        return f"only one of it and its source negates “{undone.word}”"
    mine, theirs = _uncancelled(mine, theirs), _uncancelled(theirs, mine)
    both = _negated(mine) & _negated(theirs)
    clauses = Clauses(mine, theirs)
    least = _SHARE_OF_DENIAL if denies(claim) else _SHARE_OF_DENIED
    for here, there, has, lacks in (
        (mine, theirs, claim, support),
        (theirs, mine, support, claim),
    ):
        near = _negated_only_here(here, there)
        if (
            near
            and not both
            and (here is theirs or clauses.share(near.stem) >= least)
            and not _says_so_too(near.stem, lacks, has)
        ):
            return f"only one of it and its source negates “{near.word}”"
    dropped = _dropped(claim, clauses)
    if dropped and not both and not _ways_to_say_no(claim) - _IN_PASSING:
        return f"its source says “not {dropped.word}”, and it has no word against"
    agree: list[Side] = []
    differ: list[Side] = []
    for one in mine:
        others = [other for other in theirs if other.stem == one.stem]
        if others:
            alike = any(
                bool(other.negations) == bool(one.negations)
                or (other.in_negation and one.in_negation)
                for other in others
            )
            (agree if alike else differ).append(one)
    differ = [one for one in differ if clauses.share(one.stem) >= least]
    share = len(differ) / max(1, len(agree) + len(differ))
    if (
        differ
        and not _ways_to_say_no(claim) ^ _ways_to_say_no(support)
        and (
            (share >= 0.34 and denies(claim) != denies(support))
            or (len(differ) >= 2 and share > 0.5)
        )
    ):
        return f"its source is on the other side about “{differ[0].word}”"
    return None


def _is_called_false(claim: str, support: str) -> bool:
    """Whether what a claim states plainly is what its source says to be untrue."""
    if denies(claim) or _ways_to_say_no(claim):
        return False
    wanted = set(content(claim))
    for match in _CALLED_FALSE.finditer(support):
        told = set(content(match["told"]))
        if len(told & wanted) >= max(2, 0.5 * len(told)):
            return True
    return False


_CALLED_FALSE = re.compile(
    r"\b(?:reports?|claims?|rumou?rs?|allegations?|suggestions?|accusations?|assertions?|stories|"
    r"story|idea|notion)\b(?P<told>[^.;]*?)\b(?:was|were|is|are|as)\s+(?:\w+\s+)?"
    r"(?:wrong|false|untrue|baseless|unfounded|nonsense|groundless|incorrect|fabricated|invented|"
    r"lies|a lie|fiction|misinformation)\b",
    re.IGNORECASE,
)


def _undone(mine: Sequence[Side], theirs: Sequence[Side]) -> Side | None:
    """A verb like "deny" that only one of the two texts has with a "not" of its own."""
    for one in mine:
        if one.stem in _ANSWERING:
            others = [other for other in theirs if other.stem == one.stem]
            if others and all(other.is_near != one.is_near for other in others):
                return one
    return None


_ANSWERING = frozenset(
    root(word) for word in "deny reject refuse dismiss exclude oppose decline forbid".split()
)


def _negated(side: Sequence[Side]) -> set[str]:
    """What a text says no of, but for what it only does without."""
    return {
        one.stem for one in side if one.negations and one.in_negation and one.stem not in NEGATING
    }


def _says_so_too(stemmed: str, text: str, other: str) -> bool:
    """Whether the clauses of a text that have a word say no by a word that the other has not."""
    clauses = [one for one in _CLAUSE.split(text) if stemmed in content(one)]
    return bool(_ways_to_say_no(" ; ".join(clauses)) - _ways_to_say_no(other))


def _ways_to_say_no(text: str) -> set[str]:
    """The words, besides negations, by which a text may say that a thing is not so.

    "Stayed out of", "lacks", "the first to" and "rather than" say no as well as "not" does.
    """
    return {root(folded(match.group().split()[0])) for match in _AGAINST.finditer(text)}


_IN_PASSING = frozenset(root(word) for word in "against first alone only end still".split())
"""Words that say no of something now and then, and mostly do not."""

_CONTRAST = re.compile(r",? and not (?:for|against|with|by|from|in|to|at) [^,.;]+")
"""What is only set against what holds: "by talks and not by force"."""

_CLAUSE = re.compile(r"[,;:]\s|(?<=\w\w)\.\s|\s(?:and|but|while|which|who)\s")


def _negated_only_here(here: Sequence[Side], there: Sequence[Side]) -> Side | None:
    """A word that one text negates at once, while the other has it in a clause without negation."""
    for one in here:
        if not one.is_near:
            continue
        others = [other for other in there if other.stem == one.stem]
        if others and all(not o.negations and not o.in_negation for o in others):
            return one
    return None


def _dropped(claim: str, clauses: Clauses) -> Side | None:
    """A word that the source negates, in a clause the claim speaks of without any word against."""
    if denies(claim):
        return None
    stems = {one.stem for one in clauses.mine}
    for one in clauses.theirs:
        if (
            one.is_near
            and one.in_negation
            and one.stem not in stems
            and clauses.share(one.stem) >= _SHARE_OF_DROPPED
            and clauses.shared_in_scope(one)
        ):
            return one
    return None


_SHARE_OF_DENIED, _SHARE_OF_DENIAL, _SHARE_OF_DROPPED = 0.35, 0.6, 0.45
"""What part of a claim's words has to stand together in one clause of its source: for several words
on the other side; where it is the claim that denies; for a denied word that the claim has not.
A word that the source denies at once, and the claim states, needs nothing more in common."""


_AGAINST = re.compile(
    r"\b(?:un(?!it|ion|ti|der)\w+|dis(?!cuss|trict|tribut|play|aster|ease)\w+|non-?\w+|"
    r"im(?:poss|pat)\w+|\w{3,}less|only|sole|solely|private|"
    r"secret|confidential|odd|little|few|rather|against|too|twice|unless|until|hard\w*|difficult\w*|"
    r"differ\w*|instead|still|remain\w*(?! (?:an option|possible|available|in force))|"
    r"lack\w*|miss(?:ed|ing)?|short(?:fall|age)?|acquit\w*|"
    r"cleared|first|hesita\w+|unlike|barring|kept? out|stay(?:s|ed|ing)? (?:out|away)|away from|"
    r"brush\w* (?:aside|off)|turn(?:s|ed)? down|drop(?:s|ped)|cancel\w*|withheld|withhold\w*|"
    r"forgo\w*|avert\w*|spar(?:ed|ing)|free of|free from|exempt\w*|premature|stopp?\w*|"
    r"end(?:s|ed)?|ceas\w+|contrary|alone|worse|doubt\w*|scept\w+|skept\w+|wary|guarded|"
    r"cautio\w+|yet to|last (?:thing|resort)|counterproductive|backfire\w*|"
    r"off the table|out of the question|question(?:s|ed|ing)?|dead|halt\w*|suspend\w*|"
    r"paus\w+|fr[eo]ez\w+|wrong|false|untrue|denials?|g[ai]v\w+ up)\b",
    re.IGNORECASE,
)
"""Words by which "did not X" may be said without a negation."""


def _uncancelled(side: Sequence[Side], other: Sequence[Side]) -> tuple[Side, ...]:
    """A side without the negations of clauses like "did not close the door", said for "open"."""
    held = {one.stem for one in other}
    undone = {one.clause for one in side if one.negations and OPPOSITE.get(one.stem, set()) & held}
    return tuple(
        replace(one, negations=0, is_near=False, in_negation=False) if one.clause in undone else one
        for one in side
    )


def _contrary(clauses: Clauses) -> str | None:
    """A word whose opposite stands in the clause that has about half of what the claim says.

    The thesaurus has opposites that news rarely means as such: they need more in common.
    """
    mine, theirs = ({one.stem for one in side} for side in (clauses.mine, clauses.theirs))
    for one in clauses.mine:
        for other in clauses.theirs:
            if (
                other.stem in opposites(one.stem)
                and one.stem not in theirs
                and other.stem not in mine
                and bool(one.negations) == bool(other.negations)
                and clauses.share(other.stem) >= _SHARE_OF_DROPPED
            ):
                return f"it has “{one.word}” where its source has “{other.word}”"
    return None


def _opposed(clauses: Clauses) -> str | None:
    """Words of opposite meaning that stand by the same word in both texts."""
    mine, theirs = clauses.mine, clauses.theirs
    own = {one.stem for one in mine}
    for place, one in enumerate(mine):
        if any(one.stem == other.stem for other in theirs):
            continue
        for there, other in enumerate(theirs):
            if other.stem not in OPPOSITE.get(one.stem, ()) or other.stem in own:
                continue
            shared = _beside(mine, place) & _beside(theirs, there)
            if shared and bool(other.negations) == bool(one.negations):
                return f"it has “{one.word}” where its source has “{other.word}”"
    return None


def _beside(side: Sequence[Side], place: int) -> set[str]:
    near = side[max(0, place - _BEFORE) : place + _AFTER + 1]
    return {one.stem for one in near}


_BEFORE, _AFTER = 2, 4
"""Words that a word of opposite meaning may be about."""
