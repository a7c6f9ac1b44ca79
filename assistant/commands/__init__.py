"""What each command does. Words for people go to standard output, progress to standard error.

A command's module is imported when that command is given: what the others need takes longer to
import than most of them take.
"""

import argparse
import sys
from importlib import import_module

from assistant.settings import settings_with

_COMMANDS = {
    "add": "adding",
    "ask": "asking",
    "run": "question_sets",
    "compare": "question_sets",
    "benchmark": "question_sets",
    "statements": "listing",
    "speakers": "listing",
    "status": "listing",
    "doctor": "upkeep",
    "remove": "upkeep",
    "export": "upkeep",
    "chat": "page",
}
"""The module of each command; the function in it has the command's name."""


def run(options: argparse.Namespace) -> int:
    """Carry out the command that was parsed; its exit status."""
    if options.log_json:
        from assistant.logs import log_as_json

        log_as_json(sys.stderr)
    settings = settings_with(
        data=options.data,
        model=options.model,
        device=options.device,
        chat_model=getattr(options, "chat_model", None),
        chat_base_url=getattr(options, "base_url", None),
    )
    module = import_module(f"{__name__}.{_COMMANDS[options.command]}")
    status: int = getattr(module, options.command)(settings, options)
    return status
