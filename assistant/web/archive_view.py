"""The archive as a table, and adding to it and removing from it while it is looked at."""

import queue
import shutil
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from assistant.sample import SAMPLE_FOLDER
from assistant.web.column_heads import Column, head_html
from assistant.web.markup import clipped, escape, key_of, time_element
from corpus.confined import read_confined
from corpus.errors import UsageError
from corpus.readers import size_of
from corpus.rejection import Reading, Rejection
from index.archive import Archive
from index.build import AddReport, Builder
from index.overview import ArticleLine, Order
from index.stopwords import content_words

_PAGE = 50
"""Articles that are listed at a time."""

_FOUND = 200
"""Articles that a search lists at most, the best."""

_SHOWN_REFUSALS = 50
_COLUMNS = (
    Column(name="Date", orders=(Order.NEWEST, Order.OLDEST), falls=True),
    Column(name="Title", orders=(Order.TITLE, Order.TITLE_BACK)),
    Column(name="Outlet", orders=(Order.OUTLET, Order.OUTLET_BACK)),
    Column(
        name="Statements", orders=(Order.MOST_SAID, Order.LEAST_SAID), falls=True, is_number=True
    ),
)


def articles_html(archive: Archive, words: str, order: Order | None, page: int) -> str:
    """A page of the archive's articles, of those with the words if any, and what comes after."""
    lines, more = listed(archive, words, order, page)
    if not lines and not page:
        if words.strip():
            return f'<p class="nothing">No article has “{escape(clipped(words, 60))}”.</p>'
        return (
            '<p class="nothing">No articles yet.</p><p class="first-steps"><button type="button" '
            'class="secondary" data-do="sample">Try it on the sample</button></p>'
        )
    rows = "".join(_row(line) for line in lines)
    after = (
        '<p class="more"><button type="button" class="secondary" data-do="more-articles" '
        f'data-page="{page + 1}">Show more</button></p>'
        if more
        else ""
    )
    if page:
        return f"{rows}|{after}"
    chosen = order or (None if words.strip() else Order.NEWEST)
    heads = "".join(head_html(one, do="sort", chosen=chosen) for one in _COLUMNS)
    return (
        f'<p class="found" role="status">{_found(archive, words, chosen, len(lines), more)}</p>'
        f'<div class="scroll"><table class="list articles"><thead><tr>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>{after}"
    )


def listed(
    archive: Archive, words: str, order: Order | None, page: int, size: int = _PAGE
) -> tuple[list[ArticleLine], bool]:
    """A page of articles, and whether there are more.

    Without an order the best matches come first, and the newest where there are no words.
    """
    overview = archive.ledger.overview
    if words.strip():
        found = archive.ledger.full_text.articles(
            content_words(words) or words.split(), limit=_FOUND
        )
        ids = [id for id, _ in found]
        lines = overview.articles(ids=ids, order=order or Order.NEWEST, limit=_FOUND)
        by_id = {line.id: line for line in lines}
        best = lines if order else [by_id[id] for id in ids if id in by_id]
        return best[page * size : (page + 1) * size], len(best) > (page + 1) * size
    lines = overview.articles(order=order or Order.NEWEST, limit=size + 1, offset=page * size)
    return lines[:size], len(lines) > size


