"""Paragraphs, sentences and quotations of an article, as character offsets into its text.

News text breaks general-purpose splitters in a few known places: titles and ranks ("Sen."),
initials, "U.S." before a capital, quotations that end in "?" or "!" and go on with who asked.
The rules here cover those, work on offsets, and run in time linear in the length of the text.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

Span = tuple[int, int]

LONGEST_SENTENCE = 1500
"""Characters. Beyond this it is a list or a page without punctuation, and is cut at a space."""

LONGEST_PARAGRAPH = 20_000
"""Characters. A text that goes on for longer without a break has lost its paragraphs, and is cut
between sentences: what is looked at around each statement shall not grow with the text."""

_NEVER_FINAL = frozenset(
    """
    mr mrs ms messrs mx dr prof sen sens rep reps gov govs gen col maj capt cmdr lt sgt cpl adm
    brig pres amb sec rev hon fr ste pvt supt det insp vs approx rs def cf viz ca ph asst assoc
    """.split()
)
"""Abbreviations that a name or a noun follows: a capital after them starts nothing."""

_BEFORE_A_NUMBER = frozenset(
    "no nos fig figs art arts vol p pp ch ed eds est dist min max sq".split()
)
"""Abbreviations only where a number follows; else they are words that may end a sentence."""

_SOMETIMES_FINAL = frozenset(
    """
    inc ltd co corp llc plc bros etc al ave blvd rd hwy mt ft st dept jr sr
    jan feb mar apr jun jul aug sept sep oct nov dec mon tue tues wed thu thur thurs fri
    """.split()
)
"""Abbreviations that end a sentence when a usual first word of a sentence follows."""

_USUAL_FIRST_WORDS = frozenset(
    """
    the a an this that these those it he she they we i you there here his her its their our my
    in on at as for by with from after before during since while when where if although though
    but and or so yet however meanwhile still then also now some many most several both all no
    not what who why how asked according another one last next earlier later
    """.split()
)

_SPEECH_VERBS = (
    "said|says|say|asked|asks|told|tells|added|adds|replied|replies|wrote|writes|tweeted|tweets|"
    "shouted|exclaimed|wondered|demanded|declared|responded|responds|continued|continues|"
    "concluded|insisted|joked|quipped|answered|argued|argues|explained|recalled|warned|announced"
)
_OPENING = "\"'“‘«([¿¡"
_CLOSING = "\"'”’»)]"

_BREAK = re.compile(
    rf"(?<![.!?…])([.!?…]++)((?:[{re.escape(_CLOSING)}]|\s»(?=\s))*+)(\s++)"
    rf"(?=(?:«\s|[{re.escape(_OPENING)}])*+(\w|[$£€#@]))"
)
"""Marks, what closes after them, space, and the first letter of what may be a new sentence.

Nothing in it is tried twice, so that a page of dots or spaces takes no longer than one of words.
"""
_LAST_WORD = re.compile(r"(?:[A-Za-z]\.)*[\w’'-]*$")
_FIRST_WORD = re.compile(r"[\w’'-]+")
_ACRONYM = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]$")
_ENUMERATOR = re.compile(r"[(\[]?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})")
_CLOSES_SINGLE = {"‘": re.compile(r"’(?!\w)"), "'": re.compile(r"'(?!\w)")}
_SPEAKER_FOLLOWS = re.compile(
    rf"(?:(?:[\w’'-]+|(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Gen|[A-Z])\.)\s+){{1,6}}?(?:{_SPEECH_VERBS})\b"
    rf"|(?:{_SPEECH_VERBS})\s",
    re.IGNORECASE,
)
_LINE_END = re.compile(r"[\n\r\f\u2028\u2029]\s*")
_BLANK_LINE = re.compile(r"(?:\n[^\S\n]*\n|\r[^\S\r\n]*\r|[\f\u2029])\s*")


_NARROWEST_COLUMN = 20
"""Characters; shorter lines are items of a list, not text that was wrapped."""


def paragraphs(text: str) -> list[Span]:
    """The spans of the paragraphs of `text`, without the space around them, in order.

    Every line is a paragraph, as news text is saved; only in hard-wrapped text (lines that go on
    in lower case) does it take a blank line to end one. None is above `LONGEST_PARAGRAPH`.
    """
    return list(_paragraphs_of(text))


@lru_cache(maxsize=128)
def _paragraphs_of(text: str) -> tuple[Span, ...]:
    """The paragraphs of a text, which is asked for again with each of its statements."""
    separator = _BLANK_LINE if _is_hard_wrapped(text) else _LINE_END
    spans: list[Span] = []
    start = 0
    for match in separator.finditer(text):
        _append_stripped(spans, text, start, match.start())
        start = match.end()
    _append_stripped(spans, text, start, len(text))
    return tuple(part for span in spans for part in _bounded(text, span))


def _bounded(text: str, paragraph: Span) -> list[Span]:
    """The paragraph, or where it is too long its sentences in runs that are not."""
    if paragraph[1] - paragraph[0] <= LONGEST_PARAGRAPH:
        return [paragraph]
    runs: list[Span] = []
    for start, end in sentences_of(text, paragraph):
        if runs and end - runs[-1][0] <= LONGEST_PARAGRAPH:
            runs[-1] = (runs[-1][0], end)
        else:
            runs.append((start, end))
    return runs


def sentences(text: str) -> list[Span]:
    """The spans of the sentences of `text`, in order, never across a paragraph's end."""
    return [span for paragraph in paragraphs(text) for span in sentences_of(text, paragraph)]


