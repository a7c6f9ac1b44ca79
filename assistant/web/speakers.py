"""Who speaks in the archive: a list to search, and for each a timeline and a table."""

from collections.abc import Sequence
from typing import Any

from assistant.answer import Kind
from assistant.topics import read_topic
from assistant.web.links import how
from assistant.web.markup import clipped, day_in_short, escape, key_of, time_element
from assistant.web.timeline import timeline_html
from index.archive import Archive
from index.overview import Said, Spoken
from index.people import Speaker
from index.speaker_topics import TopicsBySpeaker

_PAGE = 30
"""Speakers that are listed at a time."""

_MOST_SAID = 400
"""Statements of one speaker that are shown, the latest."""

_NAME = 80
_OUTLETS = 3


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


def speakers_html(
    archive: Archive, by_topic: TopicsBySpeaker, words: str, page: int, *, people_only: bool
) -> str:
    """A page of the speakers that match, as rows of a table, and what comes after them."""
    found = matching(archive.people.speakers, words)
    if people_only:
        found = [one for one in found if one.is_person]
    begin = page * _PAGE
    shown = found[begin : begin + _PAGE]
    if not found:
        return f'<p class="nothing">Nobody here matches “{escape(clipped(words, 60))}”.</p>'
    rows = "".join(
        _row(one, archive.ledger.overview.spoken(one.aliases), by_topic.of(one)) for one in shown
    )
    more = len(found) - begin - len(shown)
    after = (
        f'<p class="more"><button type="button" class="secondary" data-do="more-speakers" '
        f'data-page="{page + 1}">Show more ({more:,} left)</button></p>'
        if more > 0
        else ""
    )
    if page:
        return f"{rows}|{after}"
    return (
        f'<p class="found" role="status">{len(found):,} speaker{"s" * (len(found) != 1)}, '
        "those in the most articles first</p>"
        '<div class="scroll"><table class="list speakers"><thead><tr><th scope="col">Speaker</th>'
        '<th scope="col" class="number">Articles</th><th scope="col" class="number">Statements</th>'
        '<th scope="col">Outlets</th>'
        '<th scope="col">From – to</th><th scope="col">Topics</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{after}"
    )


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
        table = archive.ledger.statements
        words = read_topic(archive, about).words
        found = table.search(words, speakers=speaker.aliases, limit=_MOST_SAID)
        said = overview.said(ids=[id for id, _ in found], limit=_MOST_SAID)
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


def said_html(said: Sequence[Said], all_of_them: int, about: str) -> str:
    """Statements as a timeline and as a table."""
    if not said:
        shown = escape(clipped(about, 60))
        return f'<p class="nothing">No statement of theirs is about “{shown}”.</p>'
    # Two statements of one sentence read as one.
    once = list({(one.statement.article_id, one.span): one for one in said}.values())
    on = f" about “{escape(clipped(about, 60))}”" if about.strip() else ""
    count = f"{len(said):,} statement{'s' * (len(said) != 1)}{on}"
    if not about.strip() and len(said) < all_of_them:
        count = f"The latest {len(said):,} of {all_of_them:,} statements"
    if len(once) < len(said):
        count += f", in {len(once):,} passage{'s' * (len(once) != 1)}"
    undated = sum(one.day is None for one in once)
    if undated:
        count += f", {undated:,} of them not dated"
    rows = "".join(_said_row(one) for one in once)
    return (
        f'<p class="found" role="status">{count}</p>{timeline_html(once)}'
        '<div class="scroll"><table class="list said-table"><thead><tr><th scope="col">Date</th>'
        '<th scope="col">Outlet</th><th scope="col">Words</th></tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def said_as_json(said: Sequence[Said], name: str) -> list[dict[str, Any]]:
    """Statements for a program: where, when, by whom, and the sentences that hold them."""
    found = []
    for one in said:
        start, end = one.span
        found.append(
            {
                "article_id": one.statement.article_id,
                "title": one.title,
                "publisher": one.publisher,
                "published": one.day.isoformat() if one.day else None,
                "speaker": name,
                "role": one.statement.role,
                "kind": one.statement.kind.value,
                "start": start,
                "end": end,
                "text": one.text,
                "content": [list(span) for span in one.statement.content],
                **({"reported_by": teller} if (teller := one.statement.reported_by) else {}),
            }
        )
    return found


def _row(speaker: Speaker, spoken: Spoken, about: Sequence[str]) -> str:
    name = escape(clipped(speaker.name, _NAME))
    role = escape(clipped(speaker.roles[0], 60)) if speaker.roles else ""
    outlets = ", ".join(clipped(one, 30) for one, _ in spoken.publishers[:_OUTLETS])
    if len(spoken.publishers) > _OUTLETS:
        outlets += f" +{len(spoken.publishers) - _OUTLETS}"
    shown = "".join(f"<span>{escape(clipped(one, 30))}</span>" for one in about[:4])
    return (
        f'<tr><th scope="row"><button type="button" class="name" data-do="speaker" '
        f'data-speaker="{escape(speaker.name)}"><bdi>{name}</bdi></button>'
        f'<span class="role" dir="auto">{role}</span></th>'
        f'<td class="number">{spoken.articles:,}</td>'
        f'<td class="number">{spoken.statements:,}</td><td dir="auto">{escape(outlets)}</td>'
        f'<td class="days">{_days(spoken)}</td><td class="topics">{shown}</td></tr>'
    )


def _said_row(one: Said) -> str:
    start, end = one.span
    kind = how(Kind(one.statement.kind.value))
    day = time_element(one.day, short=True) if one.day else "not dated"
    outlet = clipped(one.publisher, 40) if one.publisher else "not given"
    return (
        f'<tr><td class="days">{day}</td>'
        f'<td dir="auto">{escape(outlet)}</td><td><button type="button" class="words" '
        f'dir="auto" data-do="read" data-article="{key_of(one.statement.article_id)}" '
        f'data-start="{start}" data-end="{end}">{escape(clipped(one.text, 400))}</button>'
        f'<span class="kind">{kind} in “{escape(clipped(one.title, 90))}”{_teller(one)}</span>'
        "</td></tr>"
    )


def _teller(one: Said) -> str:
    teller = one.statement.reported_by
    return f", as told by <bdi>{escape(clipped(teller, 60))}</bdi>" if teller else ""


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
        return day_in_short(spoken.first_day)
    first, last = (
        f'<span class="day">{day_in_short(day)}</span>'
        for day in (spoken.first_day, spoken.last_day)
    )
    return f"{first} – {last}"
