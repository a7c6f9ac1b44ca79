"""Articles of awkward text go all the way; `python -m tests.faults.long_articles` has long ones."""

from assistant.assistant import NewsAssistant
from corpus.article import Article
from index.build import AddReport, Builder
from tests.conftest import NewArchive
from tests.faults.long_articles import SHAPES
from tests.faults.news import made, readings


def test_awkward_articles_are_added_and_asked_about(new_archive: NewArchive) -> None:
    articles = [Article(id=shape, text=make(9_000)) for shape, make in SHAPES.items()]
    with new_archive() as archive:
        with archive.writing():
            report = Builder(archive).add(readings(made(3), *articles))
        assert report == AddReport(added=len(SHAPES) + 1)
        answer = NewsAssistant(archive).ask("What did Brandt say about the library?")
        assert answer.outcome == "answered"
