"""Writing the files that are made of a run."""

from pathlib import Path

from corpus.errors import UsageError


def write_file(path: str | Path, text: str) -> None:
    """Write a text as UTF-8; UsageError when that cannot be done."""
    try:
        Path(path).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror}): name another") from error
