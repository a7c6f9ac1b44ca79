"""Deeds: who did what to whom. "A accused B" is not borne out by "B accused A".

A verb that a sentence shares with its source is compared by who stands before it and who after it;
"was accused by" counts the other way round. Pronouns and what is no person or body are left open.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.verify.alignment import Support
from assistant.verify.opposites import are_opposite
from assistant.verify.speech import PRONOUNS, is_person, mention_after, subject_before
from assistant.verify.thesaurus import same_meaning
from assistant.verify.words import IRREGULAR_VERBS, SPEAKING, folded, root
from index.name_words import PREPOSITIONS, plain
from index.stopwords import STOPWORDS

_VERB = re.compile(
    r"\b(?P<passive>(?:was|were|been|being|is|are)\s+"
    r"(?:(?:\w+ly|not|never|also|once)\s+)?[“\"‘]?)?(?P<verb>[a-z]{3,})\b"
)
_IS_ATTRIBUTE = re.compile(r"(?:\b(?:the|an?|that|these|those|more|very)|[’']s)\s+$")
_GOES_ON = re.compile(r"\b(?:was|were|been|be|is|are)\b[^.;]*\b(?:and|or)\s+(?:\w+ly\s+)?$")
"""What may be a passive that goes on: "was found guilty and fined"."""

_BY = re.compile(r"\s+(?:\w+\s+){0,3}?by\s+")
_TO_DO = re.compile(r"\s+to\s+(?!the\b|an?\b|his\b|her\b|its\b|their\b)[a-z]+\b")
_TOWARDS = re.compile(r"\s+(?:on|upon|for|with|against|to|from|at|over)\s+(?=\S)")
_BOTH_WAYS = frozenset(
    root(word)
    for word in "met meet spoke speak talked talk agreed agree said told met discussed joined "
    "clashed disagreed had been was is are were did do".split()
)
"""What two do together, either of them may be said to have done."""

Same = Callable[[str, str, Support], bool]
"""Whether two mentions mean the same person or body in a source."""


@dataclass(frozen=True, kw_only=True)
class Deed:
    """A verb, by its stem, with who did it and to whom, as far as that is a person or body."""

    verb: str
    word: str
    doer: str | None
    done_to: str | None
    takes_verb: bool = False
    """Whether another verb follows: "declined to say", but not "declined the grant"."""


def deeds(text: str) -> Iterator[Deed]:
    """The deeds of a text that have somebody before the verb or after it."""
    for match in _VERB.finditer(text):
        word = match["verb"]
        if not (word.endswith("ed") or word in IRREGULAR_VERBS) or word in SPEAKING:
            continue
        if _IS_ATTRIBUTE.search(text, 0, match.start()) or _GOES_ON.search(text, 0, match.start()):
            continue
        before = _doer_before(text, match.start()) or _body_before(text, match.start())
        if match["passive"]:
            by = _BY.match(text, match.end())
            doer, done_to = (mention_after(text, by.end()) if by else None), before
        else:
            towards = _TOWARDS.match(text, match.end())
            after = towards.end() if towards else match.end()
            doer, done_to = before, mention_after(text, after) or _body_after(text, after)
        doer, done_to = _named(doer), _named(done_to)
        verb = root(folded(word))
        if (doer or done_to) and verb not in _BOTH_WAYS:
            yield Deed(
                verb=verb,
                word=word,
                doer=doer,
                done_to=done_to,
                takes_verb=bool(_TO_DO.match(text, match.end())),
            )


def reversed_deed(claim: str, supports: Sequence[Support], same: Same) -> str | None:
    """A reason why a claim turns round who did what to whom, or None."""
    for mine in deeds(claim):
        theirs = [
            (deed, one)
            for one in supports
            for deed in deeds(one.text)
            if deed.verb == mine.verb or deed.verb in same_meaning(mine.verb)
        ]
        if theirs and all(_is_reversed(mine, deed, one, same) for deed, one in theirs):
            deed = theirs[0][0]
            return f"in its source it is {deed.doer or 'another'} who {deed.word}"
    return None


def reversed_telling(claim: str, supports: Sequence[Support], same: Same) -> str | None:
    """A reason why a claim has somebody tell what that somebody is told in its source, or None.

    Verbs by which one speaks to another are taken for one another here: who speaks and who hears
    have both to be turned round.
    """
    heard = [(*one, support) for support in supports for one in _tellings(support.text)]
    for teller, hearer in _tellings(claim):
        if teller is None:
            continue
        turned = [
            (other or "another", who)
            for other, who, one in heard
            if same(teller, who, one) and (other is None or same(hearer, other, one))
        ]
        straight = any(
            other is not None and same(teller, other, one) and same(hearer, who, one)
            for other, who, one in heard
        )
        if turned and not straight:
            return f"in its source it is {turned[0][0]} who tells {turned[0][1]}"
    return None


def _tellings(text: str) -> Iterator[tuple[str | None, str]]:
    """Who speaks to whom, each of a list of them by itself; None where it is "he" or "she"."""
    for match in _TELLS.finditer(text):
        if match["passive"]:
            by = _BY.match(text, match.end())
            teller = mention_after(text, by.end()) if by else None
            hearers = [_doer_before(text, match.start())]
        else:
            teller = _doer_before(text, match.start()) or _body_before(text, match.start())
            hearers = list(_list_after(text, match.end())) or [_body_after(text, match.end())]
        is_open = teller is not None and plain(teller) in ("he", "she")
        for hearer in hearers:
            if (is_open or (teller := _named(teller))) and (hearer := _named(hearer)):
                yield None if is_open else teller, hearer


def _list_after(text: str, position: int) -> Iterator[str]:
    """The mentions that follow one another from a position: "Norway, Britain and the mayor"."""
    while mention := mention_after(text, position):
        yield mention
        joined = _JOINED.match(text, text.index(mention, position) + len(mention))
        if joined is None:
            return
        position = joined.end()


_JOINED = re.compile(r",\s+(?:and\s+)?|\s+and\s+")


_TELLS = re.compile(
    r"\b(?P<passive>(?:was|were|been|being|is|are)\s+(?:\w+ly\s+)?)?"
    r"(?:told|warned|assured|informed|reminded|urged|asked|advised|promised|cautioned|notified|"
    r"called\s+(?:on|upon)|appealed\s+to|complained\s+to|wrote\s+to|accused|blamed|criticised|"
    r"criticized|thanked|praised|threatened|begged|pressed|challenged|attacked|rebuked)\b\s*"
)


def changed_owner(claim: str, supports: Sequence[Support], same: Same) -> str | None:
    """A reason why a claim gives what is one's to another ("China's proposals"), or None."""
    theirs = [(*one, support) for support in supports for one in _owned(support.text)]
    for owner, thing in _owned(claim):
        of_it = [(other, one) for other, what, one in theirs if what == thing]
        if of_it and not any(same(owner, other, one) for other, one in of_it):
            if any(thing in _things_without_owner(one.text) for _, one in of_it):
                continue
            return f"in its source “{thing}” is {of_it[0][0]}'s"
    return None


