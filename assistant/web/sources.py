"""The panel of sources: each citation with the cited words marked where they stand."""

from collections.abc import Mapping, Sequence

from assistant.answer import Citation, Kind
from assistant.web.links import how, original_at, quotation
from assistant.web.markup import clipped, day_in_short, escape, key_of, time_element
from corpus.article import Article
from index.sentences import paragraphs, sentences

_SENTENCES_AROUND = 2
"""Sentences of the article shown on each side of the cited words."""

_WINDOW = 3_000
"""Characters on each side in which those sentences are looked for."""

_TITLE = 240
_NAME = 80

_KINDS = {
    **{kind: how(kind) for kind in Kind},
    Kind.PASSAGE: "the article’s own words",
}


def source_id(turn: int, number: int) -> str:
    """The id of a source's element, which the markers of an answer lead to."""
    return f"source-{turn}-{number}"


def sources_html(
    turn: int, asked: str, citations: Sequence[Citation], copies: Mapping[str, Article]
) -> str:
    """The panel for one turn of the conversation; `copies` has the articles named in `also_in`."""
    if not citations:
        return no_sources_html("Nothing in the articles was cited for this question.")
    items = "".join(_source(turn, citation, copies) for citation in citations)
    return (
        '<section class="sources" aria-label="Sources">'
        f'<h2 class="panel-title">Sources <span class="count">{len(citations)}</span></h2>'
        f'<p class="panel-for" dir="auto">for “{escape(clipped(asked, 160))}”</p>'
        f"<ol>{items}</ol></section>"
    )


def no_sources_html(
    why: str = "The articles that an answer rests on are shown here, with the cited words marked.",
) -> str:
    """The panel when there is nothing to show in it."""
    return (
        '<section class="sources" aria-label="Sources"><h2 class="panel-title">Sources</h2>'
        f'<p class="panel-empty">{escape(why)}</p></section>'
    )


def reference(citation: Citation) -> str:
    """Who, where and when, in short: for a line under a sentence and a marker's label."""
    article = citation.article
    day = article.published_day
    facts = (
        clipped(citation.who, 2 * _NAME) if citation.who else None,
        clipped(article.publisher, _NAME) if article.publisher else _quoted(article.title),
        day_in_short(day) if day else None,
    )
    return " · ".join(fact for fact in facts if fact)


def _quoted(title: str) -> str | None:
    return f"“{clipped(title, _NAME)}”" if title.strip() else None


def _source(turn: int, citation: Citation, copies: Mapping[str, Article]) -> str:
    article = citation.article
    title = escape(clipped(article.title, _TITLE) or "Untitled")
    id = source_id(turn, citation.number)
    address = original_at(article, citation.start, citation.end)
    parts = [
        f'<li class="source" id="{id}" tabindex="-1" aria-labelledby="{id}-title">',
        f'<p class="source-who"><span class="number">{citation.number}</span>{_who(citation)}</p>',
        f'<h3 id="{id}-title" dir="auto">{title}</h3>',
        f'<p class="source-facts">{_facts(article)}</p>',
        f'<blockquote dir="auto">{_passage(citation)}</blockquote>',
        _also_in(citation, copies),
        '<p class="source-links">',
        f'<a class="back" href="#turn-{turn}">Back to the answer</a>',
        '<button type="button" class="quiet" data-do="read" '
        f'data-article="{key_of(article.id)}" data-start="{citation.start}" '
        f'data-end="{citation.end}">Whole article</button>',
        f'<button type="button" class="quiet" data-copy="{escape(quotation(citation))}">'
        "Copy quotation</button>",
        _original(*address) if address else "",
        "</p></li>",
    ]
    return "".join(parts)


def _facts(article: Article) -> str:
    day = article.published_day
    outlet = f"<bdi>{escape(clipped(article.publisher, _NAME))}</bdi>" if article.publisher else ""
    when = time_element(day) if day else ""
    known = [fact for fact in (outlet, when) if fact]
    return '<span class="dot"></span>'.join(known) or "Outlet and date not given"


def _who(citation: Citation) -> str:
    kind = _KINDS[citation.kind]
    if not citation.speaker:
        return f'<span class="kind">{kind[0].upper()}{kind[1:]}</span>'
    name = escape(clipped(citation.who or "", 2 * _NAME))
    return f'<bdi class="speaker">{name}</bdi><span class="kind">{kind}</span>'


def _original(url: str, host: str) -> str:
    return (
        f'<a class="original" href="{escape(url)}" target="_blank" rel="noopener noreferrer">'
        f"Original at {escape(clipped(host, _NAME))}<span class='hidden'> (new tab)</span></a>"
    )


def _also_in(citation: Citation, copies: Mapping[str, Article]) -> str:
    names = []
    for article in (copies[id] for id in citation.also_in if id in copies):
        day = article.published_day
        name = clipped(article.publisher or article.title or "another article", _NAME)
        names.append(f"<bdi>{escape(name)}</bdi>" + (f" ({day_in_short(day)})" if day else ""))
    return f'<p class="also">The same words in {", ".join(names)}</p>' if names else ""


def _passage(citation: Citation) -> str:
    """The cited words with a few sentences before and after them."""
    text = citation.article.text
    first = max(0, citation.start - _WINDOW)
    spans = [
        (start + first, end + first)
        for start, end in sentences(text[first : citation.end + _WINDOW])
    ]
    before = [span for span in spans if span[1] <= citation.start][-_SENTENCES_AROUND:]
    after = [span for span in spans if span[0] >= citation.end][:_SENTENCES_AROUND]
    start = before[0][0] if before else citation.start
    end = after[-1][1] if after else citation.end
    return _marked(text, start, end, citation)


def _marked(text: str, start: int, end: int, citation: Citation) -> str:
    """text[start:end] as paragraphs, with exactly the cited characters inside <mark>."""
    html = []
    for first, last in paragraphs(text[start:end]):
        first, last = first + start, last + start
        opens = min(max(citation.start, first), last)
        closes = min(max(citation.end, first), last)
        marked = f"<mark>{escape(text[opens:closes])}</mark>" if opens < closes else ""
        html.append(f"<p>{escape(text[first:opens])}{marked}{escape(text[closes:last])}</p>")
    return "".join(html)
