"""A whole article, with the cited words and everybody's statements marked in it."""

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence

from assistant.answer import Kind
from assistant.web.links import how, original_at
from assistant.web.markup import clipped, escape, key_of, time_element
from corpus.article import Article
from index.people import People
from index.sentences import Span, paragraphs
from index.statements import Statement

_AROUND = 30_000
"""Characters on each side of the cited words that are shown at most."""

_NAME = 80
_MOST_SPEAKERS = 12


def reader_html(
    article: Article,
    statements: Sequence[Statement],
    people: People,
    *,
    cited: Span | None,
    removable: bool,
) -> str:
    """The article as a page to read; `cited` is what to look at, from one offset to another."""
    text = article.text
    if cited is not None and not 0 <= cited[0] < cited[1] <= len(text):
        cited = None
    start = max(0, (cited[0] if cited else 0) - _AROUND)
    end = min(len(text), (cited[1] if cited else 0) + _AROUND)
    names = {s.id: _name(people, s) for s in statements}
    part = (
        f'<p class="note">The article has {len(text):,} characters; the part around these words '
        "is shown.</p>"
        if (start, end) != (0, len(text))
        else ""
    )
    remove = (
        '<button type="button" class="quiet" data-do="remove" '
        f'data-article="{key_of(article.id)}" data-title="{escape(clipped(article.title, 120))}">'
        "Remove from the archive</button>"
        if removable
        else ""
    )
    title = escape(clipped(article.title, 300) or "Untitled")
    return (
        f'<article class="reader" aria-label="Article"><h2 dir="auto" tabindex="-1">{title}</h2>'
        f'<p class="source-facts">{_facts(article)}</p>'
        f'<p class="source-links">{_original(article, cited)}{remove}</p>'
        f"{_speakers(names.values())}{part}"
        f'<div class="whole" dir="auto">{_marked(text, start, end, statements, names, cited)}</div>'
        "</article>"
    )


def _name(people: People, statement: Statement) -> str | None:
    return people.canonical(statement.speaker) if statement.speaker is not None else None


def _facts(article: Article) -> str:
    day = article.published_day
    authors = ", ".join(clipped(one, _NAME) for one in article.authors[:4])
    known = (
        f"<bdi>{escape(clipped(article.publisher, _NAME))}</bdi>" if article.publisher else "",
        time_element(day) if day else "",
        f"by <bdi>{escape(authors)}</bdi>" if authors else "",
    )
    facts = '<span class="dot"></span>'.join(fact for fact in known if fact)
    return facts or "Outlet and date not given"


def _original(article: Article, cited: Span | None) -> str:
    address = original_at(article, *(cited or (0, 0)))
    if address is None:
        return ""
    url, host = address
    return (
        f'<a class="original" href="{escape(url)}" target="_blank" rel="noopener noreferrer">'
        f"Original at {escape(clipped(host, _NAME))}<span class='hidden'> (new tab)</span></a>"
    )


def _speakers(names: Iterable[str | None]) -> str:
    """Who speaks in the article, each a button that shows their words."""
    counted = Counter(name for name in names if name)
    if not counted:
        return '<p class="note">No statements were found in this article.</p>'
    shown = sorted(counted.items(), key=lambda item: (-item[1], item[0]))[:_MOST_SPEAKERS]
    buttons = "".join(
        f'<li><button type="button" class="who" data-do="who" data-who="{escape(name)}" '
        f'aria-pressed="false"><bdi>{escape(clipped(name, 50))}</bdi> '
        f'<span class="count">{count}</span></button></li>'
        for name, count in shown
    )
    return f'<ul class="whos" aria-label="Who speaks in this article">{buttons}</ul>'


def _marked(
    text: str,
    start: int,
    end: int,
    statements: Sequence[Statement],
    names: dict[str, str | None],
    cited: Span | None,
) -> str:
    """text[start:end] as paragraphs; statements are underlined, the cited words marked."""
    said = sorted((low, high, one.id) for one in statements for low, high in one.content)
    by_id = {s.id: s for s in statements}
    html = []
    for first, last in paragraphs(text[start:end]):
        first, last = first + start, last + start
        inside = [(a, b, id) for a, b, id in said if a < last and b > first]
        edges = {first, last}
        for a, b, _ in inside:
            edges |= {max(a, first), min(b, last)}
        if cited:
            edges |= {min(max(edge, first), last) for edge in cited}
        places = sorted(edges)
        pieces = []
        for a, b in itertools.pairwise(places):
            piece = escape(text[a:b])
            spoken = next((id for low, high, id in inside if low <= a and b <= high), None)
            if spoken is not None:
                piece = _said(piece, by_id[spoken], names[spoken])
            pieces.append((cited is not None and cited[0] <= a and b <= cited[1], piece))
        html.append(f"<p>{_joined(pieces)}</p>")
    return "".join(html)


def _said(piece: str, statement: Statement, name: str | None) -> str:
    kind = how(Kind(statement.kind.value))
    who = clipped(name, _NAME) if name else "somebody not named"
    teller = statement.reported_by
    if teller:
        who += f" as told by {clipped(teller, _NAME)}"
    return (
        f'<span class="said" data-who="{escape(name or "")}" '
        f'title="{escape(f"{who}, {kind}")}">{piece}</span>'
    )


def _joined(pieces: Sequence[tuple[bool, str]]) -> str:
    """The pieces in order, those that are cited and stand together in one mark."""
    html, open_mark = [], False
    for is_cited, piece in pieces:
        if is_cited != open_mark:
            html.append("<mark>" if is_cited else "</mark>")
            open_mark = is_cited
        html.append(piece)
    return "".join(html) + ("</mark>" if open_mark else "")
