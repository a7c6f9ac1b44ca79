"""Speakers: words that a sentence gives to somebody are that speaker's in the cited source.

Who speaks in a source is known from the index of statements; where it leaves that open, from whose
name stands beside a verb of speech (speech.py).
"""

import re
from collections.abc import Sequence

from assistant.verify.alignment import Support
from assistant.verify.mentions import ROLE_CUT, are_alike, is_described, is_meant, is_same_role
from assistant.verify.names import with_joined
from assistant.verify.places import is_place, same_place
from assistant.verify.quotations import Quoted, without_quoted
from assistant.verify.source import Said, Source
from assistant.verify.speech import (
    PRONOUNS,
    Speech,
    first_mention,
    first_subject,
    is_person,
    own_words,
    speeches,
)
from assistant.verify.words import content, folded, words
from index.name_words import is_role_noun, plain
from index.sentences import Span, paragraphs, quotations, sentences_of
from index.stems import stem


def stranger(
    claim: str,
    quoted: Sequence[Quoted],
    supports: Sequence[Support],
    sources: Sequence[Source],
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
                _is_speech(place.source, span) and _is_quoted_as(claim, who, place.source, span)
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
        if not _is_theirs(claim, speech, supports, sources):
            return f"no cited source has this from {speech.who}"
    return None


def same_mention(one: str, other: str, support: Support) -> bool:
    """Whether two mentions, one of a claim and one of its source, mean the same somebody."""
    names, roles = _known(other, support.source)
    mine, _ = _known(one, support.source)
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


def _is_speech(source: Source, span: Span) -> bool:
    """Whether a source has somebody speak at a span, and it is not the article's own telling."""
    text = source.article.text
    return bool(source.said_in(span)) or any(
        speeches(text[a:b]) for a, b in source.sentences if a < span[1] and span[0] < b
    )


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
        if _acts_in(who, one.text):
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
    claim: str, speech: Speech, supports: Sequence[Support], sources: Sequence[Source]
) -> bool:
    """Whether the sentences that a claim rests on have it from the one it names."""
    later = [
        claim.rfind(one.who, 0, one.start)
        for one in speeches(claim)
        if one.start > speech.start and one.who != speech.who
    ]
    later = [one for one in later if one > speech.start]
    later += [
        one.start - len(one.verb)
        for one in speeches(claim)
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
        return any(_speaks_at(claim, speech.who, one.source, one.span) for one in supports)
    near = [one for n, one in scored if n >= max(1, 0.6 * best)]
    return any(_speaks_at(claim, speech.who, one.source, one.span) for one in near)


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


def _is_quoted_as(claim: str, who: str, source: Source, span: Span) -> bool:
    """Whether words between quotation marks are somebody's: where it is known whose they are, that
    decides, whoever else is named beside them."""
    known = [
        one
        for one in source.said_in(span)
        if one.is_person and not one.is_guessed
        if any(a <= span[0] and span[1] <= b for a, b in one.content)
    ]
    if not known:
        return _speaks_at(claim, who, source, span)
    return any(
        is_meant(who, one.names, one.roles) or is_described(who, one.names, source) for one in known
    )


def _speaks_at(claim: str, who: str, source: Source, span: Span) -> bool:
    """Whether somebody is a speaker of what stands at a span of a source's article."""
    text = source.article.text
    here = [s for s in source.sentences if s[0] < span[1] and span[0] < s[1]] or [span]
    sentence = text[here[0][0] : here[-1][1]]
    said = source.said_in(span)
    named = [one for one in said if one.names]
    if _is_somebody_else(claim, who, sentence, source):
        return False
    before_colon, colon, after = sentence.partition(": ")
    if colon and re.search(r"\b(?:he|she) \w+", after):
        names, roles = _known(first_subject(before_colon) or "", source)
        if names and not is_place(folded(names[0])):
            return is_meant(who, names, roles)  # "Biden came to his defence: ..., he said"
    if any(
        is_meant(who, one.names, one.roles) or is_described(who, one.names, source) for one in named
    ):
        return True
    if _beside_a_verb(who, sentence, source):
        return True
    if source.speaker and source.start <= span[0] < source.end and not named:
        return is_meant(who, (source.speaker,), source.roles_of_speaker)
    if any(one.is_person for one in named) or any(_lexical(sentence)):
        return _reports_another(claim, who, named) and _is_last_named(who, source, here[0][0])
    own = own_words(who)
    if own and all(is_place(word) for word in own) and not any(is_role_noun(w) for w in words(who)):
        shown = words(f"{sentence} {source.before} {source.article.title}")
        return any(same_place(own[-1], word) for word in shown)  # "the two countries said"
    # nobody is known to speak here: whoever acts in the sentence, or else spoke last before it
    if _acts_in(who, sentence):
        return True
    names, roles = _known(first_subject(sentence) or "", source)
    if names and not is_place(folded(names[0])):
        return is_meant(who, names, roles)  # "Biden came to his defence: ..., he said"
    return _is_last_named(who, source, here[0][0])


def _is_somebody_else(claim: str, who: str, sentence: str, source: Source) -> bool:
    """Whether a sentence itself names its one speaker, and it is another person."""
    spoken = {one.who for one in speeches(sentence)}
    if len(spoken) != 1:
        return False
    (mentioned,) = spoken
    if _HE.search(sentence[: sentence.find(mentioned)]) or (
        _HE.search(sentence) and not is_person(mentioned)
    ):
        return False
    own = own_words(mentioned)
    if own and own[-1] in set(words(claim)) - set(words(who)):
        return False  # "Biden mentioned sanctions, the host said"
    names, roles = _known(mentioned, source)
    if not names or all(is_place(folded(w)) for w in words(names[0])):
        return False
    return not (is_meant(who, (mentioned, *names), roles) or is_described(who, names, source))


_HE = re.compile(r"\b(?:he|she|they)\b", re.IGNORECASE)


def _lexical(sentence: str) -> list[str]:
    """Who speaks in a sentence by its own words, pronouns left out."""
    return [one.who for one in speeches(sentence)]


def _reports_another(claim: str, who: str, named: Sequence[Said]) -> bool:
    """Whether a claim gives the words to somebody who reports those of the named speakers.

    "Biden had mentioned sanctions", in the words of his host, is "Biden mentioned sanctions, the
    host said".
    """
    held = set(words(claim)) - set(words(who))
    return any(words(name)[-1] in held for one in named for name in one.names if words(name))


def _beside_a_verb(who: str, sentence: str, source: Source) -> bool:
    """Whether a sentence of a source itself gives words to somebody: "X replied that ..."."""
    for one in speeches(sentence):
        mentioned = one.who
        names, roles = _known(mentioned, source)
        if is_meant(who, (mentioned, *names), roles) or are_alike(who, mentioned):
            return True
        if not own_words(mentioned) or all(is_place(word) for word in own_words(mentioned)):
            # a role only: of somebody named just before who has it, or whom the archive lacks
            mine, held = _known(who, source)
            own = [word for word in own_words(who) if not is_place(word)]
            at = source.text.find(sentence)
            last = [source.article.text[a:b] for a, b in source.sentences if b <= source.start + at]
            subject = first_subject(last[-1]) if last else None
            close = bool(own) and own[-1] in (*words(source.before), *words(subject or ""))
            if close and (not mine or any(is_same_role(mentioned, role) for role in held)):
                return True
    return False


def _known(mentioned: str, source: Source) -> tuple[tuple[str, ...], tuple[str, ...]]:
    own = own_words(mentioned)
    for person in source.people:
        if own and any(folded(a.split()[-1]) == own[-1] for a in person.aliases):
            return person.aliases, person.roles
    in_role = [
        (person, role)
        for person in source.people
        for role in person.roles
        if is_same_role(mentioned, role)
    ]
    of_place = [one for one in in_role if any(is_place(folded(w)) for w in words(one[1]))]
    found = {person.name: person for person, _ in of_place or in_role}
    if len(found) == 1:
        (person,) = found.values()
        return person.aliases, person.roles
    return (), ()


def _acts_in(who: str, sentence: str) -> bool:
    own = own_words(who)
    held = set(words(sentence))
    if own:
        return own[-1] in held or any(same_place(own[-1], one) for one in held)
    nouns = [w for w in words(who) if is_role_noun(w)]
    return bool(nouns) and nouns[-1] in held


def _is_last_named(who: str, source: Source, position: int) -> bool:
    """Whether somebody is the one whom the sentences before a position were last about."""
    text = source.article.text
    before = [
        span
        for paragraph in paragraphs(text)
        if paragraph[0] < position
        for span in sentences_of(text, paragraph)
        if span[1] <= position
    ]
    for start, end in before[: -_LOOKED_BACK - 1 : -1]:
        sentence = text[start:end]
        subjects = [one.who for one in speeches(sentence)]
        first = first_subject(sentence)
        subjects += [first] if first and plain(first) not in PRONOUNS else []
        names = [n for one in source.said_in((start, end)) for n in one.names]
        roles = [r for one in source.said_in((start, end)) for r in one.roles]
        for subject in subjects:
            known, held = _known(subject, source)
            names += [subject, *known]
            roles += held
        if not names:
            continue
        if is_meant(who, names, roles) or any(are_alike(who, one) for one in subjects):
            return True
        # a role that no known person has ("the Russian minister") may be a name that came before
        if any(own_words(n) and not is_place(own_words(n)[-1]) for n in names):
            return False
    return False


_LOOKED_BACK = 5
"""Sentences."""
