"""Under a path of a reverse proxy the page works as it does by itself."""

from pathlib import Path

from playwright.sync_api import Browser, expect

from assistant.assistant import NewsAssistant
from assistant.web.access import access_for
from assistant.web.page import build_page
from assistant.web.server import running
from index.archive import Archive
from tests.web.newsroom import NATO, ask
from tests.web.proxy import proxied

ACCESS = access_for("127.0.0.1", proxy_name="127.0.0.1/desk/")


def test_the_page_answers_and_takes_files_under_the_path_of_a_proxy(
    browser: Browser, archive: Archive, tmp_path: Path
) -> None:
    questions = tmp_path / "who.jsonl"
    questions.write_text('{"question": "What did Lavrov say about NATO?"}\n', encoding="utf-8")
    blocks = build_page(NewsAssistant(archive), examples=())
    with (
        running(blocks, host="127.0.0.1", port=0, access=ACCESS) as inside,
        proxied(inside, "/desk") as address,
        browser.new_context() as context,
    ):
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.goto(f"{address}/")
        page.wait_for_selector("body.ready")
        ask(page, "What did Lavrov say about NATO?")
        page.locator(".marker").first.click()
        expect(page.locator("#article mark").first).to_have_text(NATO)
        page.get_by_role("link", name="Question sets").click()
        page.set_input_files("#drop-questions input", questions)
        expect(page.locator("#running .found")).to_have_text("1 asked.")
