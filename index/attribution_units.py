"""Cut an article into the units that the attribution model labels, with what its letters hide.

A unit is a word or a punctuation mark as BERT's pre-tokenizer cuts them, so a span of units
always begins and ends at a word's edge. The tokenizer lower-cases, so capitals, quotation marks,
sentence and paragraph starts are handed to the model as small numbers beside the word pieces.
Training and the shipped tagger both go through this module, so the two can never see different
input."""

import dataclasses
import re

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

Ints = npt.NDArray[np.int64]

OUTSIDE, IN_DOUBLE, IN_SINGLE, OPENING, CLOSING = range(5)
FEATURE_SIZES = (6, 5, 3, 2)
"""Number of values of each feature column: letter case, quotation, sentence start, space before."""
EDGE_CLASSES = 6
RELATION_CLASSES = 8

CLOSERS = frozenset("\"'”’)]»")
TRIMMED = frozenset("\"'“”‘’`.,:;«»„")
STOPS = frozenset(".!?…")
TITLES = frozenset(
    {
        "mr",
        "mrs",
        "ms",
        "dr",
        "sen",
        "sens",
        "rep",
        "reps",
        "gov",
        "gen",
        "lt",
        "col",
        "sgt",
        "capt",
    }
    | {
        "prof",
        "rev",
        "st",
        "jr",
        "sr",
        "hon",
        "pres",
        "adm",
        "maj",
        "cmdr",
        "vs",
        "no",
        "inc",
        "co",
    }
    | {
        "corp",
        "ltd",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sept",
        "sep",
        "oct",
        "nov",
        "dec",
    }
)
"""Words, in small letters, whose full stop does not end a sentence."""
SURROGATE = re.compile(r"[\ud800-\udfff]")
"""Half characters, which no tokenizer takes; one stands for one, so offsets stay."""
BREAK = re.compile(r"[\n\r\u2028\u2029]")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Units:
    """The units of one article; every array has one row for each unit, in reading order."""

    starts: Ints
    ends: Ints
    pieces: tuple[tuple[int, ...], ...]
    features: Ints
    start_class: Ints
    end_class: Ints
    quotation: Ints
    sentence: Ints
    paragraph: Ints

    def __len__(self) -> int:
        return len(self.pieces)


def units_of(text: str, tokenizer: Tokenizer) -> Units:
    """The units of a text; an empty text, or one of blanks alone, gives none."""
    encoding = tokenizer.encode(SURROGATE.sub("\ufffd", text), add_special_tokens=False)
    starts: list[int] = []
    ends: list[int] = []
    pieces: list[list[int]] = []
    last: int | None = None
    for word, piece, (start, end) in zip(
        encoding.word_ids, encoding.ids, encoding.offsets, strict=True
    ):
        if word is not None and word == last:
            pieces[-1].append(piece)
            ends[-1] = max(ends[-1], end)
        else:
            starts.append(start)
            ends.append(end)
            pieces.append([piece])
        last = word
    words = [text[start:end] for start, end in zip(starts, ends, strict=True)]
    gaps = [text[end:start] for end, start in zip([0, *ends], starts, strict=False)]
    paragraph = np.cumsum([bool(BREAK.search(gap)) for gap in gaps], dtype=np.int64)
    first = _sentence_starts(words, gaps, paragraph)
    state, quotation = _quotations(words, gaps, [*gaps[1:], " "], paragraph)
    features = np.zeros((len(words), len(FEATURE_SIZES)), dtype=np.int64)
    if words:
        features[:, 0] = [_letter_case(word) for word in words]
        features[:, 1] = state
        features[:, 2] = first
        features[:, 3] = [bool(gap) for gap in gaps]
    start_class, end_class = _edges(words, state, quotation, first)
    return Units(
        starts=np.array(starts, dtype=np.int64),
        ends=np.array(ends, dtype=np.int64),
        pieces=tuple(map(tuple, pieces)),
        features=features,
        start_class=start_class,
        end_class=end_class,
        quotation=quotation,
        sentence=np.cumsum(first > 0, dtype=np.int64),
        paragraph=paragraph,
    )


def _letter_case(word: str) -> int:
    if not any(map(str.isalpha, word)):
        return 5 if any(map(str.isdigit, word)) else 0
    if word.islower():
        return 1
    if word.isupper():
        return 3 if len(word) > 1 else 2
    return 2 if word[:1].isupper() and word[1:].islower() else 4


