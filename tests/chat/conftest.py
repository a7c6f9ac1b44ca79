"""A small archive, and assistants that ask a scripted server over LangChain's own classes."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest

from assistant.assistant import NewsAssistant
from assistant.chat.model import LangChainModel
from corpus.article import Article
from corpus.readers import Reading
from index.archive import Archive
from index.build import Builder
from tests.chat.server import ChatServer, chat_server

ARTICLES = (
    Article(
        id="ferry-1",
        title="Ferry line to close in autumn",
        text=(
            "Transport Minister Ingrid Solberg said on Monday that the ferry line to Nordvik "
            "would close in October.\n"
            "The mayor of Nordvik, Tomas Hale, said the island could not live without its ferry.\n"
            '"We will take this to court," Hale said.\n'
            "The ferry carries about 90,000 passengers a year."
        ),
        publisher="Harbour Times",
        published=date(2021, 3, 1),
    ),
    Article(
        id="ferry-2",
        title="Minister keeps the ferry after all",
        text=(
            "The ferry to Nordvik will stay, Transport Minister Ingrid Solberg said on Friday.\n"
            "Solberg said she had been wrong about the cost of the ferry.\n"
            "A spokesman for Hale said the town hall was relieved."
        ),
        publisher="Inland Post",
        published=date(2021, 6, 4),
    ),
)
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
            Builder(archive).add(Reading(item=one, consumed=0) for one in ARTICLES)
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
