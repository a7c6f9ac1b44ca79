"""Questions to a small archive: what is answered, with which words, and what is not."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.answer import Answer, Reason
from assistant.assistant import Filters, NewsAssistant
from corpus.article import Article
from corpus.errors import UsageError
from corpus.readers import Reading
from index.archive import Archive
from index.build import Builder
from tests.articles import FERRIES

ARTICLES = (
    FERRIES[0],
    replace(
        FERRIES[1],
        text=f"{FERRIES[1].text}\nHarbour officials said the quay would be mended first.",
    ),
    Article(
        id="budget",
        title="Parliament passes the budget",
        text=(
            "Parliament passed the budget on 12 May 2021.\n"
            "Finance Minister Karl Berg told lawmakers that taxes on fuel would rise."
        ),
        publisher="Inland Post",
        published=date(2021, 5, 13),
    ),
)


@pytest.fixture(scope="module")
def assistant(
    tmp_path_factory: pytest.TempPathFactory, model_cache: Path
) -> Iterator[NewsAssistant]:
    with Archive(tmp_path_factory.mktemp("data"), cache=model_cache) as archive:
        with archive.writing():
            Builder(archive).add(Reading(item=one, consumed=0) for one in ARTICLES)
        yield NewsAssistant(archive)


def quotes(answer: Answer) -> str:
    return " ".join(citation.quote for citation in answer.citations)


def test_a_speakers_words_come_from_several_articles_and_are_verbatim(
    assistant: NewsAssistant,
) -> None:
    answer = assistant.ask("What did Solberg say about the ferry?")

    assert {c.article.id for c in answer.citations} == {"ferry-1", "ferry-2"}
    for citation in answer.citations:
        assert citation.article.text[citation.start : citation.end] == citation.quote
    assert "Hale" not in quotes(answer)


def test_a_silence_is_told_in_a_sentence(assistant: NewsAssistant) -> None:
    told = [
        assistant.ask(f"What did {who} say about whales?").text
        for who in ("Hale", "Harbour officials")
    ]
    assert [one.split(" here")[0] for one in told] == [
        "Tomas Hale speaks in 1 article",
        "Harbour officials speak in 1 article",
    ]


def test_a_spokesmans_words_are_not_his_principals(assistant: NewsAssistant) -> None:
    answer = assistant.ask("What did Hale say about the ferry?")

    assert "could not live without its ferry" in quotes(answer)
    assert "relieved" not in quotes(answer)
    assert "Solberg" not in quotes(answer)


def test_a_fact_is_answered_by_the_sentence_that_holds_it(assistant: NewsAssistant) -> None:
    answer = assistant.ask("How many passengers does the ferry carry a year?")

    assert answer.citations[0].quote == "The ferry carries about 90,000 passengers a year."
    assert answer.citations[0].article.id == "ferry-1"
    assert answer.sentences[0].citations == (1,)


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("What did Solberg say about whaling?", Reason.SILENT_ON_TOPIC),
        ("What did Marianne Quist say about the ferry?", Reason.UNKNOWN_SPEAKER),
        ("What did Solberg say about the ferry in January 2019?", Reason.OUTSIDE_DATES),
        ("Which team won the football league?", Reason.NO_EVIDENCE),
    ],
)
def test_it_abstains_with_the_reason(
    assistant: NewsAssistant, question: str, reason: Reason
) -> None:
    answer = assistant.ask(question)

    assert (answer.answered, answer.reason) == (False, reason)
    assert (answer.sentences, answer.citations) == ((), ())
    assert answer.text == answer.message != ""


def test_dates_in_the_question_bound_the_answer(assistant: NewsAssistant) -> None:
    answer = assistant.ask("What has Solberg said about the ferry since May 2021?")

    assert {c.article.id for c in answer.citations} == {"ferry-2"}


def test_filters_bound_the_answer(assistant: NewsAssistant) -> None:
    question = "What did Solberg say about the ferry?"

    early = assistant.ask(question, filters=Filters(until=date(2021, 4, 1)))
    by_post = assistant.ask(question, filters=Filters(publishers=("inland post",)))

    assert {c.article.id for c in early.citations} == {"ferry-1"}
    assert {c.article.id for c in by_post.citations} == {"ferry-2"}
    assert early.searched is not None
    assert (early.searched.articles, early.searched.publishers) == (1, 1)
    with pytest.raises(UsageError, match="no article here is by the outlet 'Nobody'"):
        assistant.ask(question, filters=Filters(publishers=("Nobody",)))


def test_a_conversation_keeps_what_is_left_unsaid(assistant: NewsAssistant) -> None:
    first = assistant.ask("What did Solberg say about the ferry?")
    second = assistant.ask("What about Hale?", conversation=[first.question])
    third = assistant.ask("And about the court?", conversation=[second.question])

    assert second.question == "What did Hale say about the ferry?"
    assert third.question == "What did Hale say about the court?"
    assert "We will take this to court" in quotes(third)


def test_the_same_question_gets_the_same_answer(assistant: NewsAssistant) -> None:
    first, second = (
        assistant.ask("What did Solberg say about the ferry?").to_json() for _ in range(2)
    )

    assert first | {"took_ms": 0} == second | {"took_ms": 0}


def test_evidence_is_one_passage_of_each_article_first(assistant: NewsAssistant) -> None:
    answer = assistant.ask("What did Solberg say about the ferry?")

    assert len({one.article_id for one in answer.evidence[:3]}) == 3


def test_an_endless_or_empty_question_is_refused(assistant: NewsAssistant) -> None:
    for wrong in ("", " ? ", "x" * 1001):
        with pytest.raises(UsageError):
            assistant.ask(wrong)
