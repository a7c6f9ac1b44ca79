"""Statements on a time axis: each has its dot, and dots are shared only where places run out."""

import re
from datetime import date, timedelta

from assistant.web.histogram import histogram_svg
from assistant.web.timeline import timeline_html
from index.overview import Said
from index.statements import Statement, StatementKind


def said(number: int, day: date | None, publisher: str | None = "Wire") -> Said:
    return Said(
        statement=Statement(
            article_id=f"a{number}",
            content=((0, 5),),
            cue=(),
            source=(),
            kind=StatementKind.DIRECT,
            speaker="Rao",
        ),
        title="Numbers",
        publisher=publisher,
        day=day,
        paragraph="Words <of> hers.",
        paragraph_start=0,
    )


def test_three_statements_are_three_dots_that_open_their_source() -> None:
    days = [date(2022, 1, 9), date(2022, 2, 9), date(2022, 3, 9)]
    html = timeline_html([said(n, day) for n, day in enumerate(days)])
    assert re.findall(
        r'data-do="read" data-article="(a\d)" data-start="0" data-end="16"', html
    ) == [
        "a0",
        "a1",
        "a2",
    ]
    assert "9 Jan 2022, Wire: Words &lt;of&gt; hers." in html


def test_three_hundred_statements_share_dots_and_none_is_lost() -> None:
    first = date(2020, 1, 1)
    many = [said(n, first + timedelta(days=3 * n), f"Outlet {n % 11}") for n in range(300)]
    html = timeline_html(many)
    single = html.count('data-do="read"')
    shared = sum(map(int, re.findall(r'title="[^"]*: (\d+) statements"', html)))
    assert single + shared == 300
    assert re.findall(r"<bdi>([^<]*)</bdi></span><span class=\"count\">(\d+)", html)[-1] == (
        "other outlets",
        "108",
    )


def test_undated_statements_have_no_place_on_the_axis() -> None:
    assert timeline_html([said(1, None)]) == ""


def test_a_bar_stands_for_the_articles_of_its_days() -> None:
    days = [(date(2020, 1, 1), 2), (date(2020, 12, 31), 1)]
    svg = histogram_svg(days)
    assert "1 Jan 2020 – 8 Jan 2020: 2 articles" in svg
    assert "26 Dec 2020 – 31 Dec 2020: 1 article" in svg
    assert len(re.findall('class="bar"', svg)) == 46
    assert histogram_svg(days[:1]) == ""
