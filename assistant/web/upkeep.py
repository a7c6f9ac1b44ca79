"""The endpoints by which programs change the archive and run question sets, as the page does.

A call carries at most some 250 KB, so many articles come in several calls.
"""

import json
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from assistant.assistant import NewsAssistant
from assistant.questions.compare import compare_runs, render_comparison
from assistant.web import sets_view
from assistant.web.archive_view import adding, removed
from assistant.web.endpoints import clean
from corpus.errors import UsageError
from corpus.rejection import Rejection

Record = dict[str, Any]


class Upkeep:
    """What programs may do to one archive. Errors reach them as one line."""

    def __init__(self, assistant: NewsAssistant) -> None:
        self._assistant = assistant
        self._archive = assistant.archive

    @property
    def all(self) -> list[Callable[..., Any]]:
        return [
            self.add_articles,
            self.remove_article,
            self.run_questions,
            self.runs,
            self.compare_runs,
        ]

    def add_articles(self, records: list[dict[str, Any]]) -> dict[str, Any]:
        """Add articles, each with title and text, and the other keys of a JSONL record.

        Args:
            records: The articles; an id that is there already is updated.
        """

        def report() -> Record:
            with tempfile.TemporaryDirectory() as folder:
                file = _lines(records, Path(folder) / "articles.jsonl")
                *_, (_, _, found) = adding(self._archive, [file], forget=False)
            assert found is not None
            return {
                "added": found.added,
                "updated": found.updated,
                "unchanged": found.unchanged,
                "rejected": _lines_of(found.rejected),
                "without_statements": _lines_of(found.without_statements),
            }

        return clean(report)

    def remove_article(self, id: str) -> dict[str, Any]:
        """Remove one article for good.

        Args:
            id: The article's id.
        """

        def done() -> Record:
            removed(self._archive, id)
            return {"removed": id}

        return clean(done)

    def run_questions(self, cases: list[dict[str, Any]], name: str = "questions") -> dict[str, Any]:
        """Run a question set, each case as a line of its file; its name and its results.

        Args:
            cases: What each line of a JSONL question file would hold.
            name: What the run is called in the page.
        """

        def results() -> Record:
            with tempfile.TemporaryDirectory() as folder:
                file = _lines(cases, Path(folder) / f"{Path(name).stem or 'questions'}.jsonl")
                *_, last = sets_view.running_set(self._assistant, file, threading.Event())
            run = sets_view.run_named(self._archive, last.name)
            return {"run": last.name, "results": [dict(one.data) for one in run.results]}

        return clean(results)

    def runs(self) -> list[str]:
        """The names of the runs that are kept, the latest first."""
        return clean(lambda: sets_view.run_names(self._archive))

    def compare_runs(self, old: str, new: str) -> str:
        """What changed from one kept run to another, in words.

        Args:
            old: The name of the earlier run.
            new: The name of the later run.
        """
        return clean(
            lambda: render_comparison(
                compare_runs(
                    sets_view.run_named(self._archive, old), sets_view.run_named(self._archive, new)
                )
            )
        )


def _lines_of(rejections: list[Rejection]) -> list[Record]:
    return [{"source": one.source, "reason": one.reason} for one in rejections]


def _lines(records: list[dict[str, Any]], file: Path) -> Path:
    if not records:
        raise UsageError("nothing was given: send at least one")
    file.write_text("".join(json.dumps(one) + "\n" for one in records), encoding="utf-8")
    return file
