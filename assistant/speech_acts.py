"""Acts of speech that questions ask for: to tell, accuse, criticize, praise, deny, promise.

"Who accused Russia of lying?" wants words that accuse, and that accuse Russia; "What did Baerbock
tell Lavrov about gas?" wants words to Lavrov.
"""

import re
from dataclasses import dataclass

_ACTS = {
    "address": "tell told assur promis remind inform warn urg ask call thank",
    "accuse": "accus blam alleg fault charg",
    "criticize": "critici condemn denounc slam attack blast rebuk lambast assail mock accus blam "
    "dismiss disparag deplor decri deride ridicul scold chid fault ripp hit trash insult lash",
    "praise": "prais hail laud applaud commend complimen congratulat welcom thank",
    "deny": "deny deni reject refut disput dismiss rebut",
    "promise": "promis pledg vow commit guarante assur swore swear",
    "warn": "warn caution threat alert",
    "threaten": "threat warn",
    "demand": "demand urg insist call press ask request appeal want",
    "propose": "propos suggest offer recommend float put",
    "support": "support back endors defend embrac favor favour welcom",
    "oppose": "oppos reject object resist condemn critici",
    "predict": "predict forecast expect project foresee foresaw foretold",
    "admit": "admit acknowledg conced confess own",
    "describe": "call dub brand label describ refer compar liken characteri",
}
"""The acts that questions ask for, each with the beginnings of the cues that are of it."""

_ASKED_BY = {
    "address": "tell tells told assure assured remind reminded inform informed ask asked urge "
    "urged",
    "accuse": "accuse accused accuses blame blamed blames",
    "criticize": "criticize criticized criticizes criticise criticised criticises condemn "
    "condemned denounce denounced",
    "praise": "praise praised praises thank thanked hail hailed welcome welcomed congratulate "
    "congratulated",
    "deny": "deny denied denies",
    "promise": "promise promised promises pledge pledged vow vowed",
    "warn": "warn warned warns",
    "threaten": "threaten threatened",
    "demand": "demand demanded demands urge urged call_for called_for",
    "propose": "propose proposed proposes recommend recommended",
    "support": "support supported supports defend defended back backed endorse endorsed",
    "oppose": "oppose opposed opposes reject rejected",
    "predict": "predict predicted predicts",
    "admit": "admit admitted acknowledge acknowledged",
    "describe": "call called describe described",
}
_ACT_OF = {
    verb.replace("_", " "): act
    for act, verbs in reversed(_ASKED_BY.items())
    for verb in verbs.split()
}

ASKED_VERBS = "|".join(sorted(_ACT_OF, reverse=True))
"""The verbs of questions for an act, as the alternatives of a regular expression."""

_ALSO_DONE = frozenset("support welcome defend back endorse oppose reject thank own".split())
"""Those of them that need no words: whether one supports somebody is asked of deeds too."""

ASKED_WORDS = "|".join(
    verb
    for verb in sorted(_ACT_OF, reverse=True)
    if not any(verb.startswith(deed) for deed in _ALSO_DONE)
)
"""The verbs that can only ask for words."""

_BY_THE_CUE = frozenset("address accuse criticize praise warn threaten deny describe".split())

_TOWARDS_SOMEBODY = frozenset(
    "address accuse criticize praise warn threaten support oppose describe".split()
)
"""The acts whose verb may be followed by whom or what they are towards."""

_BEGINS = {
    act: re.compile(rf"(?<![\w-])(?:{'|'.join(begins.split())})\w*", re.IGNORECASE)
    for act, begins in _ACTS.items()
}


_UNDONE = re.compile(
    r"\b(?:not|never|without|declin\w+|refus\w+|fail\w+|stopp\w+ short|no)\b|n[’']t\b",
    re.IGNORECASE,
)
_BEFORE = 30
"""Characters before a verb within which a negation is its own."""


@dataclass(frozen=True, kw_only=True)
class SpeechAct:
    """What a question asks to have been done with words, and towards whom."""

    verb: str
    """As the question has it, in lower case."""
    towards: str | None = None

    @property
    def is_address(self) -> bool:
        """Whether the one it is towards is spoken to, rather than spoken of."""
        return _ACT_OF[self.verb] == "address"

    @property
    def is_said_by_the_cue(self) -> bool:
        """Whether only the cue makes a statement this act. One may support a deal in what is said,
        too; but who says that a man has accused somebody has accused nobody."""
        return _ACT_OF[self.verb] in _BY_THE_CUE

    def verb_in(self, text: str, start: int = 0, end: int | None = None) -> tuple[int, int] | None:
        """Where a verb of this act stands in a part of a text, as in "lashed out at"; None where
        there is none, or what it says was left undone: "has not accused"."""
        end = len(text) if end is None else end
        for found in _BEGINS[_ACT_OF[self.verb]].finditer(text, start, end):
            if not _UNDONE.search(text, max(0, found.start() - _BEFORE), found.start()):
                return found.span()
        return None


_TOWARDS = re.compile(
    r"(?P<towards>(?:the\s+)?[^\W\d_a-z][\w’'.-]*(?:\s+(?:of|the|de|la|van|von|der|al|bin|and)\s+"
    r"[^\W\d_a-z][\w’'.-]*|\s+[^\W\d_a-z][\w’'.-]*)*|the\s+\w+|him|her|them|it)"
    r"(?:\s+(?:(?:of|for|over|about|on|regarding|that|to|with|as)\s+)?(?P<what>.+))?"
)


_DANGLING = re.compile(
    r"(?:of|for|over|about|on|regarding|to|with|as)|(?:to )?(?:do|say|make)", re.IGNORECASE
)
"""What is left at the end of "What did he accuse NATO of?", which is no topic."""


def read_act(verb: str, rest: str | None) -> tuple[SpeechAct | None, str | None]:
    """The act that a question's verb asks for and what is left of its topic.

    `rest` is what follows the verb: "Russia of lying" is towards Russia and about lying.
    """
    verb = verb.lower()
    if verb not in _ACT_OF:
        return None, rest
    found = _TOWARDS.fullmatch(rest) if rest and _ACT_OF[verb] in _TOWARDS_SOMEBODY else None
    if not found:
        return SpeechAct(verb=verb), rest
    what = found["what"]
    if what and _DANGLING.fullmatch(what):
        what = None
    return SpeechAct(verb=verb, towards=found["towards"]), what
