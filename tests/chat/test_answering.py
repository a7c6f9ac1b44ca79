"""Answers by a chat model: what passes is shown, what does not is mended, left out or replaced."""

import random

import pytest

from assistant.answer import Answer
from tests.articles import FERRIES
from tests.chat.conftest import QUESTION, NewAssistant
from tests.chat.server import ChatServer, Messages, Reply, evidence_of


def cited(answer: Answer) -> list[tuple[str, list[str]]]:
    """Each sentence with the words that it cites."""
    quotes = {one.number: one.quote for one in answer.citations}
    return [(one.text, [quotes[n] for n in one.citations]) for one in answer.sentences]


def number_of(messages: Messages, words: str) -> int:
    """The number under which the evidence holds some words."""
    return next(int(one["number"]) for one in evidence_of(messages) if words in one["text"])


@pytest.mark.parametrize("provider", ["openai", "ollama"])
def test_the_models_sentences_are_shown_with_the_words_they_rest_on(
    server: ChatServer, new_assistant: NewAssistant, provider: str
) -> None:
    def script(messages: Messages) -> Reply:
        stay, wrong = number_of(messages, "will stay"), number_of(messages, "wrong about")
        return Reply(
            text=f"Solberg announced on Friday that the Nordvik ferry will stay [{stay}].\n"
            f"She admitted to having been wrong about the ferry's cost. [{wrong}]"
        )

    server.script = script
    answers = list(new_assistant(provider).stream(QUESTION))

    assert [len(one.sentences) for one in answers] == [1, 2, 2]
    assert cited(answers[-1]) == [
        (
            "Solberg announced on Friday that the Nordvik ferry will stay.",
            ["The ferry to Nordvik will stay, Transport Minister Ingrid Solberg said on Friday."],
        ),
        (
            "She admitted to having been wrong about the ferry's cost.",
            ["Solberg said she had been wrong about the cost of the ferry."],
        ),
    ]
    told = answers[-1].to_json()
    assert told["answerer"] == f"{provider}:test-model"
    assert told["usage"] == {"input_tokens": 100, "output_tokens": 20}
    assert "notes" not in told


def test_the_evidence_is_numbered_data_and_nobody_elses_words_are_in_it(
    server: ChatServer, new_assistant: NewAssistant
) -> None:
    server.says("NO ANSWER")
    new_assistant().ask(QUESTION)

    (request,) = server.requests
    evidence = evidence_of(request["messages"])
    assert [one["number"] for one in evidence] == [1, 2, 3]
    assert {one["speaker"] for one in evidence} == {"Ingrid Solberg"}
    assert "Today is 2021-07-01." in request["messages"][1]["content"]
    assert "articles from 2021-03-01 to 2021-06-04" in request["messages"][1]["content"]


def test_a_refused_sentence_is_mended_once_with_the_reason(
    server: ChatServer, new_assistant: NewAssistant
) -> None:
    def script(messages: Messages) -> Reply:
        stay = number_of(messages, "will stay")
        if messages[-1]["content"].startswith("That sentence cannot be shown"):
            return Reply(text=f"Solberg said on Friday that the ferry will stay [{stay}].")
        return Reply(text=f"Solberg said on Sunday that the ferry will stay [{stay}].")

    server.script = script
    answer = new_assistant().ask(QUESTION)

    assert [one.text for one in answer.sentences] == [
        "Solberg said on Friday that the ferry will stay."
    ]
    assert answer.left_out == 0
    assert answer.usage is not None
    assert answer.usage.input_tokens == 200
    assert "no cited source has the date 'Sunday'" in server.requests[1]["messages"][-1]["content"]


def test_what_cannot_be_mended_is_left_out_and_the_answer_says_so(
    server: ChatServer, new_assistant: NewAssistant
) -> None:
    def script(messages: Messages) -> Reply:
        stay = number_of(messages, "will stay")
        return Reply(
            text=f"Solberg said on Friday that the ferry will stay [{stay}].\n"
            "She resigned the same day [99].\nThe weather was fine."
        )

    server.script = script
    answer = new_assistant().ask(QUESTION)

    assert answer.text == (
        "Solberg said on Friday that the ferry will stay. [1]\n\n"
        "(2 sentences were left out: their sources do not bear it out.)"
    ).replace("bear it out", "bear them out")
    assert answer.to_json()["left_out"] == 2


