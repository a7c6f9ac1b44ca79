"""An afternoon with confidential articles: what the logs say, who is told, who can read the files.

With tracing switched on in the environment, a key that the chat model's server refuses, a broken
file, and the rights that a shared machine gives to new files by default.
"""

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.assistant.test_cli import Program

KEY = "sk-quixotrope"
ARTICLE = {
    "id": "plumbago",
    "title": "Plumbago works",
    "text": "The plumbago works closed.\n\nMinister Oblonsky said the wombatorium would perish.",
}
QUESTION = "What did Oblonsky say about the wombatorium?"
SECRETS = "plumbago oblonsky wombatorium zyxomat vermiculon quixotrope perish".split()


@contextmanager
def refusing() -> Iterator[tuple[str, list[str]]]:
    """A server that refuses the key of whoever asks; its address, and the paths asked for."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked.append(self.path)
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            body = json.dumps({"error": {"message": f"Incorrect API key: {KEY}"}}).encode()
            self.send_response(401)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_PATCH = do_POST  # noqa: N815

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", asked
    server.shutdown()
    server.server_close()


@dataclass(frozen=True, kw_only=True)
class Afternoon:
    folder: Path
    logged: str
    said: str
    traced: list[str]
    """What was asked of LangSmith's stand-in."""
    answered: list[str]
    """What was asked of the chat model's."""


@pytest.fixture(scope="module")
def afternoon(tmp_path_factory: pytest.TempPathFactory, model_cache: Path) -> Iterator[Afternoon]:
    folder = tmp_path_factory.mktemp("afternoon")
    data = folder / "data"
    data.mkdir(mode=0o755)  # made by its user, as others' rights are by default
    onrecord = Program(data, model_cache)
    news, broken, questions = folder / "news.jsonl", folder / "zyxomat.pdf", folder / "set.jsonl"
    news.write_text(f'{json.dumps(ARTICLE)}\n{{"title": "Zyxomat", "text": vermiculon}}\n')
    broken.write_bytes(b"%PDF-1.4 vermiculon")
    questions.write_text(json.dumps({"question": QUESTION}) + "\n")
    with refusing() as (smith, traced), refusing() as (model, answered):
        onrecord.environment |= {
            "LANGSMITH_TRACING": "true",
            "LANGCHAIN_TRACING_V2": "true",
            "LANGSMITH_ENDPOINT": smith,
            "LANGCHAIN_ENDPOINT": smith,
            "LANGSMITH_API_KEY": "lsv2_quixotrope",
            "OPENAI_API_KEY": KEY,
        }
        chat_model = ("--chat-model", "openai:gpt-4o", "--base-url", f"{model}/v1")
        outcomes = [
            onrecord(*command, "--log-json")
            for command in (
                ("add", str(news), str(broken)),
                ("ask", QUESTION, *chat_model),
                ("run", str(questions), "--out", str(folder / "results.jsonl")),
                ("export", str(folder / "export.jsonl")),
                ("doctor",),
            )
        ]
        yield Afternoon(
            folder=folder,
            logged="".join(one.stderr for one in outcomes),
            said="".join(one.stdout for one in outcomes),
            traced=traced,
            answered=answered,
        )


@pytest.fixture(autouse=True, scope="module")
def usual_rights() -> Iterator[None]:
    former = os.umask(0o022)
    yield
    os.umask(former)


def test_every_line_of_the_log_is_json_and_tells_what_was_done(afternoon: Afternoon) -> None:
    told = [json.loads(line) for line in afternoon.logged.splitlines()]
    assert [one["event"] for one in told] == [
        "added",
        "the chat model failed",
        "asked",
        "ran a question set",
        "exported",
        "looked for damage",
    ]
    assert (told[0]["added"], told[0]["rejected"]) == (1, 2)
    assert told[1]["error"] == "OpenAIAuthenticationError"


def test_the_log_has_no_word_of_articles_questions_or_keys(afternoon: Afternoon) -> None:
    assert [word for word in SECRETS if word in afternoon.logged.lower()] == []
    assert KEY not in afternoon.said
    assert "refused the key: check OPENAI_API_KEY" in " ".join(afternoon.said.split())


def test_the_chat_model_was_asked_and_nobody_was_told_of_it(afternoon: Afternoon) -> None:
    assert afternoon.answered == ["/v1/chat/completions"]
    assert afternoon.traced == []


def test_nobody_else_can_read_what_was_written(afternoon: Afternoon) -> None:
    ours = {"news.jsonl", "zyxomat.pdf", "set.jsonl"}
    written = [path for path in afternoon.folder.rglob("*") if path.name not in ours]
    assert {"results.jsonl", "export.jsonl", "ledger.sqlite"} <= {path.name for path in written}
    assert [path for path in written if path.stat().st_mode & 0o077] == []
