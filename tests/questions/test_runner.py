"""Runs: what is written, what is resumed, what is refused; workers give what one process gives."""

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Generator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from assistant.assistant import NewsAssistant
from assistant.questions import QuestionSet, Result, Run, read_question_set, run_question_set
from assistant.questions.asking import OneByOne, Worker, Workers, asking_with, jobs_that_pay
from assistant.questions.case import Case
from assistant.questions.results import State, read_run
from assistant.questions.runner import RunError
from assistant.settings import Settings
from corpus.errors import UsageError
from index.archive import Archive
from tests.articles import add, article
from tests.questions.conftest import DATE
from tests.questions.news import ARTICLES

ROOT = Path(__file__).parents[2]


def without_times(data: bytes) -> bytes:
    return re.sub(rb'"took_ms": \d+|"date": "[^"]+"', b"", data)


def test_results_are_the_answers_with_the_id_first_in_the_files_order(
    done: Run, assistant: NewsAssistant
) -> None:
    header, *lines = [json.loads(line) for line in done.path.read_text("utf-8").splitlines()]

    assert header["schema"] == 1
    assert list(header["run"]["fingerprints"]) == [
        "questions",
        "archive",
        "models",
        "settings",
        "program",
    ]
    assert header["run"]["archive"]["articles"] == 2
    assert header["run"]["date"] == "2026-11-23T08:00:00+00:00"
    assert [line["id"] for line in lines] == [
        "okafor",
        "napoleon",
        "follow-up",
        "outlet",
        "wrong",
        "known",
        "when-was-the-dam-finished",
    ]
    plain = lines[-1]
    answer = assistant.ask("When was the dam finished?").to_json()
    assert list(plain) == ["id", *answer]
    assert plain | {"took_ms": 0} == {"id": plain["id"], **answer, "took_ms": 0}


def test_what_became_of_each_case(done: Run) -> None:
    states = {result.id: result.state for result in done.results}

    assert states == {
        "okafor": State.PASSED,
        "napoleon": State.PASSED,
        "follow-up": State.PASSED,
        "outlet": State.ERROR,
        "wrong": State.FAILED,
        "known": State.KNOWN_MISS,
        "when-was-the-dam-finished": State.UNCHECKED,
    }
    assert done.failed == 2
    follow_up, outlet = done.results[2:4]
    assert follow_up.asked == "And about the harbour?"
    assert follow_up.question == "What did Ada Brandt say about the harbour?"
    assert outlet.outcome == "error"
    assert "no article here is by the outlet 'Nowhere News'" in str(outlet.error)


def test_reading_a_run_gives_it_back(done: Run) -> None:
    assert read_run(done.path) == done


def test_a_run_cut_anywhere_and_resumed_is_the_whole_run(
    assistant: NewsAssistant, questions: QuestionSet, done: Run, tmp_path: Path
) -> None:
    whole = done.path.read_bytes()
    chance = Random(4)
    out = tmp_path / "results.jsonl"
    for cut in [0, 5, whole.index(b"\n") + 1, len(whole), *chance.choices(range(len(whole)), k=8)]:
        out.write_bytes(whole[:cut])

        resumed = run_question_set(assistant, questions, out, resume=True, date=DATE)

        assert without_times(out.read_bytes()) == without_times(whole)
        assert len(resumed.results) == len(done.results)


class Killed(BaseException):
    pass


class KilledAfter:
    """Asks so many cases, then the process is as good as dead."""

    def __init__(self, assistant: NewsAssistant, cases: int) -> None:
        self._asking = OneByOne(assistant)
        self._cases = cases

    def results(self, cases: Sequence[Case]) -> Generator[Result, None, None]:
        yield from self._asking.results(cases[: self._cases])
        raise Killed


def test_each_result_is_on_disk_before_the_next_is_asked(
    assistant: NewsAssistant, questions: QuestionSet, done: Run, tmp_path: Path
) -> None:
    out = tmp_path / "results.jsonl"
    with pytest.raises(Killed):
        run_question_set(assistant, questions, out, asking=KilledAfter(assistant, 3), date=DATE)

    stopped = read_run(out)

    assert [one.id for one in stopped.results] == [one.id for one in done.results[:3]]


def test_resuming_asks_only_the_rest(
    assistant: NewsAssistant, questions: QuestionSet, done: Run, tmp_path: Path
) -> None:
    lines = done.path.read_bytes().splitlines(keepends=True)
    out = tmp_path / "results.jsonl"
    out.write_bytes(b"".join(lines[:4]))
    asked: list[str] = []

    run_question_set(
        assistant, questions, out, resume=True, progress=lambda one: asked.append(one.id)
    )

    assert asked == [one.id for one in done.results[3:]]
    assert out.read_bytes().startswith(b"".join(lines[:4]))


