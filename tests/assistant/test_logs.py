"""Logs as JSON, and what each stage of an answer took; neither says what was asked or found."""

import io
import json
import logging
from pathlib import Path

import pytest

from assistant.cli import main
from assistant.logs import EVENTS, figures, log_as_json
from tests.assistant.test_cli import BRIEF, Program

QUESTION = "What did Okafor say about the dam?"


def test_logs_as_json_carry_figures_and_neither_question_nor_text(
    tmp_path: Path, model_cache: Path
) -> None:
    onrecord = Program(tmp_path / "data", model_cache)
    brief = tmp_path / "dam.txt"
    brief.write_text(BRIEF, "utf-8")
    logged = onrecord("add", str(brief), "--log-json").stderr
    logged += onrecord("ask", QUESTION, "--log-json").stderr
    added, asked = (json.loads(line) for line in logged.splitlines())
    assert (added["event"], added["added"], added["rejected"]) == ("added", 1, 0)
    assert (asked["event"], asked["outcome"], asked["reason"]) == ("asked", "answered", None)
    assert asked["search_statements_ms"] > 0
    for said in ("Okafor", "dam", "villages"):
        assert said not in logged


def test_timings_are_given_where_they_are_asked_for(tmp_path: Path, model_cache: Path) -> None:
    onrecord = Program(tmp_path / "data", model_cache)
    plain = json.loads(onrecord("ask", QUESTION, "--json").stdout)
    timed = json.loads(onrecord("ask", QUESTION, "--json", "--timings").stdout)
    stages = timed.pop("stages_ms")
    assert {**timed, "took_ms": 0} == {**plain, "took_ms": 0}
    assert set(stages) == {"open_ms"}  # an empty archive has nothing to search


def test_an_error_is_logged_by_kind_and_place(monkeypatch: pytest.MonkeyPatch) -> None:
    stream = io.StringIO()
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [])
    monkeypatch.setattr(root, "level", root.level)
    monkeypatch.setattr(EVENTS, "level", EVENTS.level)
    log_as_json(stream)
    try:
        raise ValueError("the secret words")
    except ValueError:
        EVENTS.exception("a question %s could not be answered", "about secrets")
    EVENTS.info("started", extra=figures(port=7860))
    failed, started = (json.loads(line) for line in stream.getvalue().splitlines())
    assert (failed["level"], failed["error"]) == ("error", "ValueError")
    assert failed["at"][-1].startswith(__file__)
    assert "secret" not in stream.getvalue().replace("could not be answered", "")
    assert (started["event"], started["port"]) == ("started", 7860)


@pytest.mark.parametrize(
    ("command", "status", "error", "message"),
    [
        (
            ("ask", "", "--json"),
            2,
            "UsageError",
            "the question is empty: ask something, such as 'What did X say about Y?'",
        ),
        (
            ("remove",),
            2,
            None,
            "the following arguments are required: ID",
        ),
    ],
)
def test_an_error_is_a_line_of_the_log_and_nothing_else(
    tmp_path: Path,
    model_cache: Path,
    command: tuple[str, ...],
    status: int,
    error: str | None,
    message: str,
) -> None:
    done = Program(tmp_path / "data", model_cache)(*command, "--log-json")
    assert (done.returncode, done.stdout) == (status, "")
    (told,) = (json.loads(line) for line in done.stderr.splitlines())
    assert (told["level"], told["event"]) == ("error", "failed")
    assert (told["message"], told["exit_status"]) == (message, status)
    assert told.get("error") == error


def test_a_fault_of_the_program_is_logged_without_its_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def broken(_: object) -> int:
        raise ValueError("the secret words")

    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [])
    monkeypatch.setattr(root, "level", root.level)
    monkeypatch.setattr(EVENTS, "level", EVENTS.level)
    monkeypatch.setattr("assistant.commands.run", broken)

    assert main(["status", "--data", str(tmp_path), "--log-json"]) == 1
    said = capsys.readouterr()
    told = json.loads(said.err)
    assert (said.out, told["event"], told["error"]) == ("", "failed", "ValueError")
    assert told["exit_status"] == 1
    assert "secret" not in said.err


def test_a_fault_of_the_program_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def broken(_: object) -> int:
        raise ValueError("no\nsuch thing")

    monkeypatch.setattr("assistant.commands.run", broken)

    assert main(["status", "--data", str(tmp_path)]) == 1
    assert capsys.readouterr() == (
        "",
        "onrecord: status met a fault of the program (ValueError: no such thing); what was done "
        "before is kept: run it again with --log-json to see where, and report that\n",
    )


def test_too_little_memory_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    def too_much(_: object) -> int:
        raise MemoryError

    monkeypatch.setattr("assistant.commands.run", too_much)

    assert main(["status", "--data", str(tmp_path)]) == 1
    assert capsys.readouterr().err.startswith("onrecord: there is not enough memory for this: ")
