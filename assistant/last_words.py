"""What a command that ends early says: a line for people, or with `--log-json` a line of the log.

Never both: who reads standard error as JSON can rely on every line of it.
"""

import argparse
import sys
from typing import NoReturn


class LoggingParser(argparse.ArgumentParser):
    """Says what is wrong with a command line as a line of the log."""

    def error(self, message: str) -> NoReturn:
        log(message, 2)
        sys.exit(2)


def say(
    options: argparse.Namespace,
    line: str | None,
    exit_status: int,
    error: BaseException | None = None,
) -> int:
    """Tell why a command ends, and give its exit status; no `line` is a fault of the program."""
    if options.log_json:
        log(line, exit_status, error)
    elif line is None:
        sys.stderr.write(f"onrecord: {_surprise(options.command, error)}\n")
    else:
        sys.stderr.write(f"onrecord: {line}\n")
    return exit_status


def log(line: str | None, exit_status: int, error: BaseException | None = None) -> None:
    """The event "failed": what a person would have been told, and of an error its kind and place.

    What the program did not foresee may quote an article, so its own words are left out.
    """
    from assistant.logs import EVENTS, figures, log_as_json

    log_as_json(sys.stderr)
    told = {} if line is None else {"message": line}
    level = EVENTS.critical if line is None else EVENTS.error
    level("failed", extra=figures(**told, exit_status=exit_status), exc_info=error)


def _surprise(command: str, error: BaseException | None) -> str:
    """One line on what the program did not foresee."""
    what = " ".join(str(error).split())[:200]
    return (
        f"{command} met a fault of the program ({type(error).__name__}: {what}); "
        "what was done before is kept: run it again with --log-json to see where, and report that"
    )
