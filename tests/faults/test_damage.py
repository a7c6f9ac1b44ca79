"""Some two dozen kinds of damage to a data folder: each is found, none is answered from."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from corpus.errors import OnRecordError
from index import vectors
from index.archive import Archive
from index.build import Builder
from index.health import faults
from tests.assistant.test_cli import Program
from tests.faults.news import made, readings
from tests.faults.state import state_of

ARTICLES = 24
OLDER = "older"
"""The name of a copy of the archive from before its last run."""


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory, model_cache: Path) -> Iterator[Path]:
    """An archive large enough for all of Chroma's files; beside it one of an earlier state."""
    folder = tmp_path_factory.mktemp("sound") / "data"
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(vectors._INDEX["hnsw"], "sync_threshold", 10)
        patch.setitem(vectors._INDEX["hnsw"], "batch_size", 5)
        with Archive(folder, cache=model_cache) as archive, archive.writing():
            Builder(archive).add(readings(*(made(n) for n in range(ARTICLES - 2))))
        shutil.copytree(folder, folder.with_name(OLDER))
        with Archive(folder, cache=model_cache) as archive, archive.writing():
            Builder(archive).add(readings(*(made(n) for n in range(ARTICLES - 2, ARTICLES))))
        yield folder


@pytest.fixture
def copy(sound: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sound, tmp_path / "data"))


def find(folder: Path, name: str, store: str = "vectors") -> Path:
    return next((folder / store).rglob(name))


def cut(name: str, share: float, store: str = "vectors") -> Callable[[Path, Path], None]:
    def damage(folder: Path, _: Path) -> None:
        path = find(folder, name, store)
        os.truncate(path, int(path.stat().st_size * share))

    return damage


def delete(name: str, store: str = "vectors") -> Callable[[Path, Path], None]:
    return lambda folder, _: find(folder, name, store).unlink()


def swap(name: str) -> Callable[[Path, Path], None]:
    def damage(folder: Path, _: Path) -> None:
        one, other = find(folder, name), find(folder, name, "statements")
        data = one.read_bytes()
        one.write_bytes(other.read_bytes())
        other.write_bytes(data)

    return damage


def blank(name: str, *, secretly: bool = False) -> Callable[[Path, Path], None]:
    """Zeros over some vectors; secretly: as a failing disk does it, with the time as before."""

    def damage(folder: Path, _: Path) -> None:
        path = find(folder, name)
        times = path.stat().st_atime_ns, path.stat().st_mtime_ns
        data = path.read_bytes()
        path.write_bytes(data[:2_000] + bytes(6_000) + data[8_000:])
        if secretly:
            os.utime(path, ns=times)

    return damage


def junk(folder: Path, _: Path) -> None:
    find(folder, "chroma.sqlite3").write_bytes(b"junk" * 10_000)


def older(*names: str) -> Callable[[Path, Path], None]:
    """Part of the folder put back from an older copy."""

    def damage(folder: Path, sound: Path) -> None:
        for name in names:
            there, before = folder / name, sound.with_name(OLDER) / name
            if there.is_dir():
                shutil.rmtree(there)
                shutil.copytree(before, there)
            else:
                shutil.copy2(before, there)

    return damage


def without(name: str) -> Callable[[Path, Path], None]:
    return lambda folder, _: shutil.rmtree(folder / name)


OF_VECTORS: dict[str, Callable[[Path, Path], None]] = {
    "the vectors of the index halved": cut("data_level0.bin", 0.5),
    "the vectors of the index emptied": cut("data_level0.bin", 0),
    "the vectors of the index deleted": delete("data_level0.bin"),
    "the vectors of the index blanked": blank("data_level0.bin"),
    "the vectors of the index of the other store": swap("data_level0.bin"),
    "the header of the index cut off": cut("header.bin", 0.5),
    "the header of the index deleted": delete("header.bin"),
    "the lengths of the index cut off": cut("length.bin", 0.5),
    "the names of the index halved": cut("index_metadata.pickle", 0.5),
    "the names of the index deleted": delete("index_metadata.pickle"),
    "the names of the index of the other store": swap("index_metadata.pickle"),
    "Chroma's database cut off": cut("chroma.sqlite3", 0.3),
    "Chroma's database emptied": cut("chroma.sqlite3", 0),
    "Chroma's database deleted": delete("chroma.sqlite3"),
    "Chroma's database overwritten": junk,
    "Chroma's database of the other store": swap("chroma.sqlite3"),
    "the statements' database cut off": cut("chroma.sqlite3", 0.5, "statements"),
    "the statements' index halved": cut("data_level0.bin", 0.5, "statements"),
    "the vectors' folder left out of a copy": without("vectors"),
    "the statements' folder left out of a copy": without("statements"),
    "the vectors of an older copy": older("vectors"),
    "all vectors of an older copy": older("vectors", "statements"),
    "the ledger of an older copy": older("ledger.sqlite"),
}


