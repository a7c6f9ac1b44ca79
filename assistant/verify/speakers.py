"""Speakers: words that a sentence gives to somebody are that speaker's in the cited source.

What a sentence gives to whom is read by its verbs of speech (speech.py); whose words stand in a
source, by voices.py.
"""

import re
from collections.abc import Sequence

from assistant.verify.alignment import Support
from assistant.verify.mentions import ROLE_CUT, are_alike, is_meant
from assistant.verify.names import with_joined
from assistant.verify.places import is_place, same_place
from assistant.verify.quotations import Quoted, without_quoted
from assistant.verify.speech import (
    PRONOUNS,
    Speech,
    first_mention,
    own_words,
    speeches,
)
from assistant.verify.voices import acts_in, is_quoted_as, is_speech, known_as, speaks_at
from assistant.verify.words import content, words
from index.name_words import is_role_noun, plain
from index.sentences import quotations
from index.stems import stem


def stranger(
    claim: str,
    quoted: Sequence[Quoted],
    supports: Sequence[Support],
) -> str | None:
    """A reason why words of a claim are not those of whom it gives them to, or None."""
    spoken = speeches(claim)
    first = first_mention(without_quoted(claim, quoted)) if quoted and not spoken else None
    if first and plain(first) not in PRONOUNS:
        spoken = [Speech(who=first, verb="", start=0, end=len(claim))]
    for one in quoted:
        if not one.places or not spoken or _is_only_a_name(one.text):
            continue
        who = _nearest(spoken, one).who
        if not any(
            all(
                is_speech(place.source, span) and is_quoted_as(claim, who, place.source, span)
                for span in place.spans
            )
            for place in one.places
        ):
            return f"“{one.text}” is not said by {who} in source {one.places[0].source.number}"
    for number, speech in enumerate(spoken):
        if any(speech == other for other in spoken[:number]):
            continue
        if _is_nested(claim, speech, spoken) and _is_present(speech.who, supports):
            continue
        place = _place(speech.who)
        if place is not None and _speaks_for_it(place, supports):
            continue
        if not _is_theirs(claim, speech, spoken, supports):
            return f"no cited source has this from {speech.who}"
    return None


def same_mention(one: str, other: str, support: Support) -> bool:
    """Whether two mentions, one of a claim and one of its source, mean the same somebody."""
    names, roles = known_as(other, support.source)
    mine, _ = known_as(one, support.source)
    return (
        is_meant(one, (other, *names), roles)
        or bool(set(mine) & set(names))
        or (not own_words(one) and not own_words(other) and are_alike(one, other))
        or (bool(own_words(one)) and own_words(one)[-1:] == own_words(other)[-1:])
    )


def flattened(claim: str, quoted: Sequence[Quoted], supports: Sequence[Support]) -> bool:
    """Whether a claim states as a fact what its source has only between quotation marks."""
    if quoted or not supports or speeches(claim):
        return False
    best = supports[0]
    wanted = set(content(claim))
    inside = set()
    for start, end in quotations(best.text):
        inside |= set(content(best.text[start:end]))
    return len(wanted & inside) >= 0.5 * max(1, len(wanted))


def _is_nested(claim: str, speech: Speech, spoken: Sequence[Speech]) -> bool:
    """Whether somebody else is said to report this speech: "X said that Y had promised ..."."""
    for other in spoken:
        if other.who == speech.who:
            continue
        if other.verb == "according to":
            return True
        between = claim[other.start : speech.start]
        if other.start < speech.start and re.match(
            r"[^,;]*\bthat\b|(?!.*\b(?:and|but|while)\b)[^,;]*$", between
        ):
            return True
        after = claim[speech.start : other.start]
        if (
            other.start > speech.start
            and "," in after
            and not re.search(r"\b(?:while|and|but)\b", after)
        ):
            return True
    return False


def _place(who: str) -> str | None:
    """The country, capital or body that a mention is nothing but the name of."""
    if any(is_role_noun(word) for word in words(who)):
        return None
    own = own_words(who)
    joined = "-".join(own)
    if is_place(joined):
        return joined
    return own[-1] if own and all(is_place(word) for word in own) else None


