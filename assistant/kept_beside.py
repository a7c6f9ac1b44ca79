"""What an archive's folder holds beside the archive: words of articles that `remove` leaves."""

import shutil
from pathlib import Path

from index.folder import discard
from index.salvage import set_aside

REPLIES = "replies"
"""What a chat model answered, where that is kept."""

QUESTION_SETS = "question-sets"
"""Those that were run from the page, with their answers."""


def kept_beside(folder: Path) -> list[Path]:
    """The folders and files of it that are there; of a damaged ledger, its log too."""
    folders = [folder / name for name in (QUESTION_SETS, REPLIES) if (folder / name).is_dir()]
    ledgers = [
        file
        for ledger in set_aside(folder)
        for ending in ("-wal", "-shm", "")
        if (file := ledger.with_name(f"{ledger.name}{ending}")).exists()
    ]
    return [*folders, *ledgers]


def delete(kept: Path) -> None:
    """Delete one of them. Raises OSError."""
    if kept.is_dir() and not kept.is_symlink():
        discard(kept)
        if kept.exists():
            shutil.rmtree(kept)
    else:
        kept.unlink()
