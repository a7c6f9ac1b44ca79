"""What leaves the page: a link to the very words in the original, a quotation, Markdown."""

import re
from urllib.parse import quote

from assistant.answer import Answer, Citation, Kind
from assistant.web.markup import clipped, day_in_full, web_address
from corpus.article import Article

_EDGE_WORDS = 6
"""Words at each end of the cited words that a text fragment names when they are many."""

_HOW = {
    Kind.DIRECT: "quoted",
    Kind.INDIRECT: "reported",
    Kind.MIXED: "partly quoted",
    Kind.PASSAGE: "",
}


def how(kind: Kind) -> str:
    """How an article gives somebody's words, in a word or two; empty for its own."""
    return _HOW[kind]


def original_at(article: Article, start: int, end: int) -> tuple[str, str] | None:
    """The original's address with a text fragment that leads to text[start:end], and its host.

    A browser that knows text fragments scrolls to the words and marks them:
    https://wicg.github.io/scroll-to-text-fragment/
    """
    address = web_address(article.url)
    if address is None:
        return None
    url, host = address
    fragment = _text_fragment(article.text[start:end])
    if not fragment:
        return address
    return f"{url}{'' if '#' in url else '#'}:~:text={fragment}", host


def quotation(citation: Citation, role: str | None = None) -> str:
    """The cited words with their reference, to be pasted into a text."""
    words = " ".join(citation.quote.split())
    return f"“{words}” — {source_line(citation, role)}"


def source_line(citation: Citation, role: str | None = None) -> str:
    """Who, how, where and when, with the address, on one line."""
    article = citation.article
    facts = []
    if citation.speaker:
        who = citation.speaker + (f", {role}" if role else "")
        facts.append(f"{who}, as told by {citation.reported_by}" if citation.reported_by else who)
    told = how(citation.kind)
    title = f"“{clipped(article.title, 200)}”" if article.title.strip() else "an untitled article"
    facts.append(f"{told} in {title}" if told else title)
    if article.publisher:
        facts.append(article.publisher)
    day = article.published_day
    facts.append(day_in_full(day) if day else "date not given")
    address = original_at(article, citation.start, citation.end)
    if address:
        facts.append(address[0])
    return ", ".join(facts)


def answer_as_markdown(answer: Answer, roles: dict[str, str]) -> str:
    """A whole answer as Markdown: quotations with numbered references below them."""
    lines = [f"**{_plain(answer.question)}**", ""]
    if not answer.answered:
        return "\n".join([*lines, _plain(answer.message)])
    for sentence in answer.sentences:
        lines += [f"> {_plain(sentence.with_markers)}", ""]
    for citation in answer.citations:
        line = source_line(citation, roles.get(citation.speaker or ""))
        address = original_at(citation.article, citation.start, citation.end)
        link = address[0] if address else ""
        line = _plain(line.removesuffix(link)) + (f" <{link}>" if link else "")
        lines.append(f"[{citation.number}] {line}  ")
    return "\n".join(lines).rstrip()


def _plain(text: str) -> str:
    """Text on one line that Markdown shows as it is: no picture, link or markup of its own."""
    line = " ".join(text.split())
    return re.sub(r"([\\`*_{}<>#|!~])|\[(?!\d+\])|(?<!\d)\]", lambda m: "\\" + m[0], line)


def _text_fragment(words: str) -> str:
    """`text=` of a fragment: the words themselves, or their beginning and end."""
    first_paragraph = words.strip().split("\n\n")[0]
    pieces = first_paragraph.split()
    if len(pieces) <= 2 * _EDGE_WORDS:
        return _encoded(" ".join(pieces))
    return f"{_encoded(' '.join(pieces[:_EDGE_WORDS]))},{_encoded(' '.join(pieces[-_EDGE_WORDS:]))}"


def _encoded(text: str) -> str:
    """Percent-encoded, the characters that mean something in a fragment directive too."""
    clean = text[:300].encode("utf-8", "replace").decode("utf-8")
    return quote(clean, safe="").replace("-", "%2D")
