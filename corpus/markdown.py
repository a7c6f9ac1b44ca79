"""An article in a Markdown file, with what its YAML front matter says about it."""

import re

import yaml

from corpus.article import Article
from corpus.composition import compose_article, first_line
from corpus.dates import read_date
from corpus.encoding import decode
from corpus.records import Details, details_from_record
from corpus.rejection import UnreadableError, brief

# Without an end within this much, the dashes at the top are a rule, and part of the text.
FRONT_MATTER_CHARACTERS = 20_000

_OPENING = re.compile(r"---[ \t]*(?:\r\n|\n|\r)")
_CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*(?:\r\n|\n|\r|\Z)", re.MULTILINE)
_NAME_LINE = re.compile(r"^[^\s#:][^:\n]*:", re.MULTILINE)
_HEADING = re.compile(r"^#{1,6}[ \t]+(?P<hashes>.+?)[ \t]*#*[ \t]*\r?$", re.MULTILINE)
_UNDERLINED = re.compile(r"^(?P<text>[^\s#>-].*)\r?\n(?:=+|-{3,})[ \t]*\r?$", re.MULTILINE)


def read_markdown(
    data: bytes, *, origin: str | None, url: str | None = None, charset: str | None = None
) -> Article:
    """The body exactly as given after the front matter, with its marks.

    The title is the front matter's, else the first heading, else the first line. Raises
    `UnreadableError` where the front matter is no YAML.
    """
    front_matter, body = _parts(decode(data, [charset] if charset else []))
    details = _details(front_matter)
    return compose_article(
        text=body,
        title=details.title or _heading(body) or first_line(body.lstrip("-*_=# \t\r\n")),
        publisher=details.publisher,
        authors=details.authors,
        url=details.url or url,
        published=read_date(details.published),
        language=details.language,
        own_id=details.own_id,
        origin=origin,
    )


def _parts(text: str) -> tuple[str, str]:
    """The front matter (empty if there is none) and the body."""
    opening = _OPENING.match(text)
    if not opening:
        return "", text
    closing = _CLOSING.search(text, opening.end(), opening.end() + FRONT_MATTER_CHARACTERS)
    if not closing:
        return "", text
    front_matter = text[opening.end() : closing.start()]
    if front_matter.strip() and not _NAME_LINE.search(front_matter):
        return "", text  # two rules with words between them
    return front_matter, text[closing.end() :]


def _details(front_matter: str) -> Details:
    """What the front matter says; every scalar is read as the string that stands there."""
    try:
        values = yaml.load(front_matter, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f" at line {mark.line + 2}, column {mark.column + 1}" if mark else ""
        raise UnreadableError(
            f"its front matter is not YAML{place}: {error.problem}; put values with a colon in "
            "quotation marks"
        ) from error
    except Exception as error:  # deep nesting, characters that YAML forbids
        raise UnreadableError(f"its front matter is not YAML ({brief(error)}); mend it") from error
    if values is None or values == "":
        values = {}
    if not isinstance(values, dict):
        raise UnreadableError(
            "its front matter is no list of names and values; write lines like title: The title"
        )
    return details_from_record(values)


def _heading(body: str) -> str:
    """The first heading in either of Markdown's two ways."""
    found = [match for match in (_HEADING.search(body), _UNDERLINED.search(body)) if match]
    return min(found, key=lambda match: match.start())[1] if found else ""
