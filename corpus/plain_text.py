"""An article in a plain text file."""

from corpus.article import Article
from corpus.composition import compose_article, first_line
from corpus.encoding import decode


def read_plain_text(
    data: bytes, *, origin: str | None, url: str | None = None, charset: str | None = None
) -> Article:
    """The whole file as the text, so that offsets hold in it; its first line is also the title."""
    text = decode(data, [charset] if charset else [])
    return compose_article(text=text, title=first_line(text), url=url, origin=origin)