def test_another_question_set_archive_or_setting_is_not_resumed(
    assistant: NewsAssistant, questions: QuestionSet, done: Run, tmp_path: Path, settings: Settings
) -> None:
    out = tmp_path / "results.jsonl"
    out.write_bytes(done.path.read_bytes())
    fewer = QuestionSet(name=questions.name, cases=questions.cases[1:])
    with pytest.raises(RunError, match="the questions have changed"):
        run_question_set(assistant, fewer, out, resume=True)
    other_model = replace(settings, model="other")
    with pytest.raises(RunError, match="the settings have changed"):
        run_question_set(assistant, questions, out, resume=True, settings=other_model)
    with Archive(tmp_path / "other", cache=settings.cache) as other:
        add(other, *ARTICLES[:1])
        with pytest.raises(RunError, match="the archive has changed"):
            run_question_set(NewsAssistant(other), questions, out, resume=True)

    assert out.read_bytes() == done.path.read_bytes()


def test_a_file_that_is_no_run_is_neither_resumed_nor_read(
    assistant: NewsAssistant, questions: QuestionSet, tmp_path: Path
) -> None:
    out = tmp_path / "notes.txt"
    for text in ("my notes", "my notes\n", '{"schema": 2, "run": {}}\n', '{"schema": 1}\n'):
        out.write_text(text, "utf-8")
        with pytest.raises(UsageError):
            run_question_set(assistant, questions, out, resume=True)
        with pytest.raises(UsageError):
            read_run(out)
        assert out.read_text("utf-8") == text
    with pytest.raises(UsageError, match=r"notes.txt is there and is no file of results"):
        run_question_set(assistant, questions, out)
    assert out.read_text("utf-8") == '{"schema": 1}\n'


def test_two_runs_never_write_to_one_file(
    assistant: NewsAssistant, questions: QuestionSet, tmp_path: Path
) -> None:
    out = tmp_path / "results.jsonl"
    refused: list[str] = []

    def second(_: Result) -> None:
        with pytest.raises(RunError) as caught:
            run_question_set(assistant, questions, out, resume=True)
        refused.append(str(caught.value))

    run_question_set(assistant, questions, out, progress=second)

    assert set(refused) == {f"another run is writing to {out}: wait for it, or name another --out"}
    assert list(tmp_path.iterdir()) == [out]


def test_a_run_is_the_same_with_and_without_settings_that_say_nothing_more(
    done: Run, assistant: NewsAssistant, questions: QuestionSet, settings: Settings, tmp_path: Path
) -> None:
    out = tmp_path / "results.jsonl"
    out.write_bytes(done.path.read_bytes())

    resumed = run_question_set(assistant, questions, out, resume=True, settings=settings)

    assert resumed.header == done.header


def test_a_run_over_an_archive_that_changes_meanwhile_is_no_run(
    settings: Settings, questions: QuestionSet, tmp_path: Path
) -> None:
    with Archive(tmp_path / "changing", cache=settings.cache) as archive:
        add(archive, *ARTICLES)
        with pytest.raises(RunError, match="was changed while its questions were asked"):
            run_question_set(
                NewsAssistant(archive),
                QuestionSet(name="a", cases=questions.cases[:1]),
                tmp_path / "results.jsonl",
                progress=lambda _: add(archive, article("late", "Late news.")) and None,
            )


def test_workers_write_what_one_process_writes(
    assistant: NewsAssistant, questions: QuestionSet, settings: Settings, tmp_path: Path
) -> None:
    cases = tuple(
        Case(
            id=f"{number}{case.id}",
            question=case.question,
            expect=case.expect,
            filters=case.filters,
        )
        for number in range(3)
        for case in questions.cases
    )
    many = QuestionSet(name="many", cases=cases)
    run_question_set(assistant, many, tmp_path / "one", date=DATE)

    # The archive asked is the assistant's, whatever folder its settings name.
    elsewhere = settings.at(tmp_path / "elsewhere")
    asking = asking_with(assistant, elsewhere, 2)
    run_question_set(assistant, many, tmp_path / "two", date=DATE, asking=asking)

    assert not elsewhere.data.exists()
    assert without_times((tmp_path / "two").read_bytes()) == without_times(
        (tmp_path / "one").read_bytes()
    )


