"""A small archive, its page on a real server, and a real Chromium in front of it."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect, sync_playwright

from assistant.assistant import NewsAssistant
from assistant.web.page import build_page
from assistant.web.server import running
from corpus.readers import read_articles
from index.archive import Archive
from index.build import Builder
from tests.web.newsroom import ARTICLES, EXAMPLES, HOSTILE

# What is waited for comes in a moment, but tests may run beside other work.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def archive(tmp_path_factory: pytest.TempPathFactory, model_cache: Path) -> Iterator[Archive]:
    folder = tmp_path_factory.mktemp("archive")
    with _archive(folder, model_cache, [*ARTICLES, HOSTILE]) as archive:
        yield archive


@pytest.fixture(scope="session")
def address(archive: Archive) -> Iterator[str]:
    page = build_page(NewsAssistant(archive), examples=EXAMPLES)
    with running(page, host="127.0.0.1", port=0) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, for one module only: while it is open, no other test could run an event loop."""
    arguments = """
        --no-sandbox --disable-gpu --no-first-run --disable-background-networking
        --disable-component-update --disable-sync
    """.split()
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
                args=arguments,
            )
        except Error as error:
            pytest.skip(f"no Chromium here: {error}")
        yield browser
        browser.close()


@pytest.fixture
def requests() -> list[str]:
    """The addresses that the browser asked for during a test."""
    return []


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[BrowserContext]:
    """What the pages of a module share: the browser's cache, so that they open quickly."""
    with browser.new_context(viewport={"width": 1400, "height": 900}) as context:
        yield context


@pytest.fixture
def page(window: BrowserContext, address: str, requests: list[str]) -> Iterator[Page]:
    """The page, opened in a session of its own; a script error in it fails the test."""
    with window.new_page() as page:
        faults: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.set_default_timeout(30_000)
        page.goto(address)
        page.wait_for_selector("body.ready")
        yield page
        assert faults == []


@pytest.fixture
def empty_address(tmp_path: Path, model_cache: Path) -> Iterator[str]:
    with (
        _archive(tmp_path, model_cache, []) as archive,
        running(
            build_page(NewsAssistant(archive), examples=()), host="127.0.0.1", port=0
        ) as address,
    ):
        yield address


def _archive(folder: Path, cache: Path, articles: list[dict[str, str]]) -> Archive:
    archive = Archive(folder / "data", cache=cache)
    file = folder / "articles.jsonl"
    file.write_text("".join(json.dumps(article) + "\n" for article in articles), encoding="utf-8")
    if articles:
        with archive.writing():
            report = Builder(archive).add(read_articles([str(file)]))
        assert report.added == len(articles)
    return archive
