"""The last step of every reader: from what was found to an `Article` that the archive can keep.

The text is kept exactly; only lone surrogates (halves of a character pair, which JSON escapes can
bring in and UTF-8 cannot hold) become U+FFFD, one for one, so that offsets stay. Everything said
*about* the text (title, outlet, authors) is for display: white space is collapsed, control
characters go, and length is limited. An address that is not http or https is dropped, because it
would become a link.
"""

import re
from collections.abc import Iterable
from datetime import date, datetime

from corpus.article import Article
from corpus.rejection import UnreadableError

# A very long article (a book-length report) has half a million characters. More than this is a
# collection in one piece, and citing it as one article would say nothing.
TEXT_CHARACTERS = 2_000_000

# The title is embedded with every passage; more than this would crowd the passage out.
TITLE_CHARACTERS = 300

_SURROGATE = re.compile(r"[\ud800-\udfff]")
_WEB_ADDRESS = re.compile(r"https?://[^\s/]\S*", re.IGNORECASE)


def compose_article(
    *,
    text: str,
    title: str = "",
    publisher: str | None = None,
    authors: Iterable[str] = (),
    url: str | None = None,
    published: date | datetime | None = None,
    language: str | None = None,
    own_id: str | None = None,
    origin: str | None = None,
) -> Article:
    """The article, under its own id or one made of its content.

    Raises `UnreadableError` where the text is blank, binary or too long.
    """
    if not text or text.isspace():
        raise UnreadableError("there is no text: it is blank; give the article's words")
    if "\0" in text:
        raise UnreadableError(
            f"binary data: a NUL character at position {text.index(chr(0)):,} of the text; "
            "give plain text"
        )
    if len(text) > TEXT_CHARACTERS:
        raise UnreadableError(
            f"the text is {len(text):,} characters long, more than the {TEXT_CHARACTERS:,} of one "
            "article; split it into its articles"
        )
    article = Article(
        id=storable(own_id).strip() if own_id else "",
        title=display_line(title),
        text=storable(text),
        publisher=display_line(publisher or "") or None,
        authors=tuple(dict.fromkeys(name for name in map(display_line, authors) if name)),
        url=web_address(url),
        published=published,
        language=display_line(language or "") or None,
        origin=storable(origin) if origin else None,
    )
    return article if article.id else article.with_content_id()


def storable(text: str) -> str:
    """The text with each lone surrogate replaced by U+FFFD, so that UTF-8 can hold it."""
    return _SURROGATE.sub("\ufffd", text)


def display_line(text: str) -> str:
    """The text as one line of at most `TITLE_CHARACTERS`, cut between words with an ellipsis."""
    line = " ".join(
        "".join(
            character if character.isprintable() or character.isspace() else " "
            for character in storable(text[: 20 * TITLE_CHARACTERS])
        ).split()
    )
    if len(line) <= TITLE_CHARACTERS:
        return line
    cut = line[: TITLE_CHARACTERS - 1]
    return f"{cut.rpartition(' ')[0] or cut}…"


def first_line(text: str) -> str:
    """The first line of the text that is not blank."""
    start = len(text) - len(text.lstrip())
    end = re.compile(r"[\r\n]").search(text, start)
    return text[start : end.start() if end else len(text)]


def web_address(url: str | None) -> str | None:
    """The address where it is one of http or https; others would be no link to follow."""
    address = storable(url or "").strip()
    return address if _WEB_ADDRESS.fullmatch(address) else None
