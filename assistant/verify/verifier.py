"""All checks of one sentence against the evidence that it cites, cheapest and surest first."""

import re
from collections.abc import Callable, Mapping, Sequence

from assistant.candidates import Rarity
from assistant.verify import days, deeds, modifiers, names, numbers, speakers
from assistant.verify.alignment import Support, Weights, plain_weights, supports
from assistant.verify.certainty import made_certain
from assistant.verify.measures import SupportMeasure
from assistant.verify.negation import turned
from assistant.verify.quotation_marks import in_curly_marks
from assistant.verify.quotations import Quoted, quoted_in, without_quoted
from assistant.verify.refusal import Fault, Refusal
from assistant.verify.source import Source
from assistant.verify.speech import speeches
from assistant.verify.stages import ahead
from assistant.verify.still_to_come import told_as_done
from assistant.verify.support import Entailment, support_judge
from assistant.verify.words import content
from index.archive import Archive
from index.encoder import Encoder

ENTAILED_FROM = 0.5
"""The probability of an entailment model from which a sentence stands."""

_ADDRESS = re.compile(r"\b(?:https?|ftp|file|data|javascript)\s?:|\bwww\.|!\[|\]\(|<[a-z/!]", re.I)
_MARKER_IN_TEXT = re.compile(r"\[\s*\d+(?:\s*[,;-]\s*\d+)*\s*\]")


class Verifier:
    """Holds sentences against their sources. Keeps no sentence; safe to use for many answers."""

    def __init__(
        self,
        encoder: Callable[[], Encoder],
        weights: Weights = plain_weights,
        entailment: Entailment | None = None,
    ) -> None:
        self._measure = SupportMeasure(encoder, weights)
        self._weights = weights
        self._entailment = entailment

    def refusal(
        self, text: str, citations: Sequence[int], sources: Mapping[int, Source]
    ) -> Refusal | None:
        """Why a sentence cannot be shown, or None for one that its citations bear out."""
        if not re.search(r"\w", text):
            return Refusal(fault=Fault.EMPTY, reason="it says nothing")
        if not citations:
            return Refusal(fault=Fault.UNCITED, reason="it cites no source")
        for number in citations:
            if number not in sources:
                return Refusal(
                    fault=Fault.UNKNOWN_MARKER,
                    reason=f"[{number}] is not among the sources",
                )
        cited = [sources[number] for number in dict.fromkeys(citations)]
        if any(_is_verbatim(text, source) for source in cited):
            return None
        if _ADDRESS.search(text):
            return Refusal(
                fault=Fault.FOREIGN_LINK, reason="it carries an address, a link or markup"
            )
        if stray := _MARKER_IN_TEXT.search(text):
            return Refusal(
                fault=Fault.UNKNOWN_MARKER,
                reason=f"{stray.group()} stands within the sentence instead of at its end",
            )
        return self._checked(text, cited)

    def _checked(self, text: str, cited: Sequence[Source]) -> Refusal | None:
        text = in_curly_marks(text)
        quoted = quoted_in(text, cited)
        for one in quoted:
            if not one.places:
                return Refusal(
                    fault=Fault.QUOTATION,
                    reason=f"no cited source has the words “{_short(one.text)}”",
                )
        rests_on = supports(text, cited, self._weights)
        held = " ".join(one.text for one in rests_on)
        around = " . ".join(one.around for one in cited)
        if number := numbers.missing(
            days.without_days(text), days.without_days(f"{held} . {around}")
        ):
            return Refusal(
                fault=Fault.NUMBER, reason=f"no cited source has the number {number.text!r}"
            )
        if day := days.missing(text, held, cited):
            return Refusal(fault=Fault.DATE, reason=f"no cited source has the date {day.text!r}")
        if name := names.missing(text, " ".join(one.text for one in cited), cited):
            return Refusal(fault=Fault.NAME, reason=f"no cited source has the name {name!r}")
        if reason := speakers.stranger(text, quoted, rests_on):
            return Refusal(fault=Fault.SPEAKER, reason=reason)
        for turned_round in (deeds.reversed_deed, deeds.reversed_telling, deeds.changed_owner):
            if reason := turned_round(text, rests_on, speakers.same_mention):
                return Refusal(fault=Fault.ROLES, reason=reason)
        if reason := deeds.contrary_deed(text, rests_on, speakers.same_mention):
            return Refusal(fault=Fault.NEGATION, reason=reason)
        if speakers.flattened(text, quoted, rests_on):
            return Refusal(
                fault=Fault.SPEAKER, reason="its source gives this as somebody's words, it does not"
            )
        if quoted and len(content(names.without_names(_frame(text, quoted)))) <= _FRAME:
            return None  # the quotations say all there is
        return self._borne_out(text, cited, rests_on, around)

    def _borne_out(
        self,
        text: str,
        cited: Sequence[Source],
        rests_on: Sequence[Support],
        around: str,
    ) -> Refusal | None:
        held = " ".join(one.text for one in rests_on)
        sides = _all_said_of_it(text, rests_on, cited)
        if reason := turned(text, sides):
            return Refusal(fault=Fault.NEGATION, reason=reason)
        if reason := (made_certain(text, held) or told_as_done(text, sides) or ahead(text, sides)):
            return Refusal(fault=Fault.CERTAINTY, reason=reason)
        if any(_is_in_an_order(one) for one in rests_on):
            return Refusal(
                fault=Fault.UNSUPPORTED, reason="its source gives an order there and states nothing"
            )
        if not rests_on:
            return Refusal(
                fault=Fault.UNSUPPORTED, reason="its sources have nothing of what it says"
            )
        everything = " ".join(one.text for one in cited)
        if word := modifiers.put_in(text, f"{everything} {around}"):
            return Refusal(fault=Fault.UNSUPPORTED, reason=f"no cited source has it as “{word}”")
        if self._entailment is not None:
            if self._entailment.probability(held, text) < ENTAILED_FROM:
                return Refusal(
                    fault=Fault.UNSUPPORTED, reason="it does not follow from its sources"
                )
            return None
        if not support_judge().accepts(self._measure.measured(text, rests_on, cited, around)):
            return Refusal(
                fault=Fault.UNSUPPORTED,
                reason="it says more than, or something else than, its sources",
            )
        return None


