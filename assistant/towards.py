"""Which statements are the act of speech that a question asks for, and towards whom.

What act a statement is, its cue says. Whom it is towards stands between the cue and what is said of
them ("accused Moscow of lying"); one who is spoken to stands anywhere in the sentence outside of
what was said ("told Lavrov").
"""

import re
from collections.abc import Sequence

from assistant.speech_acts import SpeechAct
from assistant.topics import TopicWeights, read_topic
from index.archive import Archive
from index.search import StatementHit
from index.sentences import Span
from index.statements import shown_span

_OF_WHAT = re.compile(r"[,;:.]|\s(?:of|for|over|about|that|as|by|with|on|to)\s", re.IGNORECASE)
_FARTHEST = 80
"""Characters behind the cue within which the one it is towards has to be named."""
_PASSIVE = re.compile(r"\b(?:was|were|been|being|is|are|be)\s+(?:\w+ly\s+)?$")

_THEIR_OWN = re.compile(
    r"[\W_]*(?:that\s+)?(?:i|we|he|she|they|it|to)(?:[’']\w+)?(?=\W)", re.IGNORECASE
)
_HEAD = 25
"""Characters behind the subject within which its verb stands."""


class ActMeasure:
    """Tells which statements are an act of speech towards somebody, in one archive."""

    def __init__(self, archive: Archive, act: SpeechAct) -> None:
        self._act = act
        self._weights = None
        if act.towards:
            self._weights = TopicWeights(archive, read_topic(archive, act.towards))

    def is_of(self, hit: StatementHit) -> bool:
        """Whether a statement is such an act, done rather than left undone, and towards them."""
        text, statement = hit.article.text, hit.statement
        if self._act.is_address and self._act.towards:
            around = shown_span(text, statement)
            return self._names(hit, _without(around, (*statement.content, *statement.source)))
        return any(
            not self._act.towards or self._names(hit, [_object_of(text, verb)])
            for verb in self._verbs(hit)
        )

    def is_headed_by_them(self, hit: StatementHit) -> bool:
        """Whether the headline of a statement's article names the one the act is towards."""
        title = hit.article.title
        return self._weights is not None and self._weights.coverage(hit.article, title) > 0.999

    def _verbs(self, hit: StatementHit) -> list[Span]:
        """Where the act's verb may stand: as the cue, and for some at the head of what is said."""
        text = hit.article.text
        spans = list(hit.statement.cue)
        if not self._act.is_said_by_the_cue:
            start, end = hit.statement.content[0]
            if heads := _THEIR_OWN.match(text, start, end):
                spans.append((heads.end(), min(end, heads.end() + _HEAD)))
        found = (self._act.verb_in(text, start, end) for start, end in spans)
        return [span for span in found if span is not None]

    def _names(self, hit: StatementHit, spans: Sequence[Span]) -> bool:
        words = " … ".join(hit.article.text[start:end] for start, end in spans)
        return self._weights is not None and self._weights.coverage(hit.article, words) > 0.999


def _object_of(text: str, verb: Span) -> Span:
    """Where the one stands whom a verb is towards: behind it, or before "was accused by"."""
    start, end = verb
    sentence = text.rfind("\n", 0, start) + 1
    if passive := _PASSIVE.search(text, max(sentence, start - _FARTHEST), start):
        return max(sentence, passive.start() - _FARTHEST), passive.start()
    stop = _OF_WHAT.search(text, end + 1, end + _FARTHEST)
    return end, stop.start() if stop else end + _FARTHEST


def _without(span: Span, holes: Sequence[Span]) -> list[Span]:
    """What is left of a span without others."""
    left: list[Span] = []
    start = span[0]
    for low, high in sorted(holes):
        if low > start:
            left.append((start, min(low, span[1])))
        start = max(start, high)
    if start < span[1]:
        left.append((start, span[1]))
    return left
