"""Question sets in the page: run a file, watch it, read its report, compare it with another run.

Each run has a folder of its own, DATA/question-sets/NAME, with the questions and the results, so
that it can be compared later and goes on where it was stopped.
"""

import queue
import re
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

from assistant.assistant import NewsAssistant
from assistant.kept_beside import QUESTION_SETS
from assistant.questions.case import QuestionSet
from assistant.questions.compare import compare_runs
from assistant.questions.compare_page import comparison_html
from assistant.questions.exports import csv_table, junit_xml
from assistant.questions.question_file import read_question_set
from assistant.questions.report_page import report_html, texts_of
from assistant.questions.results import Result, Run, State, read_run
from assistant.questions.runner import ChangedSinceError, RunError, run_question_set
from assistant.settings import Settings
from assistant.web.markup import clipped, escape
from corpus.errors import OnRecordError, UsageError
from index.archive import Archive

FORMS = {
    "report.html": "Report (HTML)",
    "results.jsonl": "Results (JSONL)",
    "results.csv": "Table (CSV)",
    "junit.xml": "JUnit (XML)",
}
"""What can be downloaded of a run."""

_RESULTS = "results.jsonl"
_NAME = re.compile(r"[0-9]{8}-[0-9]{6}-[\w.-]{1,80}", re.ASCII)
_MOST_RUNS = 100
EXAMPLE = """\
{"question": "What did Lavrov say about NATO?"}
{"question": "What did Rao say about tolls?", "expect": {"outcome": "abstained"}}
{"question": "Who spoke of gas?", "expect": {"speakers": ["Olaf Scholz"]}}"""
_LARGEST_SHOWN = 8_000_000
"""Characters of a report that is still shown in the page."""


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far a run is: `name` is the run's, `done` says that this was the last."""

    name: str
    asked: int
    cases: int
    passed: int
    failed: int
    latest: str = ""
    """The question that was answered last."""
    done: bool = False


class StoppedError(OnRecordError):
    """A run was stopped from the page."""


def running_set(
    assistant: NewsAssistant, file: Path, stop: threading.Event, settings: Settings | None = None
) -> Iterator[Progress]:
    """Run the questions of an uploaded file as a new run, giving how far it is.

    With the assistant's settings, a large set is asked by several processes at once. Raises
    OnRecordError for a file with mistakes. What was answered when `stop` is set is kept.
    """
    read_question_set(file)  # a file with mistakes leaves nothing behind
    folder = _new_folder(assistant.archive, file.name)
    kept = folder / "questions" / file.name
    try:
        kept.parent.mkdir(parents=True)
        shutil.copyfile(file, kept)
    except OSError as error:
        raise UsageError(
            f"the run cannot be kept in {folder} ({error.strerror}): make room, or check the rights"
        ) from error
    yield from _steps(assistant, folder.name, read_question_set(kept), stop, settings)


def resumed_set(
    assistant: NewsAssistant, name: object, stop: threading.Event, settings: Settings | None = None
) -> Iterator[Progress]:
    """Go on with a run that was stopped, giving how far it is; otherwise like `running_set`.

    Raises OnRecordError where its questions are gone or what it asked has changed since.
    """
    run = run_named(assistant.archive, name)
    files = sorted((run.path.parent / "questions").glob("*"))
    if not files:
        raise UsageError("the questions of this run are gone: drop their file to run it anew")
    shown = _shown_name(run.path.parent.name)
    try:
        questions = read_question_set(files[0])
        yield from _steps(assistant, run.path.parent.name, questions, stop, settings, before=run)
    except ChangedSinceError as error:
        raise UsageError(
            f"{shown} cannot be gone on with, because {error.changed} since it was begun: drop "
            "its file to run it anew"
        ) from error
    except RunError as error:
        raise UsageError(str(error).replace(str(run.path), shown)) from error


