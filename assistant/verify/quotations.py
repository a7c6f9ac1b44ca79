"""Quotations: what stands between quotation marks is in a cited source, character for character.

Every style of mark is understood, and in what it encloses typographic and plain marks, dashes and
spaces count as the same characters. An ellipsis stands for words left out in the same paragraph,
but for none that deny or doubt. Square brackets hold words of the writer's own, which may say who
or what is meant or fit a verb to its place, and nothing else; around a first letter they stand for
its case. The case of the very first letter follows its place in the sentence, and a mark of
punctuation before the closing mark may be the writer's, but no question turns into a statement.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.verify.brackets import is_fair
from assistant.verify.certainty import leaves_open
from assistant.verify.quotation_marks import quotation_spans
from assistant.verify.sides import denies
from assistant.verify.source import Source
from index.sentences import Span

_SAME = str.maketrans(
    {
        **dict.fromkeys("“”„‟«»‹›「」『』〝〞〟❝❞＂‘’‚‛`´", "'"),
        '"': "'",
        **dict.fromkeys("–—‐‑", "-"),
        **dict.fromkeys("\u00a0\u2009\u202f", " "),
    }
)
"""One character for each, so that places stay the same. A mark within a quotation may be double in
the source and single in the sentence."""

_GAP = re.compile(r"\s*(?:\[\s*)?(?:\.\s?\.\s?\.|…)(?:\s*\])?\s*")
_BRACKET = re.compile(r"\[([^\[\]]*)\]")
_LONGEST_GAP = 400
"""Characters of a source that an ellipsis may stand for."""

_BEGINS = r"(?<!\w)(?<!\d[.,])(?<!\bnon-)(?<!\banti-)(?<!\bun-)(?<!\bex-)"
_ENDS = r"(?!\w|[.,]\d|'(?:t|d|ll|re|ve|m)\b)"
_CLAUSE_END = re.compile(r"[,;:.!?()]|\s-\s|\n")
_WORDS_BEFORE = 4
"""Words before a quotation that may hold the "not" of what it repeats."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a source holds a quotation: a span of its article for each piece between ellipses."""

    source: Source
    spans: tuple[Span, ...]


@dataclass(frozen=True, kw_only=True)
class Quoted:
    """A quotation of a sentence, and the places that hold it."""

    start: int
    end: int
    text: str
    places: tuple[Place, ...] = ()


def quoted_in(sentence: str, sources: Sequence[Source]) -> list[Quoted]:
    """The quotations of a sentence, each with where the cited sources hold it."""
    found = []
    for start, end, inside in quotation_spans(sentence):
        if not re.search(r"\w", inside):
            continue
        places = [
            place
            for source in sources
            for place in _places(inside, source)
            if denies(sentence) or not _is_denied(source, place.spans[0][0])
        ]
        found.append(Quoted(start=start, end=end, text=inside, places=tuple(places)))
    return found


def without_quoted(sentence: str, quoted: Sequence[Quoted]) -> str:
    """What a sentence says besides its quotations."""
    rest = sentence
    for one in sorted(quoted, key=lambda q: -q.start):
        rest = f"{rest[: one.start]} {rest[one.end :]}"
    return " ".join(rest.split())


def _places(quotation: str, source: Source) -> Iterator[Place]:
    """Where a source's text holds a quotation, with its gaps and brackets."""
    pattern, brackets = _pattern(quotation)
    if pattern is None:
        return
    plain = source.text.translate(_SAME)
    asks = quotation.rstrip().endswith("?")
    for match in re.finditer(pattern, plain):
        groups = match.groupdict()
        gaps = [text for name, text in groups.items() if name.startswith("gap") and text]
        replaced = [groups[f"own{n}"] or "" for n in range(len(brackets))]
        if any(denies(gap) or leaves_open(gap) for gap in gaps):
            continue
        if not all(is_fair(own, was, source) for own, was in zip(brackets, replaced, strict=True)):
            continue
        ends_asking = plain[match.end() : match.end() + 2].lstrip("' ").startswith("?")
        if asks != ends_asking and (asks or quotation.rstrip()[-1:] in ".!"):
            continue
        pieces = [name for name in groups if name.startswith("piece")]
        yield Place(
            source=source,
            spans=tuple(
                (source.start + match.start(name), source.start + match.end(name))
                for name in pieces
            ),
        )


def _is_denied(source: Source, start: int) -> bool:
    """Whether the words right before a place, in its clause, deny what stands there."""
    before = source.article.text[max(0, start - 80) : start]
    clause = _CLAUSE_END.split(before)[-1]
    return denies(" ".join(clause.split()[-_WORDS_BEFORE:]))


def _pattern(quotation: str) -> tuple[str | None, list[str]]:
    """A regular expression for the words that a quotation claims to repeat, and its brackets."""
    pieces = []
    brackets: list[str] = []
    for piece in _GAP.split(quotation.translate(_SAME).strip()):
        bare = re.sub(r"^['\s]+|[,.;:!?'\s]+$", "", piece)
        if bare:
            pieces.append(_piece(bare, brackets))
    if not pieces:
        return None, []
    if pieces[0][:1].isalpha():
        first = pieces[0][0]
        pieces[0] = f"[{first.lower()}{first.upper()}]{pieces[0][1:]}"
    pattern = ""
    for number, piece in enumerate(pieces):
        gap = rf"(?P<gap{number}>[^\n]{{0,{_LONGEST_GAP}}}?)" if number else ""
        pattern += rf"{gap}(?P<piece{number}>{_BEGINS}{piece}{_ENDS})"
    return pattern, brackets


def _piece(text: str, brackets: list[str]) -> str:
    pattern, position = "", 0
    for bracket in _BRACKET.finditer(text):
        inside = bracket.group(1).strip()
        before, after = text[position : bracket.start()], text[bracket.end() :]
        position = bracket.end()
        if len(inside) == 1 and after[:1].isalpha():
            pattern += f"{_literal(before)}[{re.escape(inside.lower())}{re.escape(inside.upper())}]"
            continue
        number = len(brackets)
        brackets.append(inside)
        pattern += (
            rf"{_literal(before.rstrip())}\s*(?P<own{number}>(?:[\w'-]+(?:\s+[\w'-]+){{0,3}}?)?)"
        )
        if after[:1].isspace():
            pattern += r"\s*"
            position += len(after) - len(after.lstrip())
    return pattern + _literal(text[position:])


def _literal(text: str) -> str:
    """The characters themselves; any run of space stands for any other."""
    parts = (r"\s+" if part.isspace() else re.escape(part) for part in re.split(r"(\s+)", text))
    return "".join(parts)