def test_a_sound_archive_and_a_copy_of_it_open(sound: Path, copy: Path, model_cache: Path) -> None:
    assert faults(copy) == []
    for file in copy.rglob("*"):
        os.utime(file)  # as a copy is that keeps no times
    assert faults(copy) == []
    with Archive(copy, cache=model_cache) as copied, Archive(sound, cache=model_cache) as original:
        assert state_of(copied) == state_of(original)


@pytest.mark.parametrize("kind", OF_VECTORS)
def test_damaged_vectors_are_found_at_once(
    sound: Path, copy: Path, model_cache: Path, kind: str
) -> None:
    OF_VECTORS[kind](copy, sound)
    with pytest.raises(OnRecordError, match="onrecord doctor --repair") as caught:
        Archive(copy, cache=model_cache)
    assert str(caught.value).isprintable()
    (found,) = faults(copy)
    assert found.startswith("the vectors are not as they were left: ")


def test_what_a_failing_disk_does_is_found_by_doctor(sound: Path, copy: Path) -> None:
    blank("data_level0.bin", secretly=True)(copy, sound)
    (found,) = faults(copy)
    assert found.endswith("/data_level0.bin has other content than was written")


@pytest.mark.parametrize(
    "kind", ["the vectors of the index halved", "Chroma's database overwritten"]
)
def test_damaged_vectors_are_repaired(
    sound: Path, copy: Path, model_cache: Path, kind: str
) -> None:
    OF_VECTORS[kind](copy, sound)
    onrecord = Program(copy, model_cache)
    refused = onrecord("ask", "What did Brandt say about the bridge?")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith(f"onrecord: the archive {copy} is damaged (vectors/")
    repaired = onrecord("doctor", "--repair")
    assert repaired.stdout.endswith(f"The index was made again from {ARTICLES} articles.\n")
    assert onrecord("doctor").stdout == "No damage found.\n"
    with Archive(copy, cache=model_cache) as found, Archive(sound, cache=model_cache) as original:
        assert state_of(found) == state_of(original)


