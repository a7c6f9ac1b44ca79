"""No serious finding of axe in any view, wide and light, and dark on a phone."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.web.newsroom import ask


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


def archive(page: Page) -> None:
    page.get_by_role("link", name="Archive").click()
    page.locator("table.articles").wait_for()


def sets(page: Page) -> None:
    page.get_by_role("link", name="Question sets").click()
    page.locator("#run-list .nothing").wait_for()


def settings(page: Page) -> None:
    page.get_by_role("button", name="Settings").click()


@pytest.mark.parametrize(
    ("scheme", "size"), [("light", (1400, 900)), ("dark", (390, 844))], ids=["wide", "phone"]
)
def test_axe_finds_nothing_serious(
    browser: Browser, address: str, scheme: Any, size: tuple[int, int]
) -> None:
    views: list[Callable[[Page], None]] = [
        answer,
        abstention,
        speakers,
        speaker,
        archive,
        sets,
        settings,
    ]
    found = []
    with browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        color_scheme=scheme,
        reduced_motion="reduce",
    ) as context:
        for view in views:
            page = context.new_page()
            page.goto(address)
            page.wait_for_selector("body.ready")
            view(page)
            for violation in Axe().run(page).response["violations"]:
                if violation["impact"] in ("serious", "critical"):
                    nodes = [node["html"][:120] for node in violation["nodes"][:3]]
                    found.append((view.__name__, violation["id"], nodes))
            page.close()
    assert found == []
