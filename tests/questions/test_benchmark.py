"""Published sets, read in their own forms, indexed and measured."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.assistant import NewsAssistant
from assistant.cli import main
from assistant.questions import QuestionSet, run_question_set
from assistant.questions.benchmark import benchmark_figures, index_benchmark, render_benchmark
from assistant.questions.benchmark_sets import READERS, read_beir, read_multihop_rag, read_squad2
from corpus.errors import UsageError
from index.archive import Archive


@pytest.fixture
def squad(tmp_path: Path) -> Path:
    questions = [
        {
            "id": "days",
            "question": "How many days did the siege of Foo last?",
            "is_impossible": False,
            "answers": [{"text": "63 days", "answer_start": 22}] * 2,
        },
        {
            "id": "nobody",
            "question": "Which painter designed the banknotes of Ruritania?",
            "is_impossible": True,
            "answers": [],
        },
    ]
    paragraph = {"context": "The siege of Foo lasted 63 days. It ended in May.", "qas": questions}
    data = {"version": "v2.0", "data": [{"title": "Siege_of_Foo", "paragraphs": [paragraph]}]}
    path = tmp_path / "dev.json"
    path.write_text(json.dumps(data), "utf-8")
    return path


def lines(path: Path, *values: dict[str, str]) -> None:
    path.write_text("".join(json.dumps(value) + "\n" for value in values), "utf-8")


def test_squad_paragraphs_are_articles(squad: Path) -> None:
    found = read_squad2(squad)

    assert [(one.id, one.title) for one in found.articles] == [("Siege_of_Foo/1", "Siege of Foo")]
    assert [case.id for case in found.cases] == ["days", "nobody"]
    assert found.relevant == {"days": {"Siege_of_Foo/1": 1}}
    assert found.answers == {"days": ("63 days",)}
    assert found.unanswerable == {"nobody"}


def test_squad_paragraphs_under_one_title_are_told_apart(tmp_path: Path) -> None:
    entry = {"title": None, "paragraphs": [{"context": "Text.", "qas": []}]}
    path = tmp_path / "set.json"
    path.write_text(json.dumps({"data": [entry, entry]}), "utf-8")

    assert [(one.id, one.title) for one in read_squad2(path).articles] == [("/1", ""), ("/2", "")]


def test_beir_asks_the_queries_of_its_split(tmp_path: Path) -> None:
    lines(tmp_path / "corpus.jsonl", {"_id": "d", "title": "T", "text": "Text."})
    lines(tmp_path / "queries.jsonl", {"_id": "q", "text": "Why?"}, {"_id": "r", "text": "Who?"})
    (tmp_path / "qrels").mkdir()
    (tmp_path / "qrels" / "dev.tsv").write_text("query-id\tcorpus-id\tscore\nq\td\t2\nr\td\t0\n")

    found = read_beir(tmp_path)

    assert [case.id for case in found.cases] == ["q"]
    assert found.relevant == {"q": {"d": 2}}
    with pytest.raises(UsageError, match=r"test\.tsv cannot be read"):
        read_beir(tmp_path, "test")


def test_multihop_rag_names_its_evidence_by_address(tmp_path: Path) -> None:
    article = {
        "title": "A",
        "author": None,
        "source": "Post",
        "published_at": "2023-09-28T12:00:00+00:00",
        "category": "c",
        "url": "https://example.org/a",
        "body": "Text.",
    }
    query = {"query": "Why?", "answer": "So", "question_type": "inference_query"}
    null = {"query": "Who?", "answer": "Insufficient information.", "question_type": "null_query"}
    (tmp_path / "corpus.json").write_text(json.dumps([article]))
    (tmp_path / "MultiHopRAG.json").write_text(
        json.dumps([query | {"evidence_list": [article]}, null | {"evidence_list": []}])
    )

    found = read_multihop_rag(tmp_path)

    assert (found.articles[0].publisher, str(found.articles[0].published_day)) == (
        "Post",
        "2023-09-28",
    )
    assert found.relevant == {"0001": {"https://example.org/a": 1}}
    assert (found.answers, found.unanswerable) == ({"0001": ("So",)}, {"0002"})


@pytest.mark.parametrize("name", sorted(READERS))
def test_what_is_not_in_its_form_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        READERS[name](tmp_path / "nothing", None)
    for file in ("corpus.json", "corpus.jsonl", "set.json"):
        (tmp_path / file).write_text('{"rows": 1}', "utf-8")
    with pytest.raises(UsageError, match="is not as expected"):
        READERS[name](tmp_path / "set.json" if name == "squad2" else tmp_path, None)


def test_a_set_is_indexed_asked_and_measured(
    squad: Path, new_archive: Callable[..., Archive], tmp_path: Path
) -> None:
    archive = new_archive()
    given = read_squad2(squad)
    index_benchmark(archive, given)
    index_benchmark(archive, given)
    questions = QuestionSet(name="squad2", cases=given.cases)

    done = run_question_set(NewsAssistant(archive), questions, tmp_path / "r.jsonl")
    found = benchmark_figures(given, done.results)

    assert archive.coverage().articles == 1
    assert (found.questions, found.answered, found.contains, found.abstained) == (2, 1, 1, 1)
    assert set(found.retrieval.values()) == {1.0}
    assert "nDCG@10            1.0000" in render_benchmark(found)


def test_the_command_asks_a_set_of_an_archive_of_its_own_beside_the_users(
    squad: Path,
    tmp_path: Path,
    model_cache: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("ONRECORD_CACHE", str(model_cache))

    status = main(["benchmark", "squad2", str(squad), "--data", str(tmp_path / "own")])

    (folder,) = tmp_path.glob("own-*")
    shown = capsys.readouterr().out
    assert status == 0
    assert shown.startswith("Questions          2\nnDCG@10            1.0000\n")
    assert "Rightly abstained  100%" in shown
    assert shown.endswith(f"\nArchive {folder}, results {folder / 'results.jsonl'}\n")
