"""One case of a report as HTML: its answer, its citations, and what it failed."""

import re
from collections.abc import Mapping
from typing import Any

from assistant.questions.figures import TextOf, is_verbatim
from assistant.questions.page import badge, class_of, outcome_of
from assistant.questions.results import Result
from assistant.questions.spending import usage_line
from assistant.web.markup import escape, web_address

_AROUND = 280
"""Characters of the article shown before and after a quote."""

_MARKER = re.compile(r"\[(\d+)\]")


def case_html(number: int, result: Result, text_of: TextOf | None, *, opened: bool) -> str:
    """The case as a block that opens, or is open from the start."""
    body = [
        _conversation(result),
        _facts(result),
        _expectations(result),
        f'<div class="answer">{_answer(number, result)}</div>',
        _citations(number, result, text_of),
    ]
    state = result.state
    classes = f"case {class_of(state)} {class_of(result.outcome)}"
    return (
        f'<details class="{classes}" id="case-{number}"{" open" * opened}>'
        f"<summary>{badge(state)}<span class=question>{escape(result.asked)}</span>"
        f"<span class=id>{escape(result.id)}</span></summary>"
        f"<div class=inside>{''.join(body)}</div></details>"
    )


def _conversation(result: Result) -> str:
    before = "".join(f"<li>{escape(one)}</li>" for one in result.case.get("conversation", ()))
    return f"<p class=label>Asked before</p><ol class=before>{before}</ol>" if before else ""


def _facts(result: Result) -> str:
    filters = result.case.get("filters", {})
    bounds = (
        f"{name} {', '.join(value) if isinstance(value, list) else value}"
        for name, value in filters.items()
    )
    rows = (
        ("Understood as", result.question if result.question != result.asked else ""),
        ("Within", "; ".join(bounds)),
        ("Tags", ", ".join(result.tags)),
        ("Outcome", outcome_of(result)),
        ("Took", f"{result.took_ms:,} ms"),
        ("Chat model", usage_line(result.data.get("usage"))),
        ("Known miss", str(result.case.get("known_miss", ""))),
    )
    shown = (f"<dt>{name}</dt><dd>{escape(text)}</dd>" for name, text in rows if text)
    return f"<dl class=facts>{''.join(shown)}</dl>"


def _expectations(result: Result) -> str:
    if result.error is not None:
        return f'<p class="why error">{escape(result.error)}</p>'
    if not result.checks:
        return ""
    failed = "".join(f"<li>{_check(one)}</li>" for one in result.failed_checks)
    met = [f"<li>{_check(one)}</li>" for one in result.checks if one["passed"]]
    count = f"{len(met)} of {len(result.checks)} expectations met"
    return f"<details class=held><summary>{count}</summary><ul>{''.join(met)}</ul></details>" + (
        f"<ul class=why>{failed}</ul>" if failed else ""
    )


def _check(check: Mapping[str, Any]) -> str:
    name = str(check["name"]).replace("_", " ")
    why = f": {escape(str(check['why']))}" if check.get("why") else ""
    return f"<b>{escape(name)}</b> <q>{escape(str(check['expected']))}</q>{why}"


def _answer(number: int, result: Result) -> str:
    known = {int(one["number"]) for one in result.citations}

    def linked(match: re.Match[str]) -> str:
        cited = int(match[1])
        if cited not in known:
            return match[0]
        return f'<a class=marker href="#quote-{number}-{cited}">[{cited}]</a>'

    paragraphs = (part for part in re.split(r"\n{2,}", result.text) if part.strip())
    return "".join(f"<p>{_MARKER.sub(linked, escape(part))}</p>" for part in paragraphs)


def _citations(number: int, result: Result, text_of: TextOf | None) -> str:
    items = "".join(_citation(number, one, text_of) for one in result.citations)
    return f"<p class=label>Sources</p>{items}" if items else ""


def _citation(number: int, citation: Mapping[str, Any], text_of: TextOf | None) -> str:
    facts = (citation["speaker"], citation["publisher"], citation["published"])
    about = ", ".join(escape(str(fact)) for fact in facts if fact)
    address = web_address(citation["url"])
    link = (
        f'<p><a href="{escape(address[0])}" rel="noopener noreferrer" target="_blank">'
        f"{escape(address[1])}</a></p>"
        if address
        else ""
    )
    also = ", ".join(escape(str(id)) for id in citation["also_in"])
    return (
        f"<details class=source><summary><span class=number>[{citation['number']}]</span> "
        f"<span>{escape(citation['title'] or citation['article_id'])}<small>{about}</small></span>"
        f"</summary><blockquote id=quote-{number}-{citation['number']}>"
        f"{_highlighted(citation, text_of)}</blockquote>{_unlike(citation, text_of)}{link}"
        + (f"<p>The same words in {also}</p>" if also else "")
        + f"<p class=place>{escape(citation['article_id'])}, characters "
        f"{citation['start']:,} to {citation['end']:,}</p></details>"
    )


def _highlighted(citation: Mapping[str, Any], text_of: TextOf | None) -> str:
    """The quote marked, with what stands around it where its article is at hand."""
    quote, start, end = str(citation["quote"]), int(citation["start"]), int(citation["end"])
    text = text_of(citation["article_id"]) if text_of else None
    before = after = ""
    if text is not None and is_verbatim(citation, text):
        first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
        before = text[first:start]
        after = text[end:last]
        if first:
            before = f"… {before.partition(' ')[2]}"
        if last < len(text):
            after = f"{after.rpartition(' ')[0]} …"
    return f"{escape(before)}<mark>{escape(quote)}</mark>{escape(after)}"


def _unlike(citation: Mapping[str, Any], text_of: TextOf | None) -> str:
    """A warning where the article that is at hand does not hold the quote at its place."""
    if text_of is None or is_verbatim(citation, text_of(citation["article_id"])):
        return ""
    return '<p class="why error">The archive does not hold these words at this place.</p>'
