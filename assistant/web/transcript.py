"""The conversation of one session, and the column of the page that shows it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from assistant.answer import Answer, Citation, CitedSentence, SearchedPart
from assistant.web.markup import clipped, day_in_short, escape
from assistant.web.sources import reference, source_id
from index.ledger import Coverage

_QUESTION = 1_200
_MOST_OUTLETS = 6


@dataclass(frozen=True, kw_only=True)
class Turn:
    """A question as typed with its answer, with the problem in its way, or still with neither."""

    number: int
    asked: str
    answer: Answer | None = None
    problem: str | None = None


def understood(turns: Sequence[Turn]) -> tuple[str, ...]:
    """The questions so far as they were understood, for the next one to build on."""
    return tuple(turn.answer.question for turn in turns if turn.answer)


def transcript_html(turns: Sequence[Turn], *, sentences_shown: int | None = None) -> str:
    """The whole conversation; of the last answer only so many sentences while it comes in."""
    last = len(turns) - 1
    body = "".join(
        _turn(turn, sentences_shown if place == last else None) for place, turn in enumerate(turns)
    )
    return _log(body)


def welcome_html(coverage: Coverage, examples: Sequence[str]) -> str:
    """What stands there before the first question: what to ask, or how to add articles."""
    if not coverage.articles:
        return _log(
            '<div class="welcome"><h2>No articles yet</h2>'
            "<p>Add some in a terminal, then reload this page:</p>"
            "<p><code>onrecord add FILE_OR_FOLDER</code></p>"
            '<p class="hint">Text, Markdown, HTML, JSON, CSV and PDF files are read. To try '
            "On Record on articles that come with it: <code>onrecord chat --sample</code></p></div>"
        )
    buttons = "".join(
        f'<li><button type="button" class="example" dir="auto">{escape(example)}</button></li>'
        for example in examples
    )
    tries = f'<ul class="examples" aria-label="Example questions">{buttons}</ul>'
    return _log(
        '<div class="welcome"><h2>Who said what?</h2>'
        "<p>Ask about a person, a topic or a day. Every answer is made of sentences from the "
        "articles, each with its source beside it. What the articles do not say is not answered."
        f"</p>{tries if examples else ''}</div>"
    )


def coverage_html(coverage: Coverage) -> str:
    """The name of the page, and what the archive holds."""
    parts = []
    if coverage.articles:
        parts.append(_count(coverage.articles, "article"))
        if coverage.first_day and coverage.last_day:
            parts.append(_days(coverage.first_day, coverage.last_day))
        if coverage.publishers:
            parts.append(_count(len(coverage.publishers), "outlet"))
    names = ", ".join(clipped(name, 60) for name, _ in coverage.publishers[:_MOST_OUTLETS])
    facts = '<span class="dot"></span> '.join(f"<span>{part}</span>" for part in parts)
    return f'<h1>On Record</h1><p class="coverage" title="{escape(names)}">{facts}</p>'


def _log(body: str) -> str:
    return f'<div class="log" role="log" aria-label="Conversation">{body}</div>'


def _turn(turn: Turn, sentences_shown: int | None) -> str:
    question = escape(clipped(turn.asked, _QUESTION))
    return (
        f'<article class="turn" id="turn-{turn.number}" tabindex="-1">'
        f'<h2 class="question" dir="auto"><span class="hidden">You asked: </span>{question}</h2>'
        f"{_reply(turn, sentences_shown)}</article>"
    )


def _reply(turn: Turn, sentences_shown: int | None) -> str:
    if turn.problem is not None:
        return f'<p class="problem" role="alert" dir="auto">{escape(turn.problem)}</p>'
    answer = turn.answer
    if answer is None:
        return '<p class="searching">Searching the archive</p>'
    parts = []
    if answer.question != " ".join(turn.asked.split()):
        shown = escape(clipped(answer.question, _QUESTION))
        parts.append(f'<p class="understood" dir="auto">Understood as: <q>{shown}</q></p>')
    if not answer.answered:
        parts.append(f'<p class="abstained" dir="auto">{escape(answer.message)}</p>')
    by_number = {citation.number: citation for citation in answer.citations}
    parts += [
        _sentence(turn.number, sentence, by_number)
        for sentence in answer.sentences[:sentences_shown]
    ]
    if sentences_shown is None and answer.answered:
        parts += [f'<p class="remark" dir="auto">{escape(one)}</p>' for one in answer.remarks]
    if sentences_shown is None and answer.searched:
        parts.append(f'<p class="searched">{_searched(answer.searched)}</p>')
    return "".join(parts)


def _sentence(turn: int, sentence: CitedSentence, citations: dict[int, Citation]) -> str:
    cited = [citations[number] for number in sentence.citations if number in citations]
    markers = "".join(
        f'<a class="marker" href="#{source_id(turn, citation.number)}" data-turn="{turn}" '
        f'title="{escape(reference(citation))}" '
        f'aria-label="Source {citation.number}: {escape(reference(citation))}">'
        f"[{citation.number}]</a>"
        for citation in cited
    )
    line = f"<figcaption><bdi>{escape(reference(cited[0]))}</bdi></figcaption>" if cited else ""
    return (
        f'<figure class="sentence"><p dir="auto">{escape(sentence.text)}&nbsp;'
        f'<span class="markers">{markers}</span></p>{line}</figure>'
    )


def _searched(part: SearchedPart) -> str:
    parts = [f"Searched {_count(part.articles, 'article')}"]
    if part.first_day and part.last_day:
        parts.append(_days(date.fromisoformat(part.first_day), date.fromisoformat(part.last_day)))
    if part.publishers:
        parts.append(_count(part.publishers, "outlet"))
    return ", ".join(parts)


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _days(first: date, last: date) -> str:
    if first == last:
        return day_in_short(first)
    return f"{day_in_short(first)} – {day_in_short(last)}"