def sentences_of(text: str, paragraph: Span) -> list[Span]:
    """The spans of the sentences of one paragraph, in order, covering all of it but space."""
    spans: list[Span] = []
    start, end = paragraph
    for match in _BREAK.finditer(text, start, end):
        if match.end() < end and _ends_a_sentence(text, start, match, end):
            _append_sentence(spans, text, start, match.end(2))
            start = match.end()
    _append_sentence(spans, text, start, end)
    return spans


def quotations(text: str) -> list[Span]:
    """The spans of the quotations in `text`, marks included, in order and not overlapping.

    Understands “ ”, " ", « », ‘ ’ and ' '. A quotation that its paragraph does not close ends
    with the paragraph, as in a speech that goes on in the next one.
    """
    return [span for paragraph in paragraphs(text) for span in _quotations_of(text, paragraph)]


def _quotations_of(text: str, paragraph: Span) -> Iterator[Span]:
    position, end = paragraph
    closers: dict[str, int] = {}
    while position < end:
        mark = text[position]
        if mark in '“"«':
            close = text.find({"“": "”", "«": "»"}.get(mark, mark), position + 1, end)
            close = end - 1 if close < 0 else close
        elif mark in "‘'" and _opens_single(text, position):
            close = _closing_single(text, position, end, closers)
        else:
            position += 1
            continue
        if close > position:
            yield position, close + 1
            position = close
        position += 1


def _opens_single(text: str, position: int) -> bool:
    before = text[position - 1] if position else " "
    after = text[position + 1 : position + 2]
    return not before.isalnum() and before not in ".,!?" and after.isalpha()


def _closing_single(text: str, position: int, end: int, closers: dict[str, int]) -> int:
    """Where a single-quoted span closes; `position` itself when it was an apostrophe.

    `closers` keeps the last mark found of each kind, so that a text is searched through once.
    """
    mark = text[position]
    if closers.get(mark, -1) <= position:
        match = _CLOSES_SINGLE[mark].search(text, position + 1, end)
        closers[mark] = match.start() if match else end
    close = closers[mark]
    return close if close < min(end, position + LONGEST_SENTENCE) else position


def _is_hard_wrapped(text: str) -> bool:
    sample = text[:20_000].splitlines()
    pairs = [(a.strip(), b.lstrip()) for a, b in pairwise(sample) if a.strip() and b.strip()]
    if not pairs or sum(len(a) > 100 for a, _ in pairs) > len(pairs) / 10:
        return False
    goes_on = sum(
        len(a) >= _NARROWEST_COLUMN and a[-1] not in '.!?:”"' and b[0].islower() for a, b in pairs
    )
    return goes_on > len(pairs) / 4


def _ends_a_sentence(text: str, start: int, match: re.Match[str], end: int) -> bool:
    marks, closing, first = match.group(1), match.group(2), match.group(4)
    following = text[match.end() : min(end, match.end() + 120)].lstrip(_OPENING)
    if first.islower():
        return False
    if closing.strip(")]") and _SPEAKER_FOLLOWS.match(text, match.end(), end):
        return False
    if marks != "." or closing.strip(")]"):
        return True
    if _ENUMERATOR.fullmatch(text, start, match.start()):
        return False
    word_match = _LAST_WORD.search(text, max(start, match.start() - 40), match.start())
    word = word_match.group() if word_match else ""
    bare = word.rstrip(".").lower()
    next_word = _FIRST_WORD.match(following)
    usual_first = next_word is not None and next_word.group().lower() in _USUAL_FIRST_WORDS
    if _ACRONYM.match(word) or bare in _SOMETIMES_FINAL:
        return usual_first
    if len(word) == 1 and word.isalpha() and word.isupper() and word != "I":
        return usual_first and not _is_name_initial(text, start, match.start())
    if bare in _BEFORE_A_NUMBER:
        return not first.isdigit()
    return bare not in _NEVER_FINAL


def _is_name_initial(text: str, start: int, position: int) -> bool:
    before = text[max(start, position - 30) : position - 1].split()
    return not before or before[-1][:1].isupper() or before[-1].endswith(".")


def _append_stripped(spans: list[Span], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append((start, end))


def _append_sentence(spans: list[Span], text: str, start: int, end: int) -> None:
    while end - start > LONGEST_SENTENCE:
        cut = text.rfind(" ", start + LONGEST_SENTENCE // 2, start + LONGEST_SENTENCE)
        cut = cut if cut > 0 else start + LONGEST_SENTENCE
        _append_stripped(spans, text, start, cut)
        start = cut
    _append_stripped(spans, text, start, end)


def sections(text: str, most: int) -> list[Span]:
    """The text in pieces of at most so many characters, without gap or overlap.

    Each ends where a paragraph does, or else a sentence; `most` is above `LONGEST_SENTENCE`.
    """
    ends: list[int] = []
    for paragraph in paragraphs(text):
        short = paragraph[1] - paragraph[0] <= most
        ends += [end for _, end in ((paragraph,) if short else sentences_of(text, paragraph))]
    found: list[Span] = []
    start = 0
    while len(text) - start > most:
        reached = bisect_right(ends, start + most) - 1
        end = ends[reached] if reached >= 0 and ends[reached] > start else start + most
        found.append((start, end))
        start = end
    return [*found, (start, len(text))]


def containing(spans: Sequence[Span], position: int) -> Span | None:
    """The span of the ordered, non-overlapping `spans` that `position` falls into, if any."""
    number = bisect_right(spans, position, key=lambda span: span[0]) - 1
    return spans[number] if number >= 0 and position < spans[number][1] else None


def moved(spans: Sequence[Span], by: int) -> tuple[Span, ...]:
    """Spans of a part of a text, counted in the whole, which begins `by` characters before it."""
    return tuple((start + by, end + by) for start, end in spans)
