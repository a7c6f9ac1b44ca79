"""A worker of a run: settings on the first line of standard input, then a case a line.

It answers each with a line on standard output and ends with the input. Whatever else writes to
standard output goes to standard error. Started by asking.py only.
"""

import json
import os
import signal
import sys

from assistant.opening import assistant_for, open_archive
from assistant.questions.ask_case import ask_case
from assistant.questions.case import Case
from assistant.settings import settings_of


def main() -> None:
    """Answer cases until there are no more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the process that reads us
    results = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    settings = settings_of(json.loads(sys.stdin.buffer.readline()))
    with open_archive(settings) as archive:
        assistant = assistant_for(archive, settings, keeps_replies=True)
        for line in sys.stdin.buffer:
            results.write(ask_case(assistant, Case.from_json(json.loads(line))).to_line())
            results.flush()


if __name__ == "__main__":
    main()
