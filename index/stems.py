"""Words brought to their stems, so that "talks" finds "talk" (Porter's second algorithm)."""

import threading
from functools import lru_cache

import snowballstemmer

from index.demonyms import country_of
from index.stopwords import content_words

_stemmer = snowballstemmer.stemmer("english")
_lock = threading.Lock()


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The stem of a word in lower case."""
    with _lock:
        stemmed: str = _stemmer.stemWord(word)
    return stemmed


def content_stems(text: str) -> list[str]:
    """The stems of a text's words that are no stopwords, in order, with repetitions.

    What belongs to a country has the country's stem: "Russian" that of "Russia".
    """
    return [stem(country_of(word)) for word in content_words(text)]
