"""Made-up news of any amount: articles with their passages, statements and speakers.

Every article depends on its number alone, so an archive can be made in pieces, on any machine, and
is always the same. Words come with the frequencies of a language (Zipf's law, over common nouns and
made-up words), speakers too: few are quoted often, most once.
"""

import random
from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate

from corpus.article import Article
from index.name_words import GIVEN_NAMES
from index.passages import Passage
from index.sentences import Span
from index.speakers import Resolution
from index.statements import Statement, StatementKind

PASSAGES = 9
"""Passages in an article, as in the news that was measured (8.7)."""

_WORDS = 60_000
_OUTLETS = 40
_FIRST_DAY = date(2006, 1, 1)
_DAYS = 365 * 20
_NAMED = 0.7
"""Share of the statements whose speaker is known, as measured."""

_COMMON = """
government minister president police court school hospital harbour bridge council budget tax
election party vote parliament law judge company bank worker union strike wage price market trade
export farm crop flood storm fire forest river road railway station airport ship border army war
peace treaty sanction embassy refugee camp village city mayor housing rent water power plant energy
gas oil coal wind climate heat drought health doctor nurse vaccine virus university student teacher
museum theatre film music book newspaper football league coach player stadium match medal church
prison trial evidence lawyer victim witness fraud merger investor share profit debt loan interest
inflation growth economy industry factory engine car bus tunnel satellite telescope research
scientist data network software phone platform privacy security attack rescue aid charity protest
march reform pension childcare hunger poverty growers fishery quota island coast mountain valley
""".split()
_SYLLABLES = (
    "ba ren tol mi sak dor vel nu pri gan lo ster fi hal mo ked ru ti wen bor cla dun ser av il "
    "mar pek ron sul tha ver wik yor zan bel cor den fal gri hol jun"
).split()
_OFFICES = "minister president mayor judge spokeswoman director governor professor".split()
_NOBODY = "the company|officials|the ministry|police|residents|the court|union leaders".split("|")
_GIVEN = sorted(name.capitalize() for name in GIVEN_NAMES)
_OPENINGS = (
    "After weeks of talks the {0} over the {1} was settled on {day}, and the {2} followed.",
    "The {0} near the {1} was closed again this week because of the {2} and the {3}.",
    "Nobody had expected that the {0} would reach the {1} before the {2} did.",
    "For the third year the {0} has less {1} than the {2}, according to figures on {3}.",
)
_FILLERS = (
    "The {0} of the {1} came as the {2} was under discussion, with {3} and {4} still open.",
    "A report on {0} and {1} had been left in the {2} since the {3} of last year.",
    "Beyond the {0}, the {1} depends on {2}, on {3} and on the price of {4}.",
    "In the {0} there was {1}, and where the {2} used to be there is now a {3}.",
)
_SAYINGS = (
    ("“The {0} will not wait for the {1}, and neither will the {2},”", " said ", ".", 0),
    ("", " said that ", "the {0} would be paid for by the {1} once the {2} was agreed.", 1),
    ("", " told reporters that ", "no {0} had been promised to the {1} or the {2}.", 1),
)


def _word(number: int) -> str:
    if number < len(_COMMON):
        return _COMMON[number]
    number -= len(_COMMON)
    parts = []
    for _ in range(3):
        number, place = divmod(number, len(_SYLLABLES))
        parts.append(_SYLLABLES[place])
    return "".join(parts)


_VOCABULARY = [_word(number) for number in range(_WORDS)]
_FREQUENCIES = list(accumulate(1 / (20 + rank) for rank in range(_WORDS)))


@dataclass(frozen=True, kw_only=True)
class MadeArticle:
    """An article with all that reading it would find."""

    article: Article
    passages: tuple[Passage, ...]
    statements: tuple[tuple[Statement, Span], ...]


def made_article(number: int) -> MadeArticle:
    """The article of a number, from 0."""
    chance = random.Random(number)
    id = f"made-{number:07}"
    outlet = min(int(chance.expovariate(0.12)), _OUTLETS - 1)
    title = f"{words(chance, 1)[0].capitalize()} {' and '.join(words(chance, 2))} at issue"
    text = ""
    passages: list[Passage] = []
    statements: list[tuple[Statement, Span]] = []
    for _ in range(PASSAGES):
        start = len(text)
        text += _sentence(chance, _OPENINGS) + " " + _sentence(chance, _FILLERS) + "\n\n"
        begin = len(text)
        statement, text = _said(chance, id, text)
        text += " " + " ".join(_sentence(chance, _FILLERS) for _ in range(3)) + "\n\n"
        passages.append(Passage(article_id=id, start=start, end=len(text) - 2))
        statements.append((statement, (begin, len(text) - 2)))
    article = Article(
        id=id,
        title=title,
        text=text,
        publisher=f"{_VOCABULARY[outlet].capitalize()} Herald",
        published=_FIRST_DAY + timedelta(days=chance.randrange(_DAYS)),
        language="en",
    )
    return MadeArticle(article=article, passages=tuple(passages), statements=tuple(statements))


def person(rank: int) -> str:
    """The name of the speaker of a rank, from 0, the most quoted."""
    given = _GIVEN[(rank * 31) % len(_GIVEN)]
    surname = _word(len(_COMMON) + (rank * 7) % 50_000 + 40)
    return f"{given} {surname.capitalize()}"


def words(chance: random.Random, count: int) -> list[str]:
    """So many words, as often as they come in a language."""
    total = _FREQUENCIES[-1]
    return [_VOCABULARY[bisect(_FREQUENCIES, chance.random() * total)] for _ in range(count)]


def speaker_rank(chance: random.Random) -> int:
    """The rank of a speaker: few are quoted often, and there is always one more."""
    return int(40 * (chance.random() ** -1.6 - 1))


def _sentence(chance: random.Random, templates: Sequence[str]) -> str:
    day = f"{chance.randrange(1, 29)} May"
    return chance.choice(templates).format(*words(chance, 5), day=day)


def _said(chance: random.Random, id: str, text: str) -> tuple[Statement, str]:
    """A statement put at the end of a text, and the text with it."""
    before, cue, after, source_first = chance.choice(_SAYINGS)
    topic = words(chance, 3)
    known = chance.random() < _NAMED
    name = person(speaker_rank(chance)) if known else chance.choice(_NOBODY)
    office = chance.choice(_OFFICES) if known and chance.random() < 0.3 else None
    content = (after if source_first else before).format(*topic)
    shown = f"{office.capitalize()} {name}" if office else name
    pieces = (shown, cue, content) if source_first else (content, cue, shown)
    places: list[Span] = []
    for piece in pieces:
        places.append((len(text), len(text) + len(piece)))
        text += piece
    source, said = (places[0], places[2]) if source_first else (places[2], places[0])
    if not source_first:
        text += after
    statement = Statement(
        article_id=id,
        content=(said,),
        cue=((places[1][0] + 1, places[1][1] - 1),),
        source=(source,),
        kind=StatementKind.INDIRECT if source_first else StatementKind.DIRECT,
        speaker=name if known else None,
        role=office,
        is_person=known,
        resolution=Resolution.NAMED if known else None,
        probability=round(0.5 + 0.5 * chance.random(), 3),
    )
    return statement, text
