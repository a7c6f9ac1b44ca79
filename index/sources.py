"""What a source phrase says by its head: a person, a speaker of its own, a pronoun, a role.

"Clinton campaign manager Robby Mook" is Mook, "Peskov, Putin's spokesman" is Peskov, and
"a spokesman for Mr. Obama" is nobody but a spokesman.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from index.mentions import Mention, Token, mentions_of, tokens
from index.name_words import (
    PREPOSITIONS,
    is_plural_role_noun,
    is_role_noun,
    plain,
)
from index.roles import bare_role


class SourceKind(StrEnum):
    """What the head of a source phrase is."""

    PERSON = "person"
    ITSELF = "itself"
    PRONOUN = "pronoun"
    RELATIVE = "relative"
    SELF = "self"
    ROLE = "role"
    OPEN = "open"


@dataclass(frozen=True, kw_only=True)
class SourceReading:
    """A source phrase understood: the name for a person, the phrase itself for others."""

    kind: SourceKind
    phrase: str = ""
    mention: Mention | None = None
    role: str | None = None
    members: tuple[Mention, ...] = ()
    """Of several who speak together, their names, when all are named."""


_PRONOUNS = frozenset("he him his himself she her hers herself".split())
_SELF = frozenset("i me my mine myself i'm i've i'd".split())
_RELATIVE = frozenset("who whom whose".split())
_OPEN = frozenset(
    """
    they them their theirs it its itself we us our ours ourselves you your yours this that these
    those one which what there everyone everybody anyone nobody someone somebody q question
    reporter others some many most both all several
    """.split()
)
_BODIES = frozenset({"WHO", "US"})
"""Abbreviations that are pronouns in lower case: "WHO said"."""
_DEFINITE = frozenset("the this that these those his her their its our my your".split())
_INDEFINITE = frozenset("a an one another".split())
_CUT = re.compile(
    r"\s*(?:,\s*)?\b(?:who|whom|whose|which|that|where|when|while|himself|herself)\b.*$"
)
_PARENTHESES = re.compile(r"\s*[(\[][^()\[\]]{0,60}[)\]]")
_SEGMENTS = re.compile(r"\s*(?:,(?!\s*(?:Jr|Sr)\b|\d)|;|\s[—–-]{1,2}(?:\s|$)|—)\s*")
_PARTY = re.compile(r"[A-Z]{1,3}-[A-Z]")
_QUOTES = '"“”‘«» \t\n\r\xa0:'
_OWN_WORDS = re.compile(
    r"(.+)[’']s? (?:[a-z-]+ ){0,3}(?:tweets?|op-ed|speech|address|remarks|comments?|statements?|"
    r"letter|memoir|book|testimony|essay|e?-?mails?|words|answer|response|memo|rhetoric|argument|"
    r"release|post|column|message|video|ad|plans?|proposals?|polic(?:y|ies)|platform|manifesto)"
)
"""What somebody wrote or said speaks for them: "Trump's tweet"."""
_INCLUDING = re.compile(r"\b(?:including|such as|notably|among them)\b")
"""What comes before those of a group who are named: "most presidents, including Barack Obama"."""
_SEVERAL = re.compile(rf",?\s+(?:and|or|nor|&|as well as)\s+|,\s+|,?\s*{_INCLUDING.pattern}\s*")
_JOINERS = frozenset({"and", "&", "or", "nor", "/"})
_OFFICES = frozenset(
    """
    secretary minister chief director head chair chairman chairwoman president speaker governor
    commissioner attorney leader mayor ambassador premier chancellor administrator undersecretary
    commander dean superintendent
    """.split()
)


def read_source(text: str) -> SourceReading:
    """Understand a source phrase on its own, without the article around it."""
    outside = _PARENTHESES.sub("", text)
    kept = outside if re.search(r"\w", outside) else text.strip("()[] ")
    phrase = " ".join(kept.split()).strip(_QUOTES).strip("'’,. ").strip(_QUOTES)
    words = [plain(word) for word in phrase.split()]
    if not words or not any(words):
        return SourceReading(kind=SourceKind.OPEN)
    is_body = phrase in _BODIES
    if not is_body and (len(words) == 1 or words[1:] in (["himself"], ["herself"])):
        for kind, members in _BY_WORD:
            if words[0] in members:
                return SourceReading(kind=kind, phrase=words[0])
    main = _CUT.sub("", phrase) or phrase
    segments = [part for part in _SEGMENTS.split(main) if part.strip()] or [main]
    return _read_segments(segments)


_BY_WORD = (
    (SourceKind.PRONOUN, _PRONOUNS),
    (SourceKind.SELF, _SELF),
    (SourceKind.RELATIVE, _RELATIVE),
    (SourceKind.OPEN, _OPEN),
)


def _read_segments(segments: Sequence[str]) -> SourceReading:
    first = segments[0]
    joint = _is_joint(segments)
    if joint or any(_INCLUDING.search(segment) for segment in segments):
        several = ", ".join(segments)
        if (only := _only_named(several)) is not None:
            return SourceReading(kind=SourceKind.PERSON, phrase=several, mention=only)
        if joint:
            return SourceReading(
                kind=SourceKind.ITSELF, phrase=_own_name(several), members=_members(several)
            )
    mention = head_name(first)
    if mention is not None:
        role = _role_in(first, mention)
        if not role and len(segments) > 1 and _is_description(segments[1]):
            role = bare_role(segments[1])
        return SourceReading(
            kind=SourceKind.PERSON, phrase=first, mention=mention, role=role or None
        )
    if own := _OWN_WORDS.fullmatch(first):
        owner = head_name(own.group(1))
        if owner is not None:
            return SourceReading(kind=SourceKind.PERSON, phrase=first, mention=owner)
    if _is_singular(first):
        for segment in segments[1:3]:
            named = head_name(segment)
            if named and _is_place_of(first, named):
                continue
            if named and not segment[: named.start].strip().islower():
                return SourceReading(
                    kind=SourceKind.PERSON, phrase=segment, mention=named, role=bare_role(first)
                )
    return _unnamed(first)


def head_name(segment: str) -> Mention | None:
    """The name that a phrase ends in, or has right before what only describes it further."""
    parts = tokens(segment)
    if not parts or _is_preposition(parts[0], begins=True):
        return None
    cut = next((n for n in range(1, len(parts)) if _goes_on_after(parts, n)), len(parts))
    left_end = parts[cut - 1].end
    found = _ends_in_name(segment, 0, left_end)
    if found or cut == len(parts):
        return found
    if _names_an_office(parts, cut):
        return _name_after_office(segment, parts[cut].end)
    return None


def _is_preposition(token: Token, begins: bool = False) -> bool:
    """Whether a word is a preposition; in a headline it may have a capital: "CNN Head On Trump"."""
    word = token.text
    return plain(word) in PREPOSITIONS and (word[0].islower() or (not begins and word.istitle()))


def _goes_on_after(parts: Sequence[Token], number: int) -> bool:
    """Whether a phrase's head is over: at a preposition, or as in "groups backing Sanders"."""
    word, before = parts[number].text, parts[number - 1].text
    is_participle = word.endswith("ing") and word.islower()
    return _is_preposition(parts[number]) or (
        is_participle and before.endswith("s") and before.islower() and len(before) > 3
    )


