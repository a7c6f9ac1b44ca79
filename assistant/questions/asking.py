"""Who asks the cases: this process, one after the other, or it and worker processes at once.

Answering is work for the processor, most of it in Python, so threads would wait for one another.
A worker (worker.py) is a process that reads a case a line and writes its result a line; one that
dies takes only the case it had with it, and one whose reader dies ends by itself.
"""

import json
import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Generator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any, Protocol

from assistant.assistant import NewsAssistant
from assistant.questions.ask_case import ask_case, failed_case
from assistant.questions.case import Case
from assistant.questions.results import Result
from assistant.settings import Settings

_AHEAD = 4
"""Cases handed out for each worker before the first of them is written."""

_WORTH_WORKERS = 24
"""Cases from which starting workers (two seconds or so each) is won back."""

_TRIES = 2
"""How often a case is given to a worker that dies before it has answered."""

_ROOT = Path(__file__).resolve().parent.parent.parent
_WORKER = (
    f"import sys; sys.path.insert(0, {str(_ROOT)!r})\n"
    "from assistant.questions.worker import main; main()"
)
"""The program of a worker. It works in the folder of this process, since paths may be relative."""


class Asking(Protocol):
    """Answers cases; what comes first in the file comes first in the results."""

    def results(self, cases: Sequence[Case]) -> Generator[Result, None, None]: ...


class OneByOne:
    """Asks in this process."""

    def __init__(self, assistant: NewsAssistant) -> None:
        self._assistant = assistant

    def results(self, cases: Sequence[Case]) -> Generator[Result, None, None]:
        return (ask_case(self._assistant, case) for case in cases)


class Workers:
    """Asks in `jobs` processes: this one, and others with the same archive open for reading.

    The settings must be those of the assistant: by them the others make theirs.
    That this one takes part gets the run going while the others still start.
    """

    def __init__(self, assistant: NewsAssistant, settings: Settings, jobs: int) -> None:
        self._assistant = assistant
        self._settings = settings
        self._jobs = jobs

    def results(self, cases: Sequence[Case]) -> Generator[Result, None, None]:
        others = [Worker(self._settings) for _ in range(min(self._jobs, len(cases)) - 1)]
        everyone: list[Worker | _Here] = [*others, _Here(self._assistant)]
        free = list(everyone)
        waiting: deque[Future[Result]] = deque()

        def ask(case: Case) -> Result:
            worker = free.pop()
            try:
                return worker.ask(case)
            finally:
                free.append(worker)

        with ThreadPoolExecutor(max_workers=len(everyone)) as threads:
            try:
                for case in cases:
                    waiting.append(threads.submit(ask, case))
                    if len(waiting) >= _AHEAD * len(everyone):
                        yield waiting.popleft().result()
                while waiting:
                    yield waiting.popleft().result()
            finally:
                for future in waiting:
                    future.cancel()
                for worker in others:
                    worker.end()


def asking_with(assistant: NewsAssistant, settings: Settings | None, jobs: int) -> Asking:
    """Asks in so many processes, this one among them, all of them over the assistant's archive.

    Without settings that describe the assistant, it asks alone: a worker could not make another.
    """
    if settings is None or jobs <= 1:
        return OneByOne(assistant)
    # The folder of the settings is another where the archive is the sample's.
    own = settings.at(assistant.archive.folder)
    return Workers(assistant, own, jobs)


def jobs_that_pay(cases: int) -> int:
    """How many processes answer so many cases soonest."""
    return _cores() if cases >= _WORTH_WORKERS else 1


def _cores() -> int:
    """The cores that this process may use, where the system tells."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Here:
    """This process as one of the workers."""

    def __init__(self, assistant: NewsAssistant) -> None:
        self._assistant = assistant

    def ask(self, case: Case) -> Result:
        return ask_case(self._assistant, case)


class Worker:
    """One worker process, started with its first case and again after it died."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings.as_json()
        self.process: subprocess.Popen[bytes] | None = None
        self._starting = threading.Lock()
        self._ended = False

    def ask(self, case: Case) -> Result:
        """The result of a case; a process that dies of it is given a second try."""
        status = 0
        for _ in range(_TRIES):
            process = self._running()
            if process is None:
                return failed_case(case, "stopped before it was asked", 0)
            line = _answer_of(process, case)
            if line.endswith(b"\n"):
                return Result(data=json.loads(line))
            status = process.wait()
            _close(process)
        return failed_case(case, f"the process that was asked ended with status {status}", 0)

    def end(self) -> None:
        """Stop at once; a case that is being answered is not waited for."""
        with self._starting:
            self._ended = True
            process = self.process
        if process is not None:
            process.kill()
            process.wait()
            _close(process)

    def _running(self) -> subprocess.Popen[bytes] | None:
        with self._starting:
            if self._ended:
                return None
            if self.process is None or self.process.poll() is not None:
                self.process = subprocess.Popen(
                    [sys.executable, "-P", "-c", _WORKER],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                )
                _write_line(self.process, self._settings)
            return self.process


def _answer_of(process: subprocess.Popen[bytes], case: Case) -> bytes:
    """The line that a worker answers a case with; less than a line when it died."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        _write_line(process, case.to_json())
        process.stdin.flush()
        return process.stdout.readline()
    except OSError:
        return b""


def _write_line(process: subprocess.Popen[bytes], values: dict[str, Any]) -> None:
    assert process.stdin is not None
    process.stdin.write(json.dumps(values).encode("ascii") + b"\n")


def _close(process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with suppress(OSError):  # what is still unwritten is for nobody any more
                pipe.close()
