"""What each command does. Words for people go to standard output, progress to standard error."""

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from datetime import date
from getpass import getpass
from pathlib import Path
from typing import Any

from tqdm import tqdm

from assistant.assistant import Filters
from assistant.dates import day_from
from assistant.logs import EVENTS, figures, log_as_json
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
from corpus.confined import read_confined
from corpus.errors import UsageError
from corpus.export import export_articles
from corpus.readers import Reading, size_of
from index.archive import Archive
from index.build import Builder, Progress
from index.health import faults, ledger_is_damaged
from index.salvage import is_whole, put_in_place, replacement, salvage, set_aside
from index.stages import recorded_stages, stage
from index.statements import Statement


def run(options: argparse.Namespace) -> int:
    """Carry out the command that was parsed; its exit status."""
    if options.log_json:
        log_as_json(sys.stderr)
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

        report = Builder(archive).add(read_confined(options.sources), progress)
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
    with recorded_stages() as seconds:
        with stage("open"):
            archive = open_archive(settings)
        with archive:
            assistant = assistant_for(archive, settings)
            conversation: list[str] = []
            for earlier in options.after:
                conversation.append(assistant.understand(earlier, conversation).text)
            answer = assistant.ask(options.question, conversation=conversation, filters=filters)
    stages = {f"{name}_ms": round(1000 * spent, 1) for name, spent in seconds.items()}
    EVENTS.info(
        "asked",
        extra=figures(
            outcome=answer.outcome, reason=answer.reason, took_ms=answer.took_ms, **stages
        ),
    )
    if options.json:
        timings = {"stages_ms": stages} if options.timings else {}
        _print(json.dumps({**answer.to_json(), **timings}, ensure_ascii=False))
    else:
        _print(render_answer(answer, asked=options.question))
    return 0


def _run(settings: Settings, options: argparse.Namespace) -> int:
    text, status = questions.run(settings, options)
    EVENTS.info("ran a question set", extra=figures(failed=status))
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
            names = archive.people.words_of(match.speaker)
            found = (s for s in found if s.speaker in names)
            if not options.article:
                found = table.of_speakers(names)
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
    EVENTS.info("looked for damage", extra=figures(faults=len(found)))
    for fault in found:
        _print(f"- {fault}")
    if not (options.repair or options.compact):
        _print("No damage found." if not found else "Run 'onrecord doctor --repair'.")
        return 1 if found else 0
    if options.compact:
        return _compact(settings, found)
    with tqdm(unit="article", desc="Indexing", disable=None, leave=False) as bar:

        def progress(articles: int, _: int) -> None:
            bar.update(articles - bar.n)

        if is_whole(replacement(settings.data)) or ledger_is_damaged(settings.data):
            total = _replace(settings, progress)
        else:
            with _opened_for_repair(settings, settings.data) as archive, archive.writing():
                bar.reset(archive.coverage().articles)
                total = Builder(archive).rebuild(progress)
    EVENTS.info("made the index again", extra=figures(articles=total))
    _print(f"The index was made again from {total:,} articles.")
    return 0


def _compact(settings: Settings, faults: Sequence[str]) -> int:
    """Leave nothing of removed articles in the files of a sound archive."""
    if faults:
        _print("Run 'onrecord doctor --repair', which leaves nothing of them either.")
        return 1
    before = size_on_disk(settings.data)
    with open_archive(settings) as archive, archive.writing():
        Builder(archive).compact()
    after = size_on_disk(settings.data)
    EVENTS.info("compacted", extra=figures(bytes_before=before, bytes=after))
    _print(
        "Nothing of removed articles is left in the archive's files, which take "
        f"{after / 1e6:,.1f} MB (before: {before / 1e6:,.1f} MB)."
    )
    for kept in set_aside(settings.data):
        _print(f"- {kept} is a damaged ledger that was kept: delete it when it is of no more use")
    return 0


def _replace(settings: Settings, progress: Progress) -> int:
    """Put an archive of what a damaged ledger still gives in its place; its number of articles."""
    new = replacement(settings.data)
    if not is_whole(new):
        saved = salvage(settings.data)
        _print(f"{len(saved.articles):,} articles were read from the damaged ledger, which is kept")
        if saved.altered:
            _print(f"Not as they were stored, and left out: {', '.join(map(repr, saved.altered))}")
        if saved.unreadable:
            _print(f"{saved.unreadable:,} places in it could not be read: add those articles again")
        with _opened_for_repair(settings, new) as archive, archive.writing():
            Builder(archive).add((Reading(item=a, consumed=0) for a in saved.articles), progress)
    put_in_place(settings.data)
    with open_archive(settings) as archive:
        return archive.coverage().articles


def _opened_for_repair(settings: Settings, folder: Path) -> Archive:
    return Archive(folder, cache=settings.cache, model=settings.model, whatever_its_state=True)


def _remove(settings: Settings, options: argparse.Namespace) -> int:
    with open_archive(settings) as archive, archive.writing():
        removed = Builder(archive).remove(options.ids)
    EVENTS.info("removed", extra=figures(removed=len(removed)))
    for id in options.ids:
        if id not in removed:
            _print(f"not in the archive: {id!r}")
    _print(f"{len(removed)} removed")
    if removed:
        _print("Traces stay in free space of the files until 'onrecord doctor --compact'.")
    return 0 if removed else 1


def _export(settings: Settings, options: argparse.Namespace) -> int:
    with open_archive(settings) as archive:
        people, table = archive.people, archive.ledger.statements

        def said(article: Article) -> dict[str, Any]:
            """The statements in an article; each has its speaker's name across articles."""
            found = table.of_articles([article.id])
            return {"statements": [statement_as_json(people, one) for one in found]}

        count = export_articles(archive.ledger.articles(), options.file, said)
    EVENTS.info("exported", extra=figures(articles=count))
    _print(f"{count:,} articles written to {options.file}")
    return 0


def _chat(settings: Settings, options: argparse.Namespace) -> int:
    from assistant.sample import SAMPLE_QUESTIONS, sample_archive
    from assistant.web.access import access_for
    from assistant.web.gate import MCP_PATH
    from assistant.web.page import serve

    def announce(address: str) -> None:
        _print(f"On Record is at {address} (Ctrl+C ends it)")
        if options.mcp:
            _print(f"Its tools for language models (MCP) are at {address}{MCP_PATH}")

    access = access_for(
        options.host,
        user=options.user,
        password=_password(settings, options),
        proxy_name=options.behind_proxy,
    )
    archive = sample_archive(settings) if options.sample else open_archive(settings)
    with archive:
        serve(
            archive,
            assistant=assistant_for(archive, settings),
            settings=settings,
            host=options.host,
            port=options.port,
            access=access,
            examples=SAMPLE_QUESTIONS if options.sample else (),
            open_browser=not options.no_browser,
            announce=announce,
            mcp=options.mcp,
        )
    return 0


def _password(settings: Settings, options: argparse.Namespace) -> str | None:
    """From the file, else the environment, else asked for where somebody sits before a terminal."""
    if options.password_file:
        try:
            return str(options.password_file.read_text("utf-8")).rstrip("\r\n")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(
                f"--password-file {options.password_file} cannot be read ({error})"
            ) from error
    if options.user and settings.password is None and sys.stdin.isatty():
        return getpass(f"Password for {options.user}: ")
    return settings.password if options.user else None


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