def _speaks_for_it(place: str, supports: Sequence[Support]) -> bool:
    """Whether a source has a country, a body or its capital speak, or somebody of it.

    "Moscow demanded" may be said of what the Russian president, a Kremlin spokesman or Russia's
    ministry demands, and of what a joint statement says that the country wants; not of what
    somebody from elsewhere says about it.
    """
    for one in supports:
        said_here = one.source.said_in(one.span)
        held = [name for said in said_here for name in said.names]
        roles = [role for said in said_here for role in said.roles]
        spoken = [speech.who for speech in speeches(one.text)]
        of_them = {word for text in (*held, *roles, *spoken) for word in with_joined(text)}
        if any(same_place(place, word) for word in of_them):
            return True
        if any(is_place(word) for word in of_them):
            continue
        is_known = any(said.is_person and not said.is_guessed for said in said_here)
        shown = one.text if is_known else f"{one.text} {one.source.before}"
        if any(same_place(place, word) for word in with_joined(shown)):
            return True
    return False


def _is_present(who: str, supports: Sequence[Support]) -> bool:
    """Whether somebody is in the sentences that a claim rests on, by name, by role or as "he"."""
    for one in supports:
        if acts_in(who, one.text):
            return True
        for person in one.source.people:
            if is_meant(who, person.aliases, ()) and (
                any(_names_role(role, one.text) for role in person.roles)
                or re.search(r"\b(?:he|she|his|her|him)\b", one.text, re.IGNORECASE)
            ):
                return True
    return False


def _names_role(role: str, sentence: str) -> bool:
    nouns = [w for w in words(ROLE_CUT.split(role)[0]) if is_role_noun(w)]
    return bool(nouns) and nouns[-1] in words(sentence)


def _is_only_a_name(text: str) -> bool:
    return len(text.split()) == 1 and text[:1].isupper()


def _nearest(spoken: Sequence[Speech], quoted: Quoted) -> Speech:
    """The speech that a quotation belongs to: the last one begun before it, else the next one."""
    before = [one for one in spoken if one.verb != "according to" and one.start <= quoted.start + 1]
    return before[-1] if before else spoken[0]


def _is_theirs(
    claim: str, speech: Speech, spoken: Sequence[Speech], supports: Sequence[Support]
) -> bool:
    """Whether the sentences that a claim rests on have it from the one it names."""
    later = [
        claim.rfind(one.who, 0, one.start)
        for one in spoken
        if one.start > speech.start and one.who != speech.who
    ]
    later = [one for one in later if one > speech.start]
    later += [
        one.start - len(one.verb)
        for one in spoken
        if one.who == speech.who
        and one.start > speech.start
        and not later
        and _AND_THEN.search(claim, speech.start, one.start - len(one.verb))
        and not _BY_NAME.search(claim, speech.start, one.start)
    ]
    wanted = set(content(claim[speech.start : min([speech.end, *later])])) - set(
        content(speech.who)
    )
    if not wanted:
        wanted = set(content(claim)) - set(content(speech.who))
    if any(_does_so(speech, one.text) for one in supports):
        return True
    scored = []
    for one in supports:
        shared = len(wanted & set(content(one.text)))
        scored.append((shared, one))
    best = max((n for n, _ in scored), default=0)
    if best < min(_TELLING, len(wanted)):
        return any(speaks_at(claim, speech.who, one.source, one.span) for one in supports)
    near = [one for n, one in scored if n >= max(1, 0.6 * best)]
    return any(speaks_at(claim, speech.who, one.source, one.span) for one in near)


_AND_THEN = re.compile(r"\b(?:and|but)\s+(?:also\s+|then\s+)?$")
"""What joins another verb to its subject: "said that ..., and asked"."""

_BY_NAME = re.compile(r"\bby (?:the )?[A-Z]")
"""Who else is named in between: "as demanded by Finn"."""

_TELLING = 2
"""Words in common from which a sentence is known for the one that a claim repeats."""


def _does_so(speech: Speech, sentence: str) -> bool:
    """Whether a sentence has the same person with the same verb of speech."""
    own = own_words(speech.who)
    return bool(own) and any(
        stem(other.verb) == stem(speech.verb) and own[-1:] == own_words(other.who)[-1:]
        for other in speeches(sentence)
        if speech.verb not in ("said", "told", "says")
    )
