"""Sentences, paragraphs and quotations, on the cases that news text is made of."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.sentences import (
    LONGEST_SENTENCE,
    containing,
    paragraphs,
    quotations,
    sections,
    sentences,
    sentences_of,
)


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


def quoted(text: str) -> list[str]:
    return [text[start:end] for start, end in quotations(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Mr. Brandt met Mrs. Okoro and Dr. Lind.",
        "Sen. Ada Brandt and Rep. Lind agreed with Gov. Okoro.",
        "Gen. Lind, Lt. Col. Okoro and Sgt. Brandt were there.",
        "The U.S. Navy and the U.N. Security Council differ.",
        "U.S. Under Secretary Lind left.",
        "The envoy (U.S. Army) left.",
        "The United States (U.S.) Army left.",
        "George W. Bush met John F. Kerry and J. K. Lind.",
        "J.K. Lind wrote to A. Brandt.",
        "A. Brandt wrote back.",
        "Talks began on Jan. 5 and end on Feb. 11 in Sept. Hall.",
        "He lives at No. 10 and reads vol. 3, pp. 4-5, fig. 7.",
        "They met at 5 p.m. Thursday and at 9 a.m. Friday.",
        "Prices rose 3.5 percent to $1.25 a litre at 10.30.",
        "Acme Inc. Chairman Lind and Brandt Co. Director Okoro met.",
        "Martin Luther King Jr. Day is on Monday.",
        "The rate, i.e. the yearly one, e.g. last year's, rose.",
        "A Ph.D. Student from St. Petersburg spoke.",
        "She waited ... and left.",
        "She waited… and left.",
        "“Will it hold?” Lind asked.",
        "“Will it hold?” the foreign minister of Norway asked.",
        "“It will hold!” said Lind.",
        "‘Will it hold?’ Okoro asked.",
        "'Will it hold?' Okoro asked.",
        '"Will it hold?" Okoro asked.',
        "« Will it hold ? » asked Okoro.",
        "“Will it hold?” he asked.",
        "1. The harbour is to open.",
        "(a) The harbour is to open.",
        "b. The school is to close.",
        "II. What was agreed.",
        "Visit example.com or write to a.lind@example.org.",
        "Version 2.0 is here",
        "no capital and no end",
        "Москва ждёт ответа.",
        "He called it “a great victory.” and left.",
    ],
)
def test_one_sentence_stays_whole(text: str) -> None:
    assert cut(text) == [text]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The harbour opened.", "It rained."),
        ("Did it open?", "It did."),
        ("It opened!", "Crowds came."),
        ("He paused...", "The crowd waited."),
        ("He paused…", "The crowd waited."),
        ("Who knows?!", "Lind does."),
        ("They live in the U.S.", "The law is old."),
        ("It ended at 5 p.m.", "The crowd left."),
        ("She works for Acme Inc.", "He does not."),
        ("It opens in Jan.", "The rest follows."),
        ("She lives on Main St.", "Her office is near."),
        ("He studied modern art.", "The museum hired him."),
        ("She said no.", "Lind left."),
        ("The price was at its max.", "Lind sold."),
        ("He chose plan B.", "The crowd left."),
        ("It cost $3.", "Lind paid."),
        ("It was 2021.", "5 people came."),
        ("It fell to 3.", "€5 was paid."),
        ("Lind and I.", "It was us."),
        ("“It will hold.”", "The crowd left."),
        ("“It will hold,” he said.", "“We are sure.”"),
        ("‘It will hold.’", "‘We are sure.’"),
        ("'It will hold.'", "'We are sure.'"),
        ('"It will hold."', '"We are sure."'),
        ("«It will hold.»", "«We are sure.»"),
        ("« Il tiendra. »", "« Nous en sommes sûrs. »"),
        ("« Il tiendra.\u00a0»", "«\u00a0Nous en sommes sûrs.\u00a0»"),
        ("(It will hold.)", "(We are sure.)"),
        ("Она ждёт.", "Он ушёл."),
        ("Él salió.", "¿Quién volvió?"),
        ("Er ging.", "Über allem lag Schnee."),
        ("Il est parti.", "Était-ce tout?"),
        ("It ended.", "@lind wrote of it."),
    ],
)
def test_two_sentences_part(first: str, second: str) -> None:
    assert cut(f"{first} {second}") == [first, second]


def test_every_line_is_a_paragraph() -> None:
    text = "Harbour opens\n\nThe harbour opened\n  It rained. Crowds came.  \n\n- One item\n- Two"
    assert cut(text) == [
        "Harbour opens",
        "The harbour opened",
        "It rained.",
        "Crowds came.",
        "- One item",
        "- Two",
    ]
    assert [text[a:b] for a, b in paragraphs(text)][2] == "It rained. Crowds came."


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", "\f", "\u2028", "\u2029"])
def test_every_line_end_counts(line_end: str) -> None:
    text = line_end.join(["Harbour opens", "", "It rained. Crowds came.", "The end"])
    assert cut(text) == ["Harbour opens", "It rained.", "Crowds came.", "The end"]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r", " \n  "])
def test_hard_wrapped_text_goes_on_over_line_ends(line_end: str) -> None:
    first = [
        "The minister of transport said on",
        "Monday that the harbour would open",
        "before the winter. She gave no",
        "date for it.",
    ]
    second = ["Crowds had waited for hours in the", "rain to see it."]
    text = line_end.join([*first, "", *second])
    assert [" ".join(sentence.split()) for sentence in cut(text)] == [
        "The minister of transport said on Monday that the harbour would open before the winter.",
        "She gave no date for it.",
        "Crowds had waited for hours in the rain to see it.",
    ]


def test_three_wrapped_lines_are_enough_to_tell() -> None:
    text = "The minister said on Monday\nthat the harbour would open\nbefore the winter. It rained."
    assert len(cut(text)) == 2


def test_a_list_in_lower_case_is_no_wrapped_text() -> None:
    assert cut("apples\npears\nplums\nfigs\n") == ["apples", "pears", "plums", "figs"]


def test_text_without_words() -> None:
    assert cut("") == []
    assert cut(" \n\t\r\n ") == []
    assert cut("!!! ... ???") == ["!!! ... ???"]


def test_a_page_without_punctuation_is_cut_at_a_space() -> None:
    text = "word " * 1000
    pieces = cut(text)
    assert " ".join(pieces) == text.strip()
    assert max(len(piece) for piece in pieces) <= LONGEST_SENTENCE
    assert len(cut("x" * 4000)) == 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He said “it holds.” And “it does.”", ["“it holds.”", "“it does.”"]),
        ('He said "it holds." And "it does."', ['"it holds."', '"it does."']),
        ("He said «it holds.» And « it does. »", ["«it holds.»", "« it does. »"]),
        ("He said ‘it holds.’ Lind’s did.", ["‘it holds.’"]),
        ("He said 'it doesn't hold.' Lind's did.", ["'it doesn't hold.'"]),
        ("The ministers' plan and the '90s, it's old.", []),
        ("“It holds.\n“It always did.”", ["“It holds.", "“It always did.”"]),
        ("“He told me ‘no’ twice.”", ["“He told me ‘no’ twice.”"]),
        ("", []),
        ("“", []),
        ('"', []),
    ],
)
def test_quotations(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


def test_the_span_around_a_position() -> None:
    spans = [(0, 4), (6, 9)]
    assert [containing(spans, position) for position in (0, 3, 4, 6, 9)] == [
        (0, 4),
        (0, 4),
        None,
        (6, 9),
        None,
    ]
    assert containing([], 0) is None


HOSTILE = [" ", ".", ". ", "'a ", "‘a ’b", '"', "\n ", "a\t", 'a?" B ', "Mr. ", "(", ". (", "…)"]


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("end", ["", "b"])
def test_a_long_page_of_odd_text_ends_at_all(piece: str, end: str) -> None:
    """A splitter that tries anything twice would need hours for this."""
    text = piece * (300_000 // len(piece)) + end
    assert "".join("".join(cut(text)).split()) == "".join(text.split())
    assert sum(len(one) for one in quoted(text)) <= len(text)


@given(st.text(alphabet=" \n\r\t.!?…\"'“”‘’«»()aAé1-", max_size=200))
def test_sentences_cover_all_but_space_in_order(text: str) -> None:
    position = 0
    for start, end in sentences(text):
        assert position <= start < end
        assert not text[position:start].strip()
        assert text[start:end] == text[start:end].strip()
        position = end
    assert not text[position:].strip()
    for paragraph in paragraphs(text):
        inside = [s for s in sentences(text) if paragraph[0] <= s[0] < paragraph[1]]
        assert sentences_of(text, paragraph) == inside
    last = 0
    for start, end in quotations(text):
        assert last <= start < end <= len(text)
        last = end


def test_a_text_that_has_lost_its_paragraphs_is_cut_between_sentences() -> None:
    text = "One two three four. " * 3000
    found = paragraphs(text)
    assert [end - start for start, end in found] == [19_999, 19_999, 19_999]
    assert [text[start:end][:4] + text[start:end][-5:] for start, end in found] == ["One four."] * 3
    assert paragraphs("x" * 50_000 + "\nLast.")[-1] == (50_001, 50_006)
    assert sum(end - start for start, end in paragraphs("x" * 50_000)) == 50_000


def test_sections_end_where_a_paragraph_does_or_else_a_sentence() -> None:
    lines = (
        "One two three. " * 90 + "\n" + "Four. " * 200 + "\n" + "Six. " * 600 + "\n" + "x" * 5000
    )
    found = sections(lines, 2000)
    assert [start for start, _ in found] == [0, *(end for _, end in found[:-1])]
    assert found[-1][1] == len(lines)
    assert all(end - start <= 2000 for start, end in found)
    assert lines[: found[0][1]] == ("One two three. " * 90).rstrip()
    assert lines[found[1][0] : found[1][1]].endswith("Six.")


@pytest.mark.parametrize("text", ["", "One.", " " * 5000, "\n" * 5000])
def test_sections_of_little(text: str) -> None:
    assert "".join(text[start:end] for start, end in sections(text, 2000)) == text
