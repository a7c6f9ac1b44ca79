"""No serious finding of axe in any view, light and dark, on a desk and on a phone."""

from collections.abc import Callable
from threading import Event
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from assistant.assistant import NewsAssistant
from assistant.web.sets_view import running_set
from index.archive import Archive
from tests.web.newsroom import ask

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def answer(page: Page) -> None:
    ask(page, "What did Lavrov say about NATO?")
    page.locator(".marker").first.click()
    page.locator("#article mark").first.wait_for()


def abstention(page: Page) -> None:
    ask(page, "What did Lavrov say about fishing quotas?")
    page.locator("[data-do=filters]").click()
    page.locator("#filter-days svg").wait_for()


def speakers(page: Page) -> None:
    page.get_by_role("link", name="Speakers").click()
    page.locator("table.speakers").wait_for()


def speaker(page: Page) -> None:
    speakers(page)
    page.locator("table.speakers .name").first.click()
    page.locator(".timeline").wait_for()


def topic(page: Page) -> None:
    page.evaluate("location.hash = '#speakers//about/Ukraine'")
    page.reload()
    page.locator("#speaker-page .dot-mark").first.wait_for()


def an_article(page: Page) -> None:
    page.get_by_role("link", name="Archive").click()
    page.locator("table.articles .name").nth(1).click()
    page.locator("#article h2").wait_for()


def removal(page: Page) -> None:
    an_article(page)
    page.get_by_role("button", name="Remove from the archive").click()


def sets(page: Page) -> None:
    page.get_by_role("link", name="Question sets").click()
    page.locator("#run-list :is(.example-file, .runs)").wait_for()


def report(page: Page) -> None:
    sets(page)
    page.locator("table.runs .name").first.click()
    page.locator("#run-page iframe").wait_for()


def by_itself(page: Page) -> None:
    """What is in the frame as a page of its own, which asks the system for its theme."""
    framed = page.locator("#run-page iframe").get_attribute("srcdoc") or ""
    page.set_content(framed.replace("@media not all", "@media (prefers-color-scheme: dark)", 1))


def framed(page: Page) -> None:
    """The report by itself: into its frame, where no script runs, axe does not see."""
    report(page)
    by_itself(page)
    page.locator(".cases").wait_for()


def comparison(page: Page) -> None:
    """The comparison by itself, see `framed`."""
    sets(page)
    for run in range(2):
        page.locator("[name=compare]").nth(run).check()
    page.get_by_role("button", name="Compare the two chosen").click()
    page.locator("#run-page iframe").wait_for()
    by_itself(page)
    page.locator(".kicker").wait_for()


def first_run(page: Page) -> None:
    page.locator(".first-steps").first.wait_for()


def first_run_elsewhere(page: Page) -> None:
    page.get_by_role("link", name="Speakers").click()
    page.locator("#speaker-list .first-steps").wait_for()


def settings(page: Page) -> None:
    page.get_by_role("button", name="Settings").click()


@pytest.fixture(scope="module")
def two_runs(archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Two runs of a question set in the archive, with a case that passes and one that fails."""
    file = tmp_path_factory.mktemp("set") / "who.jsonl"
    for about in ("NATO", "Kyiv"):
        file.write_text(
            f'{{"question": "What did Lavrov say about {about}?", '
            '"expect": {"speakers": ["Sergey Lavrov"]}}\n'
            '{"question": "Who spoke of rain?", "expect": {"outcome": "answered"}}\n',
            encoding="utf-8",
        )
        assert list(running_set(NewsAssistant(archive), file, Event()))[-1].asked == 2


def serious(page: Page, name: str) -> list[object]:
    """What axe finds in a view, light and dark."""
    found: list[object] = []
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        if page.locator("#nav").count():
            expect(page.locator("body.dark")).to_have_count(int(scheme == "dark"))
        for violation in Axe().run(page).response["violations"]:
            if violation["impact"] in ("serious", "critical"):
                nodes = [node["html"][:120] for node in violation["nodes"][:3]]
                found.append((name, scheme, violation["id"], nodes))
    return found


@pytest.mark.usefixtures("two_runs")
@pytest.mark.parametrize("size", [(1400, 900), (390, 844)], ids=["wide", "phone"])
def test_axe_finds_nothing_serious(
    browser: Browser, address: str, empty_address: str, size: tuple[int, int]
) -> None:
    views: list[Callable[[Page], None]] = [
        answer,
        abstention,
        speakers,
        speaker,
        topic,
        an_article,
        removal,
        report,
        framed,
        comparison,
        settings,
        first_run,
        first_run_elsewhere,
    ]
    found = []
    with browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        reduced_motion="reduce",
    ) as context:
        for view in views:
            page = context.new_page()
            page.goto(empty_address if view in (first_run, first_run_elsewhere) else address)
            page.wait_for_selector("body.ready")
            view(page)
            found += serious(page, view.__name__)
            page.close()
    assert found == []
