"""`onrecord run`, `compare` and `benchmark`: question sets, as assistant.questions does them."""

import argparse

from assistant.commands.terminal import print_line
from assistant.logs import EVENTS, figures
from assistant.questions import commands as questions
from assistant.settings import Settings


def run(settings: Settings, options: argparse.Namespace) -> int:
    text, status = questions.run(settings, options)
    EVENTS.info("ran a question set", extra=figures(failed=status))
    print_line(text)
    return status


def compare(settings: Settings, options: argparse.Namespace) -> int:
    text, status = questions.compare(options)
    print_line(text)
    return status


def benchmark(settings: Settings, options: argparse.Namespace) -> int:
    text, status = questions.benchmark(settings, options)
    print_line(text)
    return status
