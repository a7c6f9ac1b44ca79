"""What is made of a run: figures, page, JUnit, table, and the comparison of two runs."""

import csv
import io
import re
from copy import deepcopy
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from assistant.questions import Result, Run, compare_runs, write_report
from assistant.questions.compare import Change, render_comparison
from assistant.questions.compare_page import comparison_html
from assistant.questions.exports import COLUMNS, csv_table, junit_xml
from assistant.questions.figures import figures, percent, percentile, render_figures
from assistant.questions.plots import Bar, bar_plot, latency_bars, month_bars
from assistant.questions.report_page import report_html, texts_of
from assistant.questions.results import State
from corpus.errors import UsageError
from index.archive import Archive

HOSTILE = '</style><script>alert("x")</script><img src=//evil.example onerror=x>&amp;\x00\ud800'


class Page(HTMLParser):
    """The tags and attributes of a page, and whether its elements close in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "input", "line", "rect"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in ("line", "rect"):
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def changed(result: Result, **values: Any) -> Result:
    return Result(data={**deepcopy(dict(result.data)), **values})


def with_results(run: Run, *results: Result) -> Run:
    return replace(run, results=results)


def test_figures_without_gold(done: Run, news: Archive) -> None:
    found = figures(done.results, texts_of(news))

    assert found.cases == 7
    assert found.states[State.PASSED] == 3
    assert found.outcomes["answered"] == 3
    assert found.outcomes["unknown_speaker"] == 3
    assert found.outcomes["error"] == 1
    assert (found.answered, found.abstained, found.errors) == (3, 3, 1)
    assert found.sentences_cited == 1.0
    assert found.citations_verbatim == 1.0
    assert found.sources_per_answer == 1.0
    assert found.outlets_cited == 2
    assert list(found.latency_ms) == [50, 90, 99, 100]
    assert "Citations verbatim     100% of" in render_figures(found, 2)


def test_a_quote_that_is_not_the_articles_is_counted(done: Run, news: Archive) -> None:
    answered = done.results[0]
    forged = [{**answered.citations[0], "quote": "never said"}]

    found = figures([changed(answered, citations=forged)], texts_of(news))

    assert found.citations_verbatim == 0.0


def test_figures_of_nothing_divide_by_nothing() -> None:
    found = figures([])

    assert (found.cases, found.sentences_cited, found.latency_ms) == (0, None, {})
    assert render_figures(found)


def test_percentiles_and_shares() -> None:
    assert [percentile([1, 2, 3, 4], p) for p in (0, 50, 75, 99, 100)] == [1, 2, 3, 4, 4]
    assert [percent(x) for x in (0, 1, 0.5, 2 / 3, 0.9996)] == [
        "0%",
        "100%",
        "50%",
        "66.7%",
        "99.96%",
    ]


def test_the_page_is_whole_asks_for_nothing_and_runs_nothing(done: Run, news: Archive) -> None:
    page = Page(report_html(done, texts_of(news)))

    assert page.open == []
    tags = {tag for tag, _ in page.tags}
    assert not tags & {"script", "img", "link", "iframe", "object", "form", "base"}
    for tag, attributes in page.tags:
        assert not {
            name for name in attributes if name.startswith("on") or name in ("src", "style")
        }
        if tag == "a":
            assert re.match(r"#quote-\d+-\d+$|https://example\.org/", str(attributes["href"]))
    ids = [a["id"] for _, a in page.tags if "id" in a]
    assert len(ids) == len(set(ids))
    targets = {str(a["href"])[1:] for t, a in page.tags if t == "a" and str(a["href"])[0] == "#"}
    assert targets
    assert targets <= set(ids)
    assert any("default-src 'none'" in str(a.get("content")) for _, a in page.tags)


def test_the_page_shows_the_quote_marked_in_its_article(done: Run, news: Archive) -> None:
    page = report_html(done, texts_of(news))
    quote = done.results[0].citations[0]["quote"]

    assert f"<mark>{quote.replace(chr(34), '&quot;')}</mark>" in page
    assert "after nine years of work" in page
    assert "<b>outcome</b> <q>answered</q>: it is abstained" in page
    assert "Asked before" in page


def test_the_page_tells_what_a_chat_model_read_wrote_and_cost(done: Run) -> None:
    first, second = done.results[:2]
    run = with_results(
        done,
        changed(first, usage={"input_tokens": 1200, "output_tokens": 80, "cost": 0.0125}),
        changed(second, usage={"input_tokens": 300, "output_tokens": 20, "cached": True}),
    )
    text = " ".join(Page(report_html(run)).text)

    assert "1,200 tokens read, 80 written, 0.0125 US dollars" in text
    assert "300 tokens read, 20 written (from kept replies)" in text
    assert "Tokens that the chat model read 1,500 Tokens that it wrote 100" in text
    assert "Cost 0.0125 US dollars Answers from kept replies 1 of 2" in text


def test_a_quote_that_the_archive_does_not_hold_is_warned_of(done: Run, news: Archive) -> None:
    answered = done.results[0]
    forged = [{**answered.citations[0], "quote": "never said"}]
    run = with_results(done, changed(answered, citations=forged))
    warning = "The archive does not hold these words at this place."

    assert warning in report_html(run, texts_of(news))
    assert warning not in report_html(run)
    assert warning not in report_html(done, texts_of(news))


def test_failed_cases_are_open_unless_there_are_many(done: Run) -> None:
    wrong = next(one for one in done.results if one.state is State.FAILED)

    assert (
        report_html(with_results(done, *[wrong] * 12)).count(
            '<details class="case failed abstained" id="case-12" open>'
        )
        == 1
    )
    assert " open>" not in report_html(with_results(done, *[wrong] * 13))


def test_nothing_that_a_file_or_an_article_says_becomes_markup(done: Run) -> None:
    citation = {
        **done.results[0].citations[0],
        "title": HOSTILE,
        "speaker": HOSTILE,
        "publisher": HOSTILE,
        "published": HOSTILE,
        "url": f"javascript:{HOSTILE}",
        "quote": HOSTILE,
        "also_in": [HOSTILE],
        "article_id": HOSTILE,
    }
    bad = changed(
        done.results[0],
        id=HOSTILE,
        question=HOSTILE,
        text=f"{HOSTILE} [1]",
        citations=[citation],
        case={
            "asked": HOSTILE,
            "tags": [HOSTILE],
            "conversation": [HOSTILE],
            "known_miss": HOSTILE,
        },
        checks=[{"name": HOSTILE, "expected": HOSTILE, "passed": False, "why": HOSTILE}],
    )
    error = changed(bad, error=HOSTILE)
    header = {
        **done.header,
        "questions": {"file": HOSTILE, "cases": 2},
        "models": {HOSTILE: HOSTILE},
    }
    run = replace(with_results(done, bad, error), header=header)
    other = replace(
        with_results(done, changed(bad, text="other")), path=Path(HOSTILE.replace("\0", ""))
    )
    pages = (report_html(run), comparison_html(compare_runs(other, run)))

    for page in pages:
        page.encode("utf-8")
        found = Page(page)
        assert not {tag for tag, _ in found.tags} & {"script", "img"}
        assert all(not str(a.get("href", "")).startswith("java") for _, a in found.tags)
    ElementTree.fromstring(junit_xml(run))
    csv_table(run).encode("utf-8")


def test_a_report_that_cannot_be_written_is_named(done: Run, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        write_report(done, tmp_path / "no folder" / "r.html")


def test_plots_count_everything_once(done: Run) -> None:
    assert sum(bar.count for bar in latency_bars(done)) == 7
    months = month_bars(done)
    assert (months[0].label, months[-1].label, len(months)) == ("2021-04", "2022-06", 15)
    assert sum(bar.count for bar in months) == sum(len(one.citations) for one in done.results)
    assert latency_bars(with_results(done)) == []
    assert month_bars(with_results(done)) == []
    assert bar_plot([], "t", "u") == ""
    plot = bar_plot([Bar(label="a<b", count=0), Bar(label="c", count=7)], "Title", "cases")
    assert ElementTree.fromstring(plot).get("aria-label") == "Title: c 7 cases"


def test_far_apart_years_are_shown_as_years(done: Run) -> None:
    answered = done.results[0]
    dates = ("1999-12-31", "2021-04-02")
    cited = [{**answered.citations[0], "published": day} for day in dates]

    bars = month_bars(with_results(done, changed(answered, citations=cited)))

    assert (bars[0], bars[-1], len(bars)) == (
        Bar(label="1999", count=1),
        Bar(label="2021", count=1),
        23,
    )


def test_junit_tells_failures_errors_and_known_misses_apart(done: Run) -> None:
    suite = ElementTree.fromstring(junit_xml(done))[0]

    assert {key: suite.get(key) for key in ("name", "tests", "failures", "errors", "skipped")} == {
        "name": "monday.jsonl",
        "tests": "7",
        "failures": "1",
        "errors": "1",
        "skipped": "1",
    }
    outcomes = {case.get("name"): [child.tag for child in case] for case in suite}
    assert outcomes["wrong"] == ["failure"]
    assert outcomes["outlet"] == ["error"]
    assert outcomes["known"] == ["skipped"]
    assert outcomes["okafor"] == []


def test_the_table_has_a_row_for_each_case_and_no_formula(done: Run) -> None:
    formula = changed(done.results[0], id='=HYPERLINK("x")')
    rows = list(csv.reader(io.StringIO(csv_table(with_results(done, formula, *done.results[1:])))))

    assert rows[0] == list(COLUMNS)
    assert len(rows) == 8
    assert rows[1][0] == '\'=HYPERLINK("x")'
    assert rows[5][COLUMNS.index("failed")] == "outcome 'answered': it is abstained"


def test_two_runs_of_the_same_differ_in_nothing(done: Run) -> None:
    slower = [changed(one, took_ms=one.took_ms + 1000) for one in done.results]

    found = compare_runs(done, with_results(done, *slower))

    assert (found.cases, found.grounds, found.same, found.broken) == ((), (), 7, 0)
    assert render_comparison(found) == "7 the same"
    assert "None." in comparison_html(found)


def test_other_words_and_sources_are_marked_on_their_side(done: Run) -> None:
    old = changed(done.results[0], text="The dam holds well.\n\nHe said so. [1]")
    new = changed(
        old,
        text="The old dam holds.\n\nHe said so. [1]",
        citations=[{**old.citations[0], "end": 9, "title": "A & B"}],
    )

    page = comparison_html(compare_runs(with_results(done, old), with_results(done, new)))

    assert "<p>The dam <ins>holds well.</ins></p><p>He said so. [1]</p>" in page
    assert "<p>The <ins>old</ins> dam <ins>holds.</ins></p><p>He said so. [1]</p>" in page
    assert "<ins>[1] A &amp; B, River Post, 2021-04-02, characters" in page


def test_every_kind_of_change_is_told(done: Run) -> None:
    okafor, napoleon, follow_up, _, wrong, _, when = done.results
    passed = [{**wrong.checks[0], "passed": True}]
    new = with_results(
        done,
        changed(okafor, outcome="abstained", reason="no_evidence", text="", citations=[]),
        changed(napoleon, text="Other words."),
        changed(follow_up, citations=[{**follow_up.citations[0], "start": 0}]),
        changed(wrong, checks=passed, outcome="answered", reason=None),
        changed(when, id="new case"),
    )
    failing = [
        {"name": "outcome", "expected": "answered", "passed": False, "why": "it is abstained"}
    ]
    broken = changed(new.results[0], checks=failing)
    new = replace(new, results=(broken, *new.results[1:]))
    archive = {**done.header["archive"], "articles": 3}
    fingerprints = {**done.header["fingerprints"], "archive": "0" * 64}
    header = {**done.header, "archive": archive, "fingerprints": fingerprints}

    found = compare_runs(done, replace(new, header=header))

    assert {case.id: case.changes for case in found.cases} == {
        "okafor": (Change.BROKEN, Change.OUTCOME, Change.SOURCES, Change.WORDS),
        "napoleon": (Change.WORDS,),
        "follow-up": (Change.SOURCES,),
        "wrong": (Change.FIXED, Change.OUTCOME),
        "new case": (Change.ADDED,),
        "outlet": (Change.REMOVED,),
        "known": (Change.REMOVED,),
        "when-was-the-dam-finished": (Change.REMOVED,),
    }
    assert found.broken == 1
    assert found.grounds == (
        "archive (articles 2 → 3)",
        "the new run stopped after 5 of 7 cases",
    )
    assert (
        "passed → failed; answered → abstained (no_evidence); sources: 0 new, 1 gone"
        in render_comparison(found)
    )
    assert Page(comparison_html(found)).open == []
