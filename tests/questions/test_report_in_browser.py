"""The report in a real Chromium: citations open, cases are chosen, and nothing is asked for."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Error, Page, sync_playwright

from assistant.questions import Run, write_report
from index.archive import Archive


@pytest.fixture(scope="module")
def report(done: Run, news: Archive, tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("page") / "report.html"
    write_report(done, path, news)
    return path.as_uri()


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """A window for one module only: while it is open, no other test could run an event loop."""
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
                args=["--no-sandbox", "--disable-gpu"],
            )
        except Error as error:
            pytest.skip(f"no Chromium here: {error}")
        yield browser.new_page()
        browser.close()


@pytest.mark.parametrize("width", [1280, 390])
def test_it_fits_and_asks_for_nothing(page: Page, report: str, width: int) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_viewport_size({"width": width, "height": 844})

    page.goto(report)

    assert asked == [report]
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_marker_opens_the_passage_with_the_quote_marked(
    page: Page, report: str, done: Run
) -> None:
    page.goto(report)
    case = page.locator("#case-1")
    case.locator(":scope > summary").click()
    mark = case.locator("mark").first
    assert not mark.is_visible()

    case.locator("a.marker").first.click()

    assert mark.is_visible()
    assert mark.inner_text() == done.results[0].citations[0]["quote"]


def test_a_choice_shows_the_cases_of_one_kind(page: Page, report: str) -> None:
    page.goto(report)
    page.get_by_text("failed 1").click()

    assert page.locator(".case:visible .id").all_inner_texts() == ["wrong"]
