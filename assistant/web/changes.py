"""What changes the archive or runs a question set from the page, and tells how far it is."""

import logging
import shutil
import threading
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.utils import get_upload_folder

from assistant.assistant import NewsAssistant
from assistant.settings import Settings
from assistant.web import archive_view, sets_view
from assistant.web.archive_view import problem_html, report_html
from assistant.web.markup import escape, id_of
from assistant.web.sets_view import Progress, counts
from corpus.errors import OnRecordError

_log = logging.getLogger(__name__)

_TROUBLE = "Something went wrong. The log says what; what was done until then is kept."


class Changes:
    """The handlers; each gives HTML that stands below where the change was asked for."""

    def __init__(self, assistant: NewsAssistant, settings: Settings | None = None) -> None:
        """`settings` are those of the assistant, for question sets that are asked in parallel."""
        self._assistant = assistant
        self._archive = assistant.archive
        self._settings = settings
        self._stops: dict[str, threading.Event] = {}

    def add(self, event: gr.EventData) -> Iterator[str]:
        """Add uploaded files to the archive."""
        yield archive_view.progress_html(0, 0)
        try:
            files = archive_view.uploaded(_given(event).get("paths"), _uploads())
        except OnRecordError as error:
            yield problem_html(str(error))
            return
        yield from self._adding(files, forget=True)

    def sample(self) -> Iterator[str]:
        """Add the sample articles to the archive."""
        yield archive_view.progress_html(0, 0)
        yield from self._adding(archive_view.sample_files(), forget=False)

    def remove(self, event: gr.EventData) -> str:
        """Remove one article."""
        try:
            archive_view.removed(self._archive, id_of(_given(event).get("article", "")))
        except OnRecordError as error:
            return problem_html(str(error))
        except Exception:
            _log.exception("an article could not be removed")
            return problem_html(_TROUBLE)
        return '<div class="report gone" role="status"><p>The article was removed.</p></div>'

    def run(self, event: gr.EventData) -> Iterator[str]:
        """Run an uploaded question set."""
        stop = threading.Event()
        files: list[Path] = []
        try:
            files = archive_view.uploaded(_given(event).get("paths"), _uploads())
            steps = sets_view.running_set(self._assistant, files[0], stop, self._settings)
            yield from self._running(steps, stop)
        except OnRecordError as error:
            yield _mistakes_html(str(error), files)
        except Exception:
            _log.exception("a question set could not be run")
            yield problem_html(_TROUBLE)
        finally:
            for file in files:  # the run has a copy
                shutil.rmtree(file.parent, ignore_errors=True)

    def resume(self, event: gr.EventData) -> Iterator[str]:
        """Go on with a run that was stopped."""
        stop = threading.Event()
        try:
            name = _given(event).get("run")
            steps = sets_view.resumed_set(self._assistant, name, stop, self._settings)
            yield from self._running(steps, stop)
        except OnRecordError as error:
            yield _mistakes_html(str(error), ())
        except Exception:
            _log.exception("a question set could not be gone on with")
            yield problem_html(_TROUBLE)

    def halt(self, event: gr.EventData) -> Any:
        """Stop a run; what was answered is kept."""
        stop = self._stops.get(str(_given(event).get("run")))
        if stop is None:
            return gr.skip()
        stop.set()
        return '<p class="searching" role="status">Stopping when this question is answered</p>'

    def _running(self, steps: Iterator[Progress], stop: threading.Event) -> Iterator[str]:
        for step in steps:
            if not step.done:
                self._stops[step.name] = stop
                yield sets_view.progress_html(step)
                continue
            self._stops.pop(step.name, None)
            stopped = "" if step.asked == step.cases else " It was stopped before its end."
            yield (
                f'<p class="found" role="status" data-finished="{escape(step.name)}">'
                f"{counts(step)}.{stopped}</p>"
            )

    def _adding(self, files: list[Path], *, forget: bool) -> Iterator[str]:
        try:
            for articles, percent, report in archive_view.adding(
                self._archive, files, forget=forget
            ):
                yield (
                    report_html(report) if report else archive_view.progress_html(articles, percent)
                )
        except OnRecordError as error:
            yield problem_html(str(error))
        except Exception:
            _log.exception("articles could not be added")
            yield problem_html(_TROUBLE)


def _mistakes_html(problem: str, files: Sequence[Path]) -> str:
    """A problem of one line, or a file's mistakes, one a line.

    The user knows the files by their names, not by where their uploads were put.
    """
    for file in files:
        problem = problem.replace(f"{file.parent}/", "")
    first, *rest = problem.split("\n")
    items = "".join(f'<li dir="auto">{escape(line[:400])}</li>' for line in rest[:30])
    return problem_html(first) + (f'<ul class="mistakes">{items}</ul>' if items else "")


def _given(event: gr.EventData) -> Mapping[str, Any]:
    given = event._data
    return given if isinstance(given, Mapping) else {}


def _uploads() -> Path:
    return Path(get_upload_folder())
