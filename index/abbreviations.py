"""Abbreviations that articles explain: "the Trans-Pacific Partnership (TPP)".

The long form is found as by Schwartz and Hearst, "A simple algorithm for identifying abbreviation
definitions in biomedical text" (PSB 2003): the letters of the short form, read backwards, are each
met in the words before the bracket, the first one where a word begins.
"""

import re
from collections import Counter
from collections.abc import Iterable

_SHORT = re.compile(r"[A-Z][A-Z0-9&-]{1,7}")


def is_abbreviation(word: str) -> bool:
    """Whether a word has the form of one: two to eight capitals and digits."""
    return bool(_SHORT.fullmatch(word))


def long_form(short: str, texts: Iterable[str]) -> str | None:
    """What an abbreviation stands for in most of the texts that explain it, None in none."""
    explained = re.compile(rf"([^()\n.;:]{{4,120}}?)\s*\((?:the\s+)?{re.escape(short)}[s,;)\s]")
    found: Counter[str] = Counter()
    for text in texts:
        for match in explained.finditer(text):
            if words := name_behind(short, match[1]):
                found[words] += 1
    return min(found, key=lambda words: (-found[words], words)) if found else None


def short_form(name: str, texts: Iterable[str]) -> str | None:
    """The abbreviation that most of the texts give right behind a name, None where none does."""
    explained = re.compile(
        rf"({re.escape(name)})\s*\((?:the\s+)?({_SHORT.pattern})\)", re.IGNORECASE
    )
    found: Counter[str] = Counter()
    for text in texts:
        for match in explained.finditer(text):
            if is_abbreviation(match[2]) and name_behind(match[2], match[1]):
                found[match[2]] += 1
    return min(found, key=lambda word: (-found[word], word)) if found else None


def name_behind(short: str, before: str) -> str | None:
    """The words at the end of `before` that a short form abbreviates."""
    letters = [letter for letter in short.lower() if letter.isalnum()]
    place = len(before)
    for number in range(len(letters) - 1, -1, -1):
        place -= 1
        while place >= 0 and not (
            before[place].lower() == letters[number]
            and (number > 0 or place == 0 or not before[place - 1].isalnum())
        ):
            place -= 1
        if place < 0:
            return None
    words = before[place:].strip()
    most = min(len(letters) + 5, 2 * len(letters))
    return words if words[:1].isupper() and len(words.split()) <= most else None
