"""A comparison as one HTML file: counts and reasons first, then each changed case side by side."""

from pathlib import Path

from assistant.questions.compare import CaseChange, Change, Comparison, describe
from assistant.questions.exports import failures
from assistant.questions.report_case import badge
from assistant.questions.report_page import page_html, tile, write_page
from assistant.questions.results import Result
from assistant.web.markup import escape

_TILES = {
    Change.BROKEN: "broken",
    Change.FIXED: "fixed",
    Change.OUTCOME: "other outcome",
    Change.SOURCES: "other sources",
    Change.WORDS: "other words",
    Change.ADDED: "added",
    Change.REMOVED: "removed",
}
_TONES = {Change.BROKEN: "failed", Change.FIXED: "passed"}


def write_comparison(found: Comparison, path: str | Path) -> None:
    """Write a comparison as a page."""
    write_page(path, comparison_html(found))


def comparison_html(found: Comparison) -> str:
    """The page of a comparison."""
    names = f"{found.old.path.name} → {found.new.path.name}"
    tiles = "".join(
        tile(f"{found.count(one):,}", name, _TONES.get(one, "") if found.count(one) else "")
        for one, name in _TILES.items()
        if found.count(one) or one in (Change.BROKEN, Change.FIXED)
    )
    grounds = "".join(f"<li>{escape(ground)}</li>" for ground in found.grounds)
    cases = "".join(_case(case) for case in found.cases)
    return page_html(
        names,
        f"<header><p class=kicker>On Record comparison</p><h1>{escape(names)}</h1>"
        f"<p class=sub>{_date(found.old.header)} to {_date(found.new.header)}</p></header>"
        f"<section class=tiles>{tiles}{tile(f'{found.same:,}', 'the same')}</section>"
        "<section><h2>What differs between the runs</h2>"
        + (f"<ul>{grounds}</ul>" if grounds else "<p>Nothing that the header records.</p>")
        + f"</section><section class=cases><h2>Cases that changed</h2>{_choice(found)}"
        f"{cases or '<p>None.</p>'}</section>",
    )


def _case(case: CaseChange) -> str:
    kind = case.changes[0]
    sides = "".join(
        f"<div><p class=label>{name}</p>{_side(result)}</div>"
        for name, result in (("Old", case.old), ("New", case.new))
    )
    return (
        f'<details class="case {" ".join(case.changes)}"{" open" * (kind is Change.BROKEN)}>'
        f'<summary><span class="badge {kind.value}">{_TILES[kind]}</span>'
        f"<span class=question>{escape(case.result.asked)}</span>"
        f"<span class=id>{escape(case.id)}</span></summary>"
        f"<div class=inside><p class=held>{escape(describe(case))}</p>"
        f"<div class=columns>{sides}</div></div></details>"
    )


def _side(result: Result | None) -> str:
    if result is None:
        return "<p class=held>not in this run</p>"
    wrong = "".join(f"<li>{escape(one)}</li>" for one in failures(result))
    answer = "".join(f"<p>{escape(part)}</p>" for part in result.text.split("\n\n") if part)
    sources = "".join(
        f"<p class=place>[{one['number']}] {escape(one['title'] or one['article_id'])}, "
        f"{escape(', '.join(str(one[k]) for k in ('publisher', 'published') if one[k]))}, "
        f"characters {one['start']:,} to {one['end']:,}</p>"
        for one in result.citations
    )
    reason = f", {result.reason}" if result.reason else ""
    return (
        f"<p>{badge(result.state)} {escape(result.outcome + reason)}</p>"
        + (f"<ul class=why>{wrong}</ul>" if wrong else "")
        + f"<div class=answer>{answer}</div>{sources}"
    )


def _choice(found: Comparison) -> str:
    kinds = [("all", "all", len(found.cases))]
    kinds += [(c.value, n, found.count(c)) for c, n in _TILES.items() if found.count(c)]
    if len(kinds) < 3:
        return ""
    buttons = (
        f"<label><input type=radio name=shown value={value}{' checked' * (value == 'all')}>"
        f"<span>{name} {count:,}</span></label>"
        for value, name, count in kinds
    )
    return f"<fieldset class=choice><legend>Show</legend>{''.join(buttons)}</fieldset>"


def _date(header: object) -> str:
    date = header.get("date", "") if isinstance(header, dict) else ""
    return escape(str(date)[:16].replace("T", " "))
