"""Whose words stand at a place of a source.

The index of statements tells it; where it leaves that open, whose name stands beside a verb of
speech, who acts in the sentence, or whom the sentences before were last about.
"""

import re
from collections.abc import Sequence

from assistant.verify.mentions import are_alike, is_described, is_meant, is_same_role
from assistant.verify.places import is_place, same_place
from assistant.verify.source import Said, Source
from assistant.verify.speech import PRONOUNS, first_subject, is_person, own_words, speeches
from assistant.verify.words import folded, words
from index.name_words import is_role_noun, plain
from index.sentences import Span, paragraphs, sentences_of


def is_speech(source: Source, span: Span) -> bool:
    """Whether a source has somebody speak at a span, and it is not the article's own telling."""
    text = source.article.text
    return bool(source.said_in(span)) or any(
        speeches(text[a:b]) for a, b in source.sentences if a < span[1] and span[0] < b
    )


def is_quoted_as(claim: str, who: str, source: Source, span: Span) -> bool:
    """Whether words between quotation marks are somebody's: where it is known whose they are, that
    decides, whoever else is named beside them."""
    known = [
        one
        for one in source.said_in(span)
        if one.is_person and not one.is_guessed
        if any(a <= span[0] and span[1] <= b for a, b in one.content)
    ]
    if not known:
        return speaks_at(claim, who, source, span)
    return any(
        is_meant(who, one.names, one.roles) or is_described(who, one.names, source) for one in known
    )


def speaks_at(claim: str, who: str, source: Source, span: Span) -> bool:
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
        names, roles = known_as(first_subject(before_colon) or "", source)
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
    if acts_in(who, sentence):
        return True
    names, roles = known_as(first_subject(sentence) or "", source)
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
    names, roles = known_as(mentioned, source)
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
        names, roles = known_as(mentioned, source)
        if is_meant(who, (mentioned, *names), roles) or are_alike(who, mentioned):
            return True
        if not own_words(mentioned) or all(is_place(word) for word in own_words(mentioned)):
            # a role only: of somebody named just before who has it, or whom the archive lacks
            mine, held = known_as(who, source)
            own = [word for word in own_words(who) if not is_place(word)]
            at = source.text.find(sentence)
            last = [source.article.text[a:b] for a, b in source.sentences if b <= source.start + at]
            subject = first_subject(last[-1]) if last else None
            close = bool(own) and own[-1] in (*words(source.before), *words(subject or ""))
            if close and (not mine or any(is_same_role(mentioned, role) for role in held)):
                return True
    return False


def known_as(mentioned: str, source: Source) -> tuple[tuple[str, ...], tuple[str, ...]]:
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


def acts_in(who: str, sentence: str) -> bool:
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
            known, held = known_as(subject, source)
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
