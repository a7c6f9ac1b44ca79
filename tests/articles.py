"""Articles for tests, and a short way to put them into an archive."""

from datetime import date
from typing import Any

from corpus.article import Article
from corpus.readers import Reading
from index.archive import Archive
from index.build import AddReport, Builder


def article(id: str, text: str, **values: Any) -> Article:
    return Article(id=id, text=text, **values)


def add(archive: Archive, *articles: Article) -> AddReport:
    """Add articles in one run, as `onrecord add` does."""
    with archive.writing():
        return Builder(archive).add([Reading(item=one, consumed=0) for one in articles])


HARBOUR = article(
    "harbour",
    "The harbour opened on Monday. Minister Ada Brandt said the harbour would create jobs.",
    title="Minister opens the harbour",
    publisher="Coast Herald",
)
"""An article for tests to which it does not matter what is in the archive."""

FERRIES = (
    Article(
        id="ferry-1",
        title="Ferry line to close in autumn",
        text=(
            "Transport Minister Ingrid Solberg said on Monday that the ferry line to Nordvik "
            "would close in October.\n"
            "The mayor of Nordvik, Tomas Hale, said the island could not live without its ferry.\n"
            '"We will take this to court," Hale said.\n'
            "The ferry carries about 90,000 passengers a year."
        ),
        publisher="Harbour Times",
        published=date(2021, 3, 1),
    ),
    Article(
        id="ferry-2",
        title="Minister keeps the ferry after all",
        text=(
            "The ferry to Nordvik will stay, Transport Minister Ingrid Solberg said on Friday.\n"
            "Solberg said she had been wrong about the cost of the ferry.\n"
            "A spokesman for Hale said the town hall was relieved."
        ),
        publisher="Inland Post",
        published=date(2021, 6, 4),
    ),
)
"""A minister who closes a ferry line, and keeps it."""
