"""The archive as a LangChain retriever and tool, used through LangChain's own runnables."""

from datetime import date
from pathlib import Path

import pytest
from langchain_core.runnables import RunnableLambda

from assistant.assistant import NewsAssistant
from assistant.langchain_door import ArchiveRetriever, ask_tool
from corpus.article import Article
from corpus.readers import Reading
from index.archive import Archive
from index.build import Builder

HARBOUR = Article(
    id="harbour",
    title="Minister opens the harbour",
    text="The harbour opened on Monday. Minister Ada Brandt said the harbour would create jobs.",
    publisher="Coast Herald",
    published=date(2022, 5, 2),
    url="https://example.org/harbour",
)
SCHOOL = Article(
    id="school",
    title="School roof repaired",
    text="The roof of the village school was repaired over the summer holidays.",
    publisher="Hill Post",
    published=date(2021, 9, 1),
)


@pytest.fixture
def archive(tmp_path: Path, model_cache: Path) -> Archive:
    archive = Archive(tmp_path / "data", cache=model_cache)
    with archive.writing():
        Builder(archive).add(Reading(item=one, consumed=0) for one in (HARBOUR, SCHOOL))
    return archive


def test_the_retriever_runs_in_a_chain_and_gives_offsets(archive: Archive) -> None:
    chain = ArchiveRetriever(archive=archive, k=1) | RunnableLambda(lambda found: found[0])

    document = chain.invoke("Who opened the harbour?")

    assert document.page_content == HARBOUR.text
    assert document.id == "harbour#0-85"
    assert document.metadata["article_id"] == "harbour"
    assert (document.metadata["start"], document.metadata["end"]) == (0, len(HARBOUR.text))
    assert document.metadata["published"] == "2022-05-02"


def test_the_retriever_keeps_to_its_bounds(archive: Archive) -> None:
    retriever = ArchiveRetriever(archive=archive, until=date(2021, 12, 31))

    assert [d.metadata["article_id"] for d in retriever.invoke("the harbour")] == ["school"]


def test_the_tool_answers_with_sources(archive: Archive) -> None:
    tool = ask_tool(NewsAssistant(archive))

    message = tool.invoke(
        {
            "name": tool.name,
            "args": {"question": "What did Ada Brandt say about the harbour?"},
            "id": "call-1",
            "type": "tool_call",
        }
    )

    assert "[1] Coast Herald, 2022-05-02, Minister opens the harbour: Minister Ada Brandt said" in (
        message.content
    )
    assert message.artifact["citations"][0]["article_id"] == "harbour"


def test_a_wrong_argument_comes_back_to_the_model(archive: Archive) -> None:
    tool = ask_tool(NewsAssistant(archive))

    assert tool.invoke({"question": "   "}).startswith("the question is empty")
