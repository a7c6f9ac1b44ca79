"""Beside asking: filters, speakers, the archive and question sets, each in a real browser."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from assistant.assistant import NewsAssistant
from corpus import confined
from tests.web.newsroom import ARTICLES, NATO, ask


def test_filters_bound_the_next_question_and_are_removed_as_chips(page: Page) -> None:
    page.get_by_role("button", name="Filter", exact=True).click()
    expect(page.locator("#filter-outlets label")).to_have_count(3)
    page.fill("#filter-speaker", "blink")
    expect(page.locator("#filter-names [role=option]")).to_have_text(
        ["Antony BlinkenUS Secretary of State1"]
    )
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.get_by_label("The Morning Wire").check()
    page.fill("#filter-from", "2021-12-01")
    page.get_by_role("button", name="Done").first.click()
    expect(page.locator("#chips li bdi")).to_have_text(
        ["Words of Antony Blinken", "The Morning Wire", "Since 1 Dec 2021"]
    )

    ask(page, "Anything about Ukraine?")
    expect(page.locator("#turn-1 .bounds")).to_have_text(
        "Only words of Antony Blinken · The Morning Wire · since 1 Dec 2021"
    )
    expect(page.locator("#turn-1 .sentence")).to_have_count(1)
    expect(page.locator("#turn-1 .searched")).to_contain_text("Searched 1 article")

    for _ in range(3):
        page.locator("#chips button").first.click()
    expect(page.locator("#chips")).to_be_hidden()
    ask(page, "What did Lavrov say about Ukraine?")
    expect(page.locator("#turn-2 .searched")).to_contain_text("Searched 3 articles")


def test_bars_of_the_archives_days_set_the_dates(page: Page) -> None:
    page.get_by_role("button", name="Filter", exact=True).click()
    bars = page.locator("#filter-days .bar")
    bars.first.locator(".reach").hover()
    page.mouse.down()
    bars.nth(2).locator(".reach").hover()
    page.mouse.up()
    expect(page.locator("#chips li bdi")).to_have_text(["1 Oct 2021 – 9 Oct 2021"])
    expect(page.locator("#filter-from")).to_have_value("2021-10-01")


def test_a_link_asks_its_question_with_its_filters(page: Page, address: str) -> None:
    page.goto(f"{address}/?q=What+about+Ukraine%3F&speaker=Lavrov&from=2021-12-01&to=2021-12-31")
    expect(page.locator("#turn-1 .sentence").first).to_contain_text("no conflict over Ukraine")
    expect(page.locator("#turn-1 .bounds")).to_have_text(
        "Only words of Lavrov · 1 Dec 2021 – 31 Dec 2021"
    )


def test_an_abstention_offers_what_the_archive_has(page: Page) -> None:
    ask(page, "What did Lavrow say about NATO?")
    expect(page.locator(".abstained")).to_contain_text("Did you mean")
    page.locator(".offer", has_text="Lavrov").first.click()
    expect(page.locator("#turn-2 .sentence").filter(has_text=NATO)).to_be_visible()


def test_speakers_are_found_and_shown_with_timeline_and_table(page: Page) -> None:
    page.get_by_role("link", name="Speakers").click()
    expect(page.locator("table.speakers tbody tr")).to_have_count(3)
    page.fill("#speaker-words", "foreign minister")
    expect(page.locator("table.speakers tbody tr")).to_have_count(1)
    row = page.locator("table.speakers tbody tr")
    expect(row.locator("td.number")).to_have_text(["1", "2"])
    expect(row.locator(".days")).to_have_text("2 Dec 2021")
    row.get_by_role("button").click()

    expect(page.locator("#speaker-page h2")).to_have_text("Sergey Lavrov")
    expect(page.locator(".dot-mark")).to_have_attribute(
        "aria-label", "2 Dec 2021, The Morning Wire: 2 statements"
    )
    page.locator(".dot-mark").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".said-table tr.sought")).to_have_count(2)
    page.fill("#speaker-about", "NATO")
    expect(page.locator(".said-table tbody tr")).to_have_count(1)
    page.locator(".said-table .words").click()
    expect(page.locator("#article mark")).to_have_text(NATO)
    page.go_back()
    expect(page.locator("#article")).to_be_hidden()
    page.go_forward()
    expect(page.locator("#article mark")).to_have_text(NATO)
    page.keyboard.press("Escape")
    expect(page.locator(".said-table .words")).to_be_focused()
    page.go_back()
    page.go_back()
    expect(page.locator("table.speakers")).to_be_visible()


def test_from_an_answer_to_all_that_its_speaker_said_on_the_topic(page: Page) -> None:
    ask(page, "What did Lavrov say about NATO?")
    page.get_by_role("button", name="Timeline of Sergey Lavrov").click()
    expect(page.locator("#speaker-page h2")).to_have_text("Sergey Lavrov")
    expect(page.locator("#speaker-about")).to_have_value("NATO")
    expect(page.locator(".said-table .words")).to_have_text([NATO])


def test_a_question_on_a_change_gets_its_timeline_in_the_answer(page: Page) -> None:
    ask(page, "How has Lavrov's position on NATO changed?")
    expect(page.locator(".over-time figcaption")).to_have_text(
        "1 passage on “NATO”, by outlet and day of publication"
    )
    page.locator(".over-time .dot-mark").click()
    expect(page.locator("#article mark")).to_have_text(NATO)


def test_the_archive_is_sorted_and_searched(page: Page) -> None:
    page.get_by_role("link", name="Archive").click()
    titles = page.locator("table.articles .name")
    expect(titles).to_have_count(3)
    expect(titles.last).to_have_text("A good year for apples")
    page.get_by_role("button", name="Date").click()
    expect(titles.first).to_have_text("A good year for apples")
    expect(page.locator("th[aria-sort=ascending]")).to_have_text("Date ↑")
    page.fill("#article-words", "apples")
    expect(titles).to_have_text(["A good year for apples"])


def test_settings_are_kept_in_the_browser(page: Page) -> None:
    page.get_by_role("button", name="Settings").click()
    page.get_by_label("Theme").select_option("dark")
    page.get_by_label("Dates").select_option("2021-12-02")
    page.get_by_label("Sources in an answer").select_option("1")
    page.keyboard.press("Escape")
    expect(page.locator("body")).to_have_class(re.compile(r"\bdark\b"))
    page.reload()
    page.wait_for_selector("body.ready")
    expect(page.locator("body")).to_have_class(re.compile(r"\bdark\b"))
    ask(page, "What did Lavrov say?")
    expect(page.locator(".sentence")).to_have_count(1)
    expect(page.locator(".sentence time").first).to_have_text("2021-12-02")
    page.evaluate("localStorage.clear()")


@pytest.fixture
def fresh_page(browser: Browser, empty_address: str) -> Iterator[Page]:
    with browser.new_context(viewport={"width": 1400, "height": 900}) as context:
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.goto(empty_address)
        page.wait_for_selector("body.ready")
        yield page


def test_an_upload_that_is_too_much_for_its_reader_costs_that_file_alone(
    fresh_page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confined, "MEMORY_BYTES", 1)  # whatever it reads is too much for it
    notes = tmp_path / "notes.txt"
    notes.write_text("The ministers met in Geneva on Monday.", encoding="utf-8")
    fresh_page.get_by_role("button", name="Add articles").click()
    fresh_page.set_input_files("#drop-articles input", notes)
    refused = fresh_page.locator("#adding .report li")
    expect(refused).to_contain_text(re.compile(r"notes\.txt reading it (ended its|takes more)"))


def test_an_archive_is_filled_read_thinned_and_questioned_from_the_page(
    fresh_page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = fresh_page
    page.get_by_role("button", name="Add articles").click()
    good, bad = tmp_path / "news.jsonl", tmp_path / "bad.pdf"
    good.write_text("\n".join(map(json.dumps, ARTICLES)), encoding="utf-8")
    bad.write_bytes(b"%PDF-1.4 nothing of one")
    page.set_input_files("#drop-articles input", [good, bad])
    expect(page.locator("#adding .report p")).to_have_text("2 added, 1 refused.")
    expect(page.locator("#adding .report li")).to_contain_text("bad.pdf")
    assert str(tmp_path) not in page.locator("#adding").inner_text()
    assert "/tmp/" not in page.locator("#adding").inner_text()
    expect(page.locator("#coverage")).to_contain_text("2 articles")

    page.locator("table.articles .name").last.click()
    expect(page.locator("#article h2")).to_have_text("A good year for apples")
    page.get_by_role("button", name="Remove from the archive").click()
    expect(page.locator("#removing")).to_contain_text("A good year for apples")
    page.get_by_role("button", name="Remove", exact=True).click()
    expect(page.locator("#adding .report p")).to_have_text("The article was removed.")
    expect(page.locator("table.articles .name")).to_have_count(1)

    page.get_by_role("link", name="Question sets").click()
    questions = tmp_path / "who.jsonl"
    questions.write_text('{"question": "What did Lavrov say about NATO?"}\n', encoding="utf-8")
    page.set_input_files("#drop-questions input", questions)
    report = page.frame_locator("#run-page iframe")
    expect(report.locator("h1")).to_have_text("who.jsonl")
    expect(report.locator(".cases")).to_contain_text("further advance of NATO")
    heading = report.locator("h1")
    page.evaluate("document.body.classList.add('dark')")
    expect(heading).to_have_css("color", "rgb(233, 230, 223)")
    page.evaluate("document.body.classList.remove('dark')")
    expect(heading).to_have_css("color", "rgb(29, 28, 26)")
    with page.expect_download() as download:
        page.get_by_role("button", name="Table (CSV)").click()
    assert download.value.suggested_filename == "who-results.csv"
    assert "What did Lavrov say about NATO?" in download.value.path().read_text("utf-8")

    questions.write_text('{"question": "What did Lavrov say about Kyiv?"}\n', encoding="utf-8")
    page.set_input_files("#drop-questions input", questions)
    expect(page.locator("table.runs tbody tr")).to_have_count(2)
    expect(report.locator(".cases")).to_contain_text("Kyiv")
    page.locator("[name=compare]").nth(0).check()
    page.locator("[name=compare]").nth(1).check()
    page.get_by_role("button", name="Compare the two chosen").click()
    expect(report.locator(".kicker")).to_have_text("On Record comparison")

    answered = Event()
    real_ask = NewsAssistant.ask

    def ask_slowly(*given: Any, **named: Any) -> Any:
        answer = real_ask(*given, **named)
        answered.wait(30)
        return answer

    asked = [f'{{"question": "What did Lavrov say about {what}?"}}\n' for what in ("a", "b")]
    questions.write_text("".join(asked), encoding="utf-8")
    with monkeypatch.context() as patch:
        patch.setattr(NewsAssistant, "ask", ask_slowly)
        page.set_input_files("#drop-questions input", questions)
        expect(page.locator("#running .progress")).to_contain_text("0 of 2 asked")
        page.get_by_role("button", name="Stop", exact=True).click()
        expect(page.locator("#running")).to_contain_text("Stopping")
        answered.set()
        expect(page.locator("#running .found")).to_have_text(
            "1 asked. It was stopped before its end."
        )
    page.get_by_role("button", name="Go on with this run").click()
    expect(page.locator("#running .found")).to_have_text("2 asked.")
    expect(page.get_by_role("button", name="Go on with this run")).to_have_count(0)

    questions.write_text('{"question": ""}\n', encoding="utf-8")
    page.set_input_files("#drop-questions input", questions)
    expect(page.locator("#running .problem")).to_have_text(
        "who.jsonl has 1 mistake, nothing was asked"
    )


def test_the_sample_is_added_from_the_first_page(fresh_page: Page) -> None:
    fresh_page.get_by_role("button", name="Try it on the sample").click()
    expect(fresh_page.locator("#adding .report p")).to_have_text("30 added.")
    fresh_page.get_by_role("link", name="Ask").click()
    ask(fresh_page, "What did Stoltenberg say about NATO?")
    expect(fresh_page.locator(".sentence").first).to_be_visible()
