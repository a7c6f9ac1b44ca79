"""Takes docs/report.png and report-case.png: the report of the sample set, in Chromium."""

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

from assistant.assistant import NewsAssistant
from assistant.questions import read_question_set, run_question_set, write_report
from assistant.questions.commands import SAMPLE_SET
from assistant.sample import sample_archive
from assistant.settings import settings_with

_FOLDER = Path(__file__).parent


def main() -> None:
    with (
        TemporaryDirectory() as folder,
        sample_archive(settings_with()) as archive,
        sync_playwright() as playwright,
    ):
        report = Path(folder) / "report.html"
        questions = read_question_set(SAMPLE_SET)
        run = run_question_set(NewsAssistant(archive), questions, Path(folder) / "results.jsonl")
        write_report(run, report, archive)
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1000, "height": 560}, device_scale_factor=0.8)
        page.goto(report.as_uri())
        page.screenshot(path=_FOLDER / "report.png")
        first = page.locator(".case").first
        first.locator(":scope > summary").click()
        first.locator(".source summary").first.click()
        page.mouse.move(0, 0)
        first.screenshot(path=_FOLDER / "report-case.png")
        browser.close()


if __name__ == "__main__":
    main()
