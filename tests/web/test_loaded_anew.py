"""A page that is loaded anew, as Gradio does when a lost connection is back, loses nothing."""

from playwright.sync_api import Page, expect

from assistant.web.conversations import Conversations
from assistant.web.transcript import Turn
from tests.web.newsroom import NATO, ask


def test_a_reload_keeps_the_conversation_what_is_typed_and_the_filters(page: Page) -> None:
    ask(page, "What did Lavrov say about NATO?")
    page.fill("#question textarea", "And about Uk")
    page.get_by_role("button", name="Filter", exact=True).click()
    page.get_by_role("checkbox", name="The Morning Wire").check()
    page.reload()
    expect(page.locator("#turn-1 .sentence").first).to_contain_text(NATO)
    expect(page.locator(".source")).to_have_count(page.locator(".sentence").count())
    expect(page.locator("#question textarea")).to_have_value("And about Uk")
    expect(page.locator("#chips li bdi")).to_have_text(["The Morning Wire"])
    ask(page, "And about Ukraine?")
    expect(page.locator("#turn-2 .understood q")).to_have_text("What did Lavrov say about Ukraine?")
    page.get_by_role("button", name="New conversation").click()
    page.reload()
    page.locator("button.example").first.wait_for()
    expect(page.locator(".turn, #chips li")).to_have_count(0)


def test_conversations_are_kept_by_key_for_a_while_the_latest_of_them() -> None:
    now = [0.0]
    kept = Conversations(most=2, seconds=60, clock=lambda: now[0])
    turn = Turn(number=1, asked="Who?")
    keys = [f"{number:032x}" for number in range(3)]
    for key in keys:
        kept.keep(key, (turn,))
    kept.keep("", (turn,))
    assert [kept.of(key) for key in [*keys, "", None]] == [(), (turn,), (turn,), (), ()]
    now[0] = 30.0
    kept.keep(keys[1], (turn, turn))
    kept.keep(keys[2], ())
    assert [kept.of(key) for key in keys] == [(), (turn, turn), ()]
    now[0] = 90.0
    assert kept.of(keys[1]) == ()
