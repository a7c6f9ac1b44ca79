"""The evidence that a chat model writes from: numbered statements and passages, strongest first.

Each is one JSON object on one line, so that nothing an article says can end it, number it anew or
stand beside it. What does not fit into the model's window is left out from the weak end.
"""

import json
from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Answer, Citation, Kind
from assistant.question import Question
from assistant.verify.source import Source
from index.archive import Archive
from index.people import Speaker
from index.search import Hit, SearchQuery, StatementQuery
from index.statements import shown_span

MOST_STATEMENTS = 12
MOST_PASSAGES = 8
_MARGIN = 1.35
"""Tokens of a chat model for each word piece of the embedding model, at most."""


def gathered(
    archive: Archive,
    question: Question,
    speakers: Sequence[Speaker],
    extractive: Answer | None,
    hits: Sequence[Hit],
    query: SearchQuery,
) -> list[Citation]:
    """What may be cited for a question, strongest first, numbered from 1.

    Of a question about somebody's words: those words alone; passages would lend others' words.
    """
    found = list(extractive.citations) if extractive else []
    if speakers:
        found += _statements(archive, question, speakers, query)
    else:
        found += [
            Citation(
                number=0,
                article=hit.article,
                start=hit.passage.start,
                end=hit.passage.end,
                also_in=tuple(dict.fromkeys(p.article_id for p in hit.copies)),
            )
            for hit in hits[:MOST_PASSAGES]
        ]
    return numbered(found)


def numbered(found: Sequence[Citation]) -> list[Citation]:
    """Citations under new numbers from 1, none twice; one within another only as the wider."""
    kept: list[Citation] = []
    for one in found:
        inside = next(
            (
                n
                for n, other in enumerate(kept)
                if other.article.id == one.article.id
                and other.kind is not Kind.PASSAGE
                and other.start <= one.start
                and one.end <= other.end
            ),
            None,
        )
        same = any(
            (o.article.id, o.start, o.end) == (one.article.id, one.start, one.end) for o in kept
        )
        if inside is None and not same:
            kept.append(one)
    return [replace(one, number=number) for number, one in enumerate(kept, 1)]


def _statements(
    archive: Archive, question: Question, speakers: Sequence[Speaker], query: SearchQuery
) -> list[Citation]:
    found: list[Citation] = []
    for speaker in speakers:
        wanted = StatementQuery(
            topic=question.topic,
            speakers=archive.people.words_of(speaker),
            limit=MOST_STATEMENTS,
            **query.bounds,
        )
        for hit in archive.search_statements(wanted)[: MOST_STATEMENTS // len(speakers)]:
            start, end = shown_span(hit.article.text, hit.statement)
            found.append(
                Citation(
                    number=0,
                    article=hit.article,
                    start=start,
                    end=end,
                    speaker=archive.people.canonical(hit.statement.speaker or speaker.name),
                    kind=Kind(hit.statement.kind.value),
                )
            )
    return found


def line_of(source: Source, kind: Kind) -> str:
    """One piece of evidence as the model gets it."""
    article = source.article
    day = article.published_day
    told = {
        "number": source.number,
        "kind": "passage" if kind is Kind.PASSAGE else "statement",
        "speaker": source.speaker,
        "role": source.roles_of_speaker[0] if source.roles_of_speaker else None,
        "outlet": article.publisher,
        "published": day.isoformat() if day else None,
        "dateline": source.dateline or None,
        "headline": article.title or None,
        "text": source.text,
    }
    return json.dumps({k: v for k, v in told.items() if v is not None}, ensure_ascii=False)


def packed(archive: Archive, lines: Sequence[str], room: int) -> list[str]:
    """As many lines from the first on as fit into so many tokens; the first is always there."""
    counts = archive.encoder.count_pieces(lines) if lines else []
    kept: list[str] = []
    for line, pieces in zip(lines, counts, strict=True):
        room -= round(pieces * _MARGIN)
        if room < 0 and kept:
            break
        kept.append(line)
    return kept
