"""An article out of named fields: a JSON object, a row of a table, the front matter of a file.

Sources name the same thing in many ways. Names are compared without case, spaces, underscores and
hyphens, and of several names for one field the first in the lists below that has a value counts.
Fields with other names are ignored.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from corpus.article import Article
from corpus.composition import compose_article, web_address
from corpus.dates import read_date
from corpus.rejection import UnreadableError

FIELD_NAMES: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "article id", "guid", "uuid"),
    "title": ("title", "headline", "heading", "article title"),
    "text": (
        "text",
        "content",
        "body",
        "full text",
        "article",
        "article text",
        "article body",
        "main text",
        "body text",
        "content text",
        "plain text",
        "raw text",
        "story",
    ),
    "publisher": (
        "publisher",
        "source",
        "outlet",
        "site name",
        "site",
        "publication",
        "newspaper",
        "source name",
    ),
    "authors": ("authors", "author", "byline", "author name", "creator"),
    "published": (
        "published",
        "date",
        "published at",
        "date published",
        "publish date",
        "publication date",
        "published on",
        "published date",
        "pub date",
        "datetime",
        "timestamp",
    ),
    "url": ("url", "link", "article url", "web url", "canonical url"),
    "language": ("language", "lang"),
}

# Ways of writing "no value" that tables and YAML have.
_NOTHING = {"", "null", "none", "nan", "n/a", "~", "-"}


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).lower()


_FIELD_OF = {_plain(name): field for field, names in FIELD_NAMES.items() for name in names}


def field_of(name: str) -> str | None:
    """Which of our fields a source means by this name, or None."""
    return _FIELD_OF.get(_plain(name))


@dataclass(frozen=True, kw_only=True)
class Details:
    """What a source says about a text, each as one value or none."""

    own_id: str | None
    title: str
    publisher: str | None
    authors: tuple[str, ...]
    published: object
    url: str | None
    language: str | None


def article_from_record(record: Mapping[str, object], *, origin: str | None = None) -> Article:
    """The article that one record holds; its origin is `origin`, or else its own address.

    Raises `UnreadableError` where it has no text.
    """
    fields = _fields(record)
    text = _text(fields.get("text", []), record)
    details = _details(fields)
    return compose_article(
        text=text,
        title=details.title,
        publisher=details.publisher,
        authors=details.authors,
        url=details.url,
        published=read_date(details.published),
        language=details.language,
        own_id=details.own_id,
        origin=origin or web_address(details.url),
    )


def details_from_record(record: Mapping[str, object]) -> Details:
    """What a record says about a text that stands elsewhere (front matter)."""
    return _details(_fields(record))


def split_authors(byline: str) -> tuple[str, ...]:
    """The names in a byline: "By A, B and C", "A; B", "A & B".

    A comma separates names only where each part has two words or more ("Doe, Jane" is one name).
    """
    line = re.sub(r"^\s*by[\s:]+", "", byline, flags=re.IGNORECASE)
    names: list[str] = []
    for part in re.split(r"\s*[;\n|]\s*|,?\s+and\s+|\s+&\s+", line):
        pieces = [piece.strip() for piece in part.split(",")]
        names += pieces if all(" " in piece for piece in pieces) else [part.strip(" ,")]
    return tuple(name for name in names if name)


def _fields(record: Mapping[str, object]) -> dict[str, list[object]]:
    """The values of each of our fields, the best name first."""
    by_name: dict[str, object] = {}
    for name, value in record.items():
        if isinstance(name, str):
            by_name.setdefault(_plain(name), value)
    return {
        field: [by_name[plain] for plain in map(_plain, names) if plain in by_name]
        for field, names in FIELD_NAMES.items()
    }


def _text(values: Iterable[object], record: Mapping[str, object]) -> str:
    present = [value for value in values if value is not None]
    for value in present:
        if isinstance(value, str) and value and not value.isspace():
            return value
    if any(isinstance(value, str) for value in present):
        raise UnreadableError("its text is blank; give the article's words")
    if present:
        raise UnreadableError(
            f"its text is {_kind(present[0])}, not a string; give the article's words as one string"
        )
    found = ", ".join(str(name)[:30] for name in list(record)[:8]) or "none"
    raise UnreadableError(
        f"it has no text (its fields: {found}); name the field with the article's words text, "
        "content or body"
    )


def _details(fields: Mapping[str, list[object]]) -> Details:
    return Details(
        own_id=_first(fields.get("id", [])),
        title=_first(fields.get("title", [])) or "",
        publisher=_first(fields.get("publisher", [])),
        authors=next(filter(None, map(_authors, fields.get("authors", []))), ()),
        published=next(
            (value for value in fields.get("published", []) if read_date(value) is not None), None
        ),
        url=_first(fields.get("url", [])),
        language=_first(fields.get("language", [])),
    )


def _first(values: Iterable[object]) -> str | None:
    """The first value that says something, as a string; an object counts by its name."""
    for value in values:
        if isinstance(value, Mapping):
            value = value.get("name") or value.get("title") or value.get("id")
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
        if isinstance(value, str) and value.strip().lower() not in _NOTHING:
            return value
    return None


def _authors(value: object) -> tuple[str, ...]:
    if isinstance(value, list | tuple):
        names = (_first([author]) for author in value)
        return tuple(name for name in names if name)
    line = _first([value])
    return split_authors(line) if line else ()


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, int | float):
        return "a number"
    return "a list" if isinstance(value, list | tuple) else "an object"
