"""Two hundred articles made to break the page, in every place where their words are shown."""

import json
from collections.abc import Iterator
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect

from assistant.assistant import NewsAssistant
from assistant.web.page import build_page
from assistant.web.server import running
from corpus.article import Article
from corpus.rejection import Reading
from index.archive import Archive
from index.build import Builder
from tests.web.newsroom import ask

PAYLOADS = [
    "<script>window.broken=1</script>",
    "<img src=http://evil.example/a.png onerror=window.broken=1>",
    "![x](http://evil.example/b.png)",
    "javascript:window.broken=1//[x](javascript:window.broken=1)",
    "<iframe src=http://evil.example/c></iframe>",
    "<style>*{display:none!important;background:url(http://evil.example/d)}</style>",
    "<svg onload=window.broken=1><use href=http://evil.example/e.svg#x></svg>",
    "\"><b onmouseover=window.broken=1>'",
    '\'" autofocus onfocus=window.broken=1 x="',
    "</mark></p></article></div></body>",
    "${window.broken=1} {{constructor.constructor('window.broken=1')()}}",
    "<a href=http://evil.example/f>click</a> <base href=http://evil.example/>",
    "\u202eyas ton did eH\u202c \u2066\u2067 \u200f",
    "&lt;script&gt;window.broken=1&lt;/script&gt; &#60;img src=x&#62;",
    "a\u0000b\u001b[31mc\ufffe\ufeff\u2028\u2029",
    "Z\u0351\u036b\u0343\u036a\u0302" * 40,
    "😀" * 60 + "\U000e0041" * 20,
    "x" * 3_000,
    "<template><form action=http://evil.example/g><input name=q></form></template>",
    "data:text/html,<!-- --><![CDATA[ ]]><meta http-equiv=refresh content='0;url=http://evil.example/h'>|",
]
PLACES = ["title", "publisher", "authors", "url", "id", "text", "speaker", "role", "all", "link"]


def article(payload: str, place: str, number: int) -> Article:
    def at(*places: str, otherwise: str) -> str:
        return payload if place in (*places, "all") else otherwise

    speaker = at("speaker", otherwise=f"Orlando Quist{number}")
    role = at("role", otherwise="Harbour master")
    said = at("text", otherwise=f"the toll of pier {number} would rise")
    return Article(
        id=f"{number} {at('id', otherwise='plain')}",
        title=at("title", otherwise=f"Pier {number}"),
        publisher=at("publisher", otherwise="The Breaker"),
        authors=(at("authors", otherwise="Ada Rao"),),
        url=f"https://evil.example/{payload}" if place == "link" else at("url", otherwise=""),
        published=date(2022, 1, 5),
        text=f"{role} {speaker} said that {said}. “It is {said},” {speaker} said.",
    )


ARTICLES = [
    article(payload, place, number)
    for number, (payload, place) in enumerate(product(PAYLOADS, PLACES))
]
ONE_WORD = Article(id="long", title="Long", published=date(2022, 3, 1), text="a" * 1_000_000)


@pytest.fixture(scope="module")
def hostile_address(tmp_path_factory: pytest.TempPathFactory, model_cache: Path) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("hostile")
    readings = (Reading(item=one, consumed=0) for one in [*ARTICLES, ONE_WORD])
    with Archive(folder / "data", cache=model_cache) as archive:
        with archive.writing():
            report = Builder(archive).add(readings)
        assert (report.added, report.rejected) == (201, [])
        page = build_page(NewsAssistant(archive), examples=[one[:500] for one in PAYLOADS])
        with running(page, host="127.0.0.1", port=0) as address:
            yield address


@pytest.fixture
def hostile_page(browser: Browser, hostile_address: str) -> Iterator[Page]:
    asked: list[str] = []
    faults: list[str] = []
    with browser.new_context(viewport={"width": 1400, "height": 900}) as context:
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("dialog", lambda dialog: faults.append(dialog.message))
        page.set_default_timeout(20_000)
        page.goto(hostile_address)
        page.wait_for_selector("body.ready")
        yield page
        assert page.evaluate("window.broken") is None
        assert faults == []
        assert [url for url in asked if not url.startswith((hostile_address, "blob:"))] == []
        assert page.url.startswith(hostile_address)


def test_no_article_breaks_the_archive_or_the_reader(hostile_page: Page) -> None:
    page = hostile_page
    page.get_by_role("link", name="Archive").click()
    for _ in range(4):
        page.get_by_role("button", name="Show more").click()
        page.wait_for_timeout(300)
    names = page.locator("table.articles .name")
    expect(names).to_have_count(201)
    # Every article is opened in turn, as the script opens them.
    opened = page.evaluate(
        """async () => {
            let opened = 0;
            for (const name of document.querySelectorAll("table.articles .name")) {
                document.querySelector("#article").replaceChildren();
                name.click();
                for (let wait = 0; wait < 200 && !document.querySelector("#article h2"); wait++)
                    await new Promise((resume) => setTimeout(resume, 10));
                if (document.querySelector("#article h2")) opened++;
                const foreign = "#article :is(script, img, iframe, svg, form, b, style), " +
                    "#article a:not([href^='https://evil.example/'])";
                if (document.querySelector(foreign)) return -opened;
            }
            return opened;
        }"""
    )
    assert opened == 201


