"""What somebody talks about: the words that stand out in their statements.

A word stands out by how many of the statements hold it, weighed by how rare it is in statements
at large, of which a sample is counted. Names of two or three words are taken as one word.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence

from index.stems import stem
from index.stopwords import STOPWORDS

_NAME = re.compile(r"(?<![.!?“\"] )(?<!^)\b[A-Z][\w’-]+(?: [A-Z][\w’-]+){1,2}")
_WORD = re.compile(r"[^\W\d_][\w’-]{3,}")
_BEFORE_VERBS = (
    r"(?:to|will|would|can|cannot|could|should|must|may|might|not|\w+(?:n[’']t|[’'](?:ll|d))"
    r"|I|we|you|he|she|they|who)"
)
_DONE = re.compile(rf"\b{_BEFORE_VERBS}(?: {_BEFORE_VERBS})* [a-z][\w’-]+", re.IGNORECASE)
"""A verb by what stands before it. "to Mexico" is none, for verbs are written small."""


_NO_NOUNS = ("ed", "ing", "ly", "ful", "less", "ous", "ible")
"""Endings of words that hardly ever name what is talked about."""

_SHORTENED = ("’ll", "’ve", "’re", "’d", "’t", "’m")

_REPORTING = frozenset(
    map(
        stem,
        """
        said says told added asked called announced statement spokesman spokeswoman reporters
        according today yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday
        week month year years time people going think want need make good great right well back
        very really lot way new first last next many must still even much like look never always
        president minister secretary mister mrs director senator governor candidate nominee
        campaign question answer part kind sort fact point number side end matter series case
        different certain possible clear ready full serious important whole public main big large
        small high low long short better best worse worst late early able likely true wrong sure
        free hard easy close open real only several every another careful certainly perhaps
        read choose serve happen give gave come came show shown tell talk speak spoke hope believe
        build endorse defend deserve promise refuse insist consistent special political
        move work help start begin began continue remain seem become bring brought hold held keep
        three four five seven eight nine eleven twelve type types
        along little mean meant night day thousands hundreds millions dozens
        ones shut kept find found look call turn leave left meet met let put run stand
        """.split(),
    )
)


class Background:
    """How common words are in statements at large, by a sample of their texts."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts = 0
        self._with: Counter[str] = Counter()
        for text in texts:
            self._texts += 1
            self._with.update(_terms(text).keys())

    def rarity(self, term: str) -> float:
        """The logarithm of how many texts there are for each that has the term."""
        return math.log((self._texts + 1) / (self._with[term] + 0.5))


def topics(
    texts: Sequence[str], background: Background, *, without: str = "", limit: int = 6
) -> list[str]:
    """What statements with the given texts are about, most telling first.

    The words of `without`, such as the speaker's name, are no topics.
    """
    own = {stem(word.lower()) for word in _WORD.findall(without)}
    counts: Counter[str] = Counter()
    forms: dict[str, Counter[str]] = {}
    for text in texts:
        for term, form in _terms(text).items():
            counts[term] += 1
            forms.setdefault(term, Counter())[form] += 1
    least = 2 if len(texts) > 3 else 1
    scored = sorted(
        (-count * background.rarity(term), term)
        for term, count in counts.items()
        if count >= least and not own & set(term.split())
    )
    chosen: list[str] = []
    taken: set[str] = set()
    for _, term in scored:
        if not taken & set(term.split()):
            chosen.append(min(forms[term].items(), key=lambda item: (-item[1], item[0]))[0])
            taken |= set(term.split())
        if len(chosen) == limit:
            break
    return chosen


def _but_names(found: re.Match[str]) -> str:
    word = found[0].rpartition(" ")[2]
    return found[0] if word[0].isupper() else " "


def _terms(text: str) -> dict[str, str]:
    """The terms of a text, each once: by its stems, and as it is written there."""
    found: dict[str, str] = {}
    for name in _NAME.findall(text):
        words = name.removesuffix("’s").split()
        found.setdefault(" ".join(stem(word.lower()) for word in words), " ".join(words))
    for word in _WORD.findall(_DONE.sub(_but_names, _NAME.sub(" ", text))):
        bare = word.removesuffix("’s").removesuffix("'s")
        lower = bare.lower()
        stemmed = stem(lower)
        is_noun = not lower.endswith(_SHORTENED) and (
            lower != bare or not lower.endswith(_NO_NOUNS)
        )
        if is_noun and lower not in STOPWORDS and stemmed not in _REPORTING:
            found.setdefault(stemmed, bare)
    return found
