"""A removed article is gone from the disk, not from the answers alone, by the files' bytes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from corpus.article import Article
from index.archive import Archive
from index.build import Builder
from index.folder import DISCARDED
from tests.assistant.test_cli import Program
from tests.conftest import NewArchive
from tests.faults.news import made, readings
from tests.faults.state import state_of

SECRET = Article(
    id="dossier-77",
    title="Quixotrope zamborlin",
    text="The vermiculon plant closed.\n\nMinister Oblonsky said the wombatorium would perish.",
    publisher="Blorptimes",
    authors=("Wuxtry Penwright",),
    url="https://krangel.example/",
)
FORMER = Article(id="changed", title="A draft", text="The fizzlegate clause stands.")
LATER = Article(id="changed", title="A draft", text="The clause was struck out.")
TRACES = (
    "dossier-77 quixotrop zamborlin vermiculon oblonsk wombator blorptimes penwright krangel "
    "fizzleg"
).split()


def traces(folder: Path) -> set[str]:
    """Which of the words stand in any file, however it is written."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    data = b"\n".join(file.read_bytes().lower() for file in files)
    return {word for word in TRACES if word.encode() in data}


def with_a_secret(archive: Archive) -> None:
    with archive.writing():
        Builder(archive).add(readings(*(made(n) for n in range(8)), SECRET, FORMER))


def without_it(archive: Archive) -> None:
    with archive.writing():
        Builder(archive).add(readings(LATER))
        Builder(archive).remove([SECRET.id])


def test_compacting_leaves_no_byte_of_what_was_removed_or_replaced(
    new_archive: NewArchive, tmp_path: Path
) -> None:
    archive = new_archive("data")
    with_a_secret(archive)
    assert traces(tmp_path / "data") == set(TRACES)
    without_it(archive)
    before = state_of(archive)

    with archive.writing():
        Builder(archive).compact()

    # looked at while the archive is open, as a page holds it
    assert traces(tmp_path / "data") == set()
    assert state_of(archive) == before
    archive.close()
    assert state_of(new_archive("data")) == before


def test_removing_takes_the_text_itself_out_of_the_ledger_at_once(
    new_archive: NewArchive, tmp_path: Path
) -> None:
    archive = new_archive("data")
    with_a_secret(archive)
    without_it(archive)
    held = b"".join(file.read_bytes() for file in (tmp_path / "data").glob("ledger.sqlite*"))
    for sentence in ("vermiculon plant closed", "Oblonsky said", "fizzlegate clause"):
        assert sentence.encode() not in held, sentence


_READER = """
import sys
from pathlib import Path
from index.archive import Archive
from index.search import SearchQuery
archive = Archive(Path(sys.argv[1]), cache=Path(sys.argv[2]))
for line in sys.stdin:
    print([hit.article.id for hit in archive.search(SearchQuery(text=line, limit=3))], flush=True)
"""


def test_another_process_goes_on_searching(
    new_archive: NewArchive, tmp_path: Path, model_cache: Path
) -> None:
    archive = new_archive("data")
    with_a_secret(archive)
    without_it(archive)
    with subprocess.Popen(
        [sys.executable, "-c", _READER, str(tmp_path / "data"), str(model_cache)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    ) as reader:

        def found() -> str:
            assert reader.stdin and reader.stdout
            reader.stdin.write("the bridge of district 3\n")
            reader.stdin.flush()
            return reader.stdout.readline()

        before = found()
        with archive.writing():
            Builder(archive).compact()
        assert found() == before != ""
        assert reader.stdin
        reader.stdin.close()


def test_what_a_killed_run_left_of_it_is_deleted_by_the_next(
    new_archive: NewArchive, tmp_path: Path
) -> None:
    archive = new_archive("data")
    with_a_secret(archive)
    left = tmp_path / "data" / f"{DISCARDED}anew-vectors"
    left.mkdir()
    (left / "chroma.sqlite3").write_bytes(b"half of it")
    with archive.writing():
        Builder(archive).compact()
    assert not left.exists()


@pytest.fixture
def onrecord(tmp_path: Path, model_cache: Path) -> Program:
    return Program(tmp_path / "data", model_cache)


def test_the_command(onrecord: Program, new_archive: NewArchive, tmp_path: Path) -> None:
    archive = new_archive("data")
    with_a_secret(archive)
    without_it(archive)
    archive.close()
    (tmp_path / "data" / "damaged-1-ledger.sqlite").write_bytes(b"")

    done = onrecord("doctor", "--compact")

    told, kept = done.stdout.splitlines()
    assert told.startswith("Nothing of removed articles is left in the archive's files, which take")
    assert kept == (
        "Beside them are kept damaged-1-ledger.sqlite: 'onrecord doctor --forget' deletes that."
    )
    assert traces(tmp_path / "data") == set()
    assert onrecord("doctor").stdout == "No damage found.\n"


def test_a_damaged_archive_is_to_be_repaired_first(
    onrecord: Program, new_archive: NewArchive, tmp_path: Path
) -> None:
    archive = new_archive("data")
    with_a_secret(archive)
    archive.close()
    os.truncate(tmp_path / "data" / "vectors" / "chroma.sqlite3", 4096)

    refused = onrecord("doctor", "--compact")

    assert refused.returncode == 1
    assert refused.stdout.splitlines()[-1] == (
        "Run 'onrecord doctor --repair', which leaves nothing of them either."
    )


def test_what_is_kept_beside_an_archive_is_deleted_on_demand(
    onrecord: Program, new_archive: NewArchive, tmp_path: Path
) -> None:
    archive = new_archive("data")
    with_a_secret(archive)
    archive.close()
    data = tmp_path / "data"
    for name in ("damaged-1-ledger.sqlite", "damaged-1-ledger.sqlite-wal", "notes.txt"):
        (data / name).write_bytes(b"")
    for name in ("replies/ab", "question-sets/20260101-120000-set/questions"):
        (data / name).mkdir(parents=True)
        (data / name / "file").write_text("words")

    done = onrecord("doctor", "--forget")

    assert done.stdout == (
        "Deleted: question-sets/, replies/, damaged-1-ledger.sqlite-wal, damaged-1-ledger.sqlite.\n"
    )
    assert (data / "notes.txt").exists()
    assert not [path for path in data.iterdir() if path.name.startswith(("dam", "rep", "ques"))]
    assert onrecord("doctor", "--forget").stdout == "Nothing is kept beside the archive.\n"
    assert onrecord("doctor").stdout == "No damage found.\n"

    os.truncate(data / "vectors" / "chroma.sqlite3", 4096)
    assert onrecord("doctor", "--forget").stdout.splitlines()[-1] == (
        "Run 'onrecord doctor --repair' first: what is kept may be needed for it."
    )
