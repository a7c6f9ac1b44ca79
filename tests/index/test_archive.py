"""An archive among several threads, processes and models."""

import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import UsageError
from index import ledger
from index import stores as stores_module
from index.archive import Archive
from index.build import Builder
from index.encoder import DEFAULT_MODEL
from index.folder import ArchiveError
from index.search import SearchQuery, StatementQuery
from index.vectors import VectorStore
from tests.articles import HARBOUR, add, article
from tests.conftest import NewArchive

ROOT = Path(__file__).parents[2]


def other_process(folder: Path, cache: Path, work: str) -> subprocess.Popen[str]:
    """Another process that has the archive open; `work` may use `archive`, `add`, `article`."""
    program = (
        "import sys; from pathlib import Path; from index.archive import Archive; "
        "from tests.articles import add, article\n"
        f"archive = Archive(Path({str(folder)!r}), cache=Path({str(cache)!r}))\n{work}"
    )
    return subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def in_threads(number: int, work: Callable[[], object]) -> list[BaseException]:
    errors: list[BaseException] = []

    def guarded() -> None:
        try:
            work()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=guarded) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return errors


def test_a_second_writer_is_told_who_writes(
    archive: Archive, model_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stores_module, "_WAIT_FOR_WRITER", 0.1)
    work = "with archive.writing():\n    print('writing', flush=True)\n    sys.stdin.read()"
    with other_process(archive.folder, model_cache, work) as process:
        assert process.stdout and process.stdout.readline() == "writing\n"
        with pytest.raises(ArchiveError) as caught, archive.writing():
            raise AssertionError
        assert str(caught.value) == (
            f"another process is writing to {archive.folder} (process {process.pid}): "
            "wait until it has finished"
        )
        process.communicate("")
    with archive.writing():
        pass


def test_a_killed_writer_leaves_no_lock(archive: Archive, model_cache: Path) -> None:
    work = "import os\nwith archive.writing():\n    os._exit(9)"
    with other_process(archive.folder, model_cache, work) as process:
        assert process.wait() == 9
    with archive.writing():
        assert (archive.folder / "writer.pid").exists()
    assert not (archive.folder / "writer.pid").exists()


def test_writing_twice_in_one_process_is_refused_too(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stores_module, "_WAIT_FOR_WRITER", 0.1)
    with (
        archive.writing(),
        pytest.raises(ArchiveError, match="another process is writing"),
        archive.writing(),
    ):
        raise AssertionError


def test_a_reader_notices_what_another_process_wrote(archive: Archive, model_cache: Path) -> None:
    add(archive, HARBOUR)
    query = SearchQuery(text="the school roof", limit=1)
    assert [hit.article.id for hit in archive.search(query)] == ["harbour"]
    work = "add(archive, article('school', 'The roof of the school was repaired.'))"
    with other_process(archive.folder, model_cache, work) as process:
        assert process.wait() == 0
    found = archive.search(query)[0]
    assert (found.article.id, found.vector_rank, found.word_rank) == ("school", 1, 1)
    work = (
        "from index.build import Builder\n"
        "with archive.writing():\n    Builder(archive).remove(['school'])"
    )
    with other_process(archive.folder, model_cache, work) as process:
        assert process.wait() == 0
    assert [hit.article.id for hit in archive.search(query)] == ["harbour"]


