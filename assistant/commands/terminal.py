"""What commands show: lines on standard output, and beside them notes and progress."""

import logging
import sys

from assistant.logs import EVENTS, figures


def print_line(text: str) -> None:
    """A line on standard output, at once."""
    sys.stdout.write(text.encode("utf-8", "replace").decode("utf-8") + "\n")
    sys.stdout.flush()


def print_note(text: str) -> None:
    """A line beside the output, on standard error; a line of the log where there is one."""
    if logs():
        EVENTS.warning("noted", extra=figures(message=text))
    else:
        sys.stderr.write(f"onrecord: {text}\n")


def logs() -> bool:
    """Whether standard error is a log, and so no place for a bar of progress."""
    return EVENTS.isEnabledFor(logging.INFO)
