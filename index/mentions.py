"""Names in news text: where each stands, and which words of a run of capitals are the name.

A run of capitalised words ("Russian Foreign Minister Sergey Lavrov") is a name after its last
role word or honorific; what stands before is the role. Organizations, places and first words of
sentences are told apart by small closed word classes and by the article's own usage.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.name_words import (
    GIVEN_NAMES,
    HONORIFICS,
    ORGANIZATION_WORDS,
    PARTICLES,
    ROLE_MODIFIERS,
    SUFFIXES,
    TITLE_ABBREVIATIONS,
    is_plural_role_noun,
    is_role_noun,
    plain,
)
from index.sentences import Span, paragraphs, sentences_of
from index.stopwords import STOPWORDS

_TOKEN = re.compile(
    r"(?:[A-Z]\.){1,4}(?!\w)|[^\W\d_][\w]*(?:[’'-][\w]+)*\.?|[^\w\s]|\d[\d,.]*\w*", re.UNICODE
)
_LETTERS = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_POSSESSIVE = re.compile(r"[’']s?$")
_PREFIXED = re.compile(r"(?:al|as|ad|ash|el|ul|an|d|l)[-’'][A-Z]")
"""What a name may begin with in lower case: "al-Zawahri", "d’Estaing"."""
_INITIAL = re.compile(r"(?:[A-Z]\.)+$|[A-Z]$")
_NEVER_NAMES = frozenset(
    """
    yesterday today tomorrow meanwhile however later earlier still even asked according despite
    although perhaps instead indeed nearly never often another last next two three four five six
    seven eight nine ten first second yes ok okay sure thank thanks dear good
    i'm i've it's that's he's she's they're we're you're don't let's there's what's dont
    """.split()
)
_SURNAMES_TOO = frozenset("white west law north".split())
_WEEKDAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_LEADING = _NEVER_NAMES | ROLE_MODIFIERS
LONGEST_NAME = 4
"""Words, without initials and particles; a longer run is a headline or a list."""


@dataclass(frozen=True, kw_only=True)
class Token:
    """A word or mark of a text."""

    text: str
    start: int
    end: int

    @property
    def is_capitalised(self) -> bool:
        return self.text[0].isupper() or bool(_PREFIXED.match(self.text))

    @property
    def is_word(self) -> bool:
        return self.text[0].isalpha()


@dataclass(frozen=True, kw_only=True)
class Mention:
    """A name where it stands: `start` to `end` are the name's own words, without the title."""

    words: tuple[str, ...]
    start: int
    end: int
    title: str = ""
    honorific: str = ""
    starts_with_article: bool = False
    is_possessive: bool = False

    @property
    def name(self) -> str:
        return " ".join(self.words)

    @property
    def is_full(self) -> bool:
        """Whether it has a given name and a surname."""
        return len([w for w in self.words if not is_particle_or_suffix(w)]) > 1


