"""Articles into the archive and out of it: once, replaced, moved, killed half-way, made again."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from corpus.article import Article
from corpus.readers import Reading, Rejection
from index import article_reading, build
from index.archive import Archive
from index.build import AddReport, Builder
from index.search import SearchQuery
from index.vectors import VectorStore
from tests.articles import HARBOUR, add, article
from tests.conftest import NewArchive

ROOT = Path(__file__).parents[2]
SCHOOL = article("school", "The roof of the school was repaired. “It holds,” Liv Lind said.")


def found(archive: Archive, text: str) -> list[str]:
    return [hit.article.id for hit in archive.search(SearchQuery(text=text))]


def stored(archive: Archive) -> dict[str, str]:
    return {one.id: one.text for one in archive.ledger.articles()}


def assert_settled(archive: Archive) -> None:
    """Ledger and Chroma agree, and nothing is left to do."""
    ledger = archive.ledger
    assert (ledger.unindexed(9), ledger.retired(), ledger.generation % 2) == ([], [], 0)
    assert archive.vectors.ids() == set(ledger.passages.ids())
    assert archive.statement_vectors.ids() == set(ledger.statements.ids())


def test_adding_again_changes_nothing(archive: Archive) -> None:
    assert add(archive, HARBOUR, SCHOOL) == AddReport(added=2)
    generation = archive.generation
    assert add(archive, SCHOOL, HARBOUR) == AddReport(unchanged=2)
    assert archive.generation == generation
    assert stored(archive) == {"harbour": HARBOUR.text, "school": SCHOOL.text}
    assert_settled(archive)


def test_a_changed_article_replaces_its_former_version(archive: Archive) -> None:
    add(archive, HARBOUR, SCHOOL)
    changed = article(
        "school", "A gymnasium was built. The roof is new.", published=date(2022, 1, 1)
    )
    assert add(archive, changed) == AddReport(updated=1)
    assert archive.ledger.article("school") == changed
    assert archive.search(SearchQuery(text="gymnasium", limit=1))[0].article == changed
    assert archive.ledger.full_text.passages_with("repaired") == 0
    assert_settled(archive)


def test_a_changed_date_or_outlet_reaches_the_vectors(archive: Archive) -> None:
    add(archive, SCHOOL)
    add(archive, article("school", SCHOOL.text, publisher="Post", published=date(2022, 1, 1)))
    hits = archive.search(
        SearchQuery(
            text="roof", publishers=("Post",), since=date(2022, 1, 1), until=date(2022, 1, 1)
        )
    )
    assert [(hit.vector_rank, hit.word_rank) for hit in hits] == [(1, 1)]


def test_a_changed_file_replaces_its_former_version(archive: Archive) -> None:
    add(archive, article("one", "First version.", origin="/a.txt"), HARBOUR)
    assert add(archive, article("two", "Second version.", origin="/a.txt")) == AddReport(updated=1)
    assert stored(archive) == {"harbour": HARBOUR.text, "two": "Second version."}
    assert_settled(archive)


def test_a_file_that_moved_is_not_lost(archive: Archive) -> None:
    """a.txt became b.txt, and a.txt is another article now: both stay."""
    old = article("old", "It rained.", origin="/a.txt")
    add(archive, old)
    new = article("new", "It snowed.", origin="/a.txt")
    moved = article("old", "It rained.", origin="/b.txt")
    assert add(archive, new, moved) == AddReport(added=1, unchanged=1)
    assert stored(archive) == {"old": "It rained.", "new": "It snowed."}
    newer = article("newer", "It thawed.", origin="/a.txt")
    assert add(archive, newer) == AddReport(updated=1)
    assert stored(archive) == {"old": "It rained.", "newer": "It thawed."}
    assert add(archive, article("last", "It froze.", origin="/b.txt")) == AddReport(updated=1)
    assert stored(archive) == {"newer": "It thawed.", "last": "It froze."}
    assert_settled(archive)


def test_two_files_with_the_same_article_are_one(archive: Archive) -> None:
    copies = [article("a", "It rained.", origin=f"/{name}.txt") for name in "xy"]
    assert add(archive, *copies) == AddReport(added=1, unchanged=1)
    assert add(archive, *copies) == AddReport(unchanged=2)
    changed = article("b", "It snowed.", origin="/x.txt")
    assert add(archive, changed, copies[1]) == AddReport(added=1, unchanged=1)
    assert set(stored(archive)) == {"a", "b"}


def test_one_id_for_two_articles_in_one_run(archive: Archive) -> None:
    other = article("harbour", "Quite another text.", origin="/b\n.txt")
    assert add(archive, HARBOUR, other, HARBOUR) == AddReport(
        added=1,
        unchanged=1,
        rejected=[
            Rejection(
                source="/b\\n.txt",
                reason="the id 'harbour' came before in this run with other content: "
                "give every article an id of its own",
            )
        ],
    )
    assert stored(archive) == {"harbour": HARBOUR.text}


def test_one_builder_may_add_a_new_version_in_a_second_run(archive: Archive) -> None:
    with archive.writing():
        builder = Builder(archive)
        builder.add([Reading(item=SCHOOL, consumed=0)])
        changed = article("school", "The roof is new.")
        assert builder.add([Reading(item=changed, consumed=0)]) == AddReport(updated=1)
    assert stored(archive) == {"school": "The roof is new."}


def test_rejections_and_progress_are_passed_on(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "BATCH_ARTICLES", 2)
    refused = Rejection(source="b.txt", reason="it is empty; give it words")
    readings = [
        Reading(item=HARBOUR, consumed=10),
        Reading(item=refused, consumed=20),
        Reading(item=SCHOOL, consumed=30),
    ]
    told: list[tuple[int, int]] = []
    with archive.writing():
        report = Builder(archive).add(readings, lambda *done: told.append(done))
    assert report == AddReport(added=2, rejected=[refused])
    assert (report.read, told) == (3, [(2, 20), (3, 30)])


ODD = [
    article("", "An empty id."),
    article("a'b\"c#1\n?/é🙂@2-3", "An odd id. “It holds,” Lind said."),
    article("blank", ""),
    article("marks", "... !!! 🙂"),
    article("one-line", "word " * 3_000),
    article("no-spaces", "x" * 30_000),
    article("quotes", "“" * 1000),
    article("title", "It rained.", title="T" * 20_000, publisher="P" * 20_000),
    article("arabic", "قال الوزير إن الميناء سيفتح قريبا. هذا مهم."),
]


def test_odd_articles_are_stored_and_exact(archive: Archive) -> None:
    assert add(archive, *ODD) == AddReport(added=len(ODD))
    assert stored(archive) == {one.id: one.text for one in ODD}
    assert add(archive, *ODD) == AddReport(unchanged=len(ODD))
    assert_settled(archive)
    for hit in archive.search(SearchQuery(text="odd id", limit=50)):
        assert hit.text and hit.text == hit.text.strip()
    with archive.writing():
        removed = Builder(archive).remove([one.id for one in ODD])
    assert sorted(removed) == sorted(one.id for one in ODD)
    assert_settled(archive)
    assert archive.vectors.count() == 0


def test_removed_articles_are_gone(archive: Archive) -> None:
    add(archive, HARBOUR, SCHOOL)
    with archive.writing():
        assert Builder(archive).remove(["school", "none"]) == ["school"]
        assert Builder(archive).remove(["school"]) == []
    assert found(archive, "school roof") == ["harbour"]
    assert_settled(archive)
    assert add(archive, SCHOOL) == AddReport(added=1)
    assert found(archive, "school roof")[0] == "school"


def killed(folder: Path, cache: Path, where: str, work: str) -> None:
    """Do `work` in a process that ends without a word at a call of `where` with something to do."""
    program = f"""
