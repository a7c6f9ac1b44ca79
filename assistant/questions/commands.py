"""The commands of question sets: run, compare and benchmark, as the command line calls them."""

import hashlib
import io
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tqdm import tqdm

from assistant.answer import Outcome
from assistant.assistant import NewsAssistant
from assistant.commands.terminal import logs, print_note
from assistant.opening import assistant_for, open_archive
from assistant.questions.asking import asking_with
from assistant.questions.benchmark import (
    benchmark_figures,
    index_benchmark,
    render_benchmark,
)
from assistant.questions.benchmark_sets import READERS
from assistant.questions.case import QuestionSet
from assistant.questions.compare import compare_runs, render_comparison
from assistant.questions.compare_page import write_comparison
from assistant.questions.exports import failures, write_csv, write_junit
from assistant.questions.figures import figures, render_figures
from assistant.questions.question_file import read_question_set
from assistant.questions.report_page import texts_of, write_report
from assistant.questions.results import Result, Run, State, read_run
from assistant.questions.runner import run_question_set
from assistant.questions.spending import spending
from assistant.sample import sample_archive, sample_settings
from assistant.settings import Settings
from assistant.web.markup import clipped
from corpus.errors import UsageError

SAMPLE_SET = Path(__file__).with_name("sample.yaml")
"""The question set over the sample archive."""

_MOST_FAILURES = 20
_LONGEST_FAILURE = 300
_LINES_APART = 10.0
"""Seconds between two lines of progress where no terminal shows a bar."""


def run(settings: Settings, options: Namespace) -> tuple[str, int]:
    """Run a question set; what to tell the user, and the exit status."""
    file = options.questions or (SAMPLE_SET if options.sample else None)
    if file is None:
        raise UsageError("run needs a file of questions, or --sample for the set of the sample")
    questions = read_question_set(file, options.extra_key)
    if questions.ignored:
        print_note(f"keys that are not used: {', '.join(questions.ignored)}")
    if options.check:
        return f"{file}: {_cases(len(questions.cases))}, no mistakes", 0
    _refuse_bad_targets(file, options)
    if options.sample:
        sample_archive(settings).close()
        settings = sample_settings(settings)
    with open_archive(settings) as archive:
        if not archive.coverage().articles:
            print_note(
                f"the archive {archive.folder} holds no articles yet: no question is answered"
            )
        assistant = assistant_for(archive, settings, keeps_replies=True)
        done = _asked(assistant, questions, options.out, settings, options)
        shown = figures(done.results, texts_of(archive))
        if options.report:
            write_report(done, options.report, archive)
    if options.junit:
        write_junit(done, options.junit)
    if options.csv:
        write_csv(done, options.csv)
    told = render_figures(shown, done.header["archive"]["publishers"])
    written = [str(file) for file in _targets(options).values()]
    told = "\n\n".join([told, *_spent(done.results)])
    text = f"{render_run(done)}\n\n{told}\n\nWritten: {', '.join(written)}"
    return text, 1 if done.failed else 0


def render_run(done: Run) -> str:
    """What became of the cases: their number by state, then those to look at, one a line."""
    found = [(done.count(state), state) for state in State]
    counts = ", ".join(f"{count:,} {state.of(count)}" for count, state in found if count)
    lines = [f"{_cases(len(done.results))}: {counts}"]
    spoiled = [result for result in done.results if result.spoils]
    lines += [
        clipped(f"- {result.id}: {'; '.join(failures(result))}", _LONGEST_FAILURE)
        for result in spoiled[:_MOST_FAILURES]
    ]
    if len(spoiled) > _MOST_FAILURES:
        more = len(spoiled) - _MOST_FAILURES
        lines.append(f"- and {more:,} more: --report, --junit and --csv show them all")
    met = [one.id for one in done.results if one.state is State.PASSED and "known_miss" in one.case]
    if met:
        lines.append(f"No miss any more, so take out known_miss: {', '.join(met)}")
    return "\n".join(lines)


def _spent(results: Sequence[Result]) -> list[str]:
    """What the chat model's provider counted over a run, as a line; nothing without a model."""
    spent = spending(results)
    return [f"Chat model: {spent}"] if spent else []


