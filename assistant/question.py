"""Reading a question by rules: whom it asks about, about what, of which days, and for what.

The rules look at the form of the question alone; whether the archive knows the speaker is for the
answerer to find out. Every question gets a reading: one that fits no form is a search for its
words.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assistant.dates import find_range
from assistant.speech_acts import ASKED_VERBS, ASKED_WORDS, SpeechAct, read_act
from corpus.errors import UsageError
from index.stopwords import STOPWORDS

LONGEST_QUESTION = 1000
"""Characters; a longer text is not a question."""


class Wanted(StrEnum):
    """What would answer the question."""

    STATEMENT = "statement"
    DATE = "date"
    PERSON = "person"
    PLACE = "place"
    NUMBER = "number"
    FACT = "fact"


@dataclass(frozen=True, kw_only=True)
class Question:
    """A question as it was understood."""

    text: str
    """The whole question, standing on its own."""
    wanted: Wanted
    speakers: tuple[str, ...] = ()
    """Whose words are asked for, as the question names them; none when it asks for no words."""
    anyone: bool = False
    """Whether it asks who said something: the words of everybody are looked at."""
    topic: str | None = None
    """What those words are to be about; None when anything will do."""
    act: SpeechAct | None = None
    """What is to be done with those words, and towards whom, where the question says so."""
    names: tuple[str, ...] = ()
    """Names of people, places and bodies in the question, each of which an answer has to fit."""
    since: date | None = None
    until: date | None = None
    """Bounds on the day of publication, inclusive."""


_SAY = (
    r"say|says|said|saying|think|thinks|thought|claim|claims|claimed|tell|tells|told|argue|argues|"
    r"argued|warn|warns|warned|promise|promised|promises|announce|announced|write|wrote|written|tweet|"
    r"tweeted|mention|mentioned|comment|commented|demand|demanded|call for|called for|state|"
    r"stated|suggest|suggested|speak|spoke|spoken|talk|talked|declare|declared|add|added|ask|asked|"
    r"predict|predicted|propose|proposed|stress|stressed|insist|insisted|reply|replied|respond|responded|react|"
    r"reacted|expect|expected|believe|believed|want|wanted|feel|felt|" + ASKED_WORDS
)
_ABOUT = (
    r"about|on|of|regarding|concerning|to|over|for|towards?|against|with regard to|as regards|in"
)
_POSITION = (
    r"positions?|views?|stances?|opinions?|reactions?|response|comments?|remarks?|statements?|"
    r"words|take|thoughts|attitude|answer|reply|explanation|demands?|warnings?|promises?"
)
CHANGED = (
    r"(?:changed?|evolved?|shift(?:ed)?|develop(?:ed)?|mov(?:ed?))"
    r"(?:\s+(?:over\s+time|over\s+the\s+\w+|since\s[^?]*))?"
)
_NAME = r"(?P<speaker>[^?,;:]{2,60}?)"
_TOPIC = rf"(?:\s+(?:{_ABOUT})\s+(?P<topic>[^?]+?))?"
_REST = rf"(?:\s+(?P<how>{_ABOUT}))?(?:\s+(?P<topic>[^?]+?))?"
_FORMS = tuple(
    re.compile(pattern + r"\s*[?.!]*\s*$", re.IGNORECASE)
    for pattern in (
        rf"^(?:what|how|which|when|where|why|whom?)\b.{{0,30}}?"
        rf"\b(?:did|does|do|has|have|had|would|will)\s+{_NAME}\s+"
        rf"(?:ever\s+|publicly\s+|recently\s+)?(?P<verb>{_SAY}){_REST}",
        rf"^(?:did|does|do|has|have|had)\s+{_NAME}\s+(?:ever\s+|publicly\s+|recently\s+)?"
        rf"(?P<verb>{_SAY})(?:\s+(?:anything|something))?{_REST}",
        rf"^what\s+(?:has|have|had)\s+{_NAME}(?:['’]s?)\s+(?:\w+\s+)?(?:{_POSITION})\s+"
        rf"(?:{_ABOUT})\s+(?P<topic>[^?]+?)(?:\s+been(?:\s+since\s[^?]*)?)?",
        rf"^(?:what|how)\s+(?:is|was|were|are|has been|had been)\s+{_NAME}(?:['’]s?)\s+"
        rf"(?:\w+\s+)?(?:{_POSITION}){_TOPIC}",
        rf"^what\s+(?:is|was|were|are|has been)\s+the\s+(?:\w+\s+)?(?:{_POSITION})\s+of\s+"
        rf"{_NAME}\s+(?:{_ABOUT})\s+(?P<topic>[^?]+?)",
        rf"^how\s+(?:has|have|had|did|does|do)\s+{_NAME}(?:['’]s?)\s+(?:\w+\s+)?(?:{_POSITION})\s+"
        rf"(?:{_ABOUT})\s+(?P<topic>[^?]+?)\s+{CHANGED}",
        rf"^according to {_NAME},\s*(?P<topic>[^?]+?)",
        rf"^(?:{_NAME})(?:['’]s?)\s+(?:{_POSITION}){_TOPIC}",
    )
)
_FILLER = re.compile(r"^(?:anything|something|all|everything|it)\s+(?:about|on)\s+", re.IGNORECASE)
_NOT_A_SPEAKER = frozenset(
    "it this that they he she we you i there one people anyone anybody someone somebody".split()
)
_WANTED = (
    (
        Wanted.DATE,
        r"^(?:and )?(?:when\b|(?:(?:on|in|at|by|since|until) )?(?:what|which) "
        r"(?:date|day|year|month|time)\b)",
    ),
    (
        Wanted.NUMBER,
        r"\bhow (?:many|much)\b|^(?:and )?how (?:long|old|far|often|high|large|big|tall)\b"
        r"|\bwhat (?:percentage|share|number)",
    ),
    (Wanted.PERSON, r"^(?:and )?(?:who|whom|whose)\b"),
    (
        Wanted.PLACE,
        r"^(?:and )?(?:where\b|(?:in |at |from |to )?(?:which|what) "
        r"(?:city|country|state|place|town)\b)",
    ),
)
_CAPITALISED = re.compile(
    r"\b[^\W\d_a-z][\w’'.-]*(?:\s+(?:(?:of|the|de|la|van|von|der|den|al|bin)\s+){0,2}[^\W\d_a-z][\w’'.-]*)*"
)
_QUESTION_WORDS = frozenset(
    "what who whom whose when where which why how did does do is are was were has have had can "
    "could will would should may might according and but tell in on at by for since after before "
    "i name list describe explain give show if the a an".split()
)


def read_question(text: str) -> Question:
    """The question as its form tells. Raises UsageError for an empty or an endless text."""
    text = " ".join(text.split())
    if not re.search(r"\w", text):
        raise UsageError("the question is empty: ask something, such as 'What did X say about Y?'")
    if len(text) > LONGEST_QUESTION:
        raise UsageError(
            f"the question has {len(text):,} characters, the limit is {LONGEST_QUESTION:,}: "
            "ask it in fewer words"
        )
    said_when = find_range(text)
    bare = text if said_when is None else said_when.cut_from(text)
    speakers, act, topic = _speakers_act_and_topic(bare)
    who_said = None if speakers else _WHO_SAID.match(bare)
    if who_said:
        act, topic = read_act(who_said["verb"], who_said["rest"].strip())
        if act is None or not (topic or act.towards):
            topic = _SAID_THAT.sub("", who_said["topic"].strip())
        if topic and topic.lower() in _NOT_A_SPEAKER:
            who_said = topic = act = None
    wanted = next((w for w, pattern in _WANTED if re.search(pattern, text, re.IGNORECASE)), None)
    if wanted is None or (speakers and wanted is not Wanted.DATE):
        wanted = Wanted.STATEMENT if speakers else Wanted.FACT
    bounded = (
        said_when if said_when and (speakers or who_said or said_when.is_at_most_a_month) else None
    )
    return Question(
        text=text,
        wanted=wanted,
        speakers=speakers,
        anyone=who_said is not None,
        topic=topic,
        act=act,
        names=tuple(_names(bare)),
        since=bounded.first if bounded else None,
        until=bounded.last if bounded else None,
    )


_WHO_SAID = re.compile(
    rf"^(?:and\s+)?(?:who|which \w+)(?:\s+(?:else|has|have|had|ever|also|publicly))*\s+"
    rf"(?P<topic>(?P<verb>{_SAY}|{ASKED_VERBS})\b(?P<rest>[^?]{{3,}}?))\s*[?.!]*\s*$",
    re.IGNORECASE,
)
_SAID_THAT = re.compile(
    r"^(?:said|says|say|mentioned|claimed|claims|thinks|thought|spoke|speaks|spoken|talked|talks|"
    r"commented|comments|wrote|tweeted)\s+(?:(?:that|(?:what\s+|anything\s+)?(?:about|on|of))\s+)?"
)


def _speakers_act_and_topic(
    text: str,
) -> tuple[tuple[str, ...], SpeechAct | None, str | None]:
    for form in _FORMS:
        match = form.match(text)
        if not match:
            continue
        speaker = re.sub(r"['’]s$", "", match["speaker"].strip())
        words = [_word(word, text) for word in speaker.split()]
        if not words or words[0] in _NOT_A_SPEAKER or len(words) > 7:
            continue
        if all(word in STOPWORDS or word in _QUESTION_WORDS for word in words):
            continue
        parts = match.groupdict()
        topic = match["topic"].strip(" .!,") if match["topic"] else None
        topic = _FILLER.sub("", topic) if topic else None
        act = None
        if parts.get("verb"):
            act, left = read_act(parts["verb"], topic)
            if act and act.towards and parts["how"]:
                act = SpeechAct(verb=act.verb)
            elif act and act.towards:
                topic = left
        several = re.split(r"\s*,\s*(?:and\s+)?|\s+and\s+", speaker)
        return tuple(name for name in several if name), act, topic or None
    return (), None, None


def _word(word: str, question: str) -> str:
    """A word in lower case, to be looked up; "WHO" and "US" are names as they stand, unless the
    whole question is in capitals."""
    is_name = len(word) > 1 and word.isupper() and not question.isupper()
    return word if is_name else word.lower()


def _names(text: str) -> list[str]:
    """Runs of capitalised words, in order, each once, without the question's own first word."""
    names: list[str] = []
    if text.isupper() and len(text.split()) > 3:
        return names  # somebody who writes everything in capitals marks no names with them
    for match in _CAPITALISED.finditer(text):
        words = match.group().split()
        while words and _word(words[0], text) in _QUESTION_WORDS:
            words.pop(0)
        name = re.sub(r"['’]s?$", "", " ".join(words)).strip(".")
        if len(name) > 1 and name not in names:
            names.append(name)
    return names
