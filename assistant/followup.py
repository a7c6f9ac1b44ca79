"""Follow-ups: what a question leaves unsaid, filled in from the one before it.

"And about Ukraine?" keeps the speaker, "What about Blinken?" keeps the topic, "When was that?"
and "What did he say to that?" keep both. Whether "Blinken" is a new speaker or a new topic is for
the caller to tell: `speaks` answers it from the archive.
"""

import re
from collections.abc import Callable

from assistant.dates import DateRange, find_range
from assistant.question import Question, Wanted, read_question

_FRAGMENT = re.compile(
    r"^(?:and|or|but|so|ok(?:ay)?|then)?[\s,]*(?:(?:what|how)\s+about|about|on|regarding|and)?\s*"
    r"(?P<rest>[^?.!]{1,80}?)\s*(?:then|too|as well)?\s*[?.!]*$",
    re.IGNORECASE,
)
_STARTS_A_FRAGMENT = re.compile(
    r"^(?:and|or|but|so|what about|how about|about|on|regarding)\b", re.IGNORECASE
)
_VERB = re.compile(
    r"\b(?:did|does|do|is|are|was|were|has|have|had|will|would|can|could|should|say|said|says|"
    r"happened|happen)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(r"\b(he|she|they|him|them|his|her|their)\b", re.IGNORECASE)
_THING = re.compile(r"\b(?:that|this|it|those|these|there|then)\b(?!\s+\w+ed\b)", re.IGNORECASE)
_TO_A_THING = re.compile(r"\bto (?=(?:that|this|it)\b)", re.IGNORECASE)
_ONLY_A_LEAD = re.compile(
    r"(?:(?:and|or|but|so|then|what about|how about)\b[\s,]*)*[\s,?.!]*", re.IGNORECASE
)
_BARE_QUESTION = re.compile(
    r"^(?:and\s+)?(?P<word>when|where|why|how|who)\s*(?:was|is|were|did|does|are)?\s*"
    r"(?:he|she|they)?\s*(?:say|said|happen(?:ed)?)?\s*(?:that|this|it)?\s*(?:said|happen(?:ed)?)?"
    r"\s*(?:to whom)?\s*[?.!]*$",
    re.IGNORECASE,
)


def standalone(text: str, before: Question | None, speaks: Callable[[str], bool]) -> str:
    """The question with what it leaves unsaid put in; the text itself when it lacks nothing."""
    text = " ".join(text.split())
    if before is None or not text:
        return text
    bare = _BARE_QUESTION.match(text)
    if bare:
        return _asked_again(bare["word"].capitalize(), before)
    days = find_range(text)
    if days and _ONLY_A_LEAD.fullmatch(days.cut_from(text)):
        return _at_other_times(text, days, before)
    if _is_fragment(text):
        match = _FRAGMENT.match(text)
        if match and match["rest"].strip():
            return _continued(match["rest"].strip(), before, speaks)
    return _with_referents(text, before)


def _is_fragment(text: str) -> bool:
    if _VERB.search(text):
        return False
    return bool(_STARTS_A_FRAGMENT.match(text)) or len(text.split()) <= 3


def _continued(rest: str, before: Question, speaks: Callable[[str], bool]) -> str:
    about = re.match(r"^(?P<who>.+?)\s+(?:about|on)\s+(?P<what>.+)$", rest)
    if before.speakers:
        names = _joined(before.speakers)
        if about and speaks(about["who"]):
            return f"What did {about['who']} say about {about['what']}?"
        if speaks(rest) and not re.match(r"(?:about|on)\b", rest):
            topic = f" about {before.topic}" if before.topic else ""
            return f"What did {rest} say{topic}?"
        return f"What did {names} say about {re.sub(r'^(?:about|on) ', '', rest)}?"
    kept = before.text.rstrip("?!. ")
    others = [name for name in reversed(before.names) if name != rest]
    if others:
        alike = (name for name in others if speaks(name) == speaks(rest))
        return f"{kept.replace(next(alike, others[0]), rest)}?"
    return f"{kept}, {rest}?"


def _at_other_times(text: str, days: DateRange, before: Question) -> str:
    """The question before, bounded to other days."""
    former = find_range(before.text)
    kept = former.cut_from(before.text) if former else before.text
    named = text[days.start : days.end]
    if not named[0].islower():
        named = f"{'on' if days.first == days.last else 'in'} {named}"
    return f"{kept.rstrip('?!. ')} {named}?"


def _asked_again(word: str, before: Question) -> str:
    if before.speakers:
        topic = f" about {before.topic}" if before.topic else ""
        return f"{word} did {_joined(before.speakers)} say that{topic}?".replace(
            "that about", "this about"
        )
    return f"{word} was that: {before.text}"


def _with_referents(text: str, before: Question) -> str:
    own = read_question(text)
    names_nobody = not own.names
    person = before.speakers or tuple(n for n in before.names[:1] if before.wanted is Wanted.PERSON)
    pronoun = _PERSON.search(text)
    first_name = min((text.find(name) for name in own.names), default=len(text))
    if person and not own.speakers and pronoun and pronoun.start() < first_name:
        who = _joined(person)
        text = _PERSON.sub(
            lambda m: f"{who}'s" if m[1].lower() in ("his", "her", "their") else who, text, count=1
        )
        own = read_question(text)
    unsaid = own.topic is None or _THING.fullmatch(own.topic)
    if own.speakers and unsaid and before.topic and _THING.search(text):
        topic = before.topic
        return _THING.sub(lambda _: topic, _TO_A_THING.sub("about ", text), count=1)
    if names_nobody and _THING.search(text) and not own.speakers and len(text.split()) <= 8:
        subject = before.topic or _joined(before.names)
        if subject and subject.lower() not in text.lower():
            return f"{text.rstrip('?!. ')} ({subject})?"
    return text


def _joined(names: tuple[str, ...]) -> str:
    return " and ".join(names)