def compare(options: Namespace) -> tuple[str, int]:
    """Compare two runs; what to tell the user, and 1 when something broke."""
    found = compare_runs(read_run(options.old), read_run(options.new))
    if options.report:
        write_comparison(found, options.report)
    return render_comparison(found), 1 if found.broken else 0


def benchmark(settings: Settings, options: Namespace) -> tuple[str, int]:
    """Index a published set in an archive of its own and ask its questions; its figures."""
    given = READERS[options.format](options.path, options.split)
    cases = given.cases[: options.limit]
    if not cases:
        raise UsageError(f"{options.path} holds no questions with judgements: is the split right?")
    here = hashlib.sha256(str(options.path.resolve()).encode()).hexdigest()[:8]
    folder = settings.data.with_name(f"{settings.data.name}-{given.name}-{here}")
    own = settings.at(folder)
    questions = QuestionSet(name=f"{given.name} {options.path.name}", cases=cases)
    with open_archive(own) as archive:
        total = len(given.articles)
        with tqdm(total=total, unit="article", desc="Indexing", **_showing()) as indexed:

            def progress(_: int, read: int) -> None:
                indexed.update(read - indexed.n)

            index_benchmark(archive, given, progress)
        out = options.out or folder / "results.jsonl"
        done = _asked(NewsAssistant(archive), questions, out, own, options)
    shown = render_benchmark(benchmark_figures(given, done.results))
    return f"{shown}\n\nArchive {folder}, results {done.path}", 0


def _asked(
    assistant: NewsAssistant,
    questions: QuestionSet,
    out: Path,
    settings: Settings,
    options: Namespace,
) -> Run:
    """The run of a set with an assistant, with its progress on standard error."""
    places = {case.id: place for place, case in enumerate(questions.cases)}
    answered = passed = failed = 0
    with tqdm(total=len(questions.cases), unit="case", desc="Asking", **_showing()) as bar:

        def progress(result: Result) -> None:
            nonlocal answered, passed, failed
            answered += result.outcome == Outcome.ANSWERED
            passed += result.state is State.PASSED
            failed += result.spoils
            told = f"{answered:,} answered, {passed:,} passed, {failed:,} failed"
            bar.set_postfix_str(told, refresh=False)
            if not bar.n:  # a resumed run begins further on
                bar.n = bar.initial = places[result.id]
            bar.update()

        return run_question_set(
            assistant,
            questions,
            out,
            resume=options.resume,
            settings=settings,
            asking=asking_with(assistant, settings, options.jobs) if options.jobs else None,
            progress=progress,
        )


def _showing() -> dict[str, Any]:
    """How progress is shown: a bar in a terminal, elsewhere a line now and then; not among logs."""
    if logs():
        return {"disable": True}
    if sys.stderr.isatty():
        return {"leave": False}
    return {"leave": False, "file": _Lines(), "mininterval": _LINES_APART, "ascii": True}


class _Lines(io.StringIO):
    """Standard error for a bar that is no terminal's: each state of it on a line of its own."""

    def write(self, text: str) -> int:
        if text.strip():
            sys.stderr.write(text.strip() + "\n")
            sys.stderr.flush()
        return len(text)


def _refuse_bad_targets(questions: Path, options: Namespace) -> None:
    if options.out is None:
        raise UsageError("run needs --out RESULTS.jsonl, or --check to look at the file only")
    files = {questions.resolve()}
    for name, target in _targets(options).items():
        if target.resolve() in files:
            raise UsageError(f"--{name} {target} is also another file of this run: name its own")
        if not target.absolute().parent.is_dir():
            raise UsageError(f"--{name} {target}: there is no folder {target.absolute().parent}")
        if target.is_dir():
            raise UsageError(f"--{name} {target} is a folder: name a file in it")
        files.add(target.resolve())


def _targets(options: Namespace) -> dict[str, Path]:
    """The files that a run is to write, by the names of their options."""
    named = {name: getattr(options, name) for name in ("out", "report", "junit", "csv")}
    return {name: target for name, target in named.items() if target is not None}


def _cases(number: int) -> str:
    return f"{number:,} case{'s' * (number != 1)}"
