"""Dates in questions, and what is left of the question without them."""

from datetime import date

import pytest

from assistant.dates import day_from, find_range, with_years


@pytest.mark.parametrize(
    ("text", "first", "last", "rest"),
    [
        ("What was said in January 2022?", "2022-01-01", "2022-01-31", "What was said?"),
        ("What was said in Feb. 2024?", "2024-02-01", "2024-02-29", "What was said?"),
        ("What was said on 2021-12-02?", "2021-12-02", "2021-12-02", "What was said?"),
        ("What was said on December 2nd, 2021?", "2021-12-02", "2021-12-02", "What was said?"),
        ("On the 2nd of December 2021 it rained", "2021-12-02", "2021-12-02", "On the it rained"),
        (
            "What was said in 2021 about NATO?",
            "2021-01-01",
            "2021-12-31",
            "What was said about NATO?",
        ),
        ("What was said in early 2021?", "2021-01-01", "2021-12-31", "What was said?"),
        ("What was said since 2 December 2021?", "2021-12-02", None, "What was said?"),
        ("What was said after 31 December 2021?", "2022-01-01", None, "What was said?"),
        ("What was said after 2021?", "2022-01-01", None, "What was said?"),
        ("What was said before 2022?", None, "2021-12-31", "What was said?"),
        ("What was said until Sept 2021?", None, "2021-09-30", "What was said?"),
        ("What was said between 2014 and 2016?", "2014-01-01", "2016-12-31", "What was said?"),
        ("What was said between May and July 2016?", "2016-05-01", "2016-07-31", "What was said?"),
        ("What was said from 2 to 5 May 2022?", "2022-05-02", "2022-05-05", "What was said?"),
        ("From December to January 2022?", "2021-12-01", "2022-01-31", "?"),
        ("between December 30 and January 2, 2022", "2021-12-30", "2022-01-02", ""),
        ("from 2022-05-05 to 2022-05-02", "2022-05-02", "2022-05-05", ""),
        ("after 9999-12-31", "9999-12-31", None, ""),
        ("before 0001-01-01", None, "0001-01-01", ""),
    ],
)
def test_days(text: str, first: str | None, last: str | None, rest: str) -> None:
    found = find_range(text)
    assert found
    assert (
        found.first.isoformat() if found.first else None,
        found.last.isoformat() if found.last else None,
        found.cut_from(text),
    ) == (first, last, rest)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "What did Lavrov say about NATO?",
        "What was said on 30 February 2022?",
        "What was said about the 2016 election?",
        "What was said in the 2030s?",
        "What was said of article 12022 and A-2021?",
        "Who spent $2000 in the shop?",
        "What may happen in March?",
        "What was said on 0000-00-00?",
    ],
)
def test_no_days(text: str) -> None:
    assert find_range(text) is None


def test_a_month_is_news_and_a_year_an_age() -> None:
    lengths = {"on 2 May 2022": True, "in May 2022": True, "in 2022": False, "since 2022": False}
    for text, short in lengths.items():
        found = find_range(text)
        assert found and found.is_at_most_a_month is short


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2021-12-02", date(2021, 12, 2)),
        (" 2 December 2021 ", date(2021, 12, 2)),
        ("dec 2, 2021", date(2021, 12, 2)),
        ("2021-1-2", date(2021, 1, 2)),
        ("December 2021", None),
        ("2021", None),
        ("2021-13-01", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_one_day_as_typed(text: str, day: date | None) -> None:
    assert day_from(text) == day


@pytest.mark.parametrize(
    ("text", "dated"),
    [
        ("What was said since January?", "What was said since January 2022?"),
        ("What was said in December?", "What was said in December 2021?"),
        ("What was said on 7 February?", "What was said on 7 February 2022?"),
        ("On December 7 what was said?", "On December 7 2021 what was said?"),
        ("What was said in January 2020?", "What was said in January 2020?"),
        ("What was said on December 2, 2021?", "What was said on December 2, 2021?"),
        ("What was said between May and July 2016?", "What was said between May and July 2016?"),
        ("What was said from May to July 2016?", "What was said from May to July 2016?"),
        ("What is the position of May on Brexit?", "What is the position of May on Brexit?"),
        ("What did May say in march?", "What did May say in march?"),
    ],
)
def test_a_month_without_a_year_is_the_last_one_of_the_archive(text: str, dated: str) -> None:
    assert with_years(text, date(2022, 2, 24)) == dated
