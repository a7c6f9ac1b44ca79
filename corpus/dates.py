"""When an article was published, read from the many ways in which sources write it.

A date that cannot be read, or that can be read in two ways, is None: an article without a date is
worth more than one with a wrong date. The rule for numbers with slashes or hyphens (03/04/2021):
the day is the number above 12; where neither is above 12 and they differ, the date is ambiguous
and is None. With dots (03.04.2021) it is day, month, year, as everywhere where dots are written.
"""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

# The first newspaper is of 1605; earlier years are the zero values of programs (0001-01-01).
EARLIEST_YEAR = 1600

# Numbers count as seconds since 1970 from 1973 to 2100, and as milliseconds in the same years.
_EPOCH_SECONDS = (100_000_000, 4_102_444_800)

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january"),
            ("feb", "february"),
            ("mar", "march"),
            ("apr", "april"),
            ("may",),
            ("jun", "june"),
            ("jul", "july"),
            ("aug", "august"),
            ("sep", "sept", "september"),
            ("oct", "october"),
            ("nov", "november"),
            ("dec", "december"),
        ),
        start=1,
    )
    for name in names
}
_MONTH = rf"(?P<month>{'|'.join(sorted(_MONTHS, key=len, reverse=True))})\.?"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>\d{4})"
_WRITTEN = (
    re.compile(rf"\b{_MONTH}\s+{_DAY}\s*,?\s+{_YEAR}\b", re.IGNORECASE),
    re.compile(rf"\b{_DAY}[\s-]+(?:of\s+)?{_MONTH}[\s,-]+{_YEAR}\b", re.IGNORECASE),
)
_NUMBERS = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?!\d)")
_YEAR_FIRST = re.compile(r"(\d{4})[./](\d{1,2})[./](\d{1,2})(?!\d)")
_TIME = re.compile(
    r"[\s,]+(?:at\s+)?(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?"
    r"\s*(?P<half>[ap]\.?m\.?)?\s*(?P<zone>UTC|GMT|Z|[+-]\d{2}:?\d{2})?\s*",
    re.IGNORECASE,
)


def read_date(value: object) -> date | datetime | None:
    """The date (or date and time, with the zone if one is given), or None where it is unclear."""
    try:
        found = _read(value)
    except (ValueError, OverflowError):
        return None
    return found if found and found.year >= EARLIEST_YEAR else None


def _read(value: object) -> date | datetime | None:
    if isinstance(value, date):
        return value
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return _compact_day(str(value)) or _moment(float(value))
    if not isinstance(value, str) or len(value) > 100:
        return None
    text = " ".join(value.split())
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return _compact_day(text) or _moment(float(text))
    for read in (_iso, _rfc_2822, _written, _numbers):
        try:
            found = read(text)
        except ValueError:
            continue
        if found:
            return found
    return None


def _compact_day(digits: str) -> date | None:
    """20211202, which as seconds since 1970 would be no date that news is written about."""
    if not re.fullmatch(r"(1[6-9]|2\d)\d{6}", digits):
        return None
    return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))


def _moment(number: float) -> datetime | None:
    for seconds in (number, number / 1000):
        if _EPOCH_SECONDS[0] <= seconds <= _EPOCH_SECONDS[1]:
            return datetime.fromtimestamp(seconds, UTC)
    return None


def _iso(text: str) -> date | datetime | None:
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return date.fromisoformat(text)
    if not re.match(r"\d{4}-\d{2}-\d{2}[T ]\d", text):
        return None
    text = re.sub(r" ?(UTC|GMT)$", "Z", text)
    try:
        return datetime.fromisoformat(re.sub(r" (?=[+-]\d{2}:?\d{2}$|Z$)", "", text))
    except ValueError:
        return date.fromisoformat(text[:10])


def _rfc_2822(text: str) -> datetime | None:
    """Dates as mail and RSS write them: Thu, 02 Dec 2021 10:00:00 +0100."""
    if not re.search(r"\d:\d\d", text) or not re.match(r"([A-Za-z]{3}, )?\d{1,2} ", text):
        return None
    return parsedate_to_datetime(text)


def _written(text: str) -> date | datetime | None:
    for pattern in _WRITTEN:
        match = pattern.search(text)
        if match:
            day = date(int(match["year"]), _MONTHS[match["month"].lower()], int(match["day"]))
            return _with_time(day, text[match.end() :])
    return None


def _numbers(text: str) -> date | datetime | None:
    match = _YEAR_FIRST.match(text)
    if match:
        return _with_time(date(*map(int, match.groups())), text[match.end() :])
    match = _NUMBERS.match(text)
    if not match:
        return None
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    if match[2] == "." or first > 12 or first == second:
        day = date(year, second, first)
    elif second > 12:
        day = date(year, first, second)
    else:
        return None
    return _with_time(day, text[match.end() :])


def _with_time(day: date, rest: str) -> date | datetime:
    """The day with the time that follows it; the day alone where the time is in an unknown zone."""
    match = _TIME.fullmatch(rest)
    if not match:
        return day
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].lower().startswith("p") else 0)
    try:
        return datetime(
            day.year,
            day.month,
            day.day,
            hour,
            int(match["minute"]),
            int(match["second"] or 0),
            tzinfo=_zone(match["zone"]),
        )
    except ValueError:
        return day


def _zone(text: str | None) -> timezone | None:
    if not text:
        return None
    if text[0] not in "+-":
        return UTC
    offset = timedelta(hours=int(text[1:3]), minutes=int(text[-2:]))
    return timezone(-offset if text[0] == "-" else offset)