def _names_an_office(parts: Sequence[Token], cut: int) -> bool:
    head = plain(parts[cut - 1].text)
    starts_plainly = plain(parts[0].text) not in _INDEFINITE
    return parts[cut].text.lower() in {"of", "to", "for"} and head in _OFFICES and starts_plainly


def _name_after_office(segment: str, start: int) -> Mention | None:
    """The name in "Secretary of State John Kerry", which comes after the office's field."""
    named = _ends_in_name(segment, start, len(segment))
    if named is None:
        return None
    field = segment[start : named.start].split()
    lower = [word for word in field if word[0].islower() and plain(word) not in {"the", "a"}]
    if (lower or any(word[0].isupper() for word in field)) and len(named.words) > 1:
        return named
    words = list(named.words)
    if not field and len(words) >= 3:
        kept = tuple(words[-2:])
        at = named.end - len(" ".join(kept))
        return Mention(words=kept, start=at, end=named.end, title=words[0])
    return None


def _ends_in_name(segment: str, start: int, end: int) -> Mention | None:
    found = mentions_of(segment, start, end)
    if not found:
        return None
    last = found[-1]
    rest = segment[last.end : end].strip()
    if rest not in {"", "'s", "’s", "'", "’", "."}:
        return None
    has_role = last.honorific or any(is_role_noun(word) for word in last.title.split())
    begins_at = last.start - len(last.title) - 1 if last.title else last.start
    if (last.starts_with_article and not has_role) or segment[:begins_at].endswith("/"):
        return None
    return last


