"""On Record for LangChain: its search as a retriever, its answers as a tool.

The only module that touches LangChain's own types.

    retriever = ArchiveRetriever(archive=archive)
    chain = retriever | some_runnable
    agent = create_agent(model, tools=[ask_tool(NewsAssistant(archive))])
"""

from datetime import date
from typing import Any

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.tools import BaseTool, StructuredTool, ToolException
from pydantic import BaseModel, ConfigDict, Field

from assistant.assistant import Filters, NewsAssistant
from corpus.errors import OnRecordError
from index.archive import Archive
from index.search import Hit, SearchQuery


class ArchiveRetriever(BaseRetriever):
    """The archive's search: passages as documents, best first.

    A document's metadata hold the article's id, title, publisher, url and day, the passage's
    `start` and `end` in the article's text, and what each ranking contributed.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    archive: Archive
    k: int = Field(default=10, ge=1, le=100)
    since: date | None = None
    until: date | None = None
    publishers: tuple[str, ...] = ()

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        hits = self.archive.search(
            SearchQuery(
                text=query,
                limit=self.k,
                since=self.since,
                until=self.until,
                publishers=self.archive.publishers_named(self.publishers),
            )
        )
        return [_document(hit) for hit in hits]


class _Asked(BaseModel):
    """The arguments of the tool, as a chat model sees them."""

    question: str = Field(description="A whole question, such as 'What did X say about Y?'")
    speaker: str | None = Field(default=None, description="Only words of this person")
    since: date | None = Field(default=None, description="Published on this day or later")
    until: date | None = Field(default=None, description="Published on this day or earlier")


def ask_tool(assistant: NewsAssistant) -> BaseTool:
    """The assistant as a tool that returns an answer with numbered, verbatim sources.

    Its artifact is the whole answer as JSON. Wrong arguments come back as a message to the model.
    """

    def ask(
        question: str,
        speaker: str | None = None,
        since: date | None = None,
        until: date | None = None,
    ) -> tuple[str, dict[str, Any]]:
        try:
            answer = assistant.ask(
                question, filters=Filters(speaker=speaker, since=since, until=until)
            )
        except OnRecordError as error:
            raise ToolException(str(error)) from error
        sources = "\n".join(
            f"[{c.number}] {c.article.publisher or 'unknown outlet'}, "
            f"{c.article.published_day or 'undated'}, {c.article.title}: {c.quote}"
            for c in answer.citations
        )
        return f"{answer.text}\n\n{sources}".strip(), answer.to_json()

    return StructuredTool.from_function(
        ask,
        name="ask_news_archive",
        description=(
            "Answers a question from a news archive with verbatim sentences and their sources, "
            "or says why the archive does not answer it."
        ),
        args_schema=_Asked,
        response_format="content_and_artifact",
        handle_tool_error=True,
    )


def _document(hit: Hit) -> Document:
    day = hit.article.published_day
    return Document(
        id=hit.passage.id,
        page_content=hit.text,
        metadata={
            "article_id": hit.article.id,
            "title": hit.article.title,
            "publisher": hit.article.publisher,
            "url": hit.article.url,
            "published": day.isoformat() if day else None,
            "start": hit.passage.start,
            "end": hit.passage.end,
            "reciprocal_rank": hit.reciprocal_rank,
            "cosine_similarity": hit.cosine_similarity,
            "bm25": hit.bm25,
        },
    )