def test_a_worker_that_dies_is_started_again_and_asked_again(
    news: Archive, questions: QuestionSet, settings: Settings
) -> None:
    worker = Worker(settings)
    before = worker.ask(questions.cases[0])
    assert worker.process is not None
    os.kill(worker.process.pid, signal.SIGSTOP)
    killing = threading.Timer(0.2, worker.process.kill)
    killing.start()

    after = worker.ask(questions.cases[0])
    worker.end()

    assert {**after.data, "took_ms": 0} == {**before.data, "took_ms": 0}
    assert worker.ask(questions.cases[0]).error == "stopped before it was asked"


def test_workers_are_used_where_they_pay_and_can_answer_alike(
    assistant: NewsAssistant, settings: Settings
) -> None:
    assert isinstance(asking_with(assistant, settings, 1), OneByOne)
    assert isinstance(asking_with(assistant, settings, 2), Workers)
    assert isinstance(asking_with(assistant, None, 2), OneByOne)
    assert jobs_that_pay(3) == 1
    assert jobs_that_pay(500) == len(os.sched_getaffinity(0))


class Program:
    """Runs onrecord on the archive of these tests."""

    def __init__(self, settings: Settings) -> None:
        self._start = [sys.executable, "-W", "error", "-m", "assistant.cli"]
        self._end = ["--data", str(settings.data)]

    def start(self, *arguments: str) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            [*self._start, *arguments, *self._end],
            cwd=ROOT,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def __call__(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [*self._start, *arguments, *self._end],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture
def onrecord(settings: Settings, news: Archive, monkeypatch: pytest.MonkeyPatch) -> Program:
    monkeypatch.setenv("ONRECORD_CACHE", str(settings.cache))
    return Program(settings)


def test_the_command_runs_reports_and_says_what_failed(
    onrecord: Program, question_file: Path, done: Run, tmp_path: Path
) -> None:
    results, page = tmp_path / "r.jsonl", tmp_path / "r.html"
    outcome = onrecord(
        *("run", str(question_file), "--out", str(results), "--report", str(page)),
        *("--junit", str(tmp_path / "r.xml"), "--csv", str(tmp_path / "r.csv")),
    )

    assert outcome.returncode == 1
    assert "7 cases: 3 passed, 1 failed, 1 known miss, 1 error, 1 unchecked" in outcome.stdout
    assert "- wrong: outcome 'answered': it is abstained" in outcome.stdout
    assert outcome.stdout.endswith(
        f"\nWritten: {results}, {page}, {tmp_path / 'r.xml'}, {tmp_path / 'r.csv'}\n"
    )
    assert "keys that are not used: difficulty" in outcome.stderr
    assert (
        without_times(results.read_bytes()).split(b"\n")[1:]
        == without_times(done.path.read_bytes()).split(b"\n")[1:]
    )
    assert page.read_text("utf-8").startswith("<!doctype html>")
    assert (tmp_path / "r.xml").exists()
    assert (tmp_path / "r.csv").exists()


def test_a_command_killed_again_and_again_goes_on_where_it_ended(
    onrecord: Program, question_file: Path, done: Run, tmp_path: Path
) -> None:
    out = tmp_path / "r.jsonl"
    arguments = ("run", str(question_file), "--out", str(out), "--resume", "--jobs", "2")
    for lines in sorted(Random(4).sample(range(1, len(done.results) + 1), 3)):
        process = onrecord.start(*arguments)
        deadline = time.monotonic() + 60
        while not (out.exists() and out.read_bytes().count(b"\n") >= lines):
            assert time.monotonic() < deadline
            time.sleep(0.005)
        process.send_signal(signal.SIGKILL)
        process.wait()

    assert onrecord(*arguments).returncode == 1
    assert (
        without_times(out.read_bytes()).split(b"\n")[1:]
        == without_times(done.path.read_bytes()).split(b"\n")[1:]
    )


def test_wrong_use_of_the_command_is_refused_with_status_2(
    onrecord: Program, question_file: Path, tmp_path: Path
) -> None:
    before = question_file.read_bytes()
    bad = tmp_path / "bad.yaml"
    bad.write_text("- question: 5\n", "utf-8")

    checked = onrecord("run", str(question_file), "--check")
    refused = onrecord("run", str(bad), "--check")
    over_itself = onrecord("run", str(question_file), "--out", str(question_file))

    assert (checked.returncode, checked.stdout) == (0, f"{question_file}: 7 cases, no mistakes\n")
    assert refused.returncode == 2
    assert f"{bad}:1: question: must be a text, it is the number 5" in refused.stderr
    assert over_itself.returncode == 2
    assert question_file.read_bytes() == before
    assert len(read_question_set(question_file).cases) == 7