def adding(
    archive: Archive, files: Sequence[Path], *, forget: bool
) -> Iterator[tuple[int, int, AddReport | None]]:
    """Add files, giving articles dealt with and the share read in percent, at last the report.

    With `forget` the files, which were uploaded, are deleted afterwards. Raises OnRecordError.
    """
    sources = [str(file) for file in files]
    total = max(1, size_of(sources))
    steps: queue.SimpleQueue[tuple[int, int, AddReport | None] | Exception] = queue.SimpleQueue()

    def add() -> None:
        try:
            with archive.writing():
                report = Builder(archive).add(
                    _named_as_dropped(read_confined(sources)),
                    lambda articles, read: steps.put((articles, 100 * read // total, None)),
                )
            done: tuple[int, int, AddReport | None] | Exception = (report.read, 100, report)
        except Exception as error:
            done = error
        if forget:
            for file in files:
                shutil.rmtree(file.parent, ignore_errors=True)
        steps.put(done)

    # What was begun is finished even where nobody looks at it any more.
    threading.Thread(target=add, name="adding", daemon=True).start()
    while True:
        step = steps.get()
        if isinstance(step, Exception):
            raise step
        yield step
        if step[2] is not None:
            return


def sample_files() -> list[Path]:
    """The files of the sample archive."""
    return [SAMPLE_FOLDER]


def removed(archive: Archive, id: str) -> None:
    """Remove an article for good. Raises OnRecordError."""
    with archive.writing():
        gone = Builder(archive).remove([id])
    if not gone:
        raise UsageError("this article is no longer in the archive: reload the page")


def uploaded(paths: object, folder: Path) -> list[Path]:
    """Files that a browser has uploaded into `folder`. Raises UsageError for any other path."""
    if not isinstance(paths, list) or not paths:
        raise UsageError("no file was chosen")
    files = []
    for path in paths:
        file = Path(str(path))
        if not file.resolve().is_relative_to(folder.resolve()) or not file.is_file():
            raise UsageError("a file did not arrive whole: choose it once more")
        files.append(file)
    return files


def progress_html(articles: int, percent: int, what: str = "article") -> str:
    """How far it has come."""
    return (
        f'<div class="progress" role="status"><progress max="100" value="{percent}" '
        f'aria-label="Progress"></progress><span>{articles:,} {what}{"s" * (articles != 1)}, '
        f"{percent}%</span></div>"
    )


def report_html(report: AddReport) -> str:
    """What became of what was added, each refusal on a line with its reason."""
    counts = ", ".join(
        f"{count:,} {what}"
        for count, what in (
            (report.added, "added"),
            (report.updated, "updated"),
            (report.unchanged, "already there"),
            (len(report.rejected), "refused"),
        )
        if count
    )
    told = [*report.rejected, *report.without_statements]
    refused = "".join(
        f'<li><b dir="auto">{escape(clipped(one.source, 120))}</b> '
        f'<span dir="auto">{escape(clipped(one.reason, 400))}</span></li>'
        for one in told[:_SHOWN_REFUSALS]
    )
    more = len(told) - _SHOWN_REFUSALS
    refused += f"<li>and {more:,} more</li>" if more > 0 else ""
    return (
        f'<div class="report" role="status"><p>{counts or "Nothing was found in it"}.</p>'
        f"{f'<ul>{refused}</ul>' if refused else ''}</div>"
    )


def problem_html(problem: str) -> str:
    """What went wrong, in one line."""
    return f'<p class="problem" role="alert" dir="auto">{escape(problem)}</p>'


def _named_as_dropped(readings: Iterator[Reading]) -> Iterator[Reading]:
    """The same with refused files called by their names alone, as they were dropped."""
    for reading in readings:
        item = reading.item
        if isinstance(item, Rejection):
            folder = str(Path(item.source.split(", ")[0]).parent)
            name = item.source.removeprefix(folder).lstrip("/\\")
            reading = replace(reading, item=replace(item, source=name or item.source))
        yield reading


def _found(archive: Archive, words: str, order: Order | None, shown: int, more: bool) -> str:
    """How many articles the table has, and which come first."""
    if not words.strip():
        count = archive.coverage().articles
        return f"{count:,} article{'s' * (count != 1)}"
    count_told = (
        f"More than {shown:,} articles" if more else f"{shown:,} article{'s' * (shown != 1)}"
    )
    return f"{count_told} with these words" + ("" if order else ", the best match first")


def _row(line: ArticleLine) -> str:
    title = escape(clipped(line.title, 200) or "Untitled")
    day = time_element(line.day, short=True) if line.day else "not dated"
    outlet = escape(clipped(line.publisher, 60)) if line.publisher else "not given"
    return (
        f'<tr><td class="days">{day}</td><th scope="row"><button type="button" class="name" '
        f'dir="auto" data-do="read" data-article="{key_of(line.id)}">{title}</button></th>'
        f'<td dir="auto">{outlet}</td><td class="number">'
        f'{line.statements:,}<span class="unit"> statement{"s" * (line.statements != 1)}</span>'
        "</td></tr>"
    )
