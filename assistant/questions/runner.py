"""Running a question set: each result is written as it is made, and a stopped run goes on.

What is on disk is always whole lines and at most one half-written last one. To resume is to cut
that off, make sure that the header still describes what would be asked now, and ask the rest.
"""

from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from assistant.answer import SCHEMA
from assistant.assistant import NewsAssistant
from assistant.questions.asking import Asking, asking_with, jobs_that_pay
from assistant.questions.case import QuestionSet
from assistant.questions.header import differences, run_header
from assistant.questions.results import HEADER_BEGINS, Result, Run, line_of, parse_run
from assistant.settings import Settings
from corpus.errors import OnRecordError, UsageError

Progress = Callable[[Result], None]


class RunError(OnRecordError):
    """A run cannot be resumed, or its ground changed under it."""


class ChangedSinceError(RunError):
    """A run cannot be resumed, because what its answers depend on is no longer the same."""

    def __init__(self, out: Path, changed: str) -> None:
        self.changed = changed
        super().__init__(
            f"{out} cannot be resumed: since it was begun, {changed}; leave out --resume to run "
            "the whole set again"
        )


def run_question_set(
    assistant: NewsAssistant,
    questions: QuestionSet,
    out: str | Path,
    *,
    resume: bool = False,
    asking: Asking | None = None,
    settings: Settings | None = None,
    date: datetime | None = None,
    progress: Progress | None = None,
) -> Run:
    """Ask every case and write the results to `out`; the whole run.

    With `resume`, what is in `out` is kept and the rest is asked; RunError if archive, models,
    settings, program or questions are others than then. `settings` are those of the assistant:
    they are recorded, and with them as many processes as pay ask by default. `asking` says
    otherwise who asks. `progress` is called with each new result.
    """
    out = Path(out)
    archive = assistant.archive
    header = run_header(archive, questions, settings, date or datetime.now(UTC))
    try:
        with _alone_with(out):
            whole, done = _already_there(out, questions, header if resume else None)
            results = list(done.results) if done else []
            header = dict(done.header) if done else header
            rest = questions.cases[len(results) :]
            asking = asking or asking_with(assistant, settings, jobs_that_pay(len(rest)))
            with out.open("r+b" if done else "wb") as file, closing(asking.results(rest)) as asked:
                if done:
                    file.truncate(whole)
                    file.seek(whole)
                else:
                    file.write(line_of({"schema": SCHEMA, "run": header}))
                    file.flush()
                for result in asked:
                    file.write(result.to_line())
                    file.flush()
                    results.append(result)
                    if progress:
                        progress(result)
    except OSError as error:
        raise UsageError(
            f"the results {out} cannot be written ({error.strerror}): name another --out, or make "
            "room and go on with --resume"
        ) from error
    if archive.ledger.fingerprint() != header["fingerprints"]["archive"]:
        raise RunError(
            f"the archive {archive.folder} was changed while its questions were asked, so the "
            f"results in {out} belong to no one archive: run the question set again"
        )
    return Run(path=out, header=header, results=tuple(results))


@contextmanager
def _alone_with(out: Path) -> Iterator[None]:
    """Be the one run that writes to a file. Raises RunError when there is another."""
    if out.exists() and not out.is_file():  # a device or a pipe, which nobody resumes
        yield
        return
    lock = FileLock(out.with_name(f"{out.name}.lock"), timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise RunError(
            f"another run is writing to {out}: wait for it, or name another --out"
        ) from error
    try:
        yield
    finally:
        with suppress(OSError):  # Windows deletes no open file
            Path(lock.lock_file).unlink()
        lock.release()


def _already_there(
    out: Path, questions: QuestionSet, header: dict[str, Any] | None
) -> tuple[int, Run | None]:
    """The bytes of whole lines in `out` and the run in them, when that is to be gone on with.

    With a header, it must be the beginning of this very run; without, what is there is given up.
    Never given up is a file that no run wrote.
    """
    data = b""
    if out.is_file():
        with out.open("rb") as file:
            data = file.read(len(HEADER_BEGINS) if header is None else -1)
    begins = data[: len(HEADER_BEGINS)]
    if begins != HEADER_BEGINS[: len(begins)]:
        raise UsageError(f"{out} is there and is no file of results: name another --out")
    if header is None:
        return 0, None
    run, whole = parse_run(out, data)
    if run is None:
        return 0, None
    changed = [_CHANGES[name] for name in differences(run.header, header)]
    if changed:
        raise ChangedSinceError(out, " and ".join(changed))
    ids = [result.id for result in run.results]
    if ids != [case.id for case in questions.cases[: len(ids)]]:
        raise RunError(f"{out} holds other cases than {questions.name} begins with: run it anew")
    return whole, run


_CHANGES = {
    "questions": "the questions have changed",
    "archive": "the archive has changed",
    "models": "the models have changed",
    "settings": "the settings have changed",
    "program": "the program has changed",
}
