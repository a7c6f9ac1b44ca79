"""Questions read by the chat model, and by the rules where it cannot."""

import json

import pytest

from tests.chat.conftest import QUESTION, NewAssistant
from tests.chat.server import ChatServer, Reply


def reading(**told: object) -> Reply:
    return Reply(text=f"Here it is: {json.dumps(told)}")


def test_a_follow_up_is_made_to_stand_on_its_own(
    server: ChatServer, new_assistant: NewAssistant
) -> None:
    server.script = lambda _: reading(
        question="What did Ingrid Solberg say about the cost of the ferry?",
        speakers=["Solberg"],
        topic="cost of the ferry",
    )
    question = new_assistant().understand("And what of the cost?", [QUESTION])

    assert question.text == "What did Ingrid Solberg say about the cost of the ferry?"
    assert (question.speakers, question.topic) == (("Solberg",), "cost of the ferry")


@pytest.mark.parametrize(
    "reply",
    [
        Reply(text="I cannot."),
        Reply(text='{"question": 7}'),
        reading(question="Who won the football match in Lisbon?"),
        reading(question="What did Merkel say about the ferry?", speakers=["Angela Merkel"]),
        reading(question="What did Solberg say?", since="2022-02-02", until="2021-01-01"),
        Reply(status=500),
        Reply(text="{" * 5000),
    ],
)
def test_nonsense_and_failure_leave_it_to_the_rules(
    server: ChatServer, new_assistant: NewAssistant, reply: Reply
) -> None:
    server.script = lambda _: reply
    question = new_assistant().understand("And about the cost?", [QUESTION])

    assert question.text == "What did Solberg say about the cost?"


def test_both_sides_of_a_comparison_are_looked_for(
    server: ChatServer, new_assistant: NewAssistant
) -> None:
    def script(messages: list[dict[str, str]]) -> Reply:
        if messages[0]["content"].startswith("You read"):
            return reading(
                question="Compare what Solberg and Hale say about the ferry",
                sub_questions=[
                    "What did Solberg say about the ferry?",
                    "What did Hale say about the ferry?",
                ],
            )
        return Reply(text="NO ANSWER")

    server.script = script
    new_assistant().ask("Compare Solberg and Hale on the ferry")

    evidence = server.requests[-1]["messages"][1]["content"]
    assert '"speaker": "Ingrid Solberg"' in evidence
    assert '"speaker": "Tomas Hale"' in evidence


def test_a_slip_in_a_name_is_mended_by_the_model(
    server: ChatServer, new_assistant: NewAssistant
) -> None:
    def script(messages: list[dict[str, str]]) -> Reply:
        if messages[0]["content"].startswith("You read"):
            return reading(
                question="What did Solberg say about the ferry?",
                speakers=["Ingrid Solberg"],
                topic="ferry",
            )
        return Reply(text="NO ANSWER")

    server.script = script
    answer = new_assistant().ask("What did Solbreg say about the ferry?")

    assert answer.question == "What did Solberg say about the ferry?"
    assert {one.speaker for one in answer.citations} == {"Ingrid Solberg"}
    assert answer.usage is not None
    assert answer.usage.input_tokens == 200


def test_the_model_may_not_put_somebody_else_in_the_place_of_one_unknown(
    server: ChatServer, new_assistant: NewAssistant
) -> None:
    server.script = lambda _: reading(
        question="What did Hale say about the ferry?", speakers=["Tomas Hale"], topic="ferry"
    )
    answer = new_assistant().ask("What did Angela Merkel say about the ferry?")

    assert answer.reason == "unknown_speaker"
