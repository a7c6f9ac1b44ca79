"""Logs for machines: one JSON object a line, on standard error.

They say what was done, how long it took and what went wrong, and carry no article's text, no
question and no key: of an error its kind and place are told, not its message, which may quote them.
"""

import json
import logging
import traceback
from datetime import UTC, datetime
from typing import Any

EVENTS = logging.getLogger("onrecord")
"""What the program does, as events with figures: `EVENTS.info("added", extra=figures(...))`."""

_FIGURES = "figures"


def figures(**values: int | float | str | None) -> dict[str, Any]:
    """What an event says beside its name: numbers, and words of the program's own."""
    return {_FIGURES: values}


def log_as_json(stream: Any) -> None:
    """From now on all logs of this process go to the stream, as JSON."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(_JsonFormatter())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    EVENTS.setLevel(logging.INFO)


class _JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            # The message as it stands in the code: what would be filled in may be anything.
            "event": str(record.msg),
            **getattr(record, _FIGURES, {}),
        }
        if record.exc_info and record.exc_info[0]:
            told["error"] = record.exc_info[0].__name__
            told["at"] = [
                f"{frame.filename}:{frame.lineno}"
                for frame in traceback.extract_tb(record.exc_info[2])[-5:]
            ]
        return json.dumps(told, ensure_ascii=True)
