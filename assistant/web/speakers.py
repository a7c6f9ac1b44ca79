"""Who speaks in the archive: a list to search, and for each a timeline and a table."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.topics import read_topic
from assistant.web.column_heads import Column, head_html
from assistant.web.markup import clipped, escape, time_element
from assistant.web.said_table import said_html
from assistant.web.speaker_order import SpeakerOrder
from assistant.web.transcript import FIRST_STEPS
from index.archive import Archive
from index.overview import Said, Spoken
from index.people import Speaker
from index.speaker_topics import TopicsBySpeaker

_PAGE = 30
"""Speakers that are listed at a time."""

_MOST_SAID = 400
"""Statements of one speaker that are shown, the latest."""

_NAME = 80
_OUTLETS = 2
_COLUMNS = (
    Column(name="Speaker", orders=("name", "-name")),
    Column(name="Articles", orders=("-articles", "articles"), falls=True, is_number=True),
    Column(name="Statements", orders=("-statements", "statements"), falls=True, is_number=True),
    Column(name="Outlets", orders=("-outlets", "outlets"), falls=True),
    Column(name="From – to", orders=("-day", "day"), falls=True),
    Column(name="Topics", orders=("topics", "-topics")),
)


_NO_ARTICLES = (
    f'<p class="nothing">No articles yet. Who speaks in them will be listed here.</p>{FIRST_STEPS}'
)


def matching(speakers: Sequence[Speaker], words: str) -> list[Speaker]:
    """Speakers whose name holds all the words, then those whose role does, most articles first."""
    wanted = words.casefold().split()
    if not wanted:
        return list(speakers)
    by_name, by_role = [], []
    for one in speakers:
        names = " ".join(one.aliases).casefold()
        if all(word in names for word in wanted):
            by_name.append(one)
        elif all(word in f"{names} {' '.join(one.roles)}".casefold() for word in wanted):
            by_role.append(one)
    return by_name + by_role


@dataclass(frozen=True, kw_only=True)
class Listing:
    """Which part of the speakers is looked at; `order` is one of ORDERS."""

    words: str = ""
    order: str | None = None
    page: int = 0
    people_only: bool = False


def speakers_html(
    archive: Archive, by_topic: TopicsBySpeaker, orders: SpeakerOrder, listing: Listing
) -> str:
    """A page of the speakers that match, as rows of a table, and what comes after them."""
    found = matching(archive.people.speakers, listing.words)
    if listing.people_only:
        found = [one for one in found if one.is_person]
    if listing.order is not None:
        found = orders.sorted(found, listing.order)
    begin = listing.page * _PAGE
    shown = found[begin : begin + _PAGE]
    if not found:
        return _nobody(listing) if archive.coverage().articles else _NO_ARTICLES
    rows = "".join(
        _row(one, archive.ledger.overview.spoken(one.aliases), by_topic.of(one)) for one in shown
    )
    more = len(found) - begin - len(shown)
    after = (
        f'<p class="more"><button type="button" class="secondary" data-do="more-speakers" '
        f'data-page="{listing.page + 1}">Show more ({more:,} left)</button></p>'
        if more > 0
        else ""
    )
    if listing.page:
        return f"{rows}|{after}"
    chosen = listing.order or (None if listing.words.strip() else "-articles")
    heads = "".join(head_html(one, do="sort-speakers", chosen=chosen) for one in _COLUMNS)
    return (
        f'<p class="found" role="status">{len(found):,} speaker{"s" * (len(found) != 1)}</p>'
        f'<div class="scroll"><table class="list speakers"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{after}"
    )


def _nobody(listing: Listing) -> str:
    words = escape(clipped(listing.words, 60))
    if not words:
        return '<p class="nothing">Nobody is quoted or reported in these articles yet.</p>'
    tip = " Bodies and groups are listed without “People only”." if listing.people_only else ""
    return f'<p class="nothing">Nobody here matches “{words}”.{tip}</p>'


def speaker_html(
    archive: Archive,
    by_topic: TopicsBySpeaker,
    speaker: Speaker,
    *,
    about: str,
) -> str:
    """One speaker: facts, topics, the timeline and the table of what they said."""
    overview = archive.ledger.overview
    spoken = overview.spoken(speaker.aliases)
    if about.strip():
        said = _said_about(archive, about, speaker.aliases)
    else:
        said = overview.said(names=speaker.aliases, limit=_MOST_SAID)
    name = escape(clipped(speaker.name, 120))
    roles = ", ".join(clipped(role, 60) for role in speaker.roles[:3])
    others = [alias for alias in speaker.aliases if alias != speaker.name]
    also = f"Also named {', '.join(clipped(one, 50) for one in others[:4])}" if others else ""
    lines = (
        f'<p class="roles" dir="auto">{escape(roles)}</p>' if roles else "",
        f'<p class="also" dir="auto">{escape(also)}</p>' if also else "",
        f'<p class="facts">{_facts(spoken)}</p>',
        _topics(by_topic.of(speaker), about),
    )
    return (
        f'<header class="speaker-head"><h2 tabindex="-1" dir="auto">{name}</h2>{"".join(lines)}'
        f'<p class="head-actions"><button type="button" class="secondary" data-do="filter-speaker" '
        f'data-speaker="{escape(speaker.name)}">Ask about their words</button></p></header>'
        f"{said_html(said, spoken.statements, about)}"
    )


def topic_html(archive: Archive, about: str) -> str:
    """What everybody said about something, as a timeline and as a table."""
    said = _said_about(archive, about, ())
    people = {archive.people.canonical(name) for one in said if (name := one.statement.speaker)}
    count = f"{len(people):,} speaker{'s' * (len(people) != 1)}"
    facts = f'<p class="facts">{count}</p>' if people else ""
    return (
        '<header class="speaker-head"><h2 tabindex="-1" dir="auto">Who said what about '
        f"“{escape(clipped(about, 80))}”</h2>{facts}</header>"
        f"{said_html(said, len(said), about, names=archive.people.canonical)}"
    )


def _said_about(archive: Archive, about: str, speakers: Sequence[str]) -> list[Said]:
    words = read_topic(archive, about).words
    found = archive.ledger.statements.search(words, speakers=speakers, limit=_MOST_SAID)
    return archive.ledger.overview.said(ids=[id for id, _ in found], limit=_MOST_SAID)


def _row(speaker: Speaker, spoken: Spoken, about: Sequence[str]) -> str:
    name = escape(clipped(speaker.name, _NAME))
    role = escape(clipped(speaker.roles[0], 60)) if speaker.roles else ""
    outlets = escape(", ".join(clipped(one, 30) for one, _ in spoken.publishers[:_OUTLETS]))
    if len(spoken.publishers) > _OUTLETS:
        outlets += f'&nbsp;<span class="count">+{len(spoken.publishers) - _OUTLETS}</span>'
    shown = "".join(f"<span>{escape(clipped(one, 30))}</span>" for one in about[:4])
    return (
        f'<tr><th scope="row"><button type="button" class="name" data-do="speaker" '
        f'data-speaker="{escape(speaker.name)}"><bdi>{name}</bdi></button>'
        f'<span class="role" dir="auto">{role}</span></th>'
        f'<td class="number">{spoken.articles:,}</td>'
        f'<td class="number">{spoken.statements:,}</td><td dir="auto">{outlets}</td>'
        f'<td class="days">{_days(spoken)}</td><td class="topics">{shown}</td></tr>'
    )


def _facts(spoken: Spoken) -> str:
    facts = [
        f"{spoken.statements:,} statement{'s' * (spoken.statements != 1)}",
        f"{spoken.articles:,} article{'s' * (spoken.articles != 1)}",
    ]
    if spoken.publishers:
        facts.append(f"{len(spoken.publishers):,} outlet{'s' * (len(spoken.publishers) != 1)}")
    if spoken.first_day:
        facts.append(_days(spoken))
    return '<span class="dot"></span>'.join(f'<span class="fact">{one}</span>' for one in facts)


def _topics(found: Sequence[str], about: str) -> str:
    if not found:
        return ""
    buttons = "".join(
        f'<li><button type="button" data-do="about" data-about="{escape(topic)}" '
        f'aria-pressed="{"true" if topic == about else "false"}">{escape(clipped(topic, 40))}'
        "</button></li>"
        for topic in found
    )
    return f'<ul class="topic-list" aria-label="Topics">{buttons}</ul>'


def _days(spoken: Spoken) -> str:
    if spoken.first_day is None or spoken.last_day is None:
        return "not dated"
    if spoken.first_day == spoken.last_day:
        return time_element(spoken.first_day, short=True)
    first, last = (time_element(day, short=True) for day in (spoken.first_day, spoken.last_day))
    return f'<span class="day">{first} –</span> <span class="day">{last}</span>'