def is_particle_or_suffix(word: str) -> bool:
    return plain(word) in PARTICLES or plain(word) in SUFFIXES


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The words and marks of a part of a text; a full stop belongs to an abbreviation only."""
    found: list[Token] = []
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        word, stop = match.group(), match.end()
        if word.endswith(".") and _LETTERS.fullmatch(word[:-1]) and not _keeps_stop(word):
            word, stop = word[:-1], stop - 1
        found.append(Token(text=word, start=match.start(), end=stop))
    return found


def _keeps_stop(word: str) -> bool:
    bare = plain(word)
    known = bare in HONORIFICS or bare in TITLE_ABBREVIATIONS or bare in SUFFIXES
    return ((known or bare in _OF_PLACES) and word[0].isupper()) or len(word) == 2


_OF_PLACES = frozenset({"st", "ste", "ft", "mt"})
"""Abbreviations that begin names of places: "St. Paul" is nobody of the name Paul."""


def mentions_of(text: str, start: int = 0, end: int | None = None) -> list[Mention]:
    """The names in a part of a text, in order, by the form of the words alone."""
    return [
        mention
        for run, before in _runs(text, tokens(text, start, end))
        if (mention := _mention_of(text, run, before)) is not None
    ]


def article_mentions(text: str, title: str = "") -> list[Mention]:
    """The names in an article, in order, without those of headlines and of words that only begin
    a sentence: a word that the article also writes in lower case is no name there."""
    headline = title.strip().rstrip(".")
    lower_case = set(re.findall(r"(?<!\w)[a-z][\w'’-]+", text))
    found: list[Mention] = []
    for paragraph in paragraphs(text):
        is_title = bool(headline) and text.startswith(headline, paragraph[0])
        if is_title or is_headline(text, paragraph):
            continue
        for start, end in sentences_of(text, paragraph):
            for mention in mentions_of(text, start, end):
                first = mention.words[0]
                begins = not mention.title and not text[start : mention.start].strip("\"“‘'(—-– ")
                if begins and first.lower() in lower_case and plain(first) not in GIVEN_NAMES:
                    rest = mention.words[1:]
                    if all(map(is_particle_or_suffix, rest)):
                        continue
                    shift = text.index(rest[0], mention.start + len(first))
                    mention = Mention(
                        words=rest, start=shift, end=mention.end, title=first,
                        is_possessive=mention.is_possessive,
                    )  # fmt: skip
                found.append(mention)
    return found


def is_headline(text: str, span: Span) -> bool:
    """Whether a paragraph Has Capitals Like This, so that they say nothing about names."""
    words = [w for w in re.findall(r"[^\W\d_][\w’'-]*", text[span[0] : span[1]]) if len(w) > 3]
    return len(words) >= 4 and sum(w[0].isupper() for w in words) >= 0.8 * len(words)


def _runs(text: str, all_tokens: Sequence[Token]) -> list[tuple[list[Token], Token | None]]:
    """Runs of capitalised words with nothing but space between, each with the token before."""
    found: list[tuple[list[Token], Token | None]] = []
    run: list[Token] = []
    before: Token | None = None
    for number, token in enumerate(all_tokens):
        joined = bool(run) and not text[run[-1].end : token.start].strip()
        if run and (not joined or _POSSESSIVE.search(run[-1].text)):
            found.append((run, before))
            run = []
        following = all_tokens[number + 1] if number + 1 < len(all_tokens) else None
        particle = following is not None and _goes_on_in_capitals(all_tokens, number)
        if token.is_capitalised and token.is_word:
            if not run:
                before = all_tokens[number - 1] if number else None
            run.append(token)
        elif run and following and particle and not text[token.end : following.start].strip(" ’'"):
            run.append(token)
        elif run and token.text == "," and following and plain(following.text) in {"jr", "sr"}:
            run[-1] = Token(text=run[-1].text, start=run[-1].start, end=token.end)
        elif run:
            found.append((run, before))
            run = []
    if run:
        found.append((run, before))
    return found


def _goes_on_in_capitals(all_tokens: Sequence[Token], number: int) -> bool:
    """Whether a particle, or several as in "van der Bellen", have a capital after them."""
    end = number
    while end < len(all_tokens) and plain(all_tokens[end].text) in PARTICLES:
        end += 1
    return number < end < len(all_tokens) and all_tokens[end].is_capitalised


def _mention_of(text: str, run: Sequence[Token], before: Token | None) -> Mention | None:
    if len(run) > 2 and plain(run[-1].text) in _WEEKDAYS:
        run = run[:-1]
    words = [token.text for token in run]
    is_possessive = bool(_POSSESSIVE.search(words[-1])) and len(words[-1]) > 2
    words[-1] = _POSSESSIVE.sub("", words[-1]) or words[-1]
    begin = _name_begins(words)
    name = words[begin:]
    real = [w for w in name if not is_particle_or_suffix(w) and not _INITIAL.match(w)]
    if not real or len(real) > LONGEST_NAME:
        return None
    if plain(real[0]) == "league":
        return None
    if plain(real[-1]) in ORGANIZATION_WORDS and not _bears_it(words[:begin], real):
        return None
    if len(real) > 1 and real[-1].isupper() and not real[0].isupper():
        return None
    if len(real) == 1 and not _may_be_a_surname(real[0], bool(begin)):
        return None
    title_words = [token.text for token in run[:begin]]
    honorific = plain(title_words[-1]) if title_words else ""
    is_article = before is not None and plain(before.text) in {"the", "a", "an"}
    has_article = bool(title_words) and plain(title_words[0]) in {"the", "a", "an"}
    return Mention(
        words=tuple(name),
        start=run[begin].start,
        end=run[-1].start + len(words[-1]),
        title=" ".join(w for w in title_words if plain(w) not in STOPWORDS),
        honorific=honorific if honorific in HONORIFICS else "",
        starts_with_article=is_article or has_article,
        is_possessive=is_possessive,
    )


def _name_begins(words: Sequence[str]) -> int:
    """Where in a run of capitals the name begins."""
    begin = 0
    for number, word in enumerate(words):
        bare = plain(word)
        rest = words[number + 1 :]
        leads = number == begin and bool(rest)
        is_function_word = bare in STOPWORDS - PARTICLES and not (len(bare) == 1 and "." in word)
        is_soldier = bare == "marine" and len(rest) > 1 and plain(rest[0]) in GIVEN_NAMES
        leads = leads and bare in _LEADING and bare not in GIVEN_NAMES
        if is_function_word or leads or is_soldier:
            begin = number + 1
        elif is_role_noun(word) or is_plural_role_noun(word) or bare in HONORIFICS:
            is_surname = not rest and number - begin == 1 and _is_given(words[begin])
            begin = begin if is_surname else number + 1
        elif bare in ORGANIZATION_WORDS and len(rest) >= 2:
            begin = number + 1
    while begin < len(words) and plain(words[begin]) in SUFFIXES:
        begin += 1
    return begin


def _bears_it(title: Sequence[str], real: Sequence[str]) -> bool:
    """Whether a word of which names of bodies are made is a surname: "Police Chief Lee White"."""
    if len(real) < 2 or plain(real[-1]) not in _SURNAMES_TOO:
        return False
    return _is_given(real[0]) or bool(title and is_role_noun(title[-1]))


def _is_given(word: str) -> bool:
    return plain(word) in GIVEN_NAMES or bool(_INITIAL.match(word))


def _may_be_a_surname(word: str, has_title: bool) -> bool:
    bare = plain(word)
    if bare in STOPWORDS or bare in _NEVER_NAMES or bare in ROLE_MODIFIERS:
        return False
    return len(bare) > 1 and (has_title or not word.isupper() or len(word) > 3)
