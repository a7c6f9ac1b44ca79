"""What docs/question-sets.md shows is read and run as it stands there."""

import re
from pathlib import Path

import pytest

from assistant.questions import read_question_set, read_run
from assistant.questions.schema import ANNOTATIONS, CaseStated, ExpectationsStated
from index.archive import Archive
from tests.articles import add
from tests.questions.news import ARTICLES

PAGE = (Path(__file__).parents[2] / "docs" / "question-sets.md").read_text("utf-8")


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None
    return found[1]


@pytest.mark.parametrize(("form", "cases"), [("yaml", 3), ("csv", 2)])
def test_the_sets_it_shows_are_read(form: str, cases: int, tmp_path: Path) -> None:
    path = tmp_path / f"set.{form}"
    path.write_text(block(form), "utf-8")

    assert len(read_question_set(path).cases) == cases


def test_it_names_every_key() -> None:
    for name, field in {**CaseStated.model_fields, **ExpectationsStated.model_fields}.items():
        assert f"`{field.alias or name}`" in PAGE
    for name in ANNOTATIONS:
        assert f"`{name}`" in PAGE


def test_its_lines_of_python_run_a_set(
    tmp_path: Path, model_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("model-cache").symlink_to(model_cache)
    Path("monday.yaml").write_text("- {question: When was the dam finished}", "utf-8")
    with Archive(Path("my-archive"), cache=model_cache) as archive:
        add(archive, *ARTICLES)

    exec(block("python"), {})

    assert [one.outcome for one in read_run("monday.jsonl").results] == ["answered"]
    assert "When was the dam finished" in Path("monday.html").read_text("utf-8")