def _is_joint(segments: Sequence[str]) -> bool:
    """Whether several speak together: "Trump and Sanders", "Clinton, Sanders"."""
    for number, segment in enumerate(segments):
        words = segment.split()
        if number and plain(words[0]) in _JOINERS:
            return True
        for place in range(1, len(words) - 1):
            if plain(words[place]) not in _JOINERS and words[place] not in _JOINERS:
                continue
            if number == 0 and head_name(" ".join(words[:place])) is not None:
                return True
    first = head_name(segments[0])
    if first is None or len(segments) == 1 or _PARTY.match(segments[1]):
        return False
    second = mentions_of(segments[1])[:1]
    if not second or second[0].start:
        return False
    rest = segments[1][second[0].end :].split()
    alike = second[0].is_full or not (first.is_full or first.title)
    return alike and (not rest or plain(rest[0]) in _JOINERS)


def _only_named(several: str) -> Mention | None:
    """The one person of several speakers who is named, as in "Mrs. Clinton and her surrogates"."""
    named = [found for found in _heads(several) if found]
    return named[0] if len(named) == 1 else None


def _members(several: str) -> tuple[Mention, ...]:
    """The names of several speakers, where each has one: "Trump and Senator Bernie Sanders"."""
    named = _heads(several)
    members = tuple(found for found in named if found)
    return members if len(members) == len(named) else ()


def _heads(several: str) -> list[Mention | None]:
    parts = [re.sub(r"^(?:both|either|neither)\s+", "", one) for one in _SEVERAL.split(several)]
    return [head_name(part) for part in parts if part.strip()]


def _is_singular(segment: str) -> bool:
    words = [token for token in tokens(segment) if token.is_word]
    if not words:
        return False
    cut = next((n for n, t in enumerate(words) if n and _is_preposition(t)), len(words))
    head = words[cut - 1].text
    if is_plural_role_noun(head):
        return False
    if is_role_noun(head) or plain(words[0].text) in _DEFINITE | _INDEFINITE:
        return True
    is_owned = any(re.search(r"[’']s?$", word.text) for word in words[: cut - 1])
    return is_owned and not head.endswith("s")


def _is_description(segment: str) -> bool:
    words = segment.split()
    return plain(words[0]) in {"the", "a", "an", "his", "her", "their"} or _is_singular(segment)


def _is_place_of(description: str, named: Mention) -> bool:
    """Whether a name only says where: "a doctor at a clinic in Memphis, Tennessee"."""
    bare = not (named.is_full or named.title)
    return bare and bool(re.search(r"\b(?:in|of|from|at|near)\s+[A-Z][\w’.-]*$", description))


def _unnamed(segment: str) -> SourceReading:
    words = [token.text for token in tokens(segment) if token.is_word]
    if not words:
        return SourceReading(kind=SourceKind.OPEN)
    first = plain(words[0])
    head = [w for w in words if plain(w) not in {"the"}]
    cut = next((n for n, w in enumerate(words) if n and plain(w) in PREPOSITIONS), len(words))
    if first in {"the", "this"} and is_role_noun(words[cut - 1]):
        return SourceReading(kind=SourceKind.ROLE, phrase=bare_role(segment))
    bare = all(w.islower() for w in words[1:])
    if first in _DEFINITE and bare:
        return SourceReading(kind=SourceKind.OPEN)
    if first in _DEFINITE - {"the"} or not head:
        return SourceReading(kind=SourceKind.OPEN)
    if first in _OPEN and len(words) == 1:
        return SourceReading(kind=SourceKind.OPEN)
    return SourceReading(kind=SourceKind.ITSELF, phrase=_own_name(segment))


def _role_in(segment: str, mention: Mention) -> str:
    before = segment[: mention.start].strip()
    words = [word for word in before.split() if plain(word) not in {"mr", "mrs", "ms", "dr"}]
    if words and plain(words[-1]) in _JOINERS:
        return ""
    return bare_role(" ".join(words)) if any(is_role_noun(word) for word in words) else ""


def _own_name(phrase: str) -> str:
    """The phrase as a speaker's name: its article in lower case, no possessive at its end."""
    name = re.sub(r"[’']s?$", "", phrase.strip(" ,.")) or phrase
    return re.sub(r"^(The|A|An)\b", lambda match: match.group().lower(), name)
