"""The commands of question sets: run, compare and benchmark, as the command line calls them."""

import hashlib
import sys
from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from tqdm import tqdm

from assistant.assistant import NewsAssistant
from assistant.opening import assistant_for
from assistant.questions.asking import OneByOne, Workers, jobs_for
from assistant.questions.benchmark import (
    benchmark_figures,
    index_benchmark,
    render_benchmark,
    require_measures,
)
from assistant.questions.benchmark_sets import READERS
from assistant.questions.case import QuestionSet
from assistant.questions.compare import compare_runs, render_comparison
from assistant.questions.compare_page import write_comparison
from assistant.questions.exports import failures, write_csv, write_junit
from assistant.questions.figures import figures, render_figures
from assistant.questions.question_file import read_question_set
from assistant.questions.report_page import texts_of, write_report
from assistant.questions.results import Result, State, read_run
from assistant.questions.runner import run_question_set
from assistant.settings import Settings
from corpus.errors import UsageError
from index.archive import Archive


def run(settings: Settings, options: Namespace) -> tuple[str, int]:
    """Run a question set; what to tell the user, and the exit status."""
    questions = read_question_set(options.questions, options.extra_key)
    if questions.ignored:
        _note(f"keys that are not used: {', '.join(questions.ignored)}")
    count = f"{len(questions.cases):,} case{'s' * (len(questions.cases) != 1)}"
    if options.check:
        return f"{options.questions}: {count}, no mistakes", 0
    _refuse_bad_targets(options)
    jobs = jobs_for(len(questions.cases), options.jobs)
    with Archive(settings.data, cache=settings.cache, model=settings.model) as archive:
        assistant = assistant_for(archive, settings, keeps_replies=True)
        with _Bar(questions) as bar:
            done = run_question_set(
                assistant,
                questions,
                options.out,
                resume=options.resume,
                settings=settings,
                asking=Workers(assistant, settings, jobs) if jobs > 1 else OneByOne(assistant),
                progress=bar.add,
            )
        texts = texts_of(archive)
        shown = render_figures(figures(done.results, texts), done.header["archive"]["publishers"])
        if options.report:
            write_report(done, options.report, archive)
    if options.junit:
        write_junit(done, options.junit)
    if options.csv:
        write_csv(done, options.csv)
    counts = ", ".join(f"{done.count(state):,} {state}" for state in State if done.count(state))
    failed = [
        f"- {result.id}: {'; '.join(failures(result))}" for result in done.results if result.spoils
    ]
    spent = _spent(done.results)
    return "\n".join([f"{count}: {counts}", *failed, "", shown, *spent]), 1 if done.failed else 0


def _spent(results: Sequence[Result]) -> list[str]:
    """What the chat model's provider counted over a run, as a line; nothing without a model."""
    used = [result.data["usage"] for result in results if result.data.get("usage")]
    if not used:
        return []
    read, wrote = (sum(one[name] for one in used) for name in ("input_tokens", "output_tokens"))
    cached = sum(bool(one.get("cached")) for one in used)
    costs = [one["cost"] for one in used if one.get("cost") is not None]
    cost = f", {sum(costs):.4f} US dollars" if costs else ""
    kept = f"; {cached:,} of {len(used):,} answers from kept replies" if cached else ""
    return ["", f"Chat model: {read:,} tokens read, {wrote:,} written{cost}{kept}"]


def compare(options: Namespace) -> tuple[str, int]:
    """Compare two runs; what to tell the user, and 1 when something broke."""
    found = compare_runs(read_run(options.old), read_run(options.new))
    if options.report:
        write_comparison(found, options.report)
    return render_comparison(found), 1 if found.broken else 0


def benchmark(settings: Settings, options: Namespace) -> tuple[str, int]:
    """Index a published set in an archive of its own and ask its questions; its figures."""
    require_measures()
    given = READERS[options.format](options.path, options.split)
    cases = given.cases[: options.limit]
    if not cases:
        raise UsageError(f"{options.path} holds no questions with judgements: is the split right?")
    here = hashlib.sha256(str(options.path.resolve()).encode()).hexdigest()[:8]
    folder = settings.data.with_name(f"{settings.data.name}-{given.name}-{here}")
    own = settings.model_copy(update={"data": folder})
    questions = QuestionSet(name=f"{given.name} {options.path.name}", cases=cases)
    jobs = jobs_for(len(cases), options.jobs)
    with Archive(folder, cache=own.cache, model=own.model) as archive:
        with tqdm(total=len(given.articles), unit="article", disable=None, leave=False) as indexed:

            def progress(_: int, read: int) -> None:
                indexed.update(read - indexed.n)

            index_benchmark(archive, given, progress)
        assistant = NewsAssistant(archive)
        with _Bar(questions) as bar:
            done = run_question_set(
                assistant,
                questions,
                options.out or folder / "results.jsonl",
                resume=options.resume,
                settings=own,
                asking=Workers(assistant, own, jobs) if jobs > 1 else OneByOne(assistant),
                progress=bar.add,
            )
    shown = render_benchmark(benchmark_figures(given, done.results))
    return f"{shown}\n\nArchive {folder}, results {done.path}", 0


class _Bar:
    """Progress on standard error: rate, time left, passed and failed so far."""

    def __init__(self, questions: QuestionSet) -> None:
        self._bar = tqdm(
            total=len(questions.cases), unit="case", desc="Asking", disable=None, leave=False
        )
        self._passed = self._failed = 0

    def __enter__(self) -> "_Bar":
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()

    def add(self, result: Result) -> None:
        self._passed += result.state is State.PASSED
        self._failed += result.spoils
        self._bar.set_postfix_str(f"{self._passed} passed, {self._failed} failed", refresh=False)
        self._bar.update()


def _refuse_bad_targets(options: Namespace) -> None:
    if options.out is None:
        raise UsageError("run needs --out RESULTS.jsonl, or --check to look at the file only")
    sources = {options.questions.resolve()}
    for name in ("out", "report", "junit", "csv"):
        target: Path | None = getattr(options, name)
        if target is None:
            continue
        if target.resolve() in sources:
            raise UsageError(f"--{name} {target} is also another file of this run: name its own")
        if not target.absolute().parent.is_dir():
            raise UsageError(f"--{name} {target}: there is no folder {target.absolute().parent}")
        sources.add(target.resolve())


def _note(text: str) -> None:
    sys.stderr.write(f"onrecord: {text}\n")
