"""The default model works without torch and transformers, in any process that is started."""

import json
import os
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

HEAVY = ("torch", "transformers", "sentence_transformers")
WATCH = f"""
import os, sys

class Watch:
    def find_spec(self, name, path=None, target=None):
        if name in {HEAVY!r}:
            with open(os.environ["IMPORTED"], "a") as file:
                file.write(name + " by " + " ".join(sys.argv) + "\\n")
        return None

sys.meta_path.insert(0, Watch())
"""
BRIEF = """The dam
Water Minister Lena Okafor said on Tuesday that the new dam would protect two hundred villages.
"""
QUESTION = "What did Okafor say about the dam?"


@pytest.fixture
def watched(tmp_path: Path, model_cache: Path) -> dict[str, str]:
    """The environment in which every Python process writes down what it imports of the heavy."""
    (tmp_path / "watch").mkdir()
    (tmp_path / "watch" / "sitecustomize.py").write_text(WATCH)
    (tmp_path / "dam.txt").write_text(BRIEF)
    return os.environ | {
        "PYTHONPATH": os.pathsep.join([str(tmp_path / "watch"), str(ROOT)]),
        "IMPORTED": str(tmp_path / "imported"),
        "ONRECORD_DATA": str(tmp_path / "data"),
        "ONRECORD_CACHE": str(model_cache),
    }


def onrecord(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "assistant.cli", *map(str, arguments)]


def imported(environment: dict[str, str]) -> str:
    log = Path(environment["IMPORTED"])
    return log.read_text() if log.exists() else ""


def test_the_watch_sees_what_a_process_imports(watched: dict[str, str]) -> None:
    code = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import transformers'])"
    subprocess.run([sys.executable, "-c", code], env=watched, check=True)
    assert "transformers by -c\n" in imported(watched)


def test_adding_asking_and_question_sets(watched: dict[str, str], tmp_path: Path) -> None:
    questions = tmp_path / "questions.jsonl"
    lines = [json.dumps({"id": str(n), "question": QUESTION}) for n in range(2)]
    questions.write_text("\n".join(lines))
    results = tmp_path / "results.jsonl"
    report = tmp_path / "report.html"
    for command in (
        ("add", tmp_path / "dam.txt"),
        ("ask", QUESTION),
        ("run", questions, "--out", results, "--jobs", "2", "--report", report),
        ("compare", results, results),
        ("statements", "--json"),
        ("export", tmp_path / "all.jsonl"),
        ("doctor", "--repair"),
        ("remove", "nothing"),
    ):
        told = subprocess.run(
            onrecord(*command), cwd=ROOT, env=watched, capture_output=True, text=True, check=False
        )
        assert "fault" not in told.stderr, told.stderr
    assert [json.loads(line).get("outcome") for line in results.read_text().splitlines()] == [
        None,
        "answered",
        "answered",
    ]
    assert imported(watched) == ""


def test_the_page(watched: dict[str, str]) -> None:
    subprocess.run(
        onrecord("add", Path(watched["IMPORTED"]).with_name("dam.txt")), env=watched, check=True
    )
    command = onrecord("chat", "--no-browser")
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=watched) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().split()[4]
            call = f"{address}/gradio_api/call/ask"
            body = json.dumps({"data": [QUESTION, [], None, None, None, None, False]}).encode()
            request = urllib.request.Request(call, body, {"Content-Type": "application/json"})
            with urllib.request.urlopen(request) as asked:
                event = json.load(asked)["event_id"]
            with urllib.request.urlopen(f"{call}/{event}") as answer:
                told = answer.read().decode()
        finally:
            process.terminate()
    assert "event: complete" in told
    assert "protect two hundred villages" in told
    assert imported(watched) == ""
