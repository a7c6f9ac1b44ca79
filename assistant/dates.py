"""Dates in a question: "in January 2022", "since 2 December 2021", "between May and July 2016"."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): n for n, name in enumerate(calendar.month_abbr) if name}
_MONTHS["sept"] = 9
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY = (
    r"(?P<iso>\d{4}-\d{1,2}-\d{1,2})"
    rf"|(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?: of)? (?P<m1>{_MONTH})\.?,? (?P<y1>\d{{4}})"
    rf"|(?P<m2>{_MONTH})\.? (?P<d2>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y2>\d{{4}})"
    rf"|(?P<m3>{_MONTH})\.?,? (?P<y3>\d{{4}})"
    r"|(?P<y4>(?:19|20)\d{2})(?![\d-])"
)
_ANY = re.compile(rf"(?<![\w$£€.,-])(?:{_DAY})(?!\w)", re.IGNORECASE)
_SHARED = re.compile(
    r"\b(?:between|from) (?:(?P<d1>\d{1,2})(?:st|nd|rd|th)? )?"
    rf"(?:(?P<month>{_MONTH})\.? )?(?:(?P<d2>\d{{1,2}})(?:st|nd|rd|th)? )?"
    r"(?:and|to|until|till) $",
    re.IGNORECASE,
)
"""The first of two dates that leaves its year, or month and year, to the second."""

_CAPITALISED_MONTH = "|".join(
    sorted((name.capitalize() for name in _MONTHS), key=len, reverse=True)
)
_YEARLESS = re.compile(
    r"\b(?:[Ss]ince|[Ii]n|[Oo]n|[Aa]fter|[Bb]efore|[Uu]ntil|[Tt]ill|[Dd]uring|[Ff]rom) "
    r"(?:(?:early|late|mid) )?(?:the )?(?:\d{1,2}(?:st|nd|rd|th)?(?: of)? )?"
    rf"(?P<month>{_CAPITALISED_MONTH})\b\.?(?: \d{{1,2}}(?:st|nd|rd|th)?\b)?"
    r"(?!,? ?\d| (?:and|to|until|till) )"
)
"""A month with no year behind it; "by May" and "of May" are left out, for May is a name too."""

_BEFORE = re.compile(
    r"(?P<word>\bbetween|\bfrom|\bsince|\bafter|\bbefore|\buntil|\btill|\bby|\bin|\bon|\bduring|"
    r"\bof|\bfor)?(?: (?:early|late|mid|the (?:start|end|beginning) of))?\s*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class DateRange:
    """Days that a question names, inclusive; None leaves a side open."""

    first: date | None
    last: date | None
    start: int
    end: int
    """Where in the question they stand, the preposition included."""

    @property
    def is_at_most_a_month(self) -> bool:
        """Whether the question means news of those days, rather than an age."""
        return bool(self.first and self.last and (self.last - self.first).days <= 31)

    def cut_from(self, text: str) -> str:
        """The question without its dates."""
        return " ".join((text[: self.start] + text[self.end :]).split()).replace(" ?", "?")


def find_range(text: str) -> DateRange | None:
    """The days that a question is bounded to, or None.

    Impossible dates count as none, and so does a bare year without a preposition, which belongs
    to what is asked about ("the 2016 election").
    """
    found = [(match, span) for match in _ANY.finditer(text) if (span := _span(match))]
    if not found:
        return None
    first, span = found[0]
    shared = _SHARED.search(text, 0, first.start())
    low_day = _shared_day(shared, span[1]) if shared and not first["y4"] else None
    if shared and low_day:
        return DateRange(first=low_day, last=span[1], start=shared.start(), end=first.end())
    lead = _BEFORE.search(text, 0, first.start())
    word = (lead["word"] or "").lower() if lead else ""
    start = lead.start() if lead and word else first.start()
    if first["y4"] and not word:
        return None
    if word in ("between", "from") and len(found) > 1:
        second, other = found[1]
        low, high = min(span[0], other[0]), max(span[1], other[1])
        return DateRange(first=low, last=high, start=start, end=second.end())
    sides: dict[str, tuple[date | None, date | None]] = {
        "since": (span[0], None),
        "from": (span[0], None),
        "after": (_moved(span[1], 1), None),
        "before": (None, _moved(span[0], -1)),
        "until": (None, span[1]),
        "till": (None, span[1]),
        "by": (None, span[1]),
    }
    since, until = sides.get(word, span)
    return DateRange(first=since, last=until, start=start, end=first.end())


def with_years(text: str, latest: date) -> str:
    """The question with a year put behind a month that has none: the last one up to `latest`."""

    def dated(match: re.Match[str]) -> str:
        month = _MONTHS[match["month"].lower()]
        year = latest.year - (month > latest.month)
        return f"{match.group()} {year}"

    return _YEARLESS.sub(dated, text)


def day_from(text: str) -> date | None:
    """One day as a user types it for a filter (ISO, or day, month and year), or None."""
    match = _ANY.fullmatch(text.strip())
    span = _span(match) if match else None
    return span[0] if span and span[0] == span[1] else None


def _shared_day(match: re.Match[str], last: date) -> date | None:
    """The day that the first of two dates stands for, when `last` is the second's last day."""
    month = _MONTHS[match["month"].lower()] if match["month"] else last.month
    day = match["d1"] or match["d2"]
    if not day and not match["month"]:
        return None
    try:
        return date(last.year - (month > last.month), month, int(day or 1))
    except ValueError:
        return None


def _moved(day: date, by: int) -> date:
    """The day before or after, as far as the calendar goes."""
    return day + timedelta(by) if date.min < day < date.max else day


def _span(match: re.Match[str]) -> tuple[date, date] | None:
    """The first and the last day that a date in words stands for."""
    try:
        if match["iso"]:
            one_day = date(*map(int, match["iso"].split("-")))
            return one_day, one_day
        if match["y4"]:
            year = int(match["y4"])
            return date(year, 1, 1), date(year, 12, 31)
        if match["m3"]:
            year, month = int(match["y3"]), _MONTHS[match["m3"].lower()]
            return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])
        one = "1" if match["m1"] else "2"
        month = _MONTHS[match[f"m{one}"].lower()]
        day = date(int(match[f"y{one}"]), month, int(match[f"d{one}"]))
    except ValueError:
        return None
    return day, day
