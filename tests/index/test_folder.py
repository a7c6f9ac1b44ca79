"""The data folder is its owner's alone, and copies of it open."""

import os
import sys
from pathlib import Path

import pytest

from index.archive import Archive
from tests.articles import HARBOUR, add


@pytest.mark.skipif(sys.platform == "win32", reason="rights are of another kind there")
def test_nobody_but_the_owner_may_read_what_is_stored(tmp_path: Path, model_cache: Path) -> None:
    before = os.umask(0)
    try:
        with Archive(tmp_path / "made" / "data", cache=model_cache) as archive:
            assert archive.folder.stat().st_mode & 0o777 == 0o700
            add(archive, HARBOUR)
            paths = [archive.folder, *archive.folder.rglob("*")]
            assert len(paths) > 10
            assert [path for path in paths if path.stat().st_mode & 0o077] == []
    finally:
        os.umask(before)


def test_what_was_discarded_and_left_is_deleted_by_the_next_writer(archive: Archive) -> None:
    leftover = archive.folder / ".discarded-vectors-1"
    leftover.mkdir()
    (leftover / "file").write_text("")
    add(archive, HARBOUR)
    assert not leftover.exists()
