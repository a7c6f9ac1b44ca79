"""The link to the original leads Chromium to the cited words, whatever signs they have."""

import html
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Browser

from assistant.web.links import original_at
from corpus.article import Article

FAR = "Nothing of note happened on this day. " * 400
WORDS = [
    "“We won’t, can't & shan’t pay,” he said – not now, not ever.",
    "A well-known, so-called drop-off: 50% + 1 = #half, isn't it?",
    "The toll, he said, would rise by one-third, and the well-known ferry-men of the north, who "
    "had been asked first, would not – or so they said – pay a penny more for it, ever-after.",
    "Çelik naïvely said: «Die Straße ist zu» — 東京 agreed.",
    "-dashes- at, both ,ends-",
]


@contextmanager
def original_of(words: str) -> Iterator[str]:
    page = f"<p>{FAR}</p><p id=cited>{html.escape(words)}</p><p>{FAR}</p>".encode()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/news"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.parametrize("words", WORDS)
def test_the_words_are_scrolled_to_in_the_original(browser: Browser, words: str) -> None:
    text = f"It began.\n\n{words}\n\nIt ended."
    start = text.index(words)
    with original_of(words) as url, browser.new_context() as context:
        article = Article(id="a", title="t", text=text, url=url)
        address = original_at(article, start, start + len(words))
        assert address is not None
        page = context.new_page()
        page.goto(address[0])
        page.wait_for_function(
            """() => {
                const { top, bottom } = document.querySelector("#cited").getBoundingClientRect();
                return scrollY > 100 && top >= 0 && bottom <= innerHeight;
            }""",
            timeout=5_000,
        )