def verifier_of(archive: Archive, entailment: Entailment | None = None) -> Verifier:
    """The verifier of an archive, which weighs words by their rarity in it."""
    return Verifier(lambda: archive.encoder, rarity_weights(archive), entailment)


def rarity_weights(archive: Archive) -> Weights:
    """Weights by the rarity of words in an archive, as it is now."""
    known_at: dict[int, Rarity] = {}

    def weights(stems: Sequence[str]) -> dict[str, float]:
        generation = archive.generation
        if generation not in known_at:
            known_at.clear()
            known_at[generation] = Rarity(archive)
        known = known_at[generation].of([one for one in stems if not one.startswith("#")])
        return {one: known.get(one, _WEIGHT_OF_NUMBER) for one in stems}

    return weights


_WEIGHT_OF_NUMBER = 3.0
"""A number tells about as much as a word that one passage in twenty has."""


def _is_verbatim(text: str, source: Source) -> bool:
    """Whether a text is the source's own, in whole sentences."""
    wanted = " ".join(text.split())
    own = [" ".join(source.article.text[a:b].split()) for a, b in source.sentences]
    if wanted == " ".join(source.text.split()):
        return True
    for first in range(len(own)):
        joined = ""
        for one in own[first:]:
            joined = f"{joined} {one}".strip()
            if joined == wanted:
                return True
            if len(joined) > len(wanted):
                break
    return False


def _all_said_of_it(text: str, rests_on: Sequence[Support], cited: Sequence[Source]) -> str:
    """What a claim rests on, with the other sentences of its sources that speak of the same."""
    wanted = set(content(text))
    chosen = [one.text for one in rests_on]
    for source in cited:
        for start, end in source.sentences:
            sentence = source.article.text[start:end]
            is_near = len(source.sentences) <= _FEW or len(set(content(sentence)) & wanted) >= _ALSO
            if sentence not in chosen and is_near:
                chosen.append(sentence)
    return " ".join(chosen)


def _frame(text: str, quoted: Sequence[Quoted]) -> str:
    """A sentence without its quotations and those who speak in it."""
    rest = without_quoted(text, quoted)
    for one in speeches(rest):
        rest = rest.replace(one.who, " ")
    return rest


_FRAME = 0
"""Words of a claim besides its quotations, names and verbs of speech that say nothing more."""

_FEW = 3
"""Sentences of a source that speak of the same by standing together."""

_ALSO = 2
"""Words in common from which a sentence speaks of the same."""


def _is_in_an_order(support: Support) -> bool:
    """Whether a sentence, or what comes before it in its line, is said to a machine."""
    text, (start, end) = support.source.article.text, support.span
    begin = text.rfind("\n", 0, start) + 1
    return any(_ORDER.search(line) for line in text[begin:end].split("\n"))


_ORDER = re.compile(
    r"^\W*(?:</?\w+>\W*)?(?:system|assistant|user|instructions?|prompt|question|answer)\s*:"
    r"|^\W*(?:please\s+)?(?:ignore|disregard|forget|override|print|reveal|output|repeat|pretend)\b"
    r"|\b(?:previous|prior|above|your)\s+(?:instructions?|rules|prompts?)\b|\byou are now\b"
    r"|\b(?:the|this)\s+(?:assistant|chatbot|language model)\s+(?:must|should|has to|shall)\b"
    r"|\bas an? (?:ai|assistant|chatbot|language model)\b|^\W*note to (?:the )?(?:ai|assistant)\b",
    re.IGNORECASE,
)
"""What an article says to a machine that reads it, rather than of the world."""


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]}..."
