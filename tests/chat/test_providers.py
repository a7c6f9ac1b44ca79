"""Anthropic, Google and Mistral at their own protocols, through LangChain's own classes."""

import pytest

from assistant.chat import providers
from assistant.chat.model import LangChainModel
from corpus.errors import UsageError
from tests.chat.conftest import QUESTION, NewAssistant
from tests.chat.server import ChatServer, Messages, Reply, evidence_of

NAMES = {
    "anthropic": "anthropic:test-model",
    "google_genai": "google_genai:test-model",
    "mistralai": "mistralai:mistral-test",
}
KEYS = {
    "anthropic": "ANTHROPIC_API_KEY",
    "google_genai": "GOOGLE_API_KEY",
    "mistralai": "MISTRAL_API_KEY",
}


@pytest.fixture(params=list(NAMES))
def provider(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    name = str(request.param)
    monkeypatch.setenv(KEYS[name], "a-test-key")
    return name


def test_an_answer_comes_in_with_its_tokens(
    server: ChatServer, new_assistant: NewAssistant, provider: str
) -> None:
    def script(messages: Messages) -> Reply:
        stay = next(o["number"] for o in evidence_of(messages) if "will stay" in o["text"])
        return Reply(
            text=f"Solberg announced on Friday that the Nordvik ferry will stay [{stay}].\n"
            f"Solberg resigned [{stay}]."
        )

    server.script = script
    answer = new_assistant(provider).ask(QUESTION)

    assert [one.text for one in answer.sentences] == [
        "Solberg announced on Friday that the Nordvik ferry will stay."
    ]
    assert answer.left_out == 1
    assert answer.answerer == NAMES[provider]
    assert answer.usage is not None
    assert answer.usage.to_json() == {"input_tokens": 200, "output_tokens": 40}


@pytest.mark.parametrize(
    ("reply", "line", "requests"),
    [
        (Reply(status=401), "refused the key: check", 1),
        (Reply(status=404), "is not known at http://127.0.0.1", 1),
        (
            Reply(status=429, headers=(("retry-after", "0.01"),)),
            "takes no more requests for now (rate limit or quota)",
            3,
        ),
        (Reply(status=503), "failed with status 503", 3),
        (Reply(text="Solberg said that. [1]", breaks_off=True), "broke off", 1),
        (Reply(text="late", pause=1.5), "sent nothing for 0.3 seconds", 3),
    ],
)
def test_whatever_goes_wrong_gives_one_line_and_the_extractive_answer(
    server: ChatServer,
    new_assistant: NewAssistant,
    provider: str,
    reply: Reply,
    line: str,
    requests: int,
) -> None:
    server.says(reply)
    answer = new_assistant(provider, timeout=0.3).ask(QUESTION)

    assert answer.answerer == "extractive"
    (note,) = answer.notes
    assert line in note
    assert "a-test-key" not in note
    assert "\n" not in note
    assert len(server.requests) == requests


@pytest.mark.parametrize("extra", ["openai", "ollama", "anthropic", "google", "mistral"])
def test_each_missing_extra_is_named_with_its_command(
    monkeypatch: pytest.MonkeyPatch, extra: str
) -> None:
    monkeypatch.setattr(providers, "find_spec", lambda _: None)
    with pytest.raises(UsageError, match=rf"pip install -e '\.\[{extra}\]'"):
        LangChainModel(f"{extra}:some-model")
