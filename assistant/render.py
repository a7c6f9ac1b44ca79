"""Answers and reports as a terminal shows them."""

import shutil
import textwrap
from pathlib import Path
from typing import Any

from assistant.answer import Answer, Citation
from corpus.article import Article
from index.build import AddReport
from index.ledger import WholeCoverage
from index.people import People
from index.statements import Statement

_SHOWN_REJECTIONS = 50


def render_answer(answer: Answer, *, asked: str) -> str:
    """The sentences with their markers, then the sources with outlet, date and link."""
    parts: list[str] = []
    if answer.question != " ".join(asked.split()):
        parts.append(f"Understood as: {answer.question}")
    if answer.answered:
        parts += [_filled(sentence.with_markers) for sentence in answer.sentences]
        parts += [_filled(remark) for remark in answer.remarks]
        parts.append("Sources\n" + "\n".join(_source(citation) for citation in answer.citations))
    else:
        parts.append(_filled(answer.message))
    parts.append(_searched(answer))
    return _plain("\n\n".join(part for part in parts if part))


def render_report(report: AddReport) -> str:
    """What became of the articles, a line for each that was refused."""
    lines = [
        f"{report.added:,} added, {report.updated:,} updated, {report.unchanged:,} unchanged, "
        f"{len(report.rejected):,} rejected"
    ]
    told = [*report.rejected, *report.without_statements]
    lines += [f"- {one.source}: {one.reason}" for one in told[:_SHOWN_REJECTIONS]]
    more = len(told) - _SHOWN_REJECTIONS
    if more > 0:
        lines.append(f"- and {more:,} more")
    return _plain("\n".join(lines))


def render_status(folder: Path, coverage: WholeCoverage, model: str, size: int) -> str:
    """What an archive holds, one fact a line."""
    days = "none of them dated"
    if coverage.first_day and coverage.last_day:
        days = f"{coverage.first_day:%-d %B %Y} to {coverage.last_day:%-d %B %Y}"
    outlets = ", ".join(f"{name} ({count:,})" for name, count in coverage.publishers[:10])
    if len(coverage.publishers) > 10:
        outlets += f" and {len(coverage.publishers) - 10:,} more"
    rows = (
        ("Archive", str(folder)),
        ("Articles", f"{coverage.articles:,} ({coverage.passages:,} passages)"),
        ("Published", days),
        ("Outlets", outlets or "none named"),
        ("Model", model),
        ("On disk", f"{size / 1e6:,.1f} MB"),
    )
    return _plain("\n".join(f"{name:<10} {value}" for name, value in rows))


def render_statement(statement: Statement, article: Article) -> str:
    """One statement: who, how, what, and in which article."""
    said = " … ".join(" ".join(article.text[a:b].split()) for a, b in statement.content)
    who = statement.speaker or "(open)"
    if statement.reported_by:
        who += f", as told by {statement.reported_by}"
    return _plain(f"{who} [{statement.kind.value}] {said} ({article.title or article.id})")


def statement_as_json(people: People, statement: Statement) -> dict[str, Any]:
    """A statement in the form of the contract, under its speaker's name across articles."""
    teller = statement.reported_by
    second_hand = {"reported_by": people.canonical(teller)} if teller else {}
    return {
        "article_id": statement.article_id,
        "content": [list(span) for span in statement.content],
        "cue": [list(span) for span in statement.cue],
        "source": [list(span) for span in statement.source],
        "speaker": people.canonical(statement.speaker) if statement.speaker else None,
        "kind": statement.kind.value,
        **second_hand,
    }


def size_on_disk(folder: Path) -> int:
    """The bytes of all files under a folder; one that vanishes meanwhile counts as none."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size if path.is_file() else 0
        except OSError:
            continue
    return total


def _source(citation: Citation) -> str:
    article = citation.article
    day = article.published_day
    facts = (
        citation.who,
        article.publisher,
        f"{day:%-d %B %Y}" if day else None,
        f"“{article.title}”" if article.title else article.id,
    )
    lines = [f"[{citation.number}] {', '.join(fact for fact in facts if fact)}"]
    if article.url:
        lines.append(f"    {article.url}")
    if citation.also_in:
        lines.append(f"    the same words in {', '.join(citation.also_in)}")
    return "\n".join(lines)


def _searched(answer: Answer) -> str:
    part = answer.searched
    if part is None or not part.articles:
        return ""
    days = f", {part.first_day} to {part.last_day}" if part.first_day else ""
    outlets = f", {part.publishers} outlets" if part.publishers > 1 else ""
    articles = "1 article" if part.articles == 1 else f"{part.articles:,} articles"
    return f"({articles} searched{days}{outlets})"


def _filled(text: str) -> str:
    width = min(shutil.get_terminal_size().columns, 100)
    return textwrap.fill(text, width=width, break_long_words=False, break_on_hyphens=False)


def _plain(text: str) -> str:
    """Without control characters, so that no article can send a terminal its commands."""
    return "".join(c for c in text if c == "\n" or c.isprintable() or (c.isspace() and c != "\r"))