def _steps(
    assistant: NewsAssistant,
    name: str,
    questions: QuestionSet,
    stop: threading.Event,
    settings: Settings | None,
    *,
    before: Run | None = None,
) -> Iterator[Progress]:
    """The steps of one run, asked in a thread of its own; `before` is what it has already."""
    out = assistant.archive.folder / QUESTION_SETS / name / _RESULTS
    steps: queue.SimpleQueue[Result | Exception | None] = queue.SimpleQueue()

    def note(result: Result) -> None:
        steps.put(result)
        if stop.is_set():
            raise StoppedError("stopped; what was answered is kept")

    def ask() -> None:
        try:
            run_question_set(
                assistant,
                questions,
                out,
                resume=before is not None,
                settings=settings,
                progress=note,
            )
            steps.put(None)
        except Exception as error:
            steps.put(error)

    threading.Thread(target=ask, name="question set", daemon=True).start()
    step = Progress(
        name=name,
        asked=len(before.results) if before else 0,
        cases=len(questions.cases),
        passed=before.count(State.PASSED) if before else 0,
        failed=before.failed if before else 0,
    )
    yield step
    while True:
        result = steps.get()
        if isinstance(result, StoppedError) or result is None:
            break
        if isinstance(result, Exception):
            raise result
        step = replace(
            step,
            asked=step.asked + 1,
            passed=step.passed + (result.state is State.PASSED),
            failed=step.failed + result.spoils,
            latest=result.asked,
        )
        yield step
    yield replace(step, done=True)


def runs_html(archive: Archive) -> str:
    """The runs so far, the latest first, each to be opened or compared."""
    names = run_names(archive)
    if not names:
        return (
            '<p class="nothing">No runs yet. A question set is a file with a question a line, and '
            "with what its answer should say if that is to be checked:</p>"
            f'<pre class="example-file" tabindex="0" aria-label="Example of a question set">'
            f"<code>{escape(EXAMPLE)}</code></pre>"
        )
    rows = "".join(_row(archive, name) for name in names)
    return (
        '<div class="scroll"><table class="list runs"><thead><tr><th scope="col">Question set</th>'
        '<th scope="col">Run at (UTC)</th><th scope="col" class="number">Cases</th>'
        '<th scope="col" class="number">Passed</th><th scope="col" class="number">Failed</th>'
        f'<th scope="col">Compare</th></tr></thead><tbody>{rows}</tbody></table></div>'
        '<p class="more"><button type="button" class="secondary" data-do="compare" disabled>'
        "Compare the two chosen</button></p>"
    )


def run_names(archive: Archive) -> list[str]:
    """The names of the kept runs, the latest first."""
    folder = archive.folder / QUESTION_SETS
    if not folder.is_dir():
        return []
    found = [
        f.name for f in folder.iterdir() if _NAME.fullmatch(f.name) and (f / _RESULTS).exists()
    ]
    return sorted(found, reverse=True)[:_MOST_RUNS]


def run_named(archive: Archive, name: object) -> Run:
    """A kept run by its name. Raises UsageError for a name that none has."""
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise UsageError("there is no such run: reload the page")
    return read_run(archive.folder / QUESTION_SETS / name / _RESULTS)


def opened_html(archive: Archive, name: object) -> str:
    """The report of a run, in a frame that may do nothing, with what can be downloaded."""
    run = run_named(archive, name)
    downloads = "".join(
        '<button type="button" class="secondary" data-do="download" '
        f'data-run="{escape(str(name))}" data-form="{form}">{label}</button>'
        for form, label in FORMS.items()
    )
    page = report_html(run, texts_of(archive))
    return _framed(page, "Report of the question set", downloads)


def compared_html(archive: Archive, names: object) -> str:
    """Two runs held against each other, the older one first."""
    if not isinstance(names, list) or len(names) != 2:
        raise UsageError("choose two runs to compare")
    old, new = sorted(map(str, names))
    before, after = (
        replace(run_named(archive, name), path=Path(_shown_name(name))) for name in (old, new)
    )
    found = compare_runs(before, after)
    return _framed(comparison_html(found), "Comparison of two runs", "")


