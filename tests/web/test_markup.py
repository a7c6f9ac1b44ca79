"""Text becomes HTML that holds it as text; addresses are links only where they are safe."""

import re

import pytest

from assistant.web.markup import clipped, escape, id_of, key_of, web_address


def test_what_means_something_in_html_is_escaped() -> None:
    assert escape("<a href='x'>\"&") == "&lt;a href=&#x27;x&#x27;&gt;&quot;&amp;"


def test_control_characters_and_half_characters_are_replaced() -> None:
    assert escape("a\x00b\x1b[31m\ud800c\nd") == "a�b�[31m�c\nd"


def test_a_long_text_is_cut_with_an_ellipsis() -> None:
    assert clipped("one  two\nthree", 20) == "one two three"
    assert clipped("one two three", 8) == "one two…"
    assert len(clipped("x" * 1_000_000, 80)) == 80


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.paper.example/a?b=c#d", "paper.example"),
        ("http://paper.example", "paper.example"),
        ("HTTPS://PAPER.example/", "paper.example"),
        ("https://trusted.example@evil.example/", "evil.example"),
    ],
)
def test_an_http_address_is_a_link(url: str, host: str) -> None:
    assert web_address(url) == (url, host)


@pytest.mark.parametrize(
    "url",
    [
        None,
        "",
        "javascript:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>",
        "file:///etc/passwd",
        "//paper.example/a",
        "paper.example/a",
        "https://",
        "https://[bad/",
        "https://paper.example/a b",
        "https://paper.example/" + "x" * 3000,
    ],
)
def test_any_other_address_is_not(url: str | None) -> None:
    assert web_address(url) is None


@pytest.mark.parametrize("id", ["plain", "a b/%41'\"<é>", "\x00\ud800\n"])
def test_an_id_comes_back_from_its_key(id: str) -> None:
    assert re.fullmatch(r"[\w.~%-]+", key_of(id), re.ASCII)
    assert id_of(key_of(id)) == id
