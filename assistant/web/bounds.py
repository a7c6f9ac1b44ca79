"""The filters beside a question: what a browser sends, and how they are read back."""

import json
from collections.abc import Mapping
from typing import Any

from assistant.assistant import NO_FILTERS, Filters
from assistant.dates import day_from
from assistant.web.markup import clipped, day_in_short
from corpus.errors import UsageError

_LONGEST_NAME = 300
_MOST_OUTLETS = 200


def filters_from(given: object) -> Filters:
    """Filters as a page or a program gives them. Raises UsageError for what is none."""
    if not given:
        return NO_FILTERS
    if not isinstance(given, Mapping):
        raise UsageError("the filters could not be read: set them again")
    since, until = _day(given, "from"), _day(given, "to")
    if since and until and since > until:
        raise UsageError(f"the filter's first day {since} is later than its last {until}: swap")
    speaker = given.get("speaker")
    outlets = given.get("outlets") or []
    if not isinstance(outlets, list) or len(outlets) > _MOST_OUTLETS:
        raise UsageError(f"the outlets must be a list of at most {_MOST_OUTLETS}")
    return Filters(
        speaker=_name(speaker) if speaker else None,
        since=since,
        until=until,
        publishers=tuple(_name(one) for one in outlets),
    )


def as_given(filters: Filters) -> str:
    """The filters as JSON that `filters_from` takes, for the page to set or share them."""
    given: dict[str, Any] = {
        "speaker": filters.speaker,
        "outlets": list(filters.publishers),
        "from": filters.since.isoformat() if filters.since else None,
        "to": filters.until.isoformat() if filters.until else None,
    }
    return json.dumps({name: value for name, value in given.items() if value})


def in_words(filters: Filters) -> list[str]:
    """Each filter as a reader would say it."""
    words = []
    if filters.speaker:
        words.append(f"words of {clipped(filters.speaker, 60)}")
    if filters.publishers:
        words.append(", ".join(clipped(one, 40) for one in filters.publishers[:4]))
        if len(filters.publishers) > 4:
            words[-1] += f" and {len(filters.publishers) - 4} more outlets"
    if filters.since and filters.until:
        words.append(f"{day_in_short(filters.since)} – {day_in_short(filters.until)}")
    elif filters.since:
        words.append(f"since {day_in_short(filters.since)}")
    elif filters.until:
        words.append(f"until {day_in_short(filters.until)}")
    return words


def _day(given: Mapping[str, Any], name: str) -> Any:
    text = given.get(name)
    if not text:
        return None
    day = day_from(str(text)[:40])
    if day is None:
        raise UsageError(f"the day {str(text)[:40]!r} is no date: write it as 2021-12-02")
    return day


def _name(given: object) -> str:
    if not isinstance(given, str) or len(given) > _LONGEST_NAME:
        raise UsageError(f"a name in the filters has more than {_LONGEST_NAME} characters")
    return given