def _owned(text: str) -> Iterator[tuple[str, str]]:
    """Who has what, by the stem of its noun: "Russia's latest proposals"."""
    for match in _OWNER.finditer(text):
        yield match["owner"], root(folded(match["thing"]))


def _things_without_owner(text: str) -> set[str]:
    """Plural and bare nouns that stand in a text without an owner before them too."""
    owned = [match.span("thing") for match in _OWNER.finditer(text)]
    return {
        root(folded(match.group()))
        for match in re.finditer(r"\b[a-z]{4,}\b", text)
        if match.span() not in owned
    }


_OWNER = re.compile(
    r"\b(?P<owner>[A-Z][\w-]+(?: [A-Z][\w-]+)?)[’']s? (?:[a-z-]+ly )?"
    r"(?:(?:own|new|latest|last|first|former|recent|main|foreign|prime|military|draft|key|two|three)\s)*"
    r"(?P<thing>[a-z]{4,})\b"
)


def contrary_deed(claim: str, supports: Sequence[Support], same: Same) -> str | None:
    """A reason why a claim has somebody do the contrary of what they do in its source, or None."""
    for mine in deeds(claim):
        theirs = [(deed, one) for one in supports for deed in deeds(one.text)]
        if mine.doer is None or any(
            deed.verb == mine.verb or deed.verb in same_meaning(mine.verb) for deed, _ in theirs
        ):
            continue
        for deed, one in theirs:
            if deed.doer and are_opposite(deed.verb, mine.verb) and same(mine.doer, deed.doer, one):
                return f"it has “{mine.word}” where its source has “{deed.word}”"
    return None


def _is_reversed(mine: Deed, theirs: Deed, one: Support, same: Same) -> bool:
    def alike(first: str | None, second: str | None) -> bool:
        return bool(first and second and same(first, second, one))

    doer_was_done_to = alike(mine.doer, theirs.done_to) and not alike(mine.doer, theirs.doer)
    done_to_did = alike(mine.done_to, theirs.doer) and not alike(mine.done_to, theirs.done_to)
    if doer_was_done_to or done_to_did:
        return True
    return (
        mine.verb == theirs.verb
        and mine.takes_verb == theirs.takes_verb
        and all(doer is not None and is_person(doer) for doer in (mine.doer, theirs.doer))
        and not alike(mine.doer, theirs.doer)
    )


_BODY = (
    r"(?:[Tt]he|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir) (?:[\w’'-]+ )?(?:government|council|opposition|"
    r"company|union|ministry|parliament|party|police|court|jury|bank|authorities|army|board|club|team|"
    r"commission|committee|agency|ombudsman|service|department|office|association|firm|hospital|school|"
    r"university|campaign|charity|regulator|watchdog|airline|operator|authority|society|federation|"
    r"league|group|residents|teachers|workers|doctors|owners|parents|farmers|prosecutors|defence)"
)


def _body_before(text: str, position: int) -> str | None:
    match = re.search(rf"\b({_BODY})(?: in \w+)? (?:had |has |have )?$", text[:position])
    return match[1] if match else None


def _body_after(text: str, position: int) -> str | None:
    match = re.compile(rf"\s*({_BODY})\b").match(text, position)
    return match[1] if match else None


def _doer_before(text: str, position: int) -> str | None:
    """The subject of a verb, if it stands in the same clause."""
    mention = subject_before(text, position)
    if mention is None:
        return None
    between = text[text.rfind(mention, 0, position) + len(mention) : position]
    return None if _NEW_CLAUSE.search(between) else mention


_NEW_CLAUSE = re.compile(r"\b(?:that|whether|if|because|when|while)\b")


def _named(mention: str | None) -> str | None:
    if mention is None or plain(mention) in PRONOUNS | STOPWORDS | PREPOSITIONS:
        return None
    return mention
