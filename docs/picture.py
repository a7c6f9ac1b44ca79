"""Takes docs/picture.png: the page over the sample archive, in Chromium. Run from the checkout."""

import shutil
from pathlib import Path

from playwright.sync_api import sync_playwright

from assistant.assistant import NewsAssistant
from assistant.sample import SAMPLE_QUESTIONS, sample_archive
from assistant.settings import settings_with
from assistant.web.page import build_page
from assistant.web.server import running


def main() -> None:
    with (
        sample_archive(settings_with()) as archive,
        running(
            build_page(NewsAssistant(archive), examples=SAMPLE_QUESTIONS), host="127.0.0.1", port=0
        ) as address,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1400, "height": 900}, reduced_motion="reduce")
        page.goto(address)
        page.wait_for_selector("button.example")
        page.fill("#question textarea", "What did Stoltenberg say about NATO?")
        page.keyboard.press("Enter")
        page.locator(".searched").wait_for()
        page.locator(".marker").nth(2).click()
        page.locator(".source.chosen").wait_for()
        page.mouse.move(0, 0)
        page.screenshot(path=Path(__file__).with_name("picture.png"))
        browser.close()


if __name__ == "__main__":
    main()
