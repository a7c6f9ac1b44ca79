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
from pathlib import Path
from typing import Protocol

from assistant.assistant import NewsAssistant
from assistant.questions.ask_case import ask_case, failed_case
from assistant.questions.case import Case
from assistant.questions.results import Result
from assistant.settings import Settings

_AHEAD = 4
"""Cases handed out for each worker before the first of them is written."""

_WORTH_WORKERS = 24
"""Cases from which starting workers (two seconds or so each) is won back."""

_ROOT = Path(__file__).resolve().parent.parent.parent


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

    That this one takes part gets the run going while the others still start.
    """

    def __init__(self, assistant: NewsAssistant, settings: Settings, jobs: int) -> None:
        self._assistant = assistant
        self._settings = settings
        self._jobs = jobs

    def results(self, cases: Sequence[Case]) -> Generator[Result, None, None]:
        others = [_Worker(self._settings) for _ in range(min(self._jobs, len(cases)) - 1)]
        everyone: list[_Worker | _Here] = [*others, _Here(self._assistant)]
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


def jobs_for(cases: int, asked: int | None) -> int:
    """How many workers to use: as many as asked for, else as many as pay."""
    if asked is not None:
        return asked
    return (os.cpu_count() or 1) if cases >= _WORTH_WORKERS else 1


class _Here:
    """This process as one of the workers."""

    def __init__(self, assistant: NewsAssistant) -> None:
        self._assistant = assistant

    def ask(self, case: Case) -> Result:
        return ask_case(self._assistant, case)


class _Worker:
    """One worker process, started with its first case and again after it died."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None
        self._starting = threading.Lock()
        self._ended = False

    def ask(self, case: Case) -> Result:
        process = self._running()
        if process is None:
            return failed_case(case, "stopped before it was asked", 0)
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(json.dumps(case.to_json()).encode("ascii") + b"\n")
            process.stdin.flush()
            line = process.stdout.readline()
        except OSError:
            line = b""
        if line.endswith(b"\n"):
            return Result(data=json.loads(line))
        status = process.wait()
        self._close(process)
        return failed_case(case, f"the process that was asked ended with status {status}", 0)

    def end(self) -> None:
        """Stop at once; a case that is being answered is not waited for."""
        with self._starting:
            self._ended = True
            process = self._process
        if process is not None:
            process.kill()
            process.wait()
            self._close(process)

    def _running(self) -> subprocess.Popen[bytes] | None:
        with self._starting:
            if self._ended:
                return None
            if self._process is None or self._process.poll() is not None:
                self._process = subprocess.Popen(
                    [sys.executable, "-m", "assistant.questions.worker"],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    cwd=_ROOT,
                )
                settings = self._settings.model_dump(mode="json")
                settings["data"] = str(Path(settings["data"]).absolute())
                settings["cache"] = str(Path(settings["cache"]).absolute())
                assert self._process.stdin is not None
                self._process.stdin.write(json.dumps(settings).encode("ascii") + b"\n")
            return self._process

    @staticmethod
    def _close(process: subprocess.Popen[bytes]) -> None:
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                pipe.close()
