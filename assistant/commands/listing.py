"""`onrecord statements`, `speakers` and `status`: what the archive holds."""

import argparse
import json
from collections.abc import Iterable
from dataclasses import asdict

from assistant.commands.terminal import print_line
from assistant.opening import open_archive
from assistant.render import render_statement, render_status, size_on_disk, statement_as_json
from assistant.settings import Settings
from corpus.article import Article
from corpus.errors import UsageError
from index.archive import Archive
from index.statements import Statement


def statements(settings: Settings, options: argparse.Namespace) -> int:
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
                print_line(json.dumps(statement_as_json(archive.people, statement)))
            else:
                print_line(render_statement(statement, texts.of(statement.article_id)))
    return 0


def speakers(settings: Settings, options: argparse.Namespace) -> int:
    with open_archive(settings) as archive:
        for one in archive.people.speakers:
            if options.json:
                print_line(json.dumps(asdict(one), ensure_ascii=False))
            else:
                role = f", {one.roles[0]}" if one.roles else ""
                print_line(f"{one.articles:>6,}  {one.name}{role}")
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


def status(settings: Settings, options: argparse.Namespace) -> int:
    with open_archive(settings) as archive:
        coverage, model = archive.coverage(), archive.model_name
    size = size_on_disk(settings.data)
    if options.json:
        print_line(
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
        print_line(render_status(settings.data, coverage, model, size))
    return 0