import os
from pathlib import Path
from index.archive import Archive
from index.build import Builder
from index.ledger import Ledger
from index.vectors import VectorStore
from tests.articles import add, article
archive = Archive(Path({str(folder)!r}), cache=Path({str(cache)!r}))
{where} = lambda *arguments: os._exit(9) if len(arguments) < 2 or arguments[1] else None
{work}
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 9, done.stderr


CHANGED = "add(archive, article('school', 'The roof is new.'), article('hall', 'A hall burned.'))"


@pytest.mark.parametrize(
    "where", ["VectorStore.upsert", "Ledger.acknowledge", "VectorStore.delete"]
)
def test_the_next_run_finishes_a_killed_one(
    new_archive: NewArchive, model_cache: Path, where: str
) -> None:
    before = new_archive()
    add(before, HARBOUR, SCHOOL)
    before.close()
    killed(before.folder, model_cache, where, CHANGED)
    archive = new_archive()
    assert archive.generation % 2 == 1
    assert found(archive, "harbour")[0] == "harbour"
    assert add(archive) == AddReport()
    assert stored(archive) == {
        "harbour": HARBOUR.text,
        "school": "The roof is new.",
        "hall": "A hall burned.",
    }
    assert found(archive, "Which hall burned?")[0] == "hall"
    assert_settled(archive)


def test_a_killed_removal_is_finished(new_archive: NewArchive, model_cache: Path) -> None:
    before = new_archive()
    add(before, HARBOUR, SCHOOL)
    before.close()
    work = "with archive.writing():\n    Builder(archive).remove(['school'])"
    killed(before.folder, model_cache, "VectorStore.delete", work)
    archive = new_archive()
    assert found(archive, "school roof") == ["harbour"]
    assert archive.ledger.retired() != []
    with archive.writing():
        assert Builder(archive).finish() == 0
    assert_settled(archive)


def test_a_killed_rebuild_never_mixes_models(new_archive: NewArchive, model_cache: Path) -> None:
    before = new_archive()
    add(before, HARBOUR, SCHOOL)
    before.ledger.set_fact("encoder", "other-model (torch, 8 dimensions, 000000000000)")
    before.close()
    work = "with archive.writing():\n    Builder(archive).rebuild()"
    killed(before.folder, model_cache, "Archive.delete_vectors", work)
    archive = new_archive()
    with pytest.raises(Exception, match="was indexed with other-model"):
        add(archive)
    archive.close()
    killed(before.folder, model_cache, "VectorStore.upsert", work)
    archive = new_archive()
    assert archive.model_name == str(archive.encoder.stamp)
    assert add(archive) == AddReport()
    assert_settled(archive)


