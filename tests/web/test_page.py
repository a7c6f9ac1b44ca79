"""The page in a real browser: asking, following up, and tracing words to their source."""

import time
from collections.abc import Iterator
from threading import Event

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from assistant.answer import Answer
from assistant.assistant import NewsAssistant
from assistant.web.chat import STOPPED, TROUBLE
from assistant.web.page import build_page
from assistant.web.server import running
from index.archive import Archive
from tests.web.newsroom import EXAMPLES, NATO, ask


def test_a_typed_question_is_answered_with_quotations_and_their_sources(page: Page) -> None:
    ask(page, "What did Lavrov say about NATO?")

    sentence = page.locator(".sentence").filter(has_text=NATO)
    expect(sentence.locator(".marker")).to_have_count(1)
    expect(sentence.locator("figcaption")).to_have_text(
        "Sergey Lavrov, Russian Foreign Ministerreported in The Morning Wire, 2 Dec 2021Copy"
    )
    expect(page.locator(".searched")).to_have_text(
        "Searched 3 articles, 1 Oct 2021 – 5 Jan 2022, 3 outlets: "
        "\"><svg onload=window.broken=1>' The Bre…, The Country Paper, The Morning Wire"
    )
    number = sentence.locator(".marker").inner_text().strip("[]")
    source = page.locator(f"#source-1-{number}")
    assert source.locator("blockquote mark").all_text_contents() == [NATO]
    expect(source.locator("blockquote")).to_contain_text("The meeting had lasted an hour.")
    expect(source.locator("h3")).to_have_text("Lavrov and Blinken meet in Stockholm")
    expect(source.locator(".source-facts")).to_have_text("The Morning Wire2 December 2021")
    expect(source.locator(".source-who")).to_contain_text("Lavrov")


def test_a_marker_shows_its_source_and_opens_the_whole_article_at_the_cited_words(
    page: Page,
) -> None:
    ask(page, "What did Lavrov say about NATO?")
    marker = page.locator(".sentence").filter(has_text=NATO).locator(".marker")
    card = page.locator(".sentence").filter(has_text=NATO).locator(".card")
    expect(card).to_be_hidden()
    marker.hover()
    expect(card).to_have_text(
        "Lavrov and Blinken meet in StockholmThe Morning Wire · 2 December 2021 · reported"
    )
    expect(card).to_be_visible()
    card.hover()
    page.wait_for_timeout(400)
    expect(card).to_be_visible()
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()

    marker.click()
    article = page.locator("#article")
    expect(article.locator("mark")).to_have_text([NATO])
    expect(article.locator("mark")).to_be_focused()
    expect(article.locator("mark")).to_be_in_viewport()
    expect(article.locator(".whole")).to_contain_text("in a hotel by the water.")
    expect(article.locator("[data-do=who]")).to_have_text(["Sergey Lavrov 2", "Antony Blinken 1"])
    link = article.locator("a.original")
    expect(link).to_have_attribute(
        "href",
        "https://wire.example/stockholm?a=1&b=2#:~:text="
        "Lavrov%20said%20that%20the%20further%20advance,to%20the%20East%20would%20affect%20"
        "Russia%27s%20security.".replace("to%20the%20East%20", "the%20East%20"),
    )
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    expect(link).to_have_attribute("target", "_blank")

    page.keyboard.press("Escape")
    expect(article).to_be_hidden()
    expect(marker).to_be_focused()


def test_an_answer_is_copied_as_a_quotation_and_as_markdown(
    page: Page, window: BrowserContext
) -> None:
    window.grant_permissions(["clipboard-read", "clipboard-write"])
    ask(page, "What did Lavrov say about NATO?")
    sentence = page.locator(".sentence").filter(has_text=NATO)
    sentence.hover()
    sentence.locator(".copy").click()
    expect(page.locator("#toast")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(
        f"“{NATO}” — Sergey Lavrov, Russian Foreign Minister, reported in “Lavrov and Blinken meet "
        "in Stockholm”, The Morning Wire, 2 December 2021, https://wire.example/stockholm?a=1&b=2#"
    )
    page.get_by_role("button", name="Copy as Markdown").click()
    page.wait_for_function(
        "async () => (await navigator.clipboard.readText()).startsWith('**What did Lavrov')"
    )
    assert f"> {NATO} [1]" in page.evaluate("navigator.clipboard.readText()")
    page.get_by_role("button", name="Copy link").click()
    page.wait_for_function(
        "async () => (await navigator.clipboard.readText()).endsWith("
        "'/?q=What+did+Lavrov+say+about+NATO%3F')"
    )


def test_a_question_is_changed_asked_again_and_taken_back(page: Page) -> None:
    ask(page, "What did Lavrov say about NATO?")
    ask(page, "And about Ukraine?")

    page.locator("#turn-1").get_by_role("button", name="Edit").click()
    expect(page.locator("#chips")).to_contain_text("Editing question 1")
    expect(page.locator("#question textarea")).to_have_value("What did Lavrov say about NATO?")
    page.fill("#question textarea", "What did Blinken say about Ukraine?")
    page.keyboard.press("Enter")
    expect(page.locator(".turn")).to_have_count(1)
    expect(page.locator("#turn-1 .sentence").first).to_contain_text("Washington was deeply")

    page.get_by_role("button", name="Ask again").click()
    expect(page.locator("#turn-1 .sentence").first).to_contain_text("Washington was deeply")
    expect(page.locator(".turn")).to_have_count(1)

    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".turn, .source")).to_have_count(0)
    expect(page.locator("button.example")).to_have_count(2)


