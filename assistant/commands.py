"""What each command does. Words for people go to standard output, progress to standard error."""

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import date

from tqdm import tqdm

from assistant.assistant import Filters
from assistant.dates import day_from
from assistant.opening import assistant_for
from assistant.questions import commands as questions
from assistant.render import (
    render_answer,
    render_report,
    render_statement,
    render_status,
    size_on_disk,
    statement_as_json,
)
from assistant.settings import Settings, settings_with
from corpus.article import Article
from corpus.errors import UsageError
from corpus.export import export_articles
from corpus.readers import read_articles, size_of
from index.archive import Archive
from index.build import Builder
from index.health import faults
from index.statements import Statement


def run(options: argparse.Namespace) -> int:
    """Carry out the command that was parsed; its exit status."""
    settings = settings_with(
        data=options.data,
        model=options.model,
        chat_model=getattr(options, "chat_model", None),
        chat_base_url=getattr(options, "base_url", None),
    )
    command = _COMMANDS[options.command]
    return command(settings, options)


def open_archive(settings: Settings) -> Archive:
    """The archive that the settings name."""
    return Archive(settings.data, cache=settings.cache, model=settings.model)


def _add(settings: Settings, options: argparse.Namespace) -> int:
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

        report = Builder(archive).add(read_articles(options.sources), progress)
    _print(render_report(report))
    return 0 if report.added or report.updated or report.unchanged else 1


def _ask(settings: Settings, options: argparse.Namespace) -> int:
    filters = Filters(
        speaker=options.speaker,
        since=_day("--from", options.since),
        until=_day("--to", options.until),
        publishers=tuple(options.publisher),
    )
    if filters.since and filters.until and filters.since > filters.until:
        raise UsageError(f"--from {options.since} is later than --to {options.until}: swap them")
    with open_archive(settings) as archive:
        assistant = assistant_for(archive, settings)
        conversation: list[str] = []
        for earlier in options.after:
            conversation.append(assistant.understand(earlier, conversation).text)
        answer = assistant.ask(options.question, conversation=conversation, filters=filters)
    if options.json:
        _print(json.dumps(answer.to_json(), ensure_ascii=False))
    else:
        _print(render_answer(answer, asked=options.question))
    return 0


def _run(settings: Settings, options: argparse.Namespace) -> int:
    text, status = questions.run(settings, options)
    _print(text)
    return status


def _compare(settings: Settings, options: argparse.Namespace) -> int:
    text, status = questions.compare(options)
    _print(text)
    return status


def _benchmark(settings: Settings, options: argparse.Namespace) -> int:
    text, status = questions.benchmark(settings, options)
    _print(text)
    return status


def _statements(settings: Settings, options: argparse.Namespace) -> int:
    with open_archive(settings) as archive:
        table = archive.ledger.statements
        found: Iterable[Statement] = table.all()
        if options.article:
            found = table.of_articles([options.article])
        if options.speaker:
            match = archive.people.find(options.speaker)
            if match.speaker is None:
                nearest = ", ".join(match.nearest) or "nobody of a like name"
                raise UsageError(f"no speaker here is called {options.speaker!r}: it has {nearest}")
            aliases = match.speaker.aliases
            found = (s for s in found if s.speaker in aliases)
            if not options.article:
                found = table.of_speakers(aliases)
        texts = _LastArticle(archive)
        for statement in found:
            if options.json:
                _print(json.dumps(statement_as_json(archive.people, statement)))
            else:
                _print(render_statement(statement, texts.of(statement.article_id)))
    return 0


def _speakers(settings: Settings, options: argparse.Namespace) -> int:
    with open_archive(settings) as archive:
        for one in archive.people.speakers:
            if options.json:
                _print(json.dumps(asdict(one), ensure_ascii=False))
            else:
                role = f", {one.roles[0]}" if one.roles else ""
                _print(f"{one.articles:>6,}  {one.name}{role}")
    return 0


class _LastArticle:
    """Articles by id, the last one kept: statements come article by article."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._last: Article | None = None

    def of(self, id: str) -> Article:
        if self._last is None or self._last.id != id:
            self._last = self._archive.ledger.article(id)
        assert self._last is not None
        return self._last


def _status(settings: Settings, options: argparse.Namespace) -> int:
    with open_archive(settings) as archive:
        coverage, model = archive.coverage(), archive.model_name
    size = size_on_disk(settings.data)
    if options.json:
        _print(
            json.dumps(
                {
                    "data": str(settings.data),
                    "articles": coverage.articles,
                    "passages": coverage.passages,
                    "first_day": coverage.first_day and coverage.first_day.isoformat(),
                    "last_day": coverage.last_day and coverage.last_day.isoformat(),
                    "publishers": dict(coverage.publishers),
                    "model": model,
                    "bytes": size,
                },
                ensure_ascii=False,
            )
        )
    else:
        _print(render_status(settings.data, coverage, model, size))
    return 0


def _doctor(settings: Settings, options: argparse.Namespace) -> int:
    found = faults(settings.data)
    for fault in found:
        _print(f"- {fault}")
    if not options.repair:
        _print("No damage found." if not found else "Run 'onrecord doctor --repair'.")
        return 1 if found else 0
    with open_archive(settings) as archive, archive.writing():
        total = archive.coverage().articles
        with tqdm(total=total, unit="article", desc="Indexing", disable=None, leave=False) as bar:

            def progress(articles: int, _: int) -> None:
                bar.update(articles - bar.n)

            done = Builder(archive).rebuild(progress)
    _print(f"The index was made again from {done:,} articles.")
    return 0


def _remove(settings: Settings, options: argparse.Namespace) -> int:
    with open_archive(settings) as archive, archive.writing():
        removed = Builder(archive).remove(options.ids)
    for id in options.ids:
        if id not in removed:
            _print(f"not in the archive: {id!r}")
    _print(f"{len(removed)} removed")
    return 0 if removed else 1


def _export(settings: Settings, options: argparse.Namespace) -> int:
    with open_archive(settings) as archive:
        count = export_articles(archive.ledger.articles(), options.file)
    _print(f"{count:,} articles written to {options.file}")
    return 0


def _chat(settings: Settings, options: argparse.Namespace) -> int:
    from assistant.sample import SAMPLE_QUESTIONS, sample_archive
    from assistant.web.page import serve

    archive = sample_archive(settings) if options.sample else open_archive(settings)
    with archive:
        serve(
            archive,
            assistant=assistant_for(archive, settings),
            host=options.host,
            port=options.port,
            examples=SAMPLE_QUESTIONS if options.sample else (),
            open_browser=not options.no_browser,
            announce=lambda address: _print(f"On Record is at {address} (Ctrl+C ends it)"),
        )
    return 0


def _day(option: str, text: str | None) -> date | None:
    if text is None:
        return None
    day = day_from(text)
    if day is None:
        raise UsageError(f"{option} {text!r} is no date: write it as 2021-12-02")
    return day


def _print(text: str) -> None:
    sys.stdout.write(text.encode("utf-8", "replace").decode("utf-8") + "\n")
    sys.stdout.flush()


_COMMANDS: dict[str, Callable[[Settings, argparse.Namespace], int]] = {
    "add": _add,
    "ask": _ask,
    "run": _run,
    "compare": _compare,
    "benchmark": _benchmark,
    "statements": _statements,
    "speakers": _speakers,
    "status": _status,
    "doctor": _doctor,
    "remove": _remove,
    "export": _export,
    "chat": _chat,
}