def _sentence_starts(words: list[str], gaps: list[str], paragraph: Ints) -> Ints:
    """2 at the first unit of a paragraph, 1 at the first of another sentence, 0 elsewhere."""
    first = np.zeros(len(words), dtype=np.int64)
    stopped = False
    for i, word in enumerate(words):
        if i == 0 or paragraph[i] != paragraph[i - 1]:
            first[i], stopped = 2, False
        elif stopped and gaps[i] and not word[:1].islower() and word not in CLOSERS - {'"', "'"}:
            first[i], stopped = 1, False
        if word in STOPS:
            previous = words[i - 1].lower() if i and not gaps[i] else ""
            abbreviated = word == "." and (
                previous in TITLES or (len(previous) == 1 and previous.isalpha())
            )
            stopped = not abbreviated
        elif not (word in CLOSERS and not gaps[i]):
            stopped = False
    return first


def _quotations(
    words: list[str], before: list[str], after: list[str], paragraph: Ints
) -> tuple[Ints, Ints]:
    """Each unit's quotation state, and the number of the quotation it stands in (0: none)."""
    state = np.zeros(len(words), dtype=np.int64)
    quotation = np.zeros(len(words), dtype=np.int64)
    number, inside, opened_at = 0, OUTSIDE, 0
    for i, word in enumerate(words):
        if i and paragraph[i] != paragraph[i - 1]:
            if inside == IN_SINGLE:
                state[opened_at:i] = quotation[opened_at:i] = 0
            inside = OUTSIDE
        doubled = word in "'`" and (
            (i and words[i - 1] == word and not before[i])
            or (i + 1 < len(words) and words[i + 1] == word and not after[i])
        )
        opens = closes = False
        if word in ("“", "«", "„") or (doubled and word == "`"):
            opens = True
        elif word in ("”", "»") or (doubled and word == "'" and inside == IN_DOUBLE):
            closes = inside == IN_DOUBLE
        elif word == '"' or (doubled and word == "'"):
            closes = inside == IN_DOUBLE and not (before[i] and not after[i])
            opens = not closes
        elif word in ("‘", "'", "`") and inside == OUTSIDE:
            opens = not after[i] and (i == 0 or bool(before[i]))
            if opens:
                inside = IN_SINGLE
        elif word in ("’", "'") and inside == IN_SINGLE:
            glued = i + 1 < len(words) and not after[i] and words[i + 1][:1].isalnum()
            closes = not glued
        if opens:
            inside = inside if inside == IN_SINGLE else IN_DOUBLE
            number, opened_at, state[i] = number + 1, i, OPENING
        elif closes:
            state[i], inside = CLOSING, OUTSIDE
        elif inside:
            state[i], quotation[i] = inside, number
    if inside == IN_SINGLE:
        state[opened_at:] = quotation[opened_at:] = 0
    return state, quotation


def _edges(words: list[str], state: Ints, quotation: Ints, first: Ints) -> tuple[Ints, Ints]:
    """How a span would begin and end at each unit: at a quotation's edge, at a sentence's edge."""
    count = len(words)
    begins = np.zeros(count, dtype=np.int64)
    finishes = np.zeros(count, dtype=np.int64)
    fresh, opened = False, False
    for i, word in enumerate(words):
        fresh = fresh or first[i] > 0
        opened = (opened or state[i] == OPENING) and state[i] != CLOSING
        if word not in TRIMMED:
            begins[i] = (0 if not quotation[i] else 1 if opened else 2) * 2 + fresh
            fresh = opened = False
    ending, closing = True, False
    for i in range(count - 1, -1, -1):
        closing = (closing or state[i] == CLOSING) and state[i] != OPENING
        if words[i] not in TRIMMED and words[i] not in STOPS:
            finishes[i] = (0 if not quotation[i] else 1 if closing else 2) * 2 + ending
            ending = closing = False
        ending = ending or first[i] > 0
    return begins, finishes


def relations(units: Units, start: int, end: int) -> Ints:
    """What lies between two units of [start, end): a square array of relation classes."""
    quotation = units.quotation[start:end]
    sentence = units.sentence[start:end]
    paragraph = units.paragraph[start:end]
    apart = np.minimum(np.abs(sentence[None] - sentence[:, None]), 2)
    apart = np.where(paragraph[None] != paragraph[:, None], 3, apart)
    same: Ints = (quotation[None] == quotation[:, None]).astype(np.int64)
    return apart * 2 + same
