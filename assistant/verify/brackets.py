"""Square brackets in a quotation: what the writer may put for words of the source."""

import re

from assistant.verify.source import Source
from assistant.verify.words import content, words

_FIRST_OR_SECOND = frozenset("i we you me us my our your mine ours yours myself ourselves".split())
_THIRD = frozenset(
    "he she it they him her them his hers its their theirs himself herself themselves this that "
    "these those there here one who".split()
)
_VERBS = tuple(
    frozenset(group.split())
    for group in (
        "is was are were be been being am",
        "has had have having",
        "will would",
        "can could",
        "does did do",
        "shall should",
    )
)
_LIGHT = frozenset("the a an of to and in for by at on s sic".split())


def is_fair(own: str, replaced: str, source: Source) -> bool:
    """Whether words in brackets only say who or what the words that they replace mean.

    A name or noun of the article for a pronoun or beside a noun, "he" for "I", or the same verb in
    another tense. Nothing else: no word that denies, doubts or judges.
    """
    mine, theirs = words(own), words(replaced)
    if mine in ((), ("sic",)):
        return not theirs  # "[...]" is an ellipsis, and is looked at as one
    if len(mine) == len(theirs) == 1:
        here, there = mine[0], theirs[0]
        if here in _THIRD and there in _FIRST_OR_SECOND:
            return True
        if any(here in group and there in group for group in _VERBS):
            return True
        if content(own) and content(own) == content(replaced):
            return True
    if not all(word in _THIRD | _FIRST_OR_SECOND | _LIGHT for word in theirs):
        return False
    said = set(content(f"{source.article.title} {source.article.text}")) | {
        part for person in source.people for alias in person.aliases for part in words(alias)
    }
    named = [word for word in re.findall(r"[\w’'-]+", own) if word.lower() not in _LIGHT]
    if not theirs and not any(word[:1].isupper() for word in named):
        return False  # what is only put in may be a name: an adverb or a verb says something new
    return bool(named) and all(set(content(word)) <= said and bool(content(word)) for word in named)
