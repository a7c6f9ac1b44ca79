"""One article for a program: its text, and the statements in it by character offsets."""

from collections.abc import Sequence
from typing import Any

from assistant.answer import SCHEMA
from corpus.article import Article
from index.statements import Statement


def article_as_json(article: Article, statements: Sequence[Statement]) -> dict[str, Any]:
    """The article under the keys of schema 1, with its statements in the order of the text."""
    return {
        "schema": SCHEMA,
        "id": article.id,
        "title": article.title,
        "text": article.text,
        "publisher": article.publisher,
        "authors": list(article.authors),
        "url": article.url,
        "published": article.published_text,
        "statements": [_statement(one) for one in statements],
    }


def _statement(statement: Statement) -> dict[str, Any]:
    teller = statement.reported_by
    return {
        "speaker": statement.speaker,
        "role": statement.role,
        "kind": statement.kind.value,
        "content": [list(span) for span in statement.content],
        "cue": [list(span) for span in statement.cue],
        "source": [list(span) for span in statement.source],
        **({"reported_by": teller} if teller else {}),
    }
