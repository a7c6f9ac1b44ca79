"""A small newsroom for the tests of faults: articles by number, each with a statement of its own.

Made by rule, so that any number of them can be had and every one can be told from the others.
"""

from corpus.article import Article
from corpus.readers import Reading

_PLACES = "harbour school bridge library station market theatre hospital museum stadium".split()
_PEOPLE = "Ada Brandt,Piet Maas,Lena Okafor,Tomas Lind,Vera Sand,Jonas Weil".split(",")
_DEEDS = "reopen burn flood expand close move shrink double".split()

QUESTIONS = (
    "What did Brandt say about the bridge?",
    "What did Maas say about the school?",
    "What did Okafor say about the stadium?",
    "Which harbour will reopen?",
    "Who said the museum would move?",
)


def made(number: int, *, version: int = 1) -> Article:
    """The article of a number; another version says something else under the same id."""
    place = _PLACES[number % len(_PLACES)]
    person = _PEOPLE[(number // 3 + version) % len(_PEOPLE)]
    deed = _DEEDS[(number + version) % len(_DEEDS)]
    return Article(
        id=f"n{number:03}",
        title=f"{place.title()} {number} in the news",
        text=f"The {place} of district {number} was inspected on Monday.\n\n"
        f"Councillor {person} said the {place} of district {number} would {deed} within "
        f"{number + version} weeks.\n\nResidents waited outside for {number % 7 + 2} hours.",
        publisher=f"District {number % 4} Gazette",
    )


def readings(*articles: Article) -> list[Reading]:
    return [Reading(item=one, consumed=0) for one in articles]
