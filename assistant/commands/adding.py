"""`onrecord add`: articles into the archive; progress, then a report."""

import argparse

from tqdm import tqdm

from assistant.commands.terminal import print_line
from assistant.logs import EVENTS, figures
from assistant.opening import open_archive
from assistant.render import render_report
from assistant.settings import Settings
from corpus.confined import read_confined
from corpus.readers import size_of
from index.build import Builder


def add(settings: Settings, options: argparse.Namespace) -> int:
    with (
        open_archive(settings) as archive,
        archive.writing(),
        tqdm(
            total=size_of(options.sources),
            unit="B",
            unit_scale=True,
            desc="Adding",
            disable=None,
            leave=False,
        ) as bar,
    ):

        def progress(articles: int, consumed: int) -> None:
            bar.set_postfix_str(f"{articles:,} articles", refresh=False)
            bar.update(consumed - bar.n)

        report = Builder(archive).add(read_confined(options.sources), progress)
    EVENTS.info(
        "added",
        extra=figures(
            added=report.added,
            updated=report.updated,
            unchanged=report.unchanged,
            rejected=len(report.rejected),
        ),
    )
    print_line(render_report(report))
    return 0 if report.added or report.updated or report.unchanged else 1
