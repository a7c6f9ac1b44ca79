"""What commands show: lines on standard output."""

import sys


def print_line(text: str) -> None:
    """A line on standard output, at once."""
    sys.stdout.write(text.encode("utf-8", "replace").decode("utf-8") + "\n")
    sys.stdout.flush()
