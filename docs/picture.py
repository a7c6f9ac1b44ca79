"""Takes the pictures of the page in docs/, over the sample archive, in Chromium.

    python docs/picture.py

Run from the checkout. The sample archive and its runs of a question set are made for it in a
folder of its own, so that no picture shows anything of the user's.
"""

import json
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from assistant.assistant import NewsAssistant
from assistant.sample import SAMPLE_QUESTIONS, sample_archive
from assistant.settings import settings_with
from assistant.web.page import build_page
from assistant.web.server import running

HERE = Path(__file__).parent
WIDE = {"width": 1400, "height": 900}
PHONE = {"width": 390, "height": 844}
CASES = [
    {"question": "What did Lavrov say about NATO?", "expect": {"speakers": ["Sergey Lavrov"]}},
    {"question": "What did Scholz say about Nord Stream 2?", "expect": {"outcome": "answered"}},
    {"question": "What did Zelensky say about panic?", "expect": {"outcome": "answered"}},
    {"question": "What did Blinken say about fishing?", "expect": {"outcome": "abstained"}},
]


def ask(page: Page, question: str) -> None:
    turns = page.locator(".turn").count()
    page.fill("#question textarea", question)
    page.keyboard.press("Enter")
    page.locator(".turn").nth(turns).locator(".actions").wait_for()


def answer(page: Page) -> None:
    ask(page, "What did Stoltenberg say about NATO?")
    page.locator(".marker").nth(2).click()
    page.locator("#article mark").wait_for()


def filters(page: Page) -> None:
    ask(page, "What did Scholz say about Nord Stream 2?")
    page.locator("[data-do=filters]").click()
    page.locator("#filter-days svg").wait_for()
    page.fill("#filter-speaker", "scholz")
    page.locator("#filter-names [role=option]").first.click()
    page.locator("#filter-outlets input").first.check()
    page.fill("#filter-from", "2022-01-15")
    page.locator("#filter-from").blur()


def speakers(page: Page) -> None:
    page.get_by_role("link", name="Speakers").click()
    page.locator("table.speakers").wait_for()


def timeline(page: Page) -> None:
    speakers(page)
    page.get_by_role("button", name="Olaf Scholz").click()
    page.locator(".timeline").wait_for()


def archive(page: Page) -> None:
    page.get_by_role("link", name="Archive").click()
    page.locator("table.articles .name").nth(2).click()
    page.locator("#article h2").wait_for()


def question_set(page: Page) -> None:
    page.get_by_role("link", name="Question sets").click()
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "diplomacy.jsonl"
        file.write_text("\n".join(map(json.dumps, CASES)), encoding="utf-8")
        page.set_input_files("#drop-questions input", file)
        page.locator("#run-page iframe").wait_for()
    page.locator("#view-others").evaluate("view => view.scrollTo(0, 0)")


PICTURES: tuple[tuple[str, Any, dict[str, int], str], ...] = (
    ("picture", answer, WIDE, "light"),
    ("page-dark", answer, WIDE, "dark"),
    ("page-phone", lambda page: ask(page, "What did Lavrov say about NATO?"), PHONE, "light"),
    ("page-filters", filters, WIDE, "light"),
    ("page-speakers", speakers, WIDE, "light"),
    ("page-timeline", timeline, WIDE, "light"),
    ("page-archive", archive, WIDE, "light"),
    ("page-question-set", question_set, WIDE, "light"),
)


@contextmanager
def opened(browser: Browser, address: str, size: dict[str, int], scheme: Any) -> Iterator[Page]:
    with browser.new_context(
        viewport={"width": size["width"], "height": size["height"]},
        color_scheme=scheme,
        reduced_motion="reduce",
        locale="en-GB",
    ) as context:
        page = context.new_page()
        page.goto(address)
        page.wait_for_selector("body.ready")
        yield page


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        sample_archive(settings_with(data=Path(folder) / "pictures")) as archive,
        running(
            build_page(NewsAssistant(archive), examples=SAMPLE_QUESTIONS), host="127.0.0.1", port=0
        ) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for name, prepare, size, scheme in PICTURES:
            with opened(browser, address, size, scheme) as page:
                prepare(page)
                page.mouse.move(0, 0)
                page.wait_for_timeout(400)
                target = HERE / f"{name}.png"
                page.screenshot(path=target)
                Image.open(target).quantize(96).save(target, optimize=True)
        browser.close()


if __name__ == "__main__":
    main()
