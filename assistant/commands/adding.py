"""`onrecord add`: articles into the archive; progress, then a report."""

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from assistant.commands.terminal import logs, print_line
from assistant.logs import EVENTS, figures
from assistant.opening import models_of, open_archive
from assistant.settings import Settings
from corpus.confined import ConfinedReader
from corpus.sources import is_address, size_of

if TYPE_CHECKING:
    from index.build import Progress

_WORTH_A_BAR = 100_000
"""Bytes to be read from which it takes long enough for progress to be seen."""


def add(settings: Settings, options: argparse.Namespace) -> int:
    """The reader and the models are begun with before what does not need them is imported."""
    with ConfinedReader() as reader:
        reader.start()
        models = models_of(settings)
        models.load_ahead(tagger=True)
        from assistant.render import render_report
        from index.build import Builder

        with (
            open_archive(settings, models) as archive,
            archive.writing(),
            _bar(options.sources) as progress,
        ):
            report = Builder(archive).add(reader.read(options.sources), progress)
    EVENTS.info(
        "added",
        extra=figures(
            added=report.added,
            updated=report.updated,
            unchanged=report.unchanged,
            rejected=len(report.rejected),
            without_statements=len(report.without_statements),
        ),
    )
    print_line(render_report(report))
    return 0 if report.added or report.updated or report.unchanged else 1


@contextmanager
def _bar(sources: Sequence[str]) -> Iterator["Progress | None"]:
    """A bar of progress on standard error, if that is a terminal and there is much to read."""
    size = size_of(sources)
    if size < _WORTH_A_BAR and not any(is_address(one) for one in sources):
        yield None
        return
    from tqdm import tqdm

    with tqdm(
        total=size,
        unit="B",
        unit_scale=True,
        desc="Adding",
        disable=logs() or None,
        leave=False,
    ) as bar:

        def progress(articles: int, consumed: int) -> None:
            bar.set_postfix_str(f"{articles:,} articles", refresh=False)
            bar.update(consumed - bar.n)

        yield progress
