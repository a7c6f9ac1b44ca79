"""Tables of the page: sorted by each column, searched, and read on a phone."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.newsroom import ask


def names(page: Page) -> list[str]:
    return page.locator("table .name").all_inner_texts()


def sort(page: Page, column: str, arrow: str) -> list[str]:
    """The names of the rows after a press on a column's head."""
    page.locator("thead").get_by_role("button", name=column).click()
    expect(page.locator("th:not([aria-sort=none])[aria-sort]")).to_have_text(f"{column} {arrow}")
    expect(page.locator("th[aria-sort] button:focus")).to_have_text(f"{column} {arrow}")
    return names(page)


def test_speakers_are_sorted_by_each_column(page: Page) -> None:
    page.get_by_role("link", name="Speakers").click()
    expect(page.locator("th:not([aria-sort=none])[aria-sort]")).to_have_text("Articles ↓")
    lavrov, blinken, quist = "Sergey Lavrov", "Antony Blinken", "Orlando Quist"
    assert sort(page, "Speaker", "↑") == [blinken, quist, lavrov]
    assert sort(page, "Speaker", "↓") == [lavrov, quist, blinken]
    assert sort(page, "Statements", "↓")[0] == lavrov
    assert sort(page, "Statements", "↑")[-1] == lavrov
    assert sort(page, "From – to", "↓")[0] == quist
    assert sort(page, "From – to", "↑")[-1] == quist
    sort(page, "Topics", "↑")
    topics = page.locator("td.topics").all_inner_texts()
    assert topics == sorted(topics, key=str.casefold)
    assert sort(page, "Outlets", "↓") == [blinken, quist, lavrov]


def test_articles_are_sorted_by_each_column_found_ones_too(page: Page) -> None:
    page.get_by_role("link", name="Archive").click()
    expect(page.locator("#article-list .found")).to_have_text("3 articles")
    apples, meeting = "A good year for apples", "Lavrov and Blinken meet in Stockholm"
    assert sort(page, "Title", "↑")[1:] == [apples, meeting]
    assert sort(page, "Title", "↓")[:2] == [meeting, apples]
    assert sort(page, "Statements", "↓")[0] == meeting
    assert sort(page, "Statements", "↑")[0] == apples
    assert sort(page, "Outlet", "↑")[1:] == [apples, meeting]
    page.fill("#article-words", "apples ministers")
    expect(page.locator("#article-list .found")).to_have_text("2 articles with these words")
    assert sort(page, "Date", "↓") == [meeting, apples]


def test_found_articles_come_with_the_best_match_first(page: Page) -> None:
    page.get_by_role("link", name="Archive").click()
    page.fill("#article-words", "apples harvest ministers")
    expect(page.locator("#article-list .found")).to_have_text(
        "2 articles with these words, the best match first"
    )
    expect(page.locator("th:not([aria-sort=none])[aria-sort]")).to_have_count(0)
    assert names(page)[0] == "A good year for apples"


def test_from_an_answer_of_several_to_all_that_was_said_on_its_topic(page: Page) -> None:
    ask(page, "Who spoke about Ukraine?")
    page.get_by_role("button", name="Everybody on “Ukraine”").click()
    expect(page.locator("#speaker-page h2")).to_have_text("Who said what about “Ukraine”")
    expect(page.locator("#speaker-page .facts")).to_have_text("2 speakers")
    assert set(page.locator(".said-table .quiet").all_inner_texts()) == {
        "Sergey Lavrov",
        "Antony Blinken",
    }
    page.locator(".said-table .quiet", has_text="Blinken").click()
    expect(page.locator("#speaker-page h2")).to_have_text("Antony Blinken")
    page.go_back()
    page.fill("#speaker-about", "")
    expect(page.locator("table.speakers")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_a_phone_no_view_is_wider_than_the_screen(
    browser: Browser, address: str, scheme: str
) -> None:
    with browser.new_context(
        viewport={"width": 390, "height": 844},
        color_scheme="dark" if scheme == "dark" else "light",
    ) as phone:
        page = phone.new_page()
        page.set_default_timeout(30_000)
        for view, shown in (
            ("speakers", "table.speakers"),
            ("speakers/Sergey Lavrov", "#speaker-page .dot-mark"),
            ("speakers//about/Ukraine", "#speaker-page .dot-mark"),
            ("archive", "table.articles"),
            ("sets", "#run-list :is(.example-file, .runs)"),
        ):
            page.goto(f"{address}/#{view}")
            page.wait_for_selector("body.ready")
            page.locator(shown).first.wait_for()
            assert page.evaluate("document.documentElement.scrollWidth") == 390, view
            for scroll in page.locator(".scroll:visible").all():
                assert scroll.evaluate("one => one.scrollWidth - one.clientWidth") == 0, view