def test_no_name_breaks_the_speakers_or_the_filters(hostile_page: Page) -> None:
    page = hostile_page
    page.get_by_role("link", name="Speakers").click()
    page.get_by_label("People only").uncheck()
    page.locator("table.speakers").wait_for()
    while page.get_by_role("button", name="Show more").count():
        page.get_by_role("button", name="Show more").click()
        page.wait_for_timeout(400)
    assert page.locator("table.speakers tbody tr").count() > 100
    foreign = "#speaker-list :is(script, img, iframe, svg, form, style)"
    expect(page.locator(foreign)).to_have_count(0)
    # Every name is opened in turn, with its timeline and its table.
    unopened = page.evaluate(
        """async () => {
            const names = [...document.querySelectorAll("table.speakers .name")];
            const failed = [];
            const heading = () => document.querySelector("#speaker-page h2");
            for (const name of names) {
                document.querySelector("#speaker-page").replaceChildren();
                name.click();
                for (let wait = 0; wait < 600 && !heading(); wait++)
                    await new Promise((resume) => setTimeout(resume, 10));
                if (!heading()) failed.push(name.dataset.speaker.slice(0, 60));
                const foreign = "#speaker-page :is(script, img, iframe, svg, form, b, style)";
                if (document.querySelector(foreign)) failed.push(foreign);
            }
            return failed;
        }"""
    )
    assert unopened == []
    page.evaluate("location.hash = '#speakers//about/toll'")
    page.reload()
    page.locator(".said-table").wait_for()
    expect(page.locator("#speaker-page .dot-mark").first).to_be_visible()
    expect(page.locator("#speaker-page :is(script, img, iframe, svg, form, b)")).to_have_count(0)
    for column in ("Speaker", "Statements", "From – to"):
        page.get_by_role("link", name="Speakers").click()
        page.locator("thead").get_by_role("button", name=column).click()
        expect(page.locator("th:not([aria-sort=none])[aria-sort]")).to_contain_text(column)
    page.get_by_role("link", name="Ask").click()
    page.get_by_role("button", name="Filter", exact=True).click()
    page.locator("#filter-outlets label").first.wait_for()
    for box in page.locator("#filter-outlets input").all():
        box.check()
    expect(page.locator("#chips li")).to_have_count(page.locator("#filter-outlets input").count())
    expect(page.locator("#composer :is(script, img, iframe, form form, style)")).to_have_count(0)


def test_no_name_of_a_file_no_question_and_no_report_breaks_the_page(hostile_page: Page) -> None:
    page = hostile_page
    name = "<img src=x onerror=window.broken=1> \u202e ${window.broken=1}.jsonl"

    def file(*records: dict[str, str]) -> FilePayload:
        text = "".join(json.dumps(one) + "\n" for one in records)
        return {"name": name, "mimeType": "text/plain", "buffer": text.encode()}

    page.get_by_role("link", name="Archive").click()
    page.set_input_files("#drop-articles input", file({"title": PAYLOADS[0]}))
    expect(page.locator("#adding .report li b")).to_contain_text("onerror=window.broken=1")
    page.get_by_role("link", name="Question sets").click()
    asked = [
        {"id": f"{n} {one[:60]}", "question": f"Who said {one[:400]}?"}
        for n, one in enumerate(PAYLOADS)
    ]
    for cases in (asked[:10], asked[8:]):
        page.set_input_files("#drop-questions input", file(*cases))
        report = page.frame_locator("#run-page iframe")
        expect(report.locator(".cases").first).to_be_attached()
    expect(page.locator("table.runs tbody tr")).to_have_count(2)
    for run in range(2):
        page.locator("[name=compare]").nth(run).check()
    page.get_by_role("button", name="Compare the two chosen").click()
    expect(report.locator(".kicker")).to_have_text("On Record comparison")
    foreign = ":is(script, img, svg, form, object)"
    expect(page.locator(f":is(#view-archive, #view-sets) {foreign}")).to_have_count(0)
    expect(report.locator(":is(script, img, form, iframe, object)")).to_have_count(0)


def test_the_page_still_answers(hostile_page: Page) -> None:
    page = hostile_page
    ask(page, "What did Orlando Quist3 say about the toll of pier 3?")
    ask(page, "Who said that the toll would rise?")
    for payload in PAYLOADS[:6]:
        ask(page, f"What did {payload} say about {payload}?")
    page.locator("button.offer, .marker").last.click()
    page.wait_for_timeout(500)
    expect(page.locator("#transcript :is(script, img, iframe, svg, form, style)")).to_have_count(0)
    page.evaluate("window.scrollTo(0, 0)")
    expect(page.locator("#send")).to_be_visible()
