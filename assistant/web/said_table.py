"""What was said, on a timeline and in a table, and as values for a program."""

from collections.abc import Callable, Sequence
from typing import Any

from assistant.answer import Kind
from assistant.web.links import how
from assistant.web.markup import clipped, escape, key_of, time_element
from assistant.web.timeline import timeline_html
from index.overview import Said


def said_html(
    said: Sequence[Said], all_of_them: int, about: str, names: Callable[[str], str] | None = None
) -> str:
    """Statements as a timeline and as a table; with `names` each with its speaker's own name."""
    if not said:
        shown = escape(clipped(about, 60))
        whose = "here" if names else "of theirs"
        return f'<p class="nothing">No statement {whose} is about “{shown}”.</p>'
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
    rows = "".join(_row(one, names) for one in once)
    speaker = '<th scope="col">Speaker</th>' if names else ""
    return (
        f'<p class="found" role="status">{count}</p>{timeline_html(once)}'
        '<div class="scroll"><table class="list said-table"><thead><tr><th scope="col">Date</th>'
        f'<th scope="col">Outlet</th>{speaker}'
        '<th scope="col">Words</th></tr></thead>'
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


def _row(one: Said, names: Callable[[str], str] | None) -> str:
    start, end = one.span
    kind = how(Kind(one.statement.kind.value))
    day = time_element(one.day, short=True) if one.day else "not dated"
    words = escape(clipped(one.text, 400)) or "Open the article"
    outlet = clipped(one.publisher, 40) if one.publisher else "not given"
    who = ""
    if names:
        name = one.statement.speaker
        who = f"<td>{_speaker(names(name)) if name else 'not named'}</td>"
    return (
        f'<tr><td class="days">{day}</td>'
        f'<td dir="auto">{escape(outlet)}</td>{who}<td><button type="button" class="words" '
        f'dir="auto" data-do="read" data-article="{key_of(one.statement.article_id)}" '
        f'data-start="{start}" data-end="{end}">{words}</button>'
        f'<span class="kind">{kind} in “{escape(clipped(one.title, 90))}”{_teller(one)}</span>'
        "</td></tr>"
    )


def _speaker(name: str) -> str:
    return (
        f'<button type="button" class="quiet" data-do="speaker" data-speaker="{escape(name)}">'
        f"<bdi>{escape(clipped(name, 60))}</bdi></button>"
    )


def _teller(one: Said) -> str:
    teller = one.statement.reported_by
    return f", as told by <bdi>{escape(clipped(teller, 60))}</bdi>" if teller else ""
