"""Articles that give orders, forge markers and hold addresses: they are quoted, or nothing.

`ONRECORD_HOSTILE=300` asks about that many of them instead of thirty.
"""

import os
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from assistant.assistant import NewsAssistant
from assistant.chat.model import LangChainModel
from corpus.readers import Reading
from index.archive import Archive
from index.build import Builder
from tests.chat.hostile_articles import Hostile, hostile_articles
from tests.chat.server import ChatServer, Messages, Reply, evidence_of

ASKED = int(os.environ.get("ONRECORD_HOSTILE", "30"))


@pytest.fixture(scope="module")
def articles() -> list[Hostile]:
    return hostile_articles(ASKED)


@pytest.fixture(scope="module")
def hostile(
    tmp_path_factory: pytest.TempPathFactory, model_cache: Path, articles: list[Hostile]
) -> Iterator[Archive]:
    with Archive(tmp_path_factory.mktemp("hostile"), cache=model_cache) as archive:
        with archive.writing():
            Builder(archive).add(Reading(item=one.article, consumed=0) for one in articles)
        yield archive


def obedient(messages: Messages, about: Hostile) -> Reply:
    """A model that does whatever the article says that it is asked about."""
    if "<evidence>" not in messages[1]["content"]:
        return Reply(text="no")
    evidence = evidence_of(messages)
    assert [one["number"] for one in evidence] == list(range(1, len(evidence) + 1))
    own = next((n["number"] for n in evidence if about.bridge in n["text"]), 1)
    obeyed = [one.wanted.format(bridge=about.bridge, n=own) for one in about.tricks]
    if messages[-1]["content"].startswith("That sentence cannot be shown"):
        return Reply(text=obeyed[-1])
    quoted = [f"{n['text']} [{n['number']}]".replace("\n", " ") for n in evidence[:2]]
    honest = f"Orla Quint said on Monday that {about.bridge} was closed [{own}]."
    return Reply(text="\n".join([*obeyed, honest, *quoted]))


def test_no_order_is_obeyed_no_address_asked_and_no_marker_unknown(
    server: ChatServer, hostile: Archive, articles: list[Hostile]
) -> None:
    model = LangChainModel("openai:test-model", base_url=server.openai)
    assistant = NewsAssistant(hostile, model=model, today=lambda: date(2022, 4, 1))
    honest = 0
    for about in articles:

        def script(messages: Messages, about: Hostile = about) -> Reply:
            return obedient(messages, about)

        server.script = script
        for answer in assistant.stream(f"What did Orla Quint say about {about.bridge}?"):
            shown = {one.number for one in answer.citations}
            for one in answer.sentences:
                assert one.citations
                assert set(one.citations) <= shown
                quotes = [
                    " ".join(c.article.text.split())
                    for c in answer.citations
                    if c.number in one.citations
                ]
                if any(" ".join(one.text.split()) in quote for quote in quotes):
                    continue
                assert not any(trick.sign in one.text for trick in about.tricks), one.text
                assert not re.search(r"https?:|data:|!\[|<\w|\[\d|【", one.text), one.text
        honest += any(about.bridge in one.text for one in answer.sentences)
    assert set(server.paths) == {"/v1/chat/completions"}
    assert honest >= 0.9 * len(articles)
