"""What a body is called in an article: "the WHO", "the World Health Organization".

Read from the article itself: from brackets behind a name ("the World Health Organization (WHO)"),
else from the only name in it that begins with those letters, as most newsrooms write no brackets.
"""

import re
from functools import lru_cache

from index.abbreviations import name_behind

_SMALL = r"(?:of|the|for|and|on|in|to|against|de|du|des|&)"
_BRACKETS = re.compile(
    rf"((?:[A-Z][\w’'.&-]*\s+(?:{_SMALL}\s+){{0,2}}){{1,9}})\((?:the\s+)?([A-Z][A-Z&.]{{1,7}})\)"
)
_SHORT = re.compile(r"(?<![\w.’'-])[A-Z]{3,6}(?![\w-])")
_MORE_BEFORE = re.compile(r"(?!(?:The|US|U\.S\.)\s)\b[A-Z][\w.]*\s+$")
"""A capital before what may be a name: it is the end of a longer one, or begins a sentence."""
_ANNOTATED = re.compile(r"\s+\(([A-Z][A-Z&]{1,7})\)$")
_ARTICLES = frozenset("the a an".split())
_SILENT = frozenset("convention conference election primary act index test".split())
"""Last words of names that do not speak: what "the RNC" says, the committee says."""
_ALWAYS = {"UN": "United Nations", "EU": "European Union"}
"""Too short to be told by their letters, and meant by every newsroom alike."""


def defined_in(text: str) -> dict[str, str]:
    """The names behind an article's abbreviations: {"WHO": "World Health Organization"}.

    One that may have two names has none here.
    """
    names: dict[str, set[str]] = {}
    for match in _BRACKETS.finditer(text):
        short = match.group(2).replace(".", "")
        if name := name_behind(short, " ".join(match.group(1).split())):
            names.setdefault(short, set()).add(name)
    for short in set(_SHORT.findall(text)) - names.keys():
        found = {
            " ".join(match.group().split())
            for match in _begins_with(short).finditer(text)
            if not _MORE_BEFORE.search(text, max(0, match.start() - 30), match.start())
            and match.group().split()[-1].lower() not in _SILENT
        }
        if found:
            names[short] = found
    once = {short: next(iter(found)) for short, found in names.items() if len(found) == 1}
    return {short: name for short, name in once.items() if not name.startswith(short)} | _ALWAYS


@lru_cache(maxsize=10_000)
def _begins_with(short: str) -> re.Pattern[str]:
    """The names whose words begin with these letters, and with at most one more: "CDC" is the
    "Centers for Disease Control and Prevention"."""
    words = rf"\s+(?:{_SMALL}\s+){{0,2}}".join(rf"{letter}[a-z]+" for letter in short)
    return re.compile(rf"(?<![\w-]){words}(?:\s+and\s+[A-Z][a-z]+)?(?![\w’'-]*\w)(?!\s[A-Z])")


def written_out(phrase: str, defined: dict[str, str]) -> str:
    """A speaker's name with what the article defines: "the WHO" and "the World Health
    Organization" are both "the World Health Organization (WHO)"; any other name is as it was."""
    first, _, rest = phrase.partition(" ")
    has_article = first.lower() in _ARTICLES
    core = rest if has_article else phrase
    for short, name in defined.items():
        if core in {short, name}:
            return f"{'the ' * has_article}{name} ({short})"
    return phrase


def without_acronym(name: str) -> tuple[str, str | None]:
    """A name and the abbreviation that `written_out` put behind it, None for others."""
    found = _ANNOTATED.search(name)
    return (name[: found.start()], found.group(1)) if found else (name, None)
