"""Damage to an archive's files is found, without being killed by it, and can be repaired."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from index.archive import Archive
from index.build import Builder
from index.folder import ArchiveError
from index.health import faults
from index.ledger import Ledger
from index.passages import Passage
from index.search import SearchQuery
from index.vectors import VectorRow, VectorStore
from tests.articles import HARBOUR, add, article
from tests.conftest import NewArchive

ENOUGH_FOR_AN_INDEX_FILE = 1100
"""Vectors; below a thousand Chroma keeps them in its SQLite file alone."""


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive with made-up vectors, enough of them for all of Chroma's files."""
    folder = tmp_path_factory.mktemp("sound")
    program = f"from tests.index.test_health import make; make({str(folder)!r})"
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", program], cwd=root, check=True)
    return folder


def make(folder: str) -> None:
    """Run in a process of its own: Chroma writes its last files when that ends."""
    ledger = Ledger(Path(folder, "ledger.sqlite"))
    count = ENOUGH_FOR_AN_INDEX_FILE
    passages = [Passage(article_id="a", start=n, end=n + 1) for n in range(count)]
    ledger.put([(article("a", "x" * count), passages)], [])
    vectors = np.random.default_rng(1).normal(size=(count, 32)).astype(np.float32)
    store = VectorStore(Path(folder, "vectors"))
    rows = [VectorRow(id=passage.id, publisher=None, day=None) for passage in passages]
    store.upsert(rows, vectors)
    ledger.acknowledge(["a"], [])
    store.close()
    ledger.close()


@pytest.fixture
def copy(sound: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "copy"
    shutil.copytree(sound, folder)
    return folder


def shorten(name: str, share: float) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        path = next((folder / "vectors").rglob(name))
        data = path.read_bytes()
        path.write_bytes(data[: int(len(data) * share)])

    return damage


def blank_the_middle(folder: Path) -> None:
    path = next((folder / "vectors").rglob("data_level0.bin"))
    data = path.read_bytes()
    third = len(data) // 3
    path.write_bytes(data[:third] + bytes(third) + data[2 * third :])


def delete_vectors(folder: Path) -> None:
    shutil.rmtree(folder / "vectors")


def test_a_sound_archive_has_no_faults(sound: Path, tmp_path: Path) -> None:
    assert faults(sound) == []
    assert faults(tmp_path / "nowhere") == []


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (shorten("data_level0.bin", 0.5), "they could not be read (Error executing plan"),
        (shorten("header.bin", 0.5), "reading them ended with status"),
        (blank_the_middle, ""),
        (shorten("chroma.sqlite3", 0.3), "they could not be read (error returned from database"),
        (delete_vectors, "1,100 are missing"),
    ],
)
def test_damaged_vectors_are_found(copy: Path, damage: Callable[[Path], None], said: str) -> None:
    damage(copy)
    (found,) = faults(copy)
    assert found.startswith(f"the vectors in {copy / 'vectors'} are damaged: {said}")


def test_what_a_killed_run_left_is_told(copy: Path) -> None:
    ledger = Ledger(copy / "ledger.sqlite")
    ledger.put([(article("b", "B."), [])], ["a"])
    ledger.close()
    assert faults(copy) == [
        "1 articles are not indexed yet: the next 'add' finishes them",
        "1,100 vectors are to be deleted: the next 'add' finishes that",
    ]


@pytest.mark.parametrize(("folder", "damaged"), [("vectors", True), ("statements", False)])
def test_damage_is_repaired(new_archive: NewArchive, folder: str, damaged: bool) -> None:
    archive = new_archive()
    add(archive, HARBOUR)
    before = archive.search(SearchQuery(text="harbour"))
    archive.close()
    if damaged:
        (archive.folder / folder / "chroma.sqlite3").write_bytes(b"junk" * 1000)
    else:
        shutil.rmtree(archive.folder / folder)
    (found,) = faults(archive.folder)
    assert found.startswith(f"the vectors are not as they were left: {folder}/chroma.sqlite3 ")
    with pytest.raises(ArchiveError, match=f"is damaged .{folder}/chroma.sqlite3 .* --repair"):
        new_archive()
    repaired: Archive = new_archive(whatever_its_state=True)
    with repaired.writing():
        assert Builder(repaired).rebuild() == 1
    assert repaired.search(SearchQuery(text="harbour")) == before
    assert faults(archive.folder) == []
