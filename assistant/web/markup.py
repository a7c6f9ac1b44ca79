"""From text that anybody may have written to HTML that holds it as text and nothing else.

`gr.HTML` writes what it is given into the page unchanged, so every string that comes from an
article or a user goes through `escape` here, attributes included.
"""

import html
import unicodedata
from datetime import date
from urllib.parse import quote, unquote, urlsplit

_LONGEST_ADDRESS = 2000

_UNSHOWN = frozenset({"Cc", "Cs"})
"""Control characters, and halves of surrogate pairs, which have no form in UTF-8."""


def escape(text: str) -> str:
    """The text for an element or a quoted attribute, without what no browser or JSON can show."""
    return html.escape(shown(text), quote=True)


def shown(text: str) -> str:
    """The text with a sign in place of each character that no browser or JSON can show."""
    return "".join(c if _is_shown(c) else "\ufffd" for c in text)


def key_of(id: str) -> str:
    """An article's id, whatever characters it is made of, as plain letters for an attribute."""
    return quote(id, safe="", errors="surrogatepass")


def id_of(key: object) -> str:
    """The id behind a key."""
    return unquote(str(key), errors="surrogatepass")


def clipped(text: str, length: int) -> str:
    """The text on one line, at most `length` characters of it."""
    line = " ".join(text[: 4 * length].split())
    return line if len(line) <= length else f"{line[: length - 1].rstrip()}…"


def web_address(url: str | None) -> tuple[str, str] | None:
    """An http or https address and the host that it leads to; None for any other."""
    if not url or len(url) > _LONGEST_ADDRESS or not url.isprintable() or " " in url:
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    return url, host.removeprefix("www.")


def day_in_full(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def day_in_short(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def time_element(day: date, *, short: bool = False) -> str:
    """A day for the page, which may show it in the form that its reader prefers."""
    words = day_in_short(day) if short else day_in_full(day)
    kind = ' class="short"' if short else ""
    return f'<time datetime="{day.isoformat()}"{kind}>{words}</time>'


def _is_shown(character: str) -> bool:
    return character in "\n\t\r" or unicodedata.category(character) not in _UNSHOWN
