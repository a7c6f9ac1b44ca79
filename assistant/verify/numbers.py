"""Numbers, compared as numbers: "thirty", "1.5 billion", "$2m", "40 per cent", "fifty minutes".

Years and days are for days.py.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from assistant.verify.magnitudes import magnitudes

_UNITS = {
    word: n
    for n, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen".split()
    )
}
_TENS = {
    word: 10 * n
    for n, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), 2)
}
_SCALES = {
    "hundred": 100, "thousand": 1e3, "k": 1e3, "million": 1e6, "mn": 1e6, "m": 1e6,
    "billion": 1e9, "bn": 1e9, "trillion": 1e12, "tn": 1e12, "dozen": 12, "score": 20,
    "hundreds": 100, "thousands": 1e3, "millions": 1e6, "billions": 1e9, "dozens": 12,
}  # fmt: skip
_ORDINALS = {
    "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "twentieth": 20,
    "twenty-first": 21, "thirtieth": 30,
}  # fmt: skip
_SMALL_ORDINALS = {"first": 1, "second": 2}
_GROUPS = {"both": 2, "couple": 2, "pair": 2, "twice": 2, "double": 2, "trio": 3, "half": 0.5}
_CURRENCIES = {
    "$": "dollar", "us$": "dollar", "dollar": "dollar", "dollars": "dollar", "usd": "dollar",
    "€": "euro", "euro": "euro", "euros": "euro", "eur": "euro",
    "£": "pound", "pound": "pound", "pounds": "pound", "gbp": "pound", "sterling": "pound",
    "¥": "yen", "yen": "yen", "rouble": "rouble", "roubles": "rouble", "ruble": "rouble",
    "rubles": "rouble", "hryvnia": "hryvnia", "yuan": "yuan", "franc": "franc", "francs": "franc",
}  # fmt: skip
_MINUTES = {
    "minute": 1, "minutes": 1, "hour": 60, "hours": 60, "day": 1440, "days": 1440,
    "week": 10080, "weeks": 10080, "month": 43800, "months": 43800, "year": 525600,
    "years": 525600, "decade": 5256000, "decades": 5256000, "century": 52560000,
    "centuries": 52560000, "fortnight": 20160, "fortnights": 20160,
}  # fmt: skip
_NUMBER_WORD = "|".join(sorted([*_UNITS, *_TENS], key=len, reverse=True))
_SCALE_WORD = "|".join(sorted(_SCALES, key=len, reverse=True))
_NUMBER = re.compile(
    rf"(?P<currency>US\$|[$€£¥])?\s?"
    rf"(?P<digits>(?<![\w.,])\d{{1,3}}(?:[,\u00a0\u202f ]\d{{3}})+(?:\.\d+)?(?!\d)"
    rf"|(?<![\w])\d+(?:[.]\d+)?)"
    rf"(?:(?P<ordinal>st|nd|rd|th)\b)?(?:[\s-]?(?P<scale>{_SCALE_WORD})\b)?"
    rf"|\b(?P<words>(?:{_NUMBER_WORD}"
    rf"|a(?=[\s-](?:hundred|thousand|million|billion|trillion|dozen)\b)|"
    rf"hundreds?|thousands?|millions?|billions?|dozens?)"
    rf"(?:(?:[\s-]+(?:and[\s-]+)?)(?:{_NUMBER_WORD}|hundred|thousand|million|billion|trillion|dozen)\b)*)\b",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?P<half>\s+and\s+a\s+half)?[\s-]*(?P<percent>%|per\s?cent\b|percent\b|percentage\b)?"
    r"(?:\s*(?P<unit>[A-Za-z]+))?"
)
_ORDINAL = re.compile(rf"\b(?:{'|'.join([*_ORDINALS, *_SMALL_ORDINALS])})\b", re.IGNORECASE)
_GROUP = re.compile(rf"\b(?:{'|'.join(_GROUPS)})\b", re.IGNORECASE)
_HALF_AFTER_ONE = re.compile(
    r"\b(?:an?|one)\s+(?P<unit>hour|day|week|month|year)\s+and\s+a\s+half\b", re.IGNORECASE
)
_ONE_OF_TIME = re.compile(
    r"(?<!half )\b(?:an|a|one|a single)\s+(?P<unit>minute|hour|day|week|month|year|fortnight|"
    r"century|decade)\b"
    r"(?!\s+(?:and\s+a\s+half|ago|later|earlier|after|before))",
    re.IGNORECASE,
)
_FRACTION = re.compile(
    r"\b(?:(?P<many>a|an|one|two|three|four)[\s-])?"
    r"(?P<part>half|third|quarter|fifth|sixth|eighth|tenth)(?P<plural>s)?\b"
    r"(?=\s+(?:of|the|as|higher|lower|more|less|cheaper|dearer|in|last|this|since|over|from|to|after|"
    r"on|by|and|or|but|compared|within|during|while|between)\b|\s*[.,;]|$)"
    r"|\b(?P<one>one)(?: [a-z]+)? in (?P<of>\w+)\b",
    re.IGNORECASE,
)
_POINT = re.compile(
    r"\b(?P<part>half|quarter)(?:[\s-]+(?:of\s+)?an?)?[\s-]+(?:percentage[\s-]+)?point\b",
    re.IGNORECASE,
)
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_REACH = re.compile(
    rf"\s*(?:to|or|and|-|–)\s*(?:\d+|{_NUMBER_WORD})[\s-]+"
    r"(?P<unit>(?:minute|hour|day|week|month|year|decade)s?)\b",
    re.IGNORECASE,
)
"""What makes of "24" in "24 to 48 hours" a duration."""

_ROUGHLY = re.compile(
    r"\b(?:about|around|roughly|approximately|some|nearly|almost|close to|more than|over|at least|"
    r"well over|just under|under|less than|fewer than|up to|an estimated|or so)\s+[$€£]?[\w$€£]?$",
    re.IGNORECASE,
)
_OVER = re.compile(r"\b(?:more than|over)\s+[$€£]?[\w$€£]?$", re.IGNORECASE)
_UNDER = re.compile(r"\b(?:nearly|almost|close to|just under)\s+[$€£]?[\w$€£]?$", re.IGNORECASE)
_IS_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_THE_TWO = re.compile(
    r"\b(?:the|these|those|his|her|their|its|between|other|between the)\s+$", re.IGNORECASE
)


@dataclass(frozen=True, kw_only=True)
class Number:
    """A number in a text. `unit` is "percent", a currency, or empty; `minutes` of a duration."""

    start: int
    end: int
    text: str
    value: float
    unit: str = ""
    minutes: float | None = None
    is_ordinal: bool = False
    is_needed: bool = True
    """Whether a source has to hold it; not "one", nor "the two" of what has been named."""
    is_rough: bool = False
    """Whether it is said to be about so much."""
    way: str = ""
    """ "over" or "under" where it is said to be more or less than so much."""
    reach: tuple[float, float] | None = None
    """Of "hundreds" and the like, from how much to below how much they are."""


@lru_cache(maxsize=4096)
def numbers(text: str) -> tuple[Number, ...]:
    """The numbers of a text in order, years left out."""
    found = []
    for match in _HALF_AFTER_ONE.finditer(text):
        minutes = 1.5 * _MINUTES[match["unit"].lower()]
        found.append(_number(match, value=1.5, minutes=minutes))
    found += [part for match in _FRACTION.finditer(text) if (part := _fraction(match))]
    found += [
        _number(match, value=1 / _PARTS[match["part"].lower()], unit="point")
        for match in _POINT.finditer(text)
    ]
    found += list(_many(text))
    taken = [(one.start, one.end) for one in found]
    found += [
        _number(match, value=1, minutes=_MINUTES[match["unit"].lower()], is_needed=False)
        for match in _ONE_OF_TIME.finditer(text)
    ]
    for match in _NUMBER.finditer(text):
        if any(a <= match.start() < b for a, b in taken):
            continue
        if one := _cardinal(text, match):
            found.append(one)
    for match in _ORDINAL.finditer(text):
        if any(a <= match.start() < b for a, b in taken):
            continue
        word = match.group().lower()
        value = _ORDINALS.get(word) or _SMALL_ORDINALS[word]
        found.append(
            _number(match, value=value, is_ordinal=True, is_needed=word not in _SMALL_ORDINALS)
        )
    found += [
        _number(match, value=_GROUPS[match.group().lower()], is_needed=False)
        for match in _GROUP.finditer(text)
    ]
    return tuple(sorted(found, key=lambda one: one.start))


def missing(claim: str, held: str) -> Number | None:
    """The first number of a claim that a text does not hold as the same amount of the same."""
    known = numbers(held)
    for one in numbers(claim):
        is_held = any(_same(one, other) for other in known) or (
            bool(_COUNTS_NAMES.match(claim, one.end)) and _lists(held, one.value)
        )
        if one.is_needed and not is_held:
            return one
        others = [o for o in known if o.is_ordinal]
        if one.is_ordinal and others and not any(_same(one, o) for o in known):
            return one
    return None


def _lists(text: str, count: float) -> bool:
    """Whether a text lists so many by name: three countries for "India, Kenya and Gabon"."""
    return any(
        match.group().count(",") + (2 if ", and " not in match.group() else 1) == count
        for match in _LIST.finditer(text)
    )


_COUNTS_NAMES = re.compile(
    r"\s+(?:[\w’'-]+\s+){0,2}?(?:countries|states|nations|governments|members|ministers|presidents|"
    r"leaders|men|women|people|cities|towns|villages|parties|companies|firms|sides|bodies|banks|"
    r"teams|clubs|judges|languages|groups|neighbours|neighbors|allies|newspapers|capitals|regions|"
    r"provinces|islands|candidates|senators|lawmakers|organisations|organizations|unions|charities|"
    r"airlines|universities|schools|rivers)\b",
    re.IGNORECASE,
)
"""What is counted by its names."""

_LISTED = r"(?:the )?[A-Z][\w’'-]+(?: (?:of )?[A-Z][\w’'-]+)*"
_LIST = re.compile(rf"{_LISTED}(?:, {_LISTED})*,? and {_LISTED}")


def _fraction(match: re.Match[str]) -> Number | None:
    """ "A fifth" and "one in five" as 20 per cent; "half" need not be in a source."""
    if match["one"]:
        of = _UNITS.get(match["of"].lower()) or _TENS.get(match["of"].lower())
        return _number(match, value=100 / of, unit="percent") if of else None
    many = {"two": 2, "three": 3, "four": 4}.get((match["many"] or "a").lower(), 1)
    part = match["part"].lower()
    if not match["many"] and part != "half":
        return None  # "the third of January"
    return _number(
        match,
        value=100 * many / _PARTS[part],
        unit="percent",
        is_needed=bool(match["many"]) and part != "half",
    )


def _many(text: str) -> Iterator[Number]:
    """ "Hundreds" and the like, in minutes where they are hundreds of hours or years."""
    for one in magnitudes(text):
        after = re.match(r"\s+(?:of\s+)?(?P<unit>[a-z]+)", text[one.end :], re.IGNORECASE)
        named = after["unit"].lower() if after else ""
        minutes = _MINUTES.get(named)
        times = minutes or 1
        yield Number(
            start=one.start,
            end=one.end,
            text=text[one.start : one.end],
            value=one.least,
            unit=_CURRENCIES.get(named, ""),
            minutes=minutes and one.least * minutes,
            reach=(one.least * times, one.most * times),
        )


def _lies_within(one: Number, other: Number) -> bool:
    """Whether "hundreds" of one text are the number of another, or are said there too."""
    assert one.reach is not None
    least, most = one.reach
    if other.reach is not None:
        return one.reach == other.reach
    if other.is_ordinal or other.unit in ("percent", "point"):
        return False
    if (one.minutes is None) != (other.minutes is None):
        return False
    if one.unit and other.unit and one.unit != other.unit:
        return False
    return least <= (other.minutes or other.value) < most


def _bounded(one: Number, other: Number) -> bool:
    """Whether "more than" or "nearly" so much is a fair round figure for another number."""
    mine, theirs = one.minutes or one.value, other.minutes or other.value
    if theirs <= 0 or one.is_ordinal or other.is_ordinal or other.reach:
        return False
    if one.way == "over":
        first = 10 ** (len(str(int(theirs))) - 1)
        is_cut = theirs >= first and theirs // first * first == mine
        return mine <= theirs and (is_cut or theirs < mine * _MOST_OVER)
    return mine * _LEAST_UNDER <= theirs <= mine


_MOST_OVER = 1.2
_LEAST_UNDER = 0.85
"""Times the round figure that a number is called more, or nearly, so much."""


def _rounded(one: Number, other: Number) -> bool:
    """Whether a number that says of itself that it is rounded is the other one in round figures."""
    if not one.is_rough or one.is_ordinal or (one.unit or other.unit) != (other.unit or one.unit):
        return False
    if (one.minutes is None) != (other.minutes is None) or other.value <= 0:
        return False
    if one.way and (one.unit == "percent") == (other.unit == "percent") and _bounded(one, other):
        return True
    mine, theirs = one.minutes or one.value, other.minutes or other.value
    digits = len(str(int(theirs)))
    return any(mine == round(theirs, -places) for places in range(1, digits))


def _same(one: Number, other: Number) -> bool:
    if one.reach is not None:
        return _lies_within(one, other)
    if other.reach is not None:
        return False
    if _rounded(one, other):
        return True
    if one.minutes is not None and other.minutes is not None:
        return abs(one.minutes - other.minutes) <= 0.01 * max(one.minutes, other.minutes)
    if one.minutes is not None or other.minutes is not None:
        # a duration is no count, but a compound may hide its unit: "a 24 to 48 hour window"
        bare = one if one.minutes is None else other
        return one.value == other.value and not bare.unit and bare.minutes is None
    units = {one.unit, other.unit} - {""}
    if len(units) > 1 or (one.unit == "percent") != (other.unit == "percent"):
        return False
    return abs(one.value - other.value) <= 1e-6 * max(1.0, abs(one.value))


def _cardinal(text: str, match: re.Match[str]) -> Number | None:
    unit, minutes = "", None
    if match["digits"]:
        digits = re.sub(r"[,\u00a0\u202f ]", "", match["digits"])
        after = _AFTER.match(text, match.end())
        if _IS_YEAR.fullmatch(match["digits"]) and not match["scale"] and not match["currency"]:
            named = after["unit"].lower() if after and after["unit"] else ""
            if not (after and after["percent"]) and named not in _CURRENCIES:
                return None
        value = float(digits) * _SCALES.get((match["scale"] or "").lower(), 1)
        unit = _CURRENCIES.get((match["currency"] or "").lower(), "")
    else:
        value = _value(match["words"])
        after = _AFTER.match(text, match.end())
    if after:
        if after["half"]:
            value += 0.5
        named = (after["unit"] or "").lower()
        if after["percent"]:
            unit = "percent"
        elif named in _CURRENCIES:
            unit = _CURRENCIES[named]
        elif named in _MINUTES:
            minutes = value * _MINUTES[named]
        elif reach := _REACH.match(text, match.end()):
            minutes = value * _MINUTES[reach["unit"].lower()]
    needed = True
    if match["words"]:
        word = match["words"].lower()
        before = text[max(0, match.start() - 14) : match.start()]
        needed = word not in ("one", "zero") and not (word == "two" and _THE_TWO.search(before))
    return _number(
        match,
        value=value,
        unit=unit,
        minutes=minutes,
        is_ordinal=bool(match["ordinal"]),
        is_needed=needed,
    )


def _value(text: str) -> float:
    total = current = 0.0
    for word in re.split(r"[\s-]+", text.lower()):
        if word in ("and", "a"):
            continue
        if word in _UNITS or word in _TENS:
            current += _UNITS.get(word, _TENS.get(word, 0))
        elif _SCALES[word] >= 1000:
            total += (current or 1) * _SCALES[word]
            current = 0
        else:
            current = (current or 1) * _SCALES[word]
    return total + current


def _number(
    match: re.Match[str],
    *,
    value: float,
    unit: str = "",
    minutes: float | None = None,
    is_ordinal: bool = False,
    is_needed: bool = True,
) -> Number:
    before = match.string[: match.start() + 1]
    return Number(
        start=match.start(),
        end=match.end(),
        text=match.group().strip(),
        value=value,
        unit=unit,
        minutes=minutes,
        is_ordinal=is_ordinal,
        is_needed=is_needed,
        is_rough=bool(_ROUGHLY.search(match.string, 0, match.start() + 1)),
        way="over" if _OVER.search(before) else "under" if _UNDER.search(before) else "",
    )
