"""A run of a question set is stopped, gone on with, and not gone on with over other articles."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from assistant.assistant import NewsAssistant
from assistant.questions.question_file import read_question_set
from assistant.web.sets_view import EXAMPLE, Progress, counts, resumed_set, run_named, running_set
from corpus.article import Article
from corpus.errors import UsageError
from corpus.rejection import Reading
from index.archive import Archive
from index.build import Builder


@pytest.fixture
def own_archive(tmp_path: Path, model_cache: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "data", cache=model_cache) as archive:
        add(archive, "apples")
        yield archive


def add(archive: Archive, id: str) -> None:
    article = Article(id=id, title=id, text=f"A good harvest of {id} is expected.")
    with archive.writing():
        Builder(archive).add([Reading(item=article, consumed=0)])


def stopped_after_one(assistant: NewsAssistant, folder: Path) -> Progress:
    file = folder / "who.jsonl"
    file.write_text('{"question": "Who spoke?"}\n{"question": "Who was silent?"}\n', "utf-8")
    stop = Event()
    stop.set()
    *_, last = running_set(assistant, file, stop)
    return last


def test_a_stopped_run_goes_on_where_it_was_stopped(own_archive: Archive, tmp_path: Path) -> None:
    assistant = NewsAssistant(own_archive)
    stopped = stopped_after_one(assistant, tmp_path)
    assert (stopped.done, counts(stopped), stopped.latest) == (True, "1 asked", "Who spoke?")

    steps = list(resumed_set(assistant, stopped.name, Event()))
    assert [counts(step) for step in steps] == ["1 of 2 asked", "2 of 2 asked", "2 asked"]
    asked = [result.asked for result in run_named(own_archive, stopped.name).results]
    assert asked == ["Who spoke?", "Who was silent?"]


def test_a_run_over_other_articles_is_not_gone_on_with(
    own_archive: Archive, tmp_path: Path
) -> None:
    assistant = NewsAssistant(own_archive)
    stopped = stopped_after_one(assistant, tmp_path)
    add(own_archive, "pears")
    with pytest.raises(UsageError) as refused:
        list(resumed_set(assistant, stopped.name, Event()))
    assert str(refused.value) == (
        "who.jsonl cannot be gone on with, because the archive has changed since it was begun: "
        "drop its file to run it anew"
    )


def test_the_example_of_a_question_set_can_be_run(tmp_path: Path) -> None:
    file = tmp_path / "example.jsonl"
    file.write_text(EXAMPLE, encoding="utf-8")
    assert len(read_question_set(file).cases) == 3