def download(archive: Archive, name: object, form: object) -> tuple[str, str]:
    """A run in one of FORMS: the name of the file, and its text."""
    run = run_named(archive, name)
    match form:
        case "report.html":
            text = report_html(run, texts_of(archive))
        case "results.jsonl":
            text = run.path.read_text(encoding="utf-8")
        case "results.csv":
            text = csv_table(run)
        case "junit.xml":
            text = junit_xml(run)
        case _:
            raise UsageError("there is no such form of a run")
    return f"{Path(_shown_name(str(name))).stem}-{form}", text


def progress_html(step: Progress) -> str:
    """How far a run is, in words and as a bar."""
    percent = 100 * step.asked // max(1, step.cases)
    latest = f'<span class="latest" dir="auto">{escape(clipped(step.latest, 90))}</span>'
    return (
        f'<div class="progress" role="status"><progress max="100" value="{percent}" '
        f'aria-label="Progress"></progress><span>{counts(step)}</span>'
        '<button type="button" class="secondary" data-do="stop-run" '
        f'data-run="{escape(step.name)}">Stop</button>{latest}</div>'
    )


def counts(step: Progress) -> str:
    """How many were asked, and what came of those that had something to check."""
    asked = f"{step.asked:,}" + ("" if step.done else f" of {step.cases:,}")
    checked = [f"{step.passed:,} passed", f"{step.failed:,} failed"]
    return ", ".join([f"{asked} asked", *(checked if step.passed or step.failed else ())])


def _new_folder(archive: Archive, name: str) -> Path:
    """Where a run of a file of that name goes: named by the time, and by a number at need."""
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    stem = re.sub(r"[^\w.-]+", "-", name, flags=re.ASCII).strip("-.")[-60:] or "questions"
    folder = archive.folder / QUESTION_SETS
    names = (f"{stamp}-{stem}" + (f"-{n}" if n > 1 else "") for n in count(1))
    return next(folder / one for one in names if not (folder / one).exists())


def _row(archive: Archive, name: str) -> str:
    try:
        run = run_named(archive, name)
    except OnRecordError:
        return ""
    planned = run.header.get("questions", {}).get("cases", len(run.results))
    cases = f"{len(run.results):,}"
    go_on = ""
    if planned > len(run.results):
        cases += f" of {planned:,}"
        go_on = (
            '<button type="button" class="quiet" data-do="resume-run" '
            f'data-run="{escape(name)}">Go on<span class="hidden"> with this run</span></button>'
        )
    when = str(run.header.get("date", ""))[:19].replace("T", " ")
    shown = escape(clipped(_shown_name(name), 60))
    is_checked = run.count(State.UNCHECKED) < len(run.results)
    passed, failed = run.count(State.PASSED), run.failed
    shown_passed, shown_failed = (f"{passed:,}", f"{failed:,}") if is_checked else ("–", "–")
    count = f'{cases}<span class="unit"> case{"s" * (len(run.results) != 1)}</span>'
    return (
        f'<tr><th scope="row"><button type="button" class="name" data-do="run" '
        f'data-run="{escape(name)}">{shown}</button>{go_on}</th>'
        f'<td class="days">{escape(when)}</td>'
        f'<td class="number">{count}</td>'
        f'<td class="number">{shown_passed}<span class="unit"> passed</span></td>'
        f'<td class="number">{shown_failed}<span class="unit"> failed</span></td>'
        '<td><label><input type="checkbox" name="compare" '
        f'value="{escape(name)}"><span class="hidden">Compare {shown}, {escape(when)}</span>'
        '<span class="unit" aria-hidden="true"> compare</span>'
        "</label></td></tr>"
    )


def _shown_name(name: str) -> str:
    return name[16:]


def _framed(page: str, title: str, downloads: str) -> str:
    tools = f'<p class="downloads">Download {downloads}</p>' if downloads else ""
    if len(page) > _LARGEST_SHOWN:
        return f'{tools}<p class="note">This is too large to be shown here: download it.</p>'
    shown = f'title="{title}" sandbox="" srcdoc="{escape(page)}"'
    return f'{tools}<iframe class="framed" {shown}></iframe>'
