"""How far a matter has come: who is accused is not convicted, what is suspected is not proved.

Each stage has the words that tell of it, those of the stage before, and those that leave no doubt
that it may have been reached. A claim is ahead of its source that has the second and not the third.
"""

import re
from dataclasses import dataclass

from assistant.verify.sides import denies


@dataclass(frozen=True, kw_only=True)
class Stage:
    """What tells that a matter has come so far, and what that it has come nearly so far."""

    name: str
    reached: re.Pattern[str]
    before: re.Pattern[str]
    may_be: re.Pattern[str]


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})", re.IGNORECASE)


_STAGES = (
    Stage(
        name="convicted",
        reached=_words(r"convict|guilty|sentenced\b|jailed\b|imprisoned"),
        before=_words(r"accus|charge|trial\b|suspect|alleg|arrest|indict|prosecut|detain"),
        may_be=_words(
            r"convict|guilty|sentenc|jail|prison|verdict|found\b|fined|years|ruled|acquit"
        ),
    ),
    Stage(
        name="charged",
        reached=_words(r"(?:was|were|been|being) (?:\w+ )?(?:charged|indicted)"),
        before=_words(r"detain|arrest|suspect|question|investigat|alleg"),
        may_be=_words(r"charg|indict|trial|prosecut|accus|convict|sentenc|court"),
    ),
    Stage(
        name="proved",
        reached=_words(
            r"proved (?!to\b|\w+ (?:in|for|to)\b)|proved\.|proven\b|proof that|established that|"
            r"confirmed\b|certain that|convinced|found that|shown that"
        ),
        before=_words(
            r"suspect|alleg|may\b|might\b|could\b|probabl|possibl|believe|likely|cautious|appear|"
            r"seem|suggest|claim|whether"
        ),
        may_be=_words(
            r"prove|proof|establish|confirm|certain|convinced|found|find|show|evidence|rul(?:ed|ing)|"
            r"conclude|determin"
        ),
    ),
    Stage(
        name="decided",
        reached=_words(r"(?:has|have|had) (?:already )?(?:decided|agreed|chosen|settled|resolved)"),
        before=_words(r"consider|weigh|whether|may\b|might|could|study|review|discuss|negotiat"),
        may_be=_words(
            r"decid|decision|agree|chose|settl|resolv|will\b|announc|plan|order|rul|appoint|name"
        ),
    ),
    Stage(
        name="still considered",
        reached=_words(
            r"consider(?:s|ing) (?:whether|\w+ing|a|an|the)\b|weigh(?:s|ing)\b|contemplat|mulling|"
            r"undecided|still (?:deciding|thinking)|thinking about"
        ),
        before=_words(r"will\b|has\b|have\b|decided|agreed|would\b"),
        may_be=_words(
            r"consider|weigh|contemplat|may\b|might|could\b|undecided|think|whether|if\b|study|"
            r"discuss|review|possib|likely|option|unless|probab|plan|propos|want|suspect|believ|"
            r"hope|threat|risk|can\b|appear|seem|not\b|suggest|expect|fear|intend|seek|sought|ask"
        ),
    ),
)


def ahead(claim: str, support: str) -> str | None:
    """A reason why a claim has a matter at another stage than its source, or None."""
    if denies(claim):
        return None
    for stage in _STAGES:
        if (
            (told := stage.reached.search(claim))
            and stage.before.search(support)
            and not stage.may_be.search(support)
        ):
            return f"it has “{told.group().strip()}”, which its source does not say"
    return None
