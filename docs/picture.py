"""Takes the pictures of the page in docs/, over the sample archive, in Chromium.

    python docs/picture.py [VIEW ...]

Run from the checkout. Of each view, or of those that are named, three are taken: on a desk, on a
phone, and dark. The sample archive and its runs of a question set are made for it in a folder of
its own, so that no picture shows anything of the user's.
"""

import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from assistant.assistant import NewsAssistant
from assistant.sample import SAMPLE_QUESTIONS, sample_archive
from assistant.settings import settings_with
from assistant.web.page import build_page
from assistant.web.server import running
from index.archive import Archive

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
        page.frame_locator("#run-page iframe").locator("h1").wait_for()
    page.locator("#view-others").evaluate("view => view.scrollTo(0, 0)")


def comparison(page: Page) -> None:
    page.get_by_role("link", name="Question sets").click()
    for run in range(2):
        page.locator("[name=compare]").nth(run).check()
    page.get_by_role("button", name="Compare the two chosen").click()
    page.frame_locator("#run-page iframe").locator("h1").wait_for()


def abstention(page: Page) -> None:
    ask(page, "What did Lavrov say about NATO?")
    ask(page, "And about fishing?")


def change(page: Page) -> None:
    ask(page, "How has Scholz's position on Nord Stream 2 changed?")
    page.locator(".over-time").scroll_into_view_if_needed()


def settings(page: Page) -> None:
    page.get_by_role("button", name="Settings").click()


def first_run(page: Page) -> None:
    page.locator(".first-steps").wait_for()


VIEWS: dict[str, Callable[[Page], None]] = {
    "answer": answer,
    "abstention": abstention,
    "change": change,
    "filters": filters,
    "speakers": speakers,
    "timeline": timeline,
    "archive": archive,
    "question-set": question_set,
    "comparison": comparison,
    "settings": settings,
    "first-run": first_run,
}
LOOKS: dict[str, tuple[dict[str, int], str]] = {
    "wide": (WIDE, "light"),
    "phone": (PHONE, "light"),
    "dark": (WIDE, "dark"),
}


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
        Archive(Path(folder) / "empty", cache=settings_with().cache) as empty,
        served(archive) as address,
        served(empty) as first_address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        for view in sys.argv[1:] or VIEWS:
            for look, (size, scheme) in LOOKS.items():
                at = first_address if view == "first-run" else address
                with opened(browser, at, size, scheme) as page:
                    VIEWS[view](page)
                    page.mouse.move(0, 0)
                    page.wait_for_timeout(600)
                    taken = Image.open(BytesIO(page.screenshot())).convert("RGB")
                taken.save(HERE / "pictures" / f"{view}-{look}.webp", quality=72, method=6)
                if (view, look) == ("answer", "wide"):
                    taken.quantize(96).save(HERE / "picture.png", optimize=True)
        browser.close()


@contextmanager
def served(archive: Archive) -> Iterator[str]:
    page = build_page(NewsAssistant(archive), examples=SAMPLE_QUESTIONS)
    with running(page, host="127.0.0.1", port=0) as address:
        yield address


if __name__ == "__main__":
    main()
