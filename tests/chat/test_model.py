"""Naming a chat model, keeping its replies, and the command line with one."""

import json
from datetime import date
from pathlib import Path

import pytest

from assistant import cli
from assistant.chat import providers
from assistant.chat.model import LangChainModel
from assistant.chat.reply_cache import CachedModel
from corpus.errors import UsageError
from index.archive import Archive
from tests.chat.conftest import QUESTION
from tests.chat.server import ChatServer, Reply


@pytest.mark.parametrize("name", ["gpt-5", "openai:", "nobody:model", ":x"])
def test_a_model_that_is_no_provider_and_name(name: str) -> None:
    with pytest.raises(UsageError, match=r"is not PROVIDER:MODEL with one of these providers"):
        LangChainModel(name)


def test_a_missing_key_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    with pytest.raises(UsageError, match=r"needs a key: set OPENAI_API_KEY in the environment"):
        LangChainModel("openai:gpt-5")


def test_a_missing_package_is_named_with_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(providers, "find_spec", lambda _: None)
    with pytest.raises(UsageError, match=r"pip install -e '\.\[mistral\]'"):
        LangChainModel("mistral:small")


def test_a_kept_reply_is_given_again_without_a_request(server: ChatServer, tmp_path: Path) -> None:
    server.script = lambda _: Reply(text="Kept.")
    model = CachedModel(LangChainModel("ollama:m", base_url=server.address), tmp_path)
    first = list(model.stream([("human", f"Today is {date(2021, 1, 1)}.\nWhat?")]))
    again = list(model.stream([("human", f"Today is {date(2021, 1, 2)}.\nWhat?")]))
    list(model.stream([("human", "Something else?")]))

    assert "".join(one.text for one in first) == "".join(one.text for one in again) == "Kept."
    assert again[-1].usage is not None
    assert again[-1].usage.to_json() == {"input_tokens": 100, "output_tokens": 20, "cached": True}
    assert len(server.requests) == 2


def test_a_failed_reply_is_not_kept(server: ChatServer, tmp_path: Path) -> None:
    server.script = lambda _: Reply(text="Half", breaks_off=True)
    model = CachedModel(LangChainModel("openai:m", base_url=server.openai), tmp_path)
    with pytest.raises(Exception, match="broke off"):
        list(model.stream([("human", "What?")]))

    assert list(tmp_path.rglob("*.json")) == []


def test_the_command_line_answers_with_a_chat_model(
    server: ChatServer, ferries: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    server.says("Solberg said that the ferry to Nordvik will stay [1].", "NO ANSWER")
    data = ["--data", str(ferries.folder), "--chat-model", "openai:test-model"]
    status = cli.main(["ask", QUESTION, "--json", *data, "--base-url", server.openai])

    answer = json.loads(capsys.readouterr().out)
    assert status == 0
    assert answer["answerer"] in ("openai:test-model", "extractive")
    assert answer["schema"] == 1


def test_a_question_set_is_run_again_from_kept_replies(
    server: ChatServer,
    ferries: Archive,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    server.says("Solberg said that the ferry will stay [1].", "NO ANSWER")
    questions = tmp_path / "questions.jsonl"
    questions.write_text(json.dumps({"id": "q", "question": QUESTION}) + "\n")
    command = ["run", str(questions), "--data", str(ferries.folder), "--base-url", server.openai]
    command += ["--chat-model", "openai:test-model", "--out"]
    cli.main([*command, str(tmp_path / "one.jsonl")])
    asked = len(server.requests)
    capsys.readouterr()
    cli.main([*command, str(tmp_path / "two.jsonl")])

    assert asked > 0
    assert len(server.requests) == asked
    assert "1 of 1 answers from kept replies" in capsys.readouterr().out
