"""Articles for tests, and a short way to put them into an archive."""

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
