from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from corpus.dates import read_date

DAY = date(2021, 12, 2)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2021-12-02", DAY),
        ("20211202", DAY),
        (20211202, DAY),
        ("2021/12/02", DAY),
        ("December 2, 2021", DAY),
        ("Dec. 2nd 2021", DAY),
        ("2 December 2021", DAY),
        ("Thursday, 2nd of December 2021", DAY),
        ("02-Dec-2021", DAY),
        ("2.12.2021", DAY),
        ("31/12/2021", date(2021, 12, 31)),
        ("12/31/2021", date(2021, 12, 31)),
        ("03/03/2021", date(2021, 3, 3)),
        (DAY, DAY),
        ("2021-12-02T10:30:00Z", datetime(2021, 12, 2, 10, 30, tzinfo=UTC)),
        ("2021-12-02 10:30:00 UTC", datetime(2021, 12, 2, 10, 30, tzinfo=UTC)),
        (
            "2021-12-02T10:30:00+01:00",
            datetime(2021, 12, 2, 10, 30, tzinfo=timezone(timedelta(hours=1))),
        ),
        ("2021-12-02T10:30", datetime(2021, 12, 2, 10, 30)),  # noqa: DTZ001
        (
            "Thu, 02 Dec 2021 10:30:00 -0500",
            datetime(2021, 12, 2, 10, 30, tzinfo=timezone(-timedelta(hours=5))),
        ),
        ("December 2, 2021 at 5:30 p.m.", datetime(2021, 12, 2, 17, 30)),  # noqa: DTZ001
        ("Dec 2, 2021, 12:05 AM GMT", datetime(2021, 12, 2, 0, 5, tzinfo=UTC)),
        ("December 2, 2021, 5:30 p.m. Moscow time", DAY),
        (1638441000, datetime(2021, 12, 2, 10, 30, tzinfo=UTC)),
        ("1638441000", datetime(2021, 12, 2, 10, 30, tzinfo=UTC)),
        (1638441000000, datetime(2021, 12, 2, 10, 30, tzinfo=UTC)),
    ],
)
def test_reads_the_ways_in_which_sources_write_a_date(
    written: object, expected: date | datetime
) -> None:
    found = read_date(written)
    assert (found, type(found)) == (expected, type(expected))


@pytest.mark.parametrize(
    "written",
    [
        "03/04/2021",  # March or April
        "3-4-2021",
        "2021-13-45",
        "0001-01-01T00:00:00Z",
        "yesterday",
        "",
        "2021",
        "9" * 400,
        float("nan"),
        1e308,
        7,
        True,
        None,
        [],
    ],
)
def test_an_unclear_date_is_none(written: object) -> None:
    assert read_date(written) is None
