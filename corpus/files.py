"""The files under the paths that a user names, in sorted order, each with its name and size."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.rejection import Rejection, brief

# What systems and tools leave in folders and nobody means to add.
_LEFTOVERS = {"__pycache__", "__macosx", "thumbs.db", "desktop.ini"}


@dataclass(frozen=True, kw_only=True)
class FoundFile:
    """A regular file: `name` is how the user would call it, `size` its bytes."""

    path: Path
    name: str
    size: int


def find_files(source: str) -> Iterator[FoundFile | Rejection]:
    """The file, or the files in the folder and its folders, without hidden ones.

    Everything else that was met (a pipe, a dangling link, a folder that cannot be opened) is a
    rejection, and so is a folder with nothing in it. A folder reached twice by links is read once.
    """
    try:
        is_folder = stat.S_ISDIR(os.stat(source).st_mode)  # noqa: PTH116  (Path("") is ".")
    except (OSError, ValueError) as error:
        yield _refused(source or '""', error)
        return
    if not is_folder:
        yield _look_at(Path(source), source)
        return
    found = False
    for item in _in_folder(source):
        found = True
        yield item
    if not found:
        yield Rejection(
            source=source, reason="nothing in the folder to read; name a folder that holds articles"
        )


def _in_folder(source: str) -> Iterator[FoundFile | Rejection]:
    """Depth first, with a stack of its own: paths nest deeper than Python calls may."""
    seen: set[tuple[int, int]] = set()
    waiting = [Path(source)]
    while waiting:
        path = waiting.pop()
        try:
            status = path.stat()
            if not stat.S_ISDIR(status.st_mode):
                yield _look_at(path, str(path))
                continue
            if (status.st_dev, status.st_ino) in seen:
                continue
            seen.add((status.st_dev, status.st_ino))
            names = sorted(os.listdir(path), reverse=True)  # noqa: PTH208  (names alone)
        except (OSError, ValueError) as error:
            yield _refused(str(path), error)
            continue
        waiting += [path / name for name in names if not _is_passed_over(name, names)]


def _is_passed_over(name: str, beside: list[str]) -> bool:
    """Hidden files, leftovers of tools, and the folder that a browser saves beside a page."""
    if name.startswith(".") or name.lower() in _LEFTOVERS:
        return True
    page = name.removesuffix("_files")
    return page != name and (f"{page}.html" in beside or f"{page}.htm" in beside)


def _look_at(path: Path, name: str) -> FoundFile | Rejection:
    try:
        status = path.stat()
    except (OSError, ValueError) as error:
        return _refused(name, error)
    if not stat.S_ISREG(status.st_mode):
        return Rejection(
            source=name, reason="it is no regular file but a pipe or device; save it as a file"
        )
    return FoundFile(path=path, name=name, size=status.st_size)


def _refused(name: str, error: OSError | ValueError) -> Rejection:
    if isinstance(error, FileNotFoundError):
        return Rejection(source=name, reason="there is no such file or folder; check the path")
    what = error.strerror if isinstance(error, OSError) and error.strerror else brief(error)
    return Rejection(source=name, reason=f"it cannot be opened: {what}; check the path")
