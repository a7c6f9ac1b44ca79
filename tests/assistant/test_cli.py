"""The command line as a user runs it: each command in a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent

BRIEF = """Minister defends new dam
Water Minister Lena Okafor said on Tuesday that the new dam would protect two hundred villages.
The dam was finished in March 2021 after nine years of work.
Opposition leader Piet Maas said the dam had cost far too much.
"""


class Program:
    """Runs onrecord on one archive."""

    def __init__(self, data: Path, cache: Path) -> None:
        self.environment = os.environ | {"ONRECORD_DATA": str(data), "ONRECORD_CACHE": str(cache)}

    def __call__(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-W", "error", "-m", "assistant.cli", *arguments],
            capture_output=True,
            text=True,
            cwd=ROOT,
            env=self.environment,
            check=False,
        )


@pytest.fixture
def onrecord(tmp_path: Path, model_cache: Path) -> Program:
    return Program(tmp_path / "data", model_cache)


@pytest.fixture
def brief(tmp_path: Path) -> Path:
    path = tmp_path / "dam.txt"
    path.write_text(BRIEF, "utf-8")
    return path


def test_add_then_ask_cites_the_very_words(onrecord: Program, brief: Path) -> None:
    assert onrecord("add", str(brief)).stdout == "1 added, 0 updated, 0 unchanged, 0 rejected\n"

    outcome = onrecord("ask", "What did Okafor say about the dam?", "--json")
    answer = json.loads(outcome.stdout)

    assert outcome.returncode == 0
    assert list(answer) == [
        "schema",
        "question",
        "outcome",
        "reason",
        "text",
        "sentences",
        "citations",
        "evidence",
        "answerer",
        "took_ms",
    ]
    assert (answer["schema"], answer["outcome"], answer["reason"]) == (1, "answered", None)
    [citation] = answer["citations"]
    assert BRIEF[citation["start"] : citation["end"]] == citation["quote"]
    assert "protect two hundred villages" in citation["quote"]
    assert "Maas" not in answer["text"]


def test_ask_for_people_shows_the_sources(onrecord: Program, brief: Path) -> None:
    onrecord("add", str(brief))

    shown = onrecord("ask", "When was the dam finished?").stdout

    assert "The dam was finished in March 2021 after nine years of work. [1]" in shown
    assert "[1] “Minister defends new dam”" in shown
    assert "(1 article searched)" in shown


def test_a_follow_up_is_shown_as_it_was_understood(onrecord: Program, brief: Path) -> None:
    onrecord("add", str(brief))

    shown = onrecord(
        "ask", "What about Maas?", "--after", "What did Okafor say about the dam?"
    ).stdout

    assert "Understood as: What did Maas say about the dam?" in shown
    assert "cost far too much" in shown


def test_adding_again_changes_nothing_and_a_change_replaces(onrecord: Program, brief: Path) -> None:
    onrecord("add", str(brief))
    assert onrecord("add", str(brief)).stdout == "0 added, 0 updated, 1 unchanged, 0 rejected\n"

    brief.write_text(BRIEF.replace("nine years", "ten years"), "utf-8")
    assert onrecord("add", str(brief)).stdout == "0 added, 1 updated, 0 unchanged, 0 rejected\n"

    assert json.loads(onrecord("status", "--json").stdout)["articles"] == 1
    assert "ten years" in onrecord("ask", "When was the dam finished?").stdout


def test_a_bad_file_is_named_and_the_rest_goes_on(
    onrecord: Program, brief: Path, tmp_path: Path
) -> None:
    (tmp_path / "broken.json").write_text('{"title": ', "utf-8")

    outcome = onrecord("add", str(tmp_path / "broken.json"), str(brief))

    assert outcome.returncode == 0
    first, second = outcome.stdout.splitlines()
    assert first == "1 added, 0 updated, 0 unchanged, 1 rejected"
    assert "broken.json" in second


def test_nothing_added_is_status_one_and_wrong_use_two(onrecord: Program) -> None:
    missing = onrecord("add", "no-such-file.txt")
    assert missing.returncode == 1
    assert "no-such-file.txt" in missing.stdout

    for wrong in (
        ("ask", "  "),
        ("ask", "What is new?", "--from", "some day"),
        ("ask", "What is new?", "--publisher", "Nobody's Gazette"),
        ("ask", "What is new?", "--from", "2022-02-01", "--to", "2022-01-01"),
    ):
        outcome = onrecord(*wrong)
        assert outcome.returncode == 2
        assert outcome.stdout == ""
        assert outcome.stderr.startswith("onrecord: ")
        assert outcome.stderr.count("\n") == 1


def test_an_empty_archive_says_so(onrecord: Program) -> None:
    answer = json.loads(onrecord("ask", "What is new?", "--json").stdout)

    assert (answer["outcome"], answer["reason"]) == ("abstained", "empty_archive")


def test_export_is_taken_back_as_the_same_archive(
    onrecord: Program, brief: Path, tmp_path: Path, model_cache: Path
) -> None:
    onrecord("add", str(brief))
    exported = tmp_path / "archive.jsonl"
    assert onrecord("export", str(exported)).returncode == 0

    other = Program(tmp_path / "other", model_cache)
    other("add", str(exported))

    asked = ("ask", "What did Maas say about the dam?", "--json")
    answers = [json.loads(program(*asked).stdout) for program in (onrecord, other)]
    for answer in answers:
        answer["took_ms"] = 0
    assert answers[0] == answers[1]
    assert other("export", str(tmp_path / "again.jsonl")).returncode == 0
    assert (tmp_path / "again.jsonl").read_bytes() == exported.read_bytes()


def test_remove_and_doctor(onrecord: Program, brief: Path) -> None:
    onrecord("add", str(brief))
    assert onrecord("doctor").stdout == "No damage found.\n"

    id = json.loads(onrecord("ask", "When was the dam finished?", "--json").stdout)["citations"][0][
        "article_id"
    ]
    assert onrecord("remove", id, "no-such-id").stdout == (
        "not in the archive: 'no-such-id'\n1 removed\n"
        "Traces stay in free space of the files until 'onrecord doctor --compact'.\n"
    )
    assert json.loads(onrecord("status", "--json").stdout)["articles"] == 0
    assert onrecord("doctor").returncode == 0
