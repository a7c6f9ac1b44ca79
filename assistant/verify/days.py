"""Days, compared as days: "on Thursday", "2 December", "2021-12-02", "in December 2021".

A weekday in an article means the one nearest to its publication; a day without a year, the year in
which that day lies nearest to it.
"""

import calendar
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from assistant.verify.source import Source

_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): n for n, name in enumerate(calendar.month_abbr) if name}
_MONTHS["sept"] = 9
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_WEEKDAYS = {name.lower(): n for n, name in enumerate(calendar.day_name)}
_DAY = re.compile(
    r"\b(?P<iso>\d{4}-\d{2}-\d{2})\b"
    r"|\b(?P<a>\d{1,2})[./](?P<b>\d{1,2})[./](?P<y0>(?:19|20)\d\d)\b"
    rf"|\b(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?(?:\s+of)?\s+(?P<m1>{_MONTH})\b\.?(?:,?\s+(?P<y1>\d{{4}})\b)?"
    rf"|\b(?P<m2>{_MONTH})\.?\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s*[,.]?\d|\s+(?:countries|members|"
    rf"allies|people|soldiers|troops|million|billion))(?:,?\s+(?P<y2>\d{{4}})\b)?"
    rf"|\b(?P<m3>{_MONTH})\.?,?\s+(?P<y3>(?:1[5-9]|20)\d\d)\b"
    rf"|\b(?P<m4>January|February|March|April|June|July|August|September|October|November|December"
    rf"|(?:(?<=in )|(?<=since )|(?<=until )|(?<=early )|(?<=late )|(?<=mid-)|(?<=of ))May)\b"
    r"|\b(?P<wd>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b"
    r"|\bthe (?P<d5>\d{1,2})(?:st|nd|rd|th)\b"
    r"(?!\s+(?:century|time|round|anniversary|session|year|day))"
    r"|(?<![\w.,$€£-])(?P<y6>(?:1[5-9]|20)\d\d)(?![\w,-]\d)\b"
    r"|\b(?P<rel>yesterday|tomorrow|tonight)\b",
    re.IGNORECASE,
)
_OF_PUBLICATION = re.compile(
    r"\b(?:report(?:s|ed|ing)?|publish\w*|article|issue|edition|dispatch|according to the)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class Day:
    """A day as far as a text tells it."""

    text: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    relative: str | None = None

    def fits(self, other: "Day") -> bool:
        """Whether both may be one day, everything that this one tells being told by the other."""
        if self.relative or other.relative:
            return self.relative == other.relative
        for name in ("year", "month", "day", "weekday"):
            mine, theirs = getattr(self, name), getattr(other, name)
            if mine is not None and mine != theirs:
                return False
        return True


@lru_cache(maxsize=4096)
def days(text: str) -> tuple[Day, ...]:
    """The days that a text names, in order."""
    return tuple(day for match in _DAY.finditer(text) if (day := _day(match)))


def without_days(text: str) -> str:
    """A text with its days blanked out, so that their numbers are not taken for amounts."""
    return _DAY.sub(lambda m: m.group() if m["m4"] or m["wd"] or m["rel"] or m["d5"] else " ", text)


def missing(claim: str, text: str, sources: Sequence[Source]) -> Day | None:
    """The first day of a claim that is none of its sources'.

    `text` is what of the sources the claim rests on. The day of publication counts where that
    text names no day of its own, or where the claim speaks of the publication.
    """
    named = days(claim)
    if not named:
        return None
    held: list[Day] = []
    for source in sources:
        published = source.article.published_day or _dated(source.dateline)
        near = days(text) or days(source.before)
        held += _resolved(near, published)
        held += _counted(
            text, [*_resolved(near, published), *([_full(published)] if published else [])]
        )
        own = any(d.weekday is not None or d.day is not None for d in days(text))
        told = [*days(source.article.title), *(() if own else days(source.dateline))]
        if published and (not own or _OF_PUBLICATION.search(claim)):
            told.append(_full(published))
        elif published:
            # the month and the year of publication stand beside every day of the text
            told.append(Day(text="", year=published.year, month=published.month))
        held += _resolved(told, published)
    whole = _joined(named)
    for one in [*named, *([whole] if whole else [])]:
        if not any(one.fits(other) for other in held):
            return one
    return None


def _counted(text: str, anchors: Sequence[Day]) -> list[Day]:
    """What a text counts from another day: "two days before", "the evening before", "last year"."""
    found: list[Day] = []
    full = {
        date(one.year, one.month, one.day) for one in anchors if one.year and one.month and one.day
    }
    for match in _FROM_ANOTHER.finditer(text):
        way = next(value for name, value in match.groupdict().items() if value and "way" in name)
        back = way.lower() not in ("later", "after", "following", "next")
        if match["year"]:
            move = -1 if back else 1
            found += [Day(text=match.group(), year=one.year + move) for one in full]
            continue
        count = _COUNTS.get((match["count"] or "one").lower()) or int(match["count"])
        if (match["unit"] or "").lower().startswith("week"):
            count *= 7
        found += [_full(one + timedelta(-count if back else count)) for one in full]
    return found


_COUNTS = {
    name: number
    for number, name in enumerate(
        "one two three four five six seven eight nine ten eleven twelve thirteen fourteen".split(),
        1,
    )
} | {"a": 1}
_FROM_ANOTHER = re.compile(
    r"\b(?:(?P<count>a|\d{1,2}|" + "|".join(_COUNTS) + r")\s+(?P<unit>days?|weeks?)\s+"
    r"(?P<way>before|earlier|ago|later|after|previously)"
    r"|the\s+(?P<part>day|evening|night|morning|afternoon)\s+(?P<way2>before|after)"
    r"|the\s+(?P<way3>previous|next|following)\s+(?:day|evening|night|morning|afternoon)"
    r"|(?P<year>(?P<way4>last|next)\s+year|the\s+year\s+(?P<way5>before|after)"
    r"|the\s+(?P<way6>previous|following)\s+year|a\s+year\s+(?P<way7>ago|earlier|later)))\b",
    re.IGNORECASE,
)


def _joined(named: Sequence[Day]) -> Day | None:
    """ "Thursday, 2 December 2021" as the one day that it names."""
    merged: dict[str, int] = {}
    for one in named:
        for name in ("year", "month", "day", "weekday"):
            value = getattr(one, name)
            if value is not None:
                if name in merged:
                    return None
                merged[name] = value
    if not {"weekday", "day"} <= merged.keys():
        return None
    return Day(
        text=" ".join(one.text for one in named),
        year=merged.get("year"),
        month=merged.get("month"),
        day=merged["day"],
        weekday=merged["weekday"],
    )


def _resolved(named: Iterable[Day], published: date | None) -> list[Day]:
    """Days of a source in full, as far as the day of publication lets them be known."""
    found: list[Day] = []
    month = next((d for d in named if d.month and not d.day), None)
    for one in named:
        found.append(one)
        if one.day and not one.month and month:
            one = Day(text=one.text, day=one.day, month=month.month, year=month.year)
            found.append(one)
        if published is None:
            if one.year and one.month and one.day:
                found += _complete(one)
            continue
        if one.weekday is not None:
            back = (published.weekday() - one.weekday) % 7
            found.append(_full(published - timedelta(back)))
            if back:
                found.append(_full(published + timedelta(7 - back)))
        elif one.month and one.day:
            found += _complete(one, published)
        elif one.day:
            found += _complete(
                Day(text="", day=one.day, month=published.month, year=published.year)
            )
        elif one.month and not one.year:
            apart = one.month - published.month
            nearest = min((-1, 0, 1), key=lambda years: abs(12 * years + apart))
            found.append(Day(text="", month=one.month, year=published.year + nearest))
        elif one.relative:
            move = {"yesterday": -1, "tomorrow": 1, "tonight": 0}[one.relative]
            found.append(_full(published + timedelta(move)))
    return found


def _complete(one: Day, published: date | None = None) -> list[Day]:
    years = [one.year] if one.year else []
    if not years and published:
        years = sorted(
            (published.year - 1, published.year, published.year + 1),
            key=lambda y: abs((date(y, one.month or 1, min(one.day or 1, 28)) - published).days),
        )[:1]
    found = []
    for year in years:
        try:
            found.append(_full(date(year, one.month or 1, one.day or 1)))
        except (ValueError, TypeError):
            continue
    return found


def _full(day: date) -> Day:
    return Day(
        text=day.isoformat(), year=day.year, month=day.month, day=day.day, weekday=day.weekday()
    )


def _dated(text: str) -> date | None:
    for one in days(text):
        if one.year and one.month and one.day:
            try:
                return date(one.year, one.month, one.day)
            except ValueError:
                return None
    return None


def _day(match: re.Match[str]) -> Day | None:
    text = match.group()
    if match["iso"]:
        try:
            full = date.fromisoformat(text)
        except ValueError:
            return Day(text=text, year=0)
        return Day(text=text, year=full.year, month=full.month, day=full.day)
    if match["y0"]:
        return Day(text=text, year=int(match["y0"]), month=int(match["b"]), day=int(match["a"]))
    for n in "12":
        if match[f"m{n}"]:
            year = match[f"y{n}"]
            return Day(
                text=text,
                year=int(year) if year else None,
                month=_MONTHS[match[f"m{n}"].lower()],
                day=int(match[f"d{n}"]),
            )
    if match["m3"]:
        return Day(text=text, year=int(match["y3"]), month=_MONTHS[match["m3"].lower()])
    if match["m4"]:
        name = match["m4"]
        return Day(text=text, month=_MONTHS[name.lower()]) if name[0].isupper() else None
    if match["wd"]:
        return Day(text=text, weekday=_WEEKDAYS[match["wd"].lower()])
    if match["d5"]:
        return Day(text=text, day=int(match["d5"]))
    if match["y6"]:
        return Day(text=text, year=int(match["y6"]))
    return Day(text=text, relative=match["rel"].lower())
