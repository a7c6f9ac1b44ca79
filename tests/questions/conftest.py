"""One small archive for all tests of question sets, its question file, and one run over it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from assistant.assistant import NewsAssistant
from assistant.questions import QuestionSet, Run, read_question_set, run_question_set
from assistant.settings import Settings
from index.archive import Archive
from tests.articles import add
from tests.questions.news import ARTICLES, QUESTIONS

DATE = datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory, model_cache: Path) -> Settings:
    return Settings(data=tmp_path_factory.mktemp("questions") / "data", cache=model_cache)


@pytest.fixture(scope="session")
def news(settings: Settings) -> Iterator[Archive]:
    with Archive(settings.data, cache=settings.cache) as archive:
        add(archive, *ARTICLES)
        yield archive


@pytest.fixture(scope="session")
def assistant(news: Archive) -> NewsAssistant:
    return NewsAssistant(news)


@pytest.fixture(scope="session")
def question_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("set") / "monday.jsonl"
    path.write_text(QUESTIONS, "utf-8")
    return path


@pytest.fixture(scope="session")
def questions(question_file: Path) -> QuestionSet:
    return read_question_set(question_file)


@pytest.fixture(scope="session")
def done(
    assistant: NewsAssistant, questions: QuestionSet, tmp_path_factory: pytest.TempPathFactory
) -> Run:
    """The whole set, run in one process."""
    out = tmp_path_factory.mktemp("run") / "results.jsonl"
    return run_question_set(assistant, questions, out, date=DATE)
