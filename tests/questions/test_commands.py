"""The run command on the sample, and what it tells."""

import os
import subprocess
import sys
from copy import deepcopy
from dataclasses import replace
from pathlib import Path

import pytest

from assistant.questions import Result, Run, read_run
from assistant.questions.commands import render_run
from assistant.questions.results import State

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def sample_run(
    tmp_path_factory: pytest.TempPathFactory, model_cache: Path
) -> tuple[Path, "subprocess.CompletedProcess[str]"]:
    folder = tmp_path_factory.mktemp("sample")
    command = [sys.executable, "-W", "error", "-m", "assistant.cli", "run", "--sample"]
    done = subprocess.run(
        [*command, "--data", str(folder / "own"), "--out", str(folder / "r.jsonl")],
        cwd=ROOT,
        env={**os.environ, "ONRECORD_CACHE": str(model_cache)},
        capture_output=True,
        text=True,
        check=False,
    )
    return folder, done


def test_the_sample_set_is_asked_of_the_sample_archive_beside_the_users_own(
    sample_run: tuple[Path, "subprocess.CompletedProcess[str]"],
) -> None:
    folder, _ = sample_run
    run = read_run(folder / "r.jsonl")

    assert {path.name for path in folder.iterdir()} == {"own-sample", "r.jsonl"}
    assert run.header["questions"] == {"file": "sample.yaml", "cases": len(run.results)}
    assert run.header["archive"]["publishers"] == 4


def test_no_case_of_the_sample_set_fails_that_is_not_known_to(
    sample_run: tuple[Path, "subprocess.CompletedProcess[str]"],
) -> None:
    folder, done = sample_run
    run = read_run(folder / "r.jsonl")

    assert [one.id for one in run.results if one.spoils] == []
    assert done.returncode == 0
    assert "Citations verbatim     100% of" in done.stdout
    assert "Asking:" in done.stderr


def test_many_failures_are_cut_and_a_miss_that_is_none_any_more_is_named(done: Run) -> None:
    wrong = next(one for one in done.results if one.state is State.FAILED)
    known = next(one for one in done.results if one.state is State.KNOWN_MISS)
    met = Result(
        data={**deepcopy(dict(known.data)), "checks": [{**known.checks[0], "passed": True}]}
    )

    text = render_run(replace(done, results=(met, *[wrong] * 25)))

    assert text.split("\n") == [
        "26 cases: 1 passed, 25 failed",
        *["- wrong: outcome 'answered': it is abstained"] * 20,
        "- and 5 more: --report, --junit and --csv show them all",
        "No miss any more, so take out known_miss: known",
    ]
