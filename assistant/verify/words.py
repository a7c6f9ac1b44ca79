"""The words of a sentence as the verifier compares them: stems, with numbers written as digits."""

import re
import unicodedata
from functools import lru_cache

from index.stems import stem
from index.stopwords import STOPWORDS

WORD = re.compile(r"[^\W_]+(?:[’'.-][^\W_]+)*")

SPEAKING = frozenset(
    """
    say said says saying tell told tells add added adds state stated states note noted notes remark
    remarked remarks accord according comment commented comments report reported reports reporter
    reporters journalist journalists explain explained explains answer answered mention mentioned
    declare declared speak spoke speaking spoken word words statement statements argue argued argues
    describe described describes call called calls express expressed view viewed opinion insist
    insisted stress stressed emphasise emphasised emphasize emphasized maintain maintained claim
    claimed observe observed voice voiced point pointed make made put also further meanwhile
    """.split()
)
"""Words that only say that something was said, or join sentences: no source has to hold them."""


@lru_cache(maxsize=100_000)
def folded(word: str) -> str:
    """A word in lower case, without accents, possessive endings and full stops inside."""
    bare = unicodedata.normalize("NFKD", word.replace("’", "'"))
    bare = "".join(c for c in bare if not unicodedata.combining(c)).casefold()
    bare = bare.removesuffix("'s").removesuffix("'").replace(".", "")
    return bare.translate(_LETTERS)


_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "æ": "ae", "ı": "i"})


@lru_cache(maxsize=4096)
def words(text: str) -> tuple[str, ...]:
    """All words of a text, folded; hyphens part words."""
    return tuple(
        folded(part) for match in WORD.finditer(text) for part in match.group().split("-") if part
    )


@lru_cache(maxsize=4096)
def content(text: str) -> tuple[str, ...]:
    """The stems of the words that say something, in order, with repetitions."""
    return tuple(
        british(stem(word))
        for word in words(text)
        if word not in STOPWORDS and word not in SPEAKING and len(word) > 1 and word[0].isalpha()
    )


@lru_cache(maxsize=50_000)
def british(stemmed: str) -> str:
    """One spelling for those of Britain and America: organiz, organis; defenc, defens."""
    stemmed = re.sub(r"(?<=\w\w)iz(?=\b|$|e|a)", "is", stemmed)
    stemmed = re.sub(r"(?<=\w\w)our$", "or", stemmed)
    return re.sub(r"enc$", "ens", stemmed)