def test_an_error_of_chroma_is_made_good_by_the_next_run(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, os.strerror(28))

    with monkeypatch.context() as broken, pytest.raises(OSError, match="No space left"):
        broken.setattr(VectorStore, "upsert", full)
        add(archive, HARBOUR)
    assert archive.ledger.unindexed(9) == ["harbour"]
    assert add(archive, HARBOUR) == AddReport(unchanged=1)
    assert_settled(archive)


@pytest.mark.parametrize("spoil", [lambda _: None, lambda archive: archive.delete_vectors()])
def test_all_vectors_can_be_made_again(
    new_archive: NewArchive, spoil: Callable[[Archive], None]
) -> None:
    archive = new_archive(whatever_its_state=True)
    add(archive, HARBOUR, SCHOOL)
    before = archive.search(SearchQuery(text="school"))
    spoil(archive)
    told: list[int] = []
    with archive.writing():
        assert Builder(archive).rebuild(lambda done, _: told.append(done)) == 2
    assert told == [2]
    assert archive.search(SearchQuery(text="school")) == before
    assert_settled(archive)


def test_batches_are_closed_by_articles_and_by_characters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "BATCH_ARTICLES", 3)
    monkeypatch.setattr(build, "BATCH_CHARACTERS", 100)
    lengths = [10, 10, 10, 100, 99, 1, 5]
    articles: list[Article] = [article(str(n), "x" * length) for n, length in enumerate(lengths)]
    batches = build._batches(Reading(item=one, consumed=0) for one in articles)
    sizes = [[len(r.item.text) for r in b if isinstance(r.item, Article)] for b in batches]
    assert sizes == [[10, 10, 10], [100], [99, 1], [5]]


def test_statements_that_another_model_found_are_found_anew_when_re_added(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as former:
        former.setattr(build, "STATEMENTS_STAMP", "former")
        former.setattr(article_reading, "statements", lambda article, tagger: [])
        add(archive, HARBOUR, SCHOOL)
    assert list(archive.ledger.statements.all()) == []

    assert add(archive, SCHOOL) == AddReport(updated=1)
    assert [one.speaker for one in archive.ledger.statements.all()] == ["Liv Lind"]
    assert add(archive, SCHOOL) == AddReport(unchanged=1)

    with archive.writing():
        Builder(archive).rebuild()
    assert [one.speaker for one in archive.ledger.statements.all()] == ["Liv Lind", "Ada Brandt"]
    assert_settled(archive)


def failing_at(id: str, function: Any) -> Callable[..., Any]:
    """The function, but for a fault in its rules at the text of one article."""

    def fails(article: Article, *rest: Any) -> Any:
        return function(article, *rest) if article.id != id else [][1]

    return fails


def test_a_text_at_which_the_rules_fail_has_no_statements_until_other_rules_read_it(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as fault:
        fault.setattr(
            article_reading, "statements", failing_at("school", article_reading.statements)
        )
        report = add(archive, SCHOOL, HARBOUR)
        assert (report.added, report.rejected) == (2, [])
        [told] = report.without_statements
        assert told.source == "school"
        assert told.reason.startswith(
            "the rules that find statements failed at its text (IndexError at test_build.py:"
        )
        assert told.reason.endswith("), and it was added without any; please report it")
        assert stored(archive) == {"school": SCHOOL.text, "harbour": HARBOUR.text}
        assert found(archive, "the roof of the school")[0] == "school"
        assert_settled(archive)
        assert add(archive, SCHOOL) == AddReport(unchanged=1)

    assert [one.speaker for one in archive.ledger.statements.all()] == ["Ada Brandt"]
    with archive.writing():
        Builder(archive).rebuild()
    assert {one.speaker for one in archive.ledger.statements.all()} == {"Liv Lind", "Ada Brandt"}
    assert_settled(archive)


def test_statements_that_were_found_stay_where_later_rules_fail(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(archive, SCHOOL)
    before = list(archive.ledger.statements.all())
    monkeypatch.setattr(build, "STATEMENTS_STAMP", "later")
    monkeypatch.setattr(
        article_reading, "statements", failing_at("school", article_reading.statements)
    )
    report = add(archive, SCHOOL)
    assert (report.unchanged, report.updated) == (1, 0)
    assert "and it keeps those it had" in report.without_statements[0].reason
    assert list(archive.ledger.statements.all()) == before
    assert_settled(archive)


def test_a_text_that_cannot_be_cut_costs_that_article_alone(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(article_reading, "passages", failing_at("school", article_reading.passages))
    report = add(archive, SCHOOL, HARBOUR)
    assert (report.added, [one.source for one in report.rejected]) == (1, ["school"])
    assert "the rules that cut it into passages failed at its text (IndexError at " in (
        report.rejected[0].reason
    )
    assert stored(archive) == {"harbour": HARBOUR.text}
    assert_settled(archive)
