"""What stands in an article that is added: its passages, and its statements.

A fault in the rules costs what they look for in that article, and not the run.
"""

import traceback
from collections.abc import Sequence
from pathlib import Path

from corpus.article import Article
from index.archive import Archive
from index.inference import workers
from index.passages import Passage, passages
from index.sentences import Span, containing, paragraphs
from index.statements import Statement, statements

_FAILURES_OF_RULES = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What a fault in the rules raises for one text."""

Found = tuple[Sequence[Passage] | Exception, list[tuple[Statement, Span]] | Exception]
"""The passages of an article and its statements, or why the rules failed at either."""


def read_all(articles: Sequence[Article], archive: Archive) -> list[Found]:
    """What stands in articles, several of them read at a time: while the rules have one in hand,
    which they do in one thread, the model reads another."""
    encoder = archive.encoder

    def found_in(article: Article) -> Found:
        try:
            cut = passages(article, encoder)
        except _FAILURES_OF_RULES as error:
            return error, []
        try:
            return cut, _statements_of(article, archive)
        except _FAILURES_OF_RULES as error:
            return cut, error

    with workers() as threads:
        try:
            return list(threads.map(found_in, articles))
        except BaseException:
            threads.shutdown(wait=False, cancel_futures=True)
            raise


def _statements_of(article: Article, archive: Archive) -> list[tuple[Statement, Span]]:
    """Its statements, each with the paragraph that it begins in."""
    around = paragraphs(article.text)
    return [
        (statement, containing(around, statement.span[0]) or statement.span)
        for statement in statements(article, archive.tagger)
    ]


def name_of(article: Article) -> str:
    """What a report calls it."""
    return article.origin or article.title or article.id


def failure(task: str, error: Exception, consequence: str) -> str:
    """What a report says of a fault in the rules."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    what = f"{type(error).__name__} at {Path(place.filename).name}:{place.lineno}"
    return f"the rules that {task} failed at its text ({what}), and {consequence}; please report it"
