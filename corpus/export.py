"""Articles as JSONL that the readers take back: the same ids, texts and dates."""

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from corpus.article import Article
from corpus.errors import OnRecordError


class ExportError(OnRecordError):
    """The file could not be written."""


def as_record(article: Article) -> dict[str, Any]:
    """An article's fields under the names the readers know, those it lacks left out."""
    record: dict[str, Any] = {"id": article.id, "title": article.title, "text": article.text}
    optional = {
        "publisher": article.publisher,
        "authors": list(article.authors),
        "published": article.published_text,
        "url": article.url,
        "language": article.language,
    }
    return record | {name: value for name, value in optional.items() if value}


def export_articles(
    articles: Iterable[Article],
    file: Path,
    more: Callable[[Article], dict[str, Any]] = lambda _: {},
) -> int:
    """Write articles to `file`, whole or not at all; how many. Raises ExportError.

    `more` gives further keys for an article's line, which the readers pass over.
    """
    unfinished = file.with_name(f"{file.name}.part")
    count = 0
    try:
        with unfinished.open("w", encoding="utf-8", newline="\n") as out:
            for article in articles:
                out.write(json.dumps(as_record(article) | more(article), ensure_ascii=False) + "\n")
                count += 1
        unfinished.replace(file)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise ExportError(
            f"{file} could not be written ({error.strerror}): choose another place"
        ) from error
    return count
