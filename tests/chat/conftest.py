"""A small archive, and assistants that ask a scripted server over LangChain's own classes."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from assistant.assistant import NewsAssistant
from assistant.chat.model import LangChainModel
from corpus.readers import Reading
from index.archive import Archive
from index.build import Builder
from tests.articles import FERRIES
from tests.chat.server import ChatServer, chat_server

QUESTION = "What did Solberg say about the ferry?"

NewAssistant = Callable[..., NewsAssistant]


@pytest.fixture
def server() -> Iterator[ChatServer]:
    with chat_server() as running:
        yield running


@pytest.fixture(scope="module")
def ferries(tmp_path_factory: pytest.TempPathFactory, model_cache: object) -> Iterator[Archive]:
    with Archive(tmp_path_factory.mktemp("data"), cache=model_cache) as archive:  # type: ignore[arg-type]
        with archive.writing():
            Builder(archive).add(Reading(item=one, consumed=0) for one in FERRIES)
        yield archive


@pytest.fixture
def new_assistant(server: ChatServer, ferries: Archive) -> NewAssistant:
    """Assistants over the ferries, with a model of the given provider."""

    def assistant(
        provider: str = "openai", archive: Archive | None = None, **options: float
    ) -> NewsAssistant:
        speaks_v1 = provider in ("openai", "mistralai")
        name = "mistral-test" if provider == "mistralai" else "test-model"
        model = LangChainModel(
            f"{provider}:{name}",
            base_url=server.openai if speaks_v1 else server.address,
            **{"timeout": 5.0, "first_wait": 0.01, **options},  # type: ignore[arg-type]
        )
        return NewsAssistant(archive or ferries, model=model, today=lambda: date(2021, 7, 1))

    return assistant
