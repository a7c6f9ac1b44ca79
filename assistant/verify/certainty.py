"""Negation and reported certainty: what a source denies, doubts or leaves open stays so.

Each content word that claim and source share has a side in each: negated or not, hedged or not.
Words of opposite meaning count as the negation of one another.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from assistant.verify.opposites import OPPOSITE
from assistant.verify.places import is_place
from assistant.verify.words import SPEAKING, content, folded, root
from index.name_words import is_role_noun
from index.stems import stem
from index.stopwords import STOPWORDS

_NEGATORS = frozenset(
    """
    not no never none nobody nothing neither nor without n't cannot hardly barely scarcely nowhere
    beyond absent impossible unable unwilling unlikely
    """.split()
)
_NEGATING = frozenset(
    stem(word)
    for word in """
    refuse deny reject dismiss decline avoid lack fail exclude oppose stop prevent withhold rebuff
    refute refrain abandon cease avert denial refusal rejection absence block thwart hinder bar ban
    forbid prohibit
    """.split()
)
"""Stems of words that negate what they govern."""

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

_STRICTLY_OPEN = frozenset("may might could perhaps possibly maybe possible conceivably".split())
_CANNOT_TELL = re.compile(
    r"\b(?:could|can|did|does|do|would) not (?:yet |really )?(?:say|tell|know|judge)\b",
    re.IGNORECASE,
)
_UNTOLD = re.compile(
    r"\bwhether\b|\bif\b|\bun(?:sure|certain|clear|known)\b|\bdoubt|\b(?:not|n[’']t|cannot|never)\b|"
    r"\bopen\b|\bwho\b|\bwhat\b",
    re.IGNORECASE,
)
_SURE = frozenset(
    "certainly definitely certain surely inevitable inevitably undoubtedly unavoidable".split()
)
_TOKEN = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*|[,;:.!?—–]")
_SCOPE = 6
"""Content words after a negator that it may reach; a new clause ends it."""

_NEAR = 1

_CLAUSE_ENDS = frozenset(
    'but ; : . ! ? — – ” " although though because while whereas however'.split()
)
_FAR_FROM = re.compile(
    r"\b(?:far from|anything but|no longer|ruled? out|ruling out|rules out|short of|instead of|"
    r"rather than|the last thing|not (?:yet )?too late|not too early|too early|too late|yet to|"
    r"stop short|opposed to|not all|not every|(?:an|the) end (?:to|of)|or not|"
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
    marked = _CANNOT_TELL.sub(" ", marked)
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
            if bare not in _NO_NEGATION:
                negators.append(place)
                ruled_out += [place] if bare.startswith("rul") else []
                plain_negators.append(place)
                negative.add(clause)
            continue
        if _is_negator(bare):
            if stem(bare) in _NEGATING and plain_negators and plain_negators[-1] == place:
                plain_negators.pop()  # "did not deny" says that it is so
                negators.remove(place)
                negative.discard(clause)
                found.append(replace(_side(bare, 1, clause), is_near=True))
                continue
            negators.append(place)
            if bare not in ("without", "instead"):
                negative.add(clause)
            if stem(bare) not in _NEGATING:
                plain_negators += [place] if bare != "without" else []
                continue
            # "denied" turns what follows round, and is a word with opposites itself
            found.append(_side(bare, 0, clause))
            continue
        if bare in _STRICTLY_OPEN:
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


_LIGHT = frozenset("sign signs evidence proof reason intention plan plans indication any".split())


def _reach_back(found: list[Side], ruled_out: Sequence[int], place: int, clause: int) -> None:
    """Negate the clause that ends with its negator: "weapons he went on to rule out"."""
    if ruled_out and ruled_out[-1] == place:
        for number, one in enumerate(found):
            if one.clause == clause:
                found[number] = replace(one, negations=one.negations + 1)


def _is_negator(word: str) -> bool:
    return word in _NEGATORS or word.endswith("n't") or stem(word) in _NEGATING


_LIMITED = re.compile(r"\s+(?:\w+\s+){0,2}?(?:only|not|never|neither|hardly)\b")
"""What follows a "could" that speaks of a condition or an inability."""


def turned(claim: str, support: str) -> str | None:
    """A reason why a claim turns round what its source says, or None."""
    if not denies(claim):
        support = _CONTRAST.sub("", support)
    mine, theirs = sides(claim), sides(support)
    if opposite := _opposed(mine, theirs):
        return opposite
    if undone := _undone(mine, theirs):
        return f"only one of it and its source negates “{undone.word}”"
    mine, theirs = _uncancelled(mine, theirs), _uncancelled(theirs, mine)
    both = _negated(mine) & _negated(theirs)
    for here, there, has, lacks in (
        (mine, theirs, claim, support),
        (theirs, mine, support, claim),
    ):
        near = _negated_only_here(here, there)
        if near and not both and not _says_so_too(near.stem, lacks, has):
            return f"only one of it and its source negates “{near.word}”"
    dropped = _dropped(claim, mine, theirs)
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
        one.stem for one in side if one.negations and one.in_negation and one.stem not in _NEGATING
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


def _dropped(claim: str, mine: Sequence[Side], theirs: Sequence[Side]) -> Side | None:
    """A word that the source negates, in a clause the claim speaks of without any word against."""
    if denies(claim):
        return None
    stems = {one.stem for one in mine}
    for one in theirs:
        if one.is_near and one.in_negation and one.stem not in stems:
            beside = {
                other.stem
                for other in theirs
                if (other.clause, other.phrase) == (one.clause, one.phrase)
            }
            if beside & stems:
                return one
    return None


_AGAINST = re.compile(
    r"\b(?:un(?!it|ion|ti|der)\w+|dis(?!cuss|trict|tribut|play|aster|ease)\w+|non-?\w+|"
    r"im(?:poss|pat)\w+|\w{3,}less|only|sole|solely|private|"
    r"secret|confidential|odd|little|few|rather|against|too|twice|unless|until|hard\w*|difficult\w*|"
    r"differ\w*|instead|still|remain\w*|lack\w*|miss(?:ed|ing)?|short(?:fall|age)?|acquit\w*|"
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


def made_certain(claim: str, support: str) -> str | None:
    """A reason why a claim is more, or less, certain than its source, or None."""
    mine, theirs = sides(claim), sides(support)
    here, there = _open_words(claim), _open_words(support)
    sure = _SURE & {folded(m.group()) for m in _TOKEN.finditer(claim)}
    told = {folded(m.group()) for m in _TOKEN.finditer(support)}
    if _cannot_be_told(claim, support):
        return "its source says that this cannot be told"
    if sure and there & _STRICTLY_OPEN and not told & _SURE:
        return f"it says “{min(sure)}” where its source leaves it open"
    if there & _STRICTLY_OPEN and not here and not _hedges(claim, but=_FUTURE):
        opened = {one.stem for one in theirs if one.is_open}
        shared = [one for one in mine if one.stem in opened and not one.negations]
        total = [one for one in mine if one.stem in {t.stem for t in theirs}]
        if len(shared) >= 0.4 * max(1, len(total)) and shared:
            return f"its source leaves open what it states of “{shared[0].word}”"
    if here & (_STRICTLY_OPEN - {"could"}) and not there and not _hedges(support):
        opened = {one.stem for one in mine if one.is_open and not one.negations}
        shared = [one for one in theirs if one.stem in opened]
        if len(shared) >= 2:
            return f"its source states what it leaves open of “{shared[0].word}”"
    return None


def _cannot_be_told(claim: str, support: str) -> bool:
    """Whether a claim states what its source says that nobody could tell."""
    match = _CANNOT_TELL.search(support)
    if match is None or _UNTOLD.search(claim):
        return False
    untold = re.split(r"[,;.]", support[match.end() :])[0]
    rest = support[: match.start()] + support[match.end() + len(untold) :]
    stems = {one.stem for one in sides(claim)}
    return len(stems & {one.stem for one in sides(untold)}) > len(
        stems & {one.stem for one in sides(rest)}
    )


def _opposed(mine: Sequence[Side], theirs: Sequence[Side]) -> str | None:
    """Words of opposite meaning that stand by the same word in both texts."""
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


def _open_words(text: str) -> set[str]:
    found = {folded(m.group()) for m in _TOKEN.finditer(text)}
    return found & _OPEN


def leaves_open(text: str) -> bool:
    """Whether a text has a word by which something is only possible, supposed or alleged."""
    found = {folded(m.group()) for m in _TOKEN.finditer(text)}
    return bool(found & (_STRICTLY_OPEN | _SUPPOSING))


_SUPPOSING = frozenset("if unless allegedly reportedly unlikely only".split())


def _hedges(text: str, but: frozenset[str] = frozenset()) -> bool:
    return bool({folded(m.group()) for m in _TOKEN.finditer(text)} & _HEDGES - but)


_FUTURE = frozenset("would should can".split())
"""Hedges that state as much as they leave open."""


def denies(text: str) -> bool:
    """Whether a text has any word that negates."""
    return any(_is_negator(folded(m.group())) for m in _TOKEN.finditer(text)) or bool(
        [
            m
            for m in _FAR_FROM.finditer(text)
            if m.group().lower().replace(" ", "_") not in _NO_NEGATION
        ]
    )