def test_a_reader_opens_the_vectors_again_once_for_each_change_of_a_writer_at_work(
    archive: Archive, model_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The writer stands between the ledger and Chroma, and then between Chroma and the ledger."""
    add(archive, HARBOUR)
    reopened: list[Path] = []
    reopen = VectorStore.reopen
    monkeypatch.setattr(
        VectorStore, "reopen", lambda store: (reopened.append(store._folder), reopen(store))
    )
    work = (
        "def waiting(step):\n"
        "    def then(*given):\n"
        "        if archive.ledger.generation % 2:\n"
        "            print('at work', flush=True); sys.stdin.readline()\n"
        "        return step(*given)\n"
        "    return then\n"
        "archive.changing_vectors = waiting(archive.changing_vectors)\n"
        "archive.ledger.acknowledge = waiting(archive.ledger.acknowledge)\n"
        "add(archive, article('school', 'The roof of the school was repaired.'))"
    )
    query = SearchQuery(text="the harbour", limit=1)
    with other_process(archive.folder, model_cache, work) as process:
        assert process.stdin and process.stdout
        counts = []
        for _ in range(2):
            assert process.stdout.readline() == "at work\n"
            for _ in range(5):
                assert [hit.article.id for hit in archive.search(query)] == ["harbour"]
            counts.append(len(reopened))
            process.stdin.write("go on\n")
            process.stdin.flush()
        assert process.wait() == 0
    assert counts == [2, 4]  # of passages and of statements
    found = archive.search(SearchQuery(text="the school roof", limit=1))[0]
    assert (found.article.id, found.vector_rank) == ("school", 1)


def test_eight_threads_may_use_a_fresh_archive_first(new_archive: NewArchive) -> None:
    add(new_archive(), HARBOUR)
    reader = new_archive()
    found: list[list[str]] = []

    def search() -> None:
        hits = reader.search(SearchQuery(text="harbour"))
        found.append([hit.article.id for hit in hits])

    assert in_threads(8, search) == []
    assert found == [["harbour"]] * 8
    assert reader.encoder is reader.encoder
    assert reader.vectors is reader.vectors


def test_threads_search_while_another_process_writes(archive: Archive, model_cache: Path) -> None:
    add(archive, HARBOUR)
    work = "for n in range(6):\n    add(archive, article(f'a{n}', f'Ship {n} left the harbour.'))"
    with other_process(archive.folder, model_cache, work) as process:

        def search() -> None:
            while process.poll() is None:
                assert archive.search(SearchQuery(text="harbour"))

        assert in_threads(4, search) == []
        assert process.returncode == 0
    found = archive.search(SearchQuery(text="Which ship left the harbour?"))
    assert len(found) == 7
    assert all(hit.vector_rank and hit.word_rank for hit in found)


def test_threads_search_while_this_process_writes(archive: Archive) -> None:
    add(archive, HARBOUR)
    done = threading.Event()

    def search() -> None:
        while not done.is_set():
            assert archive.search(SearchQuery(text="harbour"))

    def write() -> None:
        try:
            for n in range(3):
                add(archive, article(f"a{n}", f"Ship {n} left the harbour."))
        finally:
            done.set()

    works = iter([write, search, search])
    assert in_threads(3, lambda: next(works)()) == []
    assert archive.vectors.count() == 4


def test_another_model_is_refused_with_the_command(archive: Archive) -> None:
    add(archive, HARBOUR)
    assert archive.model_name == "all-MiniLM-L6-v2 (onnx-int8-2, 384 dimensions, 53aa51172d14)"
    archive.ledger.set_fact("encoder", "other-model (torch, 8 dimensions, 000000000000)")
    with pytest.raises(ArchiveError) as caught:
        archive.search(SearchQuery(text="harbour"))
    assert str(caught.value) == (
        f"the archive {archive.folder} was indexed with other-model (torch, 8 dimensions, "
        "000000000000), the settings name all-MiniLM-L6-v2 (onnx-int8-2, 384 dimensions, "
        "53aa51172d14): name the former with --model, or index the archive anew with "
        f"'onrecord doctor --repair --model {DEFAULT_MODEL}'"
    )
    with pytest.raises(ArchiveError, match="was indexed with other-model"):
        add(archive, HARBOUR)
    with archive.writing():
        assert Builder(archive).rebuild() == 1
    assert [hit.article.id for hit in archive.search(SearchQuery(text="harbour"))] == ["harbour"]


def test_a_folder_that_cannot_be_one(tmp_path: Path, model_cache: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ArchiveError, match="choose another with --data"):
        Archive(tmp_path / "file", cache=model_cache)


def test_an_empty_archive(archive: Archive) -> None:
    assert archive.search(SearchQuery(text="harbour")) == []
    assert archive.coverage().articles == 0
    assert archive.model_name == DEFAULT_MODEL
    with pytest.raises(UsageError, match="no article here is by the outlet 'Herald': it has none"):
        archive.publishers_named(["Herald"])


def test_a_closed_archive_can_be_used_again(archive: Archive) -> None:
    add(archive, HARBOUR)
    archive.close()
    assert [hit.article.id for hit in archive.search(SearchQuery(text="harbour"))] == ["harbour"]


def test_what_is_read_beforehand_is_not_read_again(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(archive, HARBOUR)
    archive.close()
    with Archive(archive.folder, cache=archive.cache) as other:
        other.warm()
        monkeypatch.setattr(ledger, "LARGE", 0)
        other.expect_statements()
        monkeypatch.setattr(VectorStore, "_readable", None)
        assert [hit.article.id for hit in other.search(SearchQuery(text="boats"))] == ["harbour"]
        assert other.search_statements(StatementQuery(topic="boats", speakers=()))


def test_an_empty_archive_has_nothing_to_read_beforehand(archive: Archive) -> None:
    archive.warm()
    assert archive.search(SearchQuery(text="boats")) == []
