"""The articles of the page's tests, and how a question is asked in a browser."""

from playwright.sync_api import Page

EXAMPLES = ("What did Lavrov say about NATO?", "What did Blinken say about Ukraine?")

NATO = "Lavrov said that the further advance of NATO to the East would affect Russia's security."

ARTICLES = [
    {
        "id": "stockholm",
        "title": "Lavrov and Blinken meet in Stockholm",
        "publisher": "The Morning Wire",
        "published": "2021-12-02",
        "url": "https://wire.example/stockholm?a=1&b=2",
        "text": "Russian Foreign Minister Sergey Lavrov spoke to reporters in Stockholm on "
        f"Thursday. The meeting had lasted an hour. {NATO} He left in the evening.\n\n"
        "Lavrov said that Russia wanted no conflict over Ukraine.\n\n"
        "US Secretary of State Antony Blinken said that Washington was deeply concerned by "
        "Russian plans for aggression against Ukraine.\n\n"
        "The meeting of ministers took place in a hotel by the water.",
    },
    {
        "id": "harvest",
        "title": "A good year for apples",
        "publisher": "The Country Paper",
        "published": "2021-10-01",
        "text": "Growers in the valley expect a good harvest of apples. The summer was mild.",
    },
]

HOSTILE_SENTENCE = (
    'Quist said the harbour toll <img src=x onerror="window.broken=1"> would '
    "![](http://evil.example/pixel.png) rise [x](javascript:window.broken=1) by "
    "</mark><script>window.broken=1</script> ${window.broken=1} {{constructor}} $x$ [3] in June."
)
HOSTILE_TITLE = "<img src=http://evil.example/title.png onerror=window.broken=1> harbour"
HOSTILE_PUBLISHER = "\"><svg onload=window.broken=1>' The Breaker"

HOSTILE = {
    "id": "hostile'\"><b>",
    "title": HOSTILE_TITLE,
    "publisher": HOSTILE_PUBLISHER,
    "published": "2022-01-05",
    "url": "javascript:window.broken=1",
    "text": "Harbour master Orlando Quist met the council on Wednesday. "
    f"{HOSTILE_SENTENCE} The council took note of it. \u202eAnd went home.",
}


def ask(page: Page, question: str) -> None:
    """Type a question and wait until its answer is complete."""
    turns = page.locator(".turn").count()
    page.fill("#question textarea", question)
    page.keyboard.press("Enter")
    page.locator(".turn").nth(turns).locator(".actions").wait_for()
