"""Running a question set: each result is written as it is made, and a stopped run goes on.

What is on disk is always whole lines and at most one half-written last one. To resume is to cut
that off, make sure that the header still describes what would be asked now, and ask the rest.
"""

from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from assistant.answer import SCHEMA
from assistant.assistant import NewsAssistant
from assistant.questions.asking import Asking, OneByOne
from assistant.questions.case import QuestionSet
from assistant.questions.header import differences, run_header
from assistant.questions.results import Result, Run, line_of, parse_run
from assistant.settings import Settings
from corpus.errors import OnRecordError, UsageError

Progress = Callable[[Result], None]

_BEGINNING = b'{"schema": 1, "run": '
"""How a file of results begins, also one that was stopped within its first line."""


class RunError(OnRecordError):
    """A run cannot be resumed, or its ground changed under it."""


@dataclass(frozen=True, kw_only=True)
class _Done:
    """What of a run is on disk already."""

    header: dict[str, Any]
    results: tuple[Result, ...]
    size: int


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
    settings, program or questions are others than then. `asking` says who asks, by default this
    process, one case after the other. `progress` is called with each new result.
    """
    out = Path(out)
    archive = assistant.archive
    date = date or datetime.now(UTC)
    header = run_header(archive, questions, settings, date)
    done = _done(out, questions, header) if resume else None
    results = list(done.results) if done else []
    try:
        with out.open("r+b" if done else "wb") as file:
            if done:
                file.truncate(done.size)
                file.seek(done.size)
            else:
                file.write(line_of({"schema": SCHEMA, "run": header}))
                file.flush()
            rest = questions.cases[len(results) :]
            with closing((asking or OneByOne(assistant)).results(rest)) as asked:
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
    return Run(path=out, header=done.header if done else header, results=tuple(results))


def _done(out: Path, questions: QuestionSet, header: dict[str, Any]) -> _Done | None:
    """What is in `out`, after making sure that it is the beginning of this very run."""
    try:
        data = out.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UsageError(f"the results {out} cannot be read: {error.strerror}") from error
    run, size = parse_run(out, data)
    if run is None:
        if (
            data
            and not data.startswith(b'{"schema": 1, "run": ')
            and data[:21] != (b'{"schema": 1, "run": '[: len(data)])
        ):
            raise UsageError(f"{out} is no file of results: name another --out")
        return None
    changed = differences(run.header, header)
    if changed:
        raise RunError(
            f"{out} cannot be resumed: since it was begun, {_CHANGES[changed[0]]}; leave out "
            "--resume to run the whole set again"
        )
    ids = [result.id for result in run.results]
    if ids != [case.id for case in questions.cases[: len(ids)]]:
        raise RunError(f"{out} holds other cases than {questions.name} begins with: run it anew")
    return _Done(header=dict(run.header), results=run.results, size=size)


_CHANGES = {
    "questions": "the questions have changed",
    "archive": "the archive has changed",
    "models": "the models have changed",
    "settings": "the settings have changed",
    "program": "the program has changed",
}
