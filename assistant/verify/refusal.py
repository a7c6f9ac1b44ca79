"""Why a sentence is not shown."""

from dataclasses import dataclass
from enum import StrEnum


class Fault(StrEnum):
    """What is wrong with a refused sentence, in the order in which it is looked for."""

    EMPTY = "empty"
    UNCITED = "uncited"
    UNKNOWN_MARKER = "unknown_marker"
    FOREIGN_LINK = "foreign_link"
    QUOTATION = "quotation"
    NUMBER = "number"
    DATE = "date"
    NAME = "name"
    SPEAKER = "speaker"
    ROLES = "roles"
    NEGATION = "negation"
    CERTAINTY = "certainty"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """The fault of a sentence, and in one line what its sources have instead."""

    fault: Fault
    reason: str
