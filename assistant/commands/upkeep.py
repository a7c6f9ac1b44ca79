"""`onrecord doctor`, `remove` and `export`: an archive kept in order."""

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tqdm import tqdm

from assistant.commands.terminal import logs, print_line
from assistant.kept_beside import delete, kept_beside
from assistant.logs import EVENTS, figures
from assistant.opening import models_of, open_archive
from assistant.render import size_on_disk, statement_as_json
from assistant.settings import Settings
from corpus.article import Article
from corpus.export import export_articles
from corpus.rejection import Reading
from index.archive import Archive
from index.build import Builder, Progress
from index.folder import ArchiveError
from index.health import faults, ledger_is_damaged
from index.salvage import is_whole, put_in_place, replacement, salvage


def doctor(settings: Settings, options: argparse.Namespace) -> int:
    found = faults(settings.data)
    EVENTS.info("looked for damage", extra=figures(faults=len(found)))
    for fault in found:
        print_line(f"- {fault}")
    if not (options.repair or options.compact or options.forget):
        print_line("No damage found." if not found else "Run 'onrecord doctor --repair'.")
        return 1 if found else 0
    if options.compact:
        return _compact(settings, found)
    if options.forget:
        return _forget(settings, found)
    with tqdm(unit="article", desc="Indexing", disable=logs() or None, leave=False) as bar:

        def progress(articles: int, _: int) -> None:
            bar.update(articles - bar.n)

        if is_whole(replacement(settings.data)) or ledger_is_damaged(settings.data):
            total = _replace(settings, progress)
        else:
            with _opened_for_repair(settings, settings.data) as archive, archive.writing():
                bar.reset(archive.coverage().articles)
                total = Builder(archive).rebuild(progress)
    EVENTS.info("made the index again", extra=figures(articles=total))
    print_line(f"The index was made again from {total:,} articles.")
    return 0


def _compact(settings: Settings, faults: Sequence[str]) -> int:
    """Leave nothing of removed articles in the files of a sound archive."""
    if faults:
        print_line("Run 'onrecord doctor --repair', which leaves nothing of them either.")
        return 1
    before = size_on_disk(settings.data)
    with open_archive(settings) as archive, archive.writing():
        Builder(archive).compact()
    after = size_on_disk(settings.data)
    EVENTS.info("compacted", extra=figures(bytes_before=before, bytes=after))
    print_line(
        "Nothing of removed articles is left in the archive's files, which take "
        f"{after / 1e6:,.1f} MB (before: {before / 1e6:,.1f} MB)."
    )
    kept = kept_beside(settings.data)
    if kept:
        print_line(
            f"Beside them are kept {_listed(kept)}: 'onrecord doctor --forget' deletes that."
        )
    return 0


def _forget(settings: Settings, faults: Sequence[str]) -> int:
    """Delete what is kept beside a sound archive."""
    if faults:
        print_line("Run 'onrecord doctor --repair' first: what is kept may be needed for it.")
        return 1
    with open_archive(settings) as archive, archive.writing():
        kept = kept_beside(settings.data)
        told = _listed(kept)
        for one in kept:
            try:
                delete(one)
            except OSError as error:
                raise ArchiveError(
                    f"{one} could not be deleted ({error.strerror}): check its rights"
                ) from error
    EVENTS.info("forgot", extra=figures(deleted=len(kept)))
    print_line(f"Deleted: {told}." if kept else "Nothing is kept beside the archive.")
    return 0


def _listed(kept: Sequence[Path]) -> str:
    return ", ".join(f"{one.name}{'/' * one.is_dir()}" for one in kept)


def _replace(settings: Settings, progress: Progress) -> int:
    """Put an archive of what a damaged ledger still gives in its place; its number of articles."""
    new = replacement(settings.data)
    if not is_whole(new):
        saved = salvage(settings.data)
        print_line(
            f"{len(saved.articles):,} articles were read from the damaged ledger, which is kept"
        )
        if saved.altered:
            print_line(
                f"Not as they were stored, and left out: {', '.join(map(repr, saved.altered))}"
            )
        if saved.unreadable:
            print_line(
                f"{saved.unreadable:,} places in it could not be read: add those articles again"
            )
        with _opened_for_repair(settings, new) as archive, archive.writing():
            Builder(archive).add((Reading(item=a, consumed=0) for a in saved.articles), progress)
    put_in_place(settings.data)
    with open_archive(settings) as archive:
        return archive.coverage().articles


def _opened_for_repair(settings: Settings, folder: Path) -> Archive:
    models = models_of(settings)
    return Archive(folder, cache=settings.cache, models=models, whatever_its_state=True)


def remove(settings: Settings, options: argparse.Namespace) -> int:
    with open_archive(settings) as archive, archive.writing():
        removed = Builder(archive).remove(options.ids)
    EVENTS.info("removed", extra=figures(removed=len(removed)))
    for id in options.ids:
        if id not in removed:
            print_line(f"not in the archive: {id!r}")
    print_line(f"{len(removed)} removed")
    if removed:
        print_line("Traces stay in free space of the files until 'onrecord doctor --compact'.")
    return 0 if removed else 1


def export(settings: Settings, options: argparse.Namespace) -> int:
    with open_archive(settings) as archive:
        people, table = archive.people, archive.ledger.statements

        def said(article: Article) -> dict[str, Any]:
            """The statements in an article; each has its speaker's name across articles."""
            found = table.of_articles([article.id])
            return {"statements": [statement_as_json(people, one) for one in found]}

        count = export_articles(archive.ledger.articles(), options.file, said)
    EVENTS.info("exported", extra=figures(articles=count))
    print_line(f"{count:,} articles written to {options.file}")
    return 0