def test_he_after_a_sentence_that_is_not_shown_is_not_shown_either(
    server: ChatServer, new_assistant: NewAssistant
) -> None:
    def script(messages: Messages) -> Reply:
        stay, wrong = number_of(messages, "will stay"), number_of(messages, "wrong about")
        return Reply(
            text=f"Solberg said on Friday that the ferry will stay [{stay}].\n"
            f"Hale protested [{stay}].\n"
            f"He had been wrong about the cost of the ferry, he said [{wrong}]."
        )

    server.script = script
    answer = new_assistant().ask(QUESTION)

    assert len(answer.sentences) == 1
    assert answer.left_out == 2


def test_if_nothing_stands_the_extractive_answer_is_given_and_labelled(
    server: ChatServer, new_assistant: NewAssistant
) -> None:
    server.says("Solberg resigned [1].")
    answer = new_assistant().ask(QUESTION)

    assert answer.answerer == "extractive"
    assert answer.answered
    assert answer.notes == (
        "openai:test-model wrote nothing that its sources bear out. "
        "These are sentences of the articles themselves.",
    )
    assert answer.text.endswith(answer.notes[0])


def test_of_somebody_whom_nobody_quotes_a_model_reads_the_question_and_answers_nothing(
    server: ChatServer, new_assistant: NewAssistant
) -> None:
    server.says("Merkel welcomed the ferry [1].")
    answer = new_assistant().ask("What did Angela Merkel say about the ferry?")

    assert not answer.answered
    assert answer.reason == "unknown_speaker"
    (asked,) = server.requests
    assert asked["messages"][0]["content"].startswith("You read a question")


@pytest.mark.parametrize(
    ("reply", "line", "requests"),
    [
        (Reply(status=401), "openai:test-model refused the key", 1),
        (Reply(status=404), "openai:test-model is not known at http://127.0.0.1", 1),
        (Reply(status=400), "openai:test-model refused the request with status 400", 1),
        (
            Reply(status=429, headers=(("retry-after", "0.01"),)),
            "openai:test-model takes no more requests for now",
            3,
        ),
        (Reply(status=503), "http://127.0.0.1", 3),
        (Reply(text=""), "openai:test-model sent an empty reply", 1),
        (
            Reply(text="Solberg said that. [1]", breaks_off=True),
            "The reply of openai:test-model broke off",
            1,
        ),
        (Reply(text="word and ", endless=True), "openai:test-model wrote more than 16,000", 1),
        (Reply(text="late", pause=1.0), "openai:test-model sent nothing for 0.3 seconds", 3),
    ],
)
def test_whatever_goes_wrong_gives_one_line_and_the_extractive_answer(
    server: ChatServer, new_assistant: NewAssistant, reply: Reply, line: str, requests: int
) -> None:
    server.says(reply)
    answer = new_assistant(timeout=0.3).ask(QUESTION)

    assert answer.answerer == "extractive"
    assert answer.answered
    (note,) = answer.notes
    assert note.startswith(line)
    assert "\n" not in note
    assert len(server.requests) == requests


def test_a_reply_that_drips_is_cut_off(server: ChatServer, new_assistant: NewAssistant) -> None:
    server.says(Reply(text="word and ", endless=True, pause=0.05))
    answer = new_assistant(longest=0.3).ask(QUESTION)

    assert "had not finished after 0.3 seconds" in answer.notes[0]


def test_a_server_that_is_not_there(server: ChatServer, new_assistant: NewAssistant) -> None:
    server.address = "http://127.0.0.1:9"
    answer = new_assistant().ask(QUESTION)

    assert answer.notes[0].startswith("http://127.0.0.1:9/v1 cannot be reached: is the server")


def test_random_replies_show_nothing_that_is_not_cited(
    server: ChatServer, new_assistant: NewAssistant
) -> None:
    chance = random.Random(4)
    words = [*" ".join(one.text for one in FERRIES).split(), "[1]", "[2]", "[77]", "\n", "“", "”"]
    assistant = new_assistant()
    for _ in range(40):
        server.says(" ".join(chance.choice(words) for _ in range(chance.randint(1, 80))))
        answer = assistant.ask(QUESTION)
        numbers = {one.number for one in answer.citations}
        assert all(one.citations and set(one.citations) <= numbers for one in answer.sentences)
        for one in answer.citations:
            assert one.article.text[one.start : one.end] == one.quote
