"""Naming a chat model, keeping its replies, and the command line with one."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from assistant import cli
from assistant.chat import providers
from assistant.chat.model import LangChainModel
from assistant.chat.reply_cache import CachedModel, prune
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


def test_kept_replies_stay_within_their_bound_those_used_last_remaining(tmp_path: Path) -> None:
    for age, name in enumerate(("newest", "middle", "oldest")):
        kept = tmp_path / name[:2] / f"{name}.json"
        kept.parent.mkdir()
        kept.write_text("x" * 100)
        os.utime(kept, (1_000_000_000 - age, 1_000_000_000 - age))
    abandoned = tmp_path / "ne" / "half.123"
    abandoned.write_text("x")
    os.utime(abandoned, (1_000_000_000, 1_000_000_000))

    prune(tmp_path, 300)
    assert not abandoned.exists()
    assert len(list(tmp_path.rglob("*.json"))) == 3
    prune(tmp_path, 299)
    assert sorted(one.stem for one in tmp_path.rglob("*.json")) == ["middle", "newest"]


def test_a_folder_past_its_bound_is_pruned_when_a_reply_is_written(
    server: ChatServer, tmp_path: Path
) -> None:
    old = tmp_path / "aa" / "old.json"
    old.parent.mkdir()
    old.write_text("x" * 1000)
    os.utime(old, (1_000_000_000, 1_000_000_000))
    server.script = lambda _: Reply(text="Kept.")
    model = CachedModel(
        LangChainModel("ollama:m", base_url=server.address), tmp_path, most_bytes=500
    )
    list(model.stream([("human", "What?")]))

    assert not old.exists()
    assert len(list(tmp_path.rglob("*.json"))) == 1


def test_nothing_is_traced_even_where_the_program_around_it_is(server: ChatServer) -> None:
    server.script = lambda _: Reply(text="Fine.")
    code = (
        "import sys; from assistant.chat.model import LangChainModel; "
        "model = LangChainModel('ollama:m', base_url=sys.argv[1]); "
        "ask = lambda _: ''.join(one.text for one in model.stream([('human', 'secret')])); "
        "print(ask(0)); "
        "from langchain_core.tracers.langchain import wait_for_all_tracers; wait_for_all_tracers()"
    )
    traced = {
        "LANGSMITH_TRACING": "true",
        "LANGSMITH_ENDPOINT": server.address,
        "LANGSMITH_API_KEY": "lsv2_not_a_key",
    }
    done = subprocess.run(
        [sys.executable, "-c", code, server.address],
        env={**os.environ, **traced},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == "Fine.\n"
    assert server.paths == ["/api/chat"]


def test_a_kind_of_tracing_that_is_gone_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANGCHAIN_TRACING", "true")
    with pytest.raises(UsageError, match="LANGCHAIN_TRACING is set in the environment"):
        LangChainModel("ollama:m", base_url="http://127.0.0.1:9")


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