def truncate_ledger(folder: Path) -> None:
    path = folder / "ledger.sqlite"
    os.truncate(path, path.stat().st_size // 2)


def empty_ledger(folder: Path) -> None:
    os.truncate(folder / "ledger.sqlite", 0)


def overwrite_ledger(folder: Path) -> None:
    (folder / "ledger.sqlite").write_bytes(b"junk" * 10_000)


def wrong_page(folder: Path) -> None:
    """The page of the middle of the articles, overwritten with noise."""
    path = folder / "ledger.sqlite"
    data = bytearray(path.read_bytes())
    place = data.find(b"of district 11 would") // 4096 * 4096
    data[place : place + 4096] = bytes(range(256)) * 16
    path.write_bytes(data)


def other_words(folder: Path) -> None:
    """Some letters of one article changed where they stand, which SQLite cannot know."""
    path = folder / "ledger.sqlite"
    data = path.read_bytes()
    assert data.count(b"would close within 4 weeks") >= 1
    path.write_bytes(data.replace(b"would close within 4 weeks", b"would never close in weeks"))


OF_LEDGER: dict[str, tuple[Callable[[Path], None], str]] = {
    "cut off": (truncate_ledger, "should have"),
    "emptied": (empty_ledger, "is empty"),
    "overwritten": (overwrite_ledger, "is no SQLite file"),
    "missing": (lambda folder: (folder / "ledger.sqlite").unlink(), "is missing"),
}


@pytest.mark.parametrize("kind", OF_LEDGER)
def test_a_damaged_ledger_is_one_clear_line(copy: Path, model_cache: Path, kind: str) -> None:
    damage, said = OF_LEDGER[kind]
    damage(copy)
    (found,) = faults(copy)
    assert said in found
    assert "put back a copy of it" in found
    with pytest.raises(OnRecordError) as caught:
        Archive(copy, cache=model_cache)
    assert str(caught.value) == found


def test_a_wrong_page_of_the_ledger_is_found_and_the_rest_is_saved(
    copy: Path, model_cache: Path
) -> None:
    wrong_page(copy)
    onrecord = Program(copy, model_cache)
    assert onrecord("doctor").returncode == 1
    outcome = onrecord("doctor", "--repair")
    assert outcome.returncode == 0, outcome.stderr
    assert "articles were read from the damaged ledger" in outcome.stdout
    assert sorted(path.name for path in copy.glob("*ledger.sqlite")) == [
        "damaged-1-ledger.sqlite",
        "ledger.sqlite",
    ]
    assert faults(copy) == []
    whole = {made(n).id: made(n) for n in range(ARTICLES)}
    with Archive(copy, cache=model_cache) as archive:
        saved = list(archive.ledger.articles())
        assert 0 < len(saved) < ARTICLES
        assert all(one == whole[one.id] for one in saved)
    again = onrecord("add", str(exported(copy.parent / "again.jsonl")))
    assert again.stdout.startswith(f"{ARTICLES - len(saved)} added, 0 updated, {len(saved)} unchan")


def exported(path: Path) -> Path:
    from corpus.export import export_articles

    export_articles((made(n) for n in range(ARTICLES)), path)
    return path


def test_words_that_changed_in_the_ledger_are_found_by_their_fingerprint(copy: Path) -> None:
    other_words(copy)
    found = faults(copy)[0]
    assert "not as they were stored ('n" in found
    assert "remove them and add them again" in found


def test_a_ledger_whose_log_is_lost_is_older_than_its_vectors(
    tmp_path: Path, model_cache: Path, sound: Path
) -> None:
    """The -wal file holds what a writer stored last; a copy made meanwhile may lack it."""
    folder = tmp_path / "data"
    copied = tmp_path / "copied"
    shutil.copytree(sound, folder)
    with Archive(folder, cache=model_cache) as archive:
        with archive.writing():
            Builder(archive).add(readings(made(90), made(91)))
            assert (folder / "ledger.sqlite-wal").stat().st_size > 0
            shutil.copytree(folder, copied)
        assert (folder / "ledger.sqlite-wal").stat().st_size == 0
    (copied / "ledger.sqlite-wal").unlink()
    (copied / "ledger.sqlite-shm").unlink()
    (found,) = faults(copied)
    assert found.endswith("is of another state than the ledger") or "should have" in found
    with pytest.raises(OnRecordError, match="is damaged"):
        Archive(copied, cache=model_cache)


@pytest.mark.parametrize(
    ("format", "said"),
    [
        ("0", "add the export to a new archive"),
        ("2", "made by a newer version of On Record"),
        ("?", "has format ?, this version reads format 1"),
    ],
)
def test_a_ledger_of_another_format_is_refused(
    copy: Path, model_cache: Path, format: str, said: str
) -> None:
    with closing(sqlite3.connect(copy / "ledger.sqlite")) as connection, connection:
        connection.execute("UPDATE facts SET value = ? WHERE name = 'schema'", (format,))
    before = (copy / "ledger.sqlite").read_bytes()
    (found,) = faults(copy)
    assert said in found
    outcome = Program(copy, model_cache)("doctor", "--repair")
    assert (outcome.returncode, outcome.stderr.count("\n")) == (1, 1)
    assert said in outcome.stderr
    assert (copy / "ledger.sqlite").read_bytes() == before


def test_a_ledger_made_before_a_column_was_there_is_refused(copy: Path, model_cache: Path) -> None:
    with closing(sqlite3.connect(copy / "ledger.sqlite")) as connection, connection:
        connection.execute("ALTER TABLE statements RENAME COLUMN reported_by TO told_by")
    outcome = Program(copy, model_cache)("statements")
    assert (outcome.returncode, outcome.stderr.count("\n")) == (1, 1)
    assert "add its articles to a new archive" in outcome.stderr
