"""An article as it was published, and the identity by which the archive knows it again."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property


@dataclass(frozen=True, kw_only=True)
class Article:
    """One published article.

    `text` is kept exactly as given (plain text, JSONL, CSV) or as extracted (HTML, PDF); every
    offset anywhere in the system counts its characters. `origin` says where the article was read
    from (the path of a file that holds this one article, or an address): when a later article
    comes from the same origin with another text, it replaces this one. It is no part of what the
    article says, so it does not count towards `fingerprint`.
    """

    id: str
    title: str = ""
    text: str
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    url: str | None = None
    published: date | datetime | None = None
    language: str | None = None
    origin: str | None = None

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 over all that the article says; two articles with the same one are the same."""
        return _digest(
            self.id,
            self.title,
            self.text,
            self.publisher,
            list(self.authors),
            self.url,
            self.published_text,
            self.language,
        )

    @property
    def published_text(self) -> str | None:
        """The date of publication in ISO 8601, with the time where one is known."""
        return self.published.isoformat() if self.published else None

    @property
    def published_day(self) -> date | None:
        """The day of publication, in the time zone that the article itself gave."""
        return self.published.date() if isinstance(self.published, datetime) else self.published

    def with_content_id(self) -> "Article":
        """The same article under an id made of its content, for a source that gives none."""
        digest = _digest(self.title, self.text, self.publisher, self.published_text, self.url)
        return replace(self, id=f"sha256-{digest[:24]}")


def _digest(*parts: object) -> str:
    """SHA-256 of a JSON list; lone surrogates survive because JSON escapes them."""
    return hashlib.sha256(json.dumps(parts, ensure_ascii=True).encode("ascii")).hexdigest()
