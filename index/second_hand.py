"""Speech within speech: "Lavrov said that Blinken had told him that the talks would go on."

The tagger's spans do not lie inside one another, so what Lavrov said is found, and not yet what
Blinken told him. Here the tagger reads the contents of statements by themselves: one that begins
with somebody who says something holds a statement of theirs, at second hand.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from index.attribution import Attribution, AttributionTagger
from index.sentences import Span, moved

_OPENS = re.compile(r"[\"'“‘«\s]*(?:(?:that|how)\s+)?[\"'“‘«\s]*")
_TELLS = re.compile(
    r"\b(?:said|says|told|tells|asked|warned|promised|assured|denied|claimed|insisted|argued|"
    r"agreed|announced|admitted|stated|wrote|tweeted|suggested|threatened|pledged|vowed|declared|"
    r"acknowledged|called|stressed|complained|explained|offered|refused|urged|informed|predicted)\b"
)
_UNTOLD = re.compile(
    r"\bden(?:y|ies|ied|ying)\b|\b(?:disput|refut|reject|dismiss|doubt|question|wonder)\w*|"
    r"\b(?:not|never|asked)\b|n[’']t\b",
    re.IGNORECASE,
)
"""Cues by which somebody does not say that another has said so."""

_WITHIN = 100
"""Characters from a content's start within which a word of telling has to stand."""

_SUREST = 0.6
"""The tagger's probability from which speech within speech is given out: it reads a clause alone,
without the article around it, and a wrong one is somebody else's word."""


@dataclass(frozen=True, kw_only=True)
class SecondHand:
    """What somebody is said to have said, and the number of the attribution that says so."""

    attribution: Attribution
    outer: int


def second_hand(
    text: str, attributions: Sequence[Attribution], tagger: AttributionTagger
) -> list[SecondHand]:
    """The statements inside the contents of others, their spans counted in the whole text."""
    return [
        SecondHand(attribution=_moved(inner, begin), outer=number)
        for number, one in enumerate(attributions)
        if not _UNTOLD.search(_words(text, one.cue))
        for begin, content in _clauses(text, one.content)
        for inner in tagger.attributions(content)
        if inner.source
        and inner.source[0][0] == 0
        and inner.cue
        and inner.probability >= _SUREST
        and not _UNTOLD.search(_words(content, inner.cue))
    ]


def _words(text: str, spans: Sequence[Span]) -> str:
    return " ".join(text[start:end] for start, end in spans)


def _clauses(text: str, content: Sequence[Span]) -> list[tuple[int, str]]:
    """The contents that may hold second-hand speech, from where they begin to speak of it."""
    found: list[tuple[int, str]] = []
    for start, end in content:
        opening = _OPENS.match(text, start, end)
        begin = opening.end() if opening else start
        if _TELLS.search(text, begin, min(end, begin + _WITHIN)):
            found.append((begin, text[begin:end]))
    return found


def _moved(one: Attribution, by: int) -> Attribution:
    return replace(
        one, content=moved(one.content, by), cue=moved(one.cue, by), source=moved(one.source, by)
    )
