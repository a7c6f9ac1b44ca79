"""No serious finding of axe in any view, light and dark, on a desk and on a phone."""

from collections.abc import Callable
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

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


def archive(page: Page) -> None:
    page.get_by_role("link", name="Archive").click()
    page.locator("table.articles .name").nth(1).click()
    page.locator("#article h2").wait_for()


def removal(page: Page) -> None:
    archive(page)
    page.get_by_role("button", name="Remove from the archive").click()


def sets(page: Page) -> None:
    page.get_by_role("link", name="Question sets").click()
    page.locator("#run-list :is(.example-file, .runs)").wait_for()


def settings(page: Page) -> None:
    page.get_by_role("button", name="Settings").click()


@pytest.mark.parametrize("size", [(1400, 900), (390, 844)], ids=["wide", "phone"])
def test_axe_finds_nothing_serious(browser: Browser, address: str, size: tuple[int, int]) -> None:
    views: list[Callable[[Page], None]] = [
        answer,
        abstention,
        speakers,
        speaker,
        topic,
        archive,
        removal,
        sets,
        settings,
    ]
    found = []
    with browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        reduced_motion="reduce",
    ) as context:
        for view in views:
            page = context.new_page()
            page.goto(address)
            page.wait_for_selector("body.ready")
            view(page)
            for scheme in SCHEMES:
                page.emulate_media(color_scheme=scheme)
                expect(page.locator("body.dark")).to_have_count(int(scheme == "dark"))
                for violation in Axe().run(page).response["violations"]:
                    if violation["impact"] in ("serious", "critical"):
                        nodes = [node["html"][:120] for node in violation["nodes"][:3]]
                        found.append((view.__name__, scheme, violation["id"], nodes))
            page.close()
    assert found == []
