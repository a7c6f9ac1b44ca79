"""Texts made to break a page are shown as what they are, and nothing is asked of anybody else."""

from playwright.sync_api import Page, expect

from tests.web.newsroom import HOSTILE_PUBLISHER, HOSTILE_SENTENCE, HOSTILE_TITLE, ask


def test_a_hostile_article_is_plain_text(page: Page, address: str, requests: list[str]) -> None:
    ask(page, "What did Quist say about the harbour toll?")
    sentence = page.locator(".sentence").filter(has_text="Quist said the harbour toll")
    assert HOSTILE_SENTENCE in sentence.locator("p").inner_text().replace("\xa0", " ")
    expect(sentence.locator("figcaption")).to_contain_text(HOSTILE_PUBLISHER)

    sentence.locator(".marker").click()
    article = page.locator("#article")
    expect(article.locator("h2")).to_have_text(HOSTILE_TITLE)
    assert article.locator("mark").all_text_contents() == [HOSTILE_SENTENCE]
    expect(article.locator("a.original")).to_have_count(0)

    assert_nothing_slipped_through(page, address, requests)


def test_a_hostile_question_is_plain_text(page: Page, address: str, requests: list[str]) -> None:
    question = "<img src=http://evil.example/q.png onerror=window.broken=1> ${1+1} **NATO** Lavrov?"
    ask(page, question)
    expect(page.locator(".question")).to_contain_text(question)
    assert_nothing_slipped_through(page, address, requests)


def test_a_page_that_is_opened_and_used_asks_nobody_else(
    page: Page, address: str, requests: list[str]
) -> None:
    ask(page, "What did Lavrov say about NATO?")
    page.locator(".marker").first.click()
    assert requests
    assert [url for url in requests if not url.startswith(f"{address}/")] == []


def assert_nothing_slipped_through(page: Page, address: str, requests: list[str]) -> None:
    columns = page.locator("#transcript, #sources, #article")
    expect(columns.locator("img, svg, script, iframe, strong")).to_have_count(0)
    expect(columns.locator("[onerror], [onload], [href^='javascript']")).to_have_count(0)
    assert page.evaluate("window.broken") is None
    assert [url for url in requests if not url.startswith(f"{address}/")] == []
