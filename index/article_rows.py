"""Articles as rows of the ledger, and back."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from corpus.article import Article


def row_of(article: Article, tagger: str) -> dict[str, object]:
    return {
        "id": article.id,
        "fingerprint": article.fingerprint,
        "title": article.title,
        "text": article.text,
        "publisher": article.publisher,
        "authors": json.dumps(article.authors, ensure_ascii=False),
        "url": article.url,
        "published": article.published_text,
        "day": article.published_day.isoformat() if article.published_day else None,
        "language": article.language,
        "origin": article.origin,
        "indexed": False,
        "tagger": tagger,
    }


def article_from_fields(fields: Mapping[str, Any]) -> Article:
    """The article of a row, given its columns by name."""
    return Article(
        id=fields["id"],
        title=fields["title"],
        text=fields["text"],
        publisher=fields["publisher"],
        authors=tuple(json.loads(fields["authors"])),
        url=fields["url"],
        published=_published_of(fields["published"]),
        language=fields["language"],
        origin=fields["origin"],
    )


def article_of(row: Any) -> Article:
    return article_from_fields(row._mapping)


def _published_of(text: str | None) -> date | datetime | None:
    if text is None:
        return None
    return datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