def test_an_answer_that_takes_long_is_stopped(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    goes_on = Event()

    def wait(*_: object, **__: object) -> Iterator[Answer]:
        goes_on.wait(30)
        yield from ()

    with monkeypatch.context() as patch:
        patch.setattr(NewsAssistant, "stream", wait)
        page.fill("#question textarea", "What did Lavrov say about NATO?")
        page.keyboard.press("Enter")
        page.locator(".searching").wait_for()
        page.get_by_role("button", name="Stop", exact=True).click()
        expect(page.locator("#turn-1 .problem")).to_have_text(STOPPED)
        goes_on.set()
    page.get_by_role("button", name="Ask again").click()
    expect(page.locator("#turn-1 .sentence").first).to_be_visible()


def test_an_example_is_asked_and_a_follow_up_shows_how_it_was_understood(page: Page) -> None:
    expect(page.locator("button.example")).to_have_text(list(EXAMPLES))
    page.locator("button.example").first.click()
    page.locator("#turn-1 .searched").wait_for()
    expect(page.locator("#turn-1 .understood")).to_have_count(0)

    ask(page, "And about Ukraine?")
    expect(page.locator("#turn-2 .understood")).to_have_text(
        "Understood as: What did Lavrov say about Ukraine?"
    )
    expect(page.locator("#turn-2")).to_contain_text("Russia wanted no conflict over Ukraine.")

    page.locator("#turn-1 .marker").first.click()
    expect(page.locator("#article mark").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".panel-for")).to_have_text("for “What did Lavrov say about NATO?”")


def test_what_the_archive_is_silent_on_is_not_answered(page: Page) -> None:
    ask(page, "What did Lavrov say about fishing quotas?")
    expect(page.locator(".abstained")).to_contain_text("fishing quotas")
    expect(page.locator(".sentence, .source, .problem")).to_have_count(0)


def test_a_new_conversation_forgets_the_one_before(page: Page) -> None:
    ask(page, "What did Lavrov say about NATO?")
    page.get_by_role("button", name="New conversation").click()
    expect(page.locator("button.example")).to_have_count(2)
    expect(page.locator(".turn, .source")).to_have_count(0)
    ask(page, "And about Ukraine?")
    expect(page.locator(".understood")).to_have_count(0)


def test_one_session_knows_nothing_of_another(page: Page, browser: Browser, address: str) -> None:
    ask(page, "What did Lavrov say about NATO?")
    with browser.new_context() as other:
        elsewhere = other.new_page()
        elsewhere.goto(address)
        elsewhere.wait_for_selector("body.ready")
        expect(elsewhere.locator(".turn")).to_have_count(0)
        ask(elsewhere, "And about Ukraine?")
        assert "Lavrov say" not in elsewhere.locator("#turn-1").inner_text()


def test_too_long_a_question_is_declined_and_kept_for_shortening(page: Page) -> None:
    ask(page, "What about NATO? " * 100)
    expect(page.locator(".problem")).to_have_text(
        "The question has 1,699 characters: please ask in 1,000 or fewer."
    )
    assert len(page.input_value("#question textarea")) > 1_600
    ask(page, "What did Lavrov say about NATO?")
    expect(page.locator("#turn-2 .sentence").first).to_be_visible()


def test_an_empty_question_changes_nothing(page: Page) -> None:
    page.fill("#question textarea", "   ")
    page.keyboard.press("Enter")
    page.wait_for_timeout(700)
    ask(page, "What did Lavrov say about NATO?")
    expect(page.locator(".turn")).to_have_count(1)


def test_an_unforeseen_failure_is_one_line_and_a_log_record(
    page: Page, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("secret detail")

    with monkeypatch.context() as patch:
        patch.setattr(NewsAssistant, "stream", fail)
        ask(page, "What did Lavrov say about NATO?")
    expect(page.locator(".problem")).to_have_text(TROUBLE)
    assert "secret detail" not in page.content()
    assert "secret detail" in caplog.text
    ask(page, "What did Lavrov say about NATO?")
    expect(page.locator("#turn-2 .sentence").first).to_be_visible()


def test_the_keyboard_alone_opens_a_source(page: Page) -> None:
    ask(page, "What did Lavrov say about NATO?")
    page.locator(".marker").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#article mark").first).to_be_focused()


def test_on_a_phone_the_panel_is_below_and_leads_back(browser: Browser, address: str) -> None:
    with browser.new_context(viewport={"width": 390, "height": 844}) as phone:
        page = phone.new_page()
        page.goto(address)
        page.wait_for_selector("body.ready")
        ask(page, "What did Lavrov say about NATO?")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
        page.locator(".marker").first.click()
        expect(page.locator("#article mark").first).to_be_in_viewport()
        page.get_by_role("button", name="Back", exact=False).first.click()
        page.locator("#source-1-1 .back").click()
        expect(page.locator("#turn-1")).to_be_focused()


def test_the_server_ends_at_once_and_silently_under_an_open_page(
    browser: Browser, archive: Archive, capfd: pytest.CaptureFixture[str]
) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        blocks = build_page(NewsAssistant(archive), examples=EXAMPLES)
        with running(blocks, host="127.0.0.1", port=0) as address:
            page.goto(address)
            page.wait_for_selector("body.ready")
            page.locator("button.example").first.click()
            started = time.monotonic()
        assert time.monotonic() - started < 5
    assert capfd.readouterr() == ("", "")


def test_an_empty_archive_says_how_to_add_articles(browser: Browser, empty_address: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(empty_address)
        page.wait_for_selector("body.ready")
        expect(page.locator(".welcome")).to_contain_text("onrecord add FILE_OR_FOLDER")
        ask(page, "What did Lavrov say about NATO?")
        expect(page.locator(".abstained")).not_to_be_empty()
