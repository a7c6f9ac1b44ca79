"""Where a chat model is configured, each browser may choose to be answered in quotations only."""

from collections.abc import Iterator

import pytest
from gradio_client import Client  # type: ignore[import-untyped]
from playwright.sync_api import Browser, Page, expect

from assistant.assistant import NewsAssistant
from assistant.chat.model import LangChainModel
from assistant.web.page import build_page
from assistant.web.server import running
from index.archive import Archive
from tests.chat.server import ChatServer, chat_server
from tests.web.newsroom import ask

QUESTION = "What did Lavrov say about NATO?"


@pytest.fixture(scope="module")
def chat() -> Iterator[ChatServer]:
    with chat_server() as server:
        server.says("Lavrov said the advance of NATO would affect Russia's security [1].")
        yield server


@pytest.fixture(scope="module")
def written_address(archive: Archive, chat: ChatServer) -> Iterator[str]:
    model = LangChainModel("openai:test-model", base_url=chat.openai, timeout=5.0)
    page = build_page(NewsAssistant(archive, model=model), examples=())
    with running(page, host="127.0.0.1", port=0) as address:
        yield address


def test_quotations_are_chosen_instead_of_the_model_and_the_choice_is_kept(
    browser: Browser, written_address: str, chat: ChatServer
) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.goto(written_address)
        page.wait_for_selector("body.ready")
        ask(page, QUESTION)
        assert len(chat.requests) == 1
        page.get_by_role("button", name="Settings").click()
        answers = page.locator("#settings [name=answerer]")
        expect(answers.locator("option")).to_have_text(
            ["Written by openai:test-model", "Quotations only"]
        )
        answers.select_option("Quotations only")
        page.reload()
        expect(page.locator(".turn")).to_have_count(1)
        ask(page, QUESTION)
        expect(page.locator("#turn-2 .sentence").first).to_be_visible()
        assert len(chat.requests) == 1


def test_a_program_may_ask_for_quotations_only(written_address: str, chat: ChatServer) -> None:
    client = Client(written_address, verbose=False)
    before = len(chat.requests)
    quoted = client.predict(QUESTION, quotations_only=True, api_name="/ask")
    assert (quoted["answerer"], len(chat.requests)) == ("extractive", before)
    written = client.predict(QUESTION, api_name="/ask")
    assert (written["answerer"], len(chat.requests)) == ("openai:test-model", before + 1)


def test_without_a_chat_model_there_is_no_choice(page: Page) -> None:
    page.get_by_role("button", name="Settings").click()
    expect(page.get_by_label("Theme")).to_be_visible()
    expect(page.locator("#settings [name=answerer]")).to_have_count(0)


def test_a_page_without_examples_offers_questions_that_the_archive_answers(
    browser: Browser, written_address: str, chat: ChatServer
) -> None:
    before = len(chat.requests)
    with browser.new_context() as context:
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.goto(written_address)
        example = page.locator("button.example").first
        expect(example).to_have_text("What did Antony Blinken say about plans?")
        assert len(chat.requests) == before
