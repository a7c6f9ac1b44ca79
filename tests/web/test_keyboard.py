"""The page by keyboard and by ear: order of Tab, focus that is seen and kept, what is said."""

from playwright.sync_api import Browser, Page, expect

from tests.web.newsroom import NATO, ask

FOCUSED = """() => {
  const at = document.activeElement;
  const style = getComputedStyle(at);
  const seen = (one) => one && (one.outlineStyle !== "none" || one.boxShadow !== "none");
  const box = at.matches("textarea") ? getComputedStyle(at.closest(".box")) : null;
  const name = at.getAttribute("aria-label") || at.innerText;
  return [name.trim(), Boolean(seen(style) || seen(box))];
}"""


def tabbed(page: Page, times: int) -> list[str]:
    """The names of what Tab comes to, each of which has to show that it has the focus."""
    names = []
    for _ in range(times):
        page.keyboard.press("Tab")
        name, is_seen = page.evaluate(FOCUSED)
        assert is_seen, name
        names.append(name)
    return names


def test_tab_goes_through_the_page_in_the_order_in_which_it_is_read(page: Page) -> None:
    assert tabbed(page, 1) == ["Skip to what is to be typed"]
    ask(page, "What did Lavrov say about NATO?")
    page.locator(".skip").focus()
    assert tabbed(page, 6) == [
        "Ask",
        "Speakers",
        "Archive",
        "Question sets",
        "New conversation",
        "Settings",
    ]
    answer = tabbed(page, 1)
    expect(page.locator(".card.shown")).to_contain_text("Lavrov and Blinken meet")
    page.keyboard.press("Escape")
    expect(page.locator(".card.shown")).to_have_count(0)
    answer += tabbed(page, 8)
    assert answer[0].startswith("Source 1: ")
    assert answer[1] == "Copy quotation 1 with its reference"
    assert answer[-1] == "Your question"
    assert tabbed(page, 4) == ["Filter", "Ask", "Whole article", "Copy quotation"]


def test_the_skip_link_leads_to_the_box_of_each_view(page: Page) -> None:
    for key, box in (("2", "#speaker-words"), ("3", "#drop-articles input"), ("1", "textarea")):
        page.evaluate("document.activeElement.blur()")
        page.keyboard.press(key)
        page.locator(".skip").focus()
        page.keyboard.press("Enter")
        expect(page.locator(f"{box}:focus")).to_have_count(1)


def test_enter_asks_and_shift_enter_begins_a_line(page: Page) -> None:
    box = page.locator("#question textarea")
    box.focus()
    page.keyboard.type("What did Lavrov say")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("about NATO?")
    assert box.input_value() == "What did Lavrov say\nabout NATO?"
    page.keyboard.press("Enter")
    expect(page.locator("#turn-1 .sentence")).to_contain_text([NATO])
    expect(box).to_have_value("")
    expect(box).to_be_focused()


def test_escape_closes_one_thing_at_a_time_and_gives_the_focus_back(page: Page) -> None:
    button = page.get_by_role("button", name="Filter", exact=True)
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#filter-speaker")).to_be_focused()
    page.keyboard.type("bli")
    expect(page.locator("#filter-names [role=option]")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator("#filter-names")).to_be_hidden()
    expect(page.locator("#filters")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#filters")).to_be_hidden()
    expect(button).to_be_focused()


def test_the_dots_of_a_timeline_are_one_stop_and_arrows_go_between_them(page: Page) -> None:
    ask(page, "Who spoke about Ukraine?")
    page.goto(f"{page.url.partition('#')[0]}#speakers//about/Ukraine toll")
    dots = page.locator("#speaker-page .dot-mark")
    expect(dots).to_have_count(2)
    expect(page.locator("#speaker-page .dot-mark[tabindex='0']")).to_have_count(1)
    dots.first.focus()
    page.keyboard.press("ArrowDown")
    expect(dots.last).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(dots.first).to_be_focused()
    expect(page.locator("#speaker-page .dot-mark[tabindex='0']")).to_have_count(1)


def test_an_answer_is_told_once_in_order_and_an_abstention_with_its_reason(page: Page) -> None:
    told = page.locator("#told")
    expect(told).to_have_attribute("role", "log")
    ask(page, "What did Lavrov say about NATO?")
    lines = told.locator("p").all_inner_texts()
    assert lines[0] == "Searching the archive"
    assert f"Sergey Lavrov: {NATO}" in lines
    assert lines[-1].startswith("Searched 3 articles")
    assert len(lines) == page.locator("#turn-1 .sentence").count() + 2
    ask(page, "What did Lavrov say about fishing quotas?")
    assert "fishing quotas" in told.locator("p").all_inner_texts()[1]


def test_each_view_has_its_landmarks_headings_and_title(page: Page) -> None:
    expect(page.get_by_role("main")).to_have_count(1)
    expect(page.get_by_role("navigation", name="Views")).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_have_text("On Record")
    for name, title, heading in (
        ("Speakers", "Speakers – On Record", "Who speaks in the archive"),
        ("Archive", "Archive – On Record", "The archive"),
        ("Question sets", "Question sets – On Record", "Question sets"),
        ("Ask", "On Record", "Who said what?"),
    ):
        page.get_by_role("link", name=name, exact=True).click()
        expect(page).to_have_title(title)
        expect(page.get_by_role("heading", level=2).first).to_have_text(heading)


def test_on_a_phone_an_open_article_keeps_the_focus_to_itself(
    browser: Browser, address: str
) -> None:
    with browser.new_context(viewport={"width": 390, "height": 844}) as phone:
        page = phone.new_page()
        page.goto(f"{address}/#archive")
        page.wait_for_selector("body.ready")
        page.locator("table.articles .name").first.click()
        expect(page.locator("#article h2")).to_be_focused()
        for _ in range(8):
            page.keyboard.press("Tab")
            assert page.evaluate(
                "!document.activeElement.closest('#masthead, #view-ask, #view-others')"
            )
        page.keyboard.press("Escape")
        expect(page.locator("table.articles .name").first).to_be_focused()
