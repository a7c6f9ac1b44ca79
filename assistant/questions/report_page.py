"""The report of a run as one HTML file: figures and plots first, then every case."""

from functools import lru_cache
from pathlib import Path

from assistant.questions.figures import TextOf, by_tag, figure_rows, figures, percent
from assistant.questions.files import write_file
from assistant.questions.page import choice, class_of, moment, page_html, table, tile
from assistant.questions.plots import bar_plot, latency_bars, month_bars
from assistant.questions.report_case import case_html
from assistant.questions.results import Run, State
from assistant.questions.spending import spending
from assistant.web.markup import escape
from index.archive import Archive

_MOST_OPEN = 12
"""Failed cases up to which each of them is open from the start."""

_TONES = {State.PASSED: "passed", State.FAILED: "failed", State.ERROR: "error"}


def write_report(run: Run, path: str | Path, archive: Archive | None = None) -> None:
    """Write the report of a run. With its archive, quotes are checked and shown in context."""
    write_file(path, report_html(run, texts_of(archive) if archive else None))


def texts_of(archive: Archive) -> TextOf:
    """The texts of an archive's articles by their ids."""

    @lru_cache(maxsize=512)
    def text_of(id: str) -> str | None:
        article = archive.ledger.article(id)
        return article.text if article else None

    return text_of


def report_html(run: Run, text_of: TextOf | None = None) -> str:
    """The page: figures, plots, tags, then every case, then what the run was made with."""
    name = str(run.header.get("questions", {}).get("file", run.path.name))
    few = run.failed <= _MOST_OPEN
    cases = (
        case_html(number, one, text_of, opened=few and one.spoils)
        for number, one in enumerate(run.results, 1)
    )
    return page_html(
        f"{name}, {str(run.header.get('date', ''))[:10]}",
        f"<header><p class=kicker>On Record question set</p><h1>{escape(name)}</h1>"
        f"<p class=sub>{escape(_about(run))}</p></header>"
        f"{_tiles(run)}{_plots(run)}{_metrics(run, text_of)}{_tags(run)}"
        f"<section class=cases><h2>Cases</h2>{_choice(run)}{''.join(cases)}</section>{_made(run)}",
    )


def _about(run: Run) -> str:
    archive = run.header.get("archive", {})
    facts = [moment(run.header.get("date"))]
    if "articles" in archive:
        facts.append(f"{archive['articles']:,} articles of {archive['publishers']:,} outlets")
        if archive["first_day"]:
            facts.append(f"{archive['first_day']} to {archive['last_day']}")
    planned = run.header.get("questions", {}).get("cases", len(run.results))
    if planned > len(run.results):
        facts.append(f"stopped after {len(run.results):,} of {planned:,} cases")
    return " · ".join(facts)


def _tiles(run: Run) -> str:
    found = figures(run.results)
    tiles = [tile(f"{found.cases:,}", "cases")]
    checked = found.cases - run.count(State.UNCHECKED)
    for state in State:
        count = run.count(state)
        if not count and not (state in (State.PASSED, State.FAILED) and checked):
            continue
        share = f" ({percent(count / checked)})" if checked and state is State.PASSED else ""
        tone = _TONES.get(state, "") if count else ""
        tiles.append(tile(f"{count:,}", f"{state.of(count)}{share}", tone))
    if found.cases:
        share = percent(found.abstained / found.cases)
        tiles.append(tile(f"{found.abstained:,}", f"abstained ({share})"))
    return f"<section class=tiles>{''.join(tiles)}</section>"


def _plots(run: Run) -> str:
    plots = (
        ("Time that cases took", latency_bars(run), "cases"),
        ("What is cited, by date of publication", month_bars(run), "citations"),
    )
    shown = (
        f"<figure><figcaption>{title}</figcaption>{bar_plot(bars, title, unit)}</figure>"
        for title, bars, unit in plots
        if bars
    )
    return f"<section class=plots>{''.join(shown)}</section>"


def _metrics(run: Run, text_of: TextOf | None) -> str:
    outlets = run.header.get("archive", {}).get("publishers")
    rows = [*figure_rows(figures(run.results, text_of), outlets), *_spending_rows(run)]
    return f"<section><h2>Figures</h2>{table(('Figure', 'Value'), rows)}</section>"


def _spending_rows(run: Run) -> list[tuple[str, str]]:
    spent = spending(run.results)
    if spent is None:
        return []
    rows = [
        ("Tokens that the chat model read", f"{spent.input_tokens:,}"),
        ("Tokens that it wrote", f"{spent.output_tokens:,}"),
        ("Cost", "not told" if spent.cost is None else f"{spent.cost:.4f} US dollars"),
    ]
    if spent.from_kept:
        rows.append(("Answers from kept replies", f"{spent.from_kept:,} of {spent.answers:,}"))
    return rows


def _tags(run: Run) -> str:
    rows = [
        (
            tag,
            f"{one.cases:,}",
            f"{one.states.get(State.PASSED, 0):,}",
            f"{one.states.get(State.FAILED, 0) + one.errors:,}",
            f"{one.states.get(State.KNOWN_MISS, 0):,}",
            f"{one.abstained:,}",
        )
        for tag, one in by_tag(run).items()
    ]
    heads = ("Tag", "Cases", "Passed", "Failed", "Known misses", "Abstained")
    return f"<section><h2>By tag</h2>{table(heads, rows)}</section>" if rows else ""


def _choice(run: Run) -> str:
    kinds = [(class_of(s), s.of(run.count(s)), run.count(s)) for s in State if run.count(s)]
    abstained = sum(result.outcome == "abstained" for result in run.results)
    if abstained:
        kinds.append(("abstained", "abstained", abstained))
    return choice(len(run.results), kinds)


def _made(run: Run) -> str:
    rows = [
        (f"{group}: {name}", str(value))
        for group in ("fingerprints", "models", "settings", "versions")
        for name, value in run.header.get(group, {}).items()
    ]
    return (
        "<section><details class=made><summary>What the run was made with</summary>"
        f"{table(('What', 'Value'), rows)}</details></section>"
    )
