"""An article out of a web page: its main text and what the page says about it.

The page is decoded and parsed here, by the encoding that it declares, and trafilatura is handed the
tree. Below 256 levels libxml2 leaves text out and says so only in its log, and trafilatura has it
parse parts anew, so a page that deep is refused rather than read in part.
"""

import re
from configparser import ConfigParser
from datetime import date, datetime
from functools import cache

import lxml.html  # type: ignore[import-untyped]  # it ships no types
import trafilatura
from lxml import etree
from trafilatura.settings import use_config

from corpus.article import Article
from corpus.composition import TEXT_CHARACTERS, compose_article, first_line
from corpus.dates import read_date
from corpus.encoding import decode
from corpus.quiet import quiet
from corpus.records import split_authors
from corpus.rejection import UnreadableError, brief

# trafilatura takes about 0.2 s per thousand elements on pages this long, and more than linearly.
PAGE_ELEMENTS = 50_000

# Below the 256 of libxml2, for trafilatura wraps what it parses anew.
PAGE_DEPTH = 250

# Pages that carry their images in themselves have some ten million.
PAGE_CHARACTERS = 20_000_000

# libxml2 compares each attribute of an element with all its others; real elements have tens.
ATTRIBUTES = 5_000

_SHOWN = etree.XPath("//text()[not(parent::script or parent::style)]")

# htmldate asks for a last possible date; a fixed one keeps reading independent of the clock.
_DATES = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}

# Below this many characters trafilatura takes the page without its structure, tables and all. Its
# own 250 would do that to news briefs.
_SHORTEST_ARTICLE = "100"

_LONG_TAG = re.compile(rf"<[A-Za-z][^<>]{{{2 * ATTRIBUTES},}}")
_CHARSET = re.compile(
    rb"""(?:<meta[^>]{0,200}?charset|<\?xml[^>]{0,100}?encoding)\s*=\s*["']?\s*([\w.:-]{2,40})""",
    re.IGNORECASE,
)
_PUBLISHED = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//meta[@name='date' or @name='DC.date.issued' or @name='parsely-pub-date']/@content",
    "//time[@itemprop='datePublished']/@datetime",
)


def read_web_page(
    data: bytes, *, origin: str | None, url: str | None = None, charset: str | None = None
) -> Article:
    """The article of an HTML page: main text, title, outlet, authors, date, address, language.

    `url` is where the page was fetched, if it was; the canonical address that the page gives is
    preferred. `charset` is what the server declared. Raises `UnreadableError`.
    """
    declared = [charset] if charset else []
    declared += [name.decode("ascii") for name in _CHARSET.findall(data[:4096])]
    return _extract(decode(data, declared), origin=origin, url=url)


def main_text(fragment: str) -> str:
    """The words of a piece of HTML (from a feed, say), without markup; empty if there are none."""
    if not fragment.strip():
        return ""
    tree = _parse(f"<html><body><article>{fragment}</article></body></html>")
    with quiet():
        try:
            _, text, _ = trafilatura.baseline(tree)
            document = trafilatura.bare_extraction(
                tree, include_comments=False, include_tables=False, favor_recall=True
            )
        except Exception as error:
            raise UnreadableError(f"unreadable HTML ({brief(error)})") from error
    extracted = (document.text or "") if document and not isinstance(document, dict) else ""
    return (extracted if 2 * len(extracted) >= len(text) else text).strip()


def _extract(markup: str, *, origin: str | None, url: str | None) -> Article:
    tree = _parse(markup)
    with quiet():
        try:
            language = tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang")
            published = _published(tree)
            document = trafilatura.bare_extraction(
                tree,
                url=url,
                with_metadata=True,
                include_comments=False,
                include_tables=False,
                config=_settings(),
                date_extraction_params=dict(_DATES),
            )
        except Exception as error:  # a parser of hostile input may raise anything
            raise UnreadableError(
                f"the page cannot be read ({brief(error)}); save its text instead"
            ) from error
    if document is None or isinstance(document, dict) or not document.text:
        raise UnreadableError("no article found in the page; save its text instead")
    return compose_article(
        text=document.text,
        title=document.title or first_line(document.text),
        publisher=document.sitename,
        authors=split_authors(document.author or ""),
        url=document.url or url,
        published=published or read_date(document.date),
        language=document.language or language,
        origin=origin,
    )


@cache
def _settings() -> ConfigParser:
    """trafilatura's own settings but for the length of the shortest article."""
    settings = use_config()
    settings["DEFAULT"]["MIN_EXTRACTED_SIZE"] = _SHORTEST_ARTICLE
    return settings


def _parse(markup: str) -> lxml.html.HtmlElement:
    """The tree of a page, whole."""
    if not markup.strip():
        raise UnreadableError("there is nothing in it but white space")
    if len(markup) > PAGE_CHARACTERS:
        raise UnreadableError(
            f"the page has {len(markup):,} characters, more than the {PAGE_CHARACTERS:,} of one "
            "page; save its text instead"
        )
    if markup.count("<") > 3 * PAGE_ELEMENTS:  # a beginning, an end, and a comment for each
        raise UnreadableError(
            f"it has more than the {PAGE_ELEMENTS:,} elements of one page; save its text instead"
        )
    if any(len(tag.split()) > ATTRIBUTES for tag in _LONG_TAG.findall(markup)):
        raise UnreadableError(
            f"an element has more than {ATTRIBUTES:,} attributes; save its text instead"
        )
    parser = lxml.html.HTMLParser(
        encoding="utf-8",
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
        huge_tree=True,  # else a script of 10 MB ends the page; its other limits are checked here
    )
    try:
        tree = lxml.html.document_fromstring(markup.encode("utf-8", "surrogatepass"), parser=parser)
        elements, depth = _measure(tree)
    except (etree.LxmlError, ValueError, MemoryError, RecursionError) as error:
        raise UnreadableError(f"no HTML page ({brief(error)}); save it anew") from error
    if depth > PAGE_DEPTH:
        raise UnreadableError(
            f"its elements are nested more than {PAGE_DEPTH} deep, where text would be lost; "
            "save its text instead"
        )
    if elements > PAGE_ELEMENTS:
        raise UnreadableError(
            f"it has {elements:,} elements, more than the {PAGE_ELEMENTS:,} of one page; "
            "save its text instead"
        )
    shown = sum(map(len, _SHOWN(tree)))
    if shown > 2 * TEXT_CHARACTERS:  # with all that is around an article
        raise UnreadableError(
            f"its text is {shown:,} characters long, more than the {TEXT_CHARACTERS:,} of one "
            "article; split it into its articles"
        )
    return tree


def _measure(tree: lxml.html.HtmlElement) -> tuple[int, int]:
    """How many elements there are, and how deep they nest at most."""
    elements = depth = deepest = 0
    for event, _ in etree.iterwalk(tree, events=("start", "end")):
        if event == "start":
            elements += 1
            depth += 1
            deepest = max(deepest, depth)
        else:
            depth -= 1
    return elements, deepest


def _published(tree: lxml.html.HtmlElement) -> date | datetime | None:
    """The moment that the page itself declares, which trafilatura would cut to its day."""
    for path in _PUBLISHED:
        for value in tree.xpath(path):
            published = read_date(str(value))
            if published:
                return published
    return None
