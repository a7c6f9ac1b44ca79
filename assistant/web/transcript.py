"""The conversation of one session, and the column of the page that shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from assistant.answer import Answer, Citation, CitedSentence, Reason, SearchedPart
from assistant.assistant import NO_FILTERS, Filters
from assistant.web.bounds import as_given, in_words
from assistant.web.links import answer_as_markdown, how, quotation
from assistant.web.markup import clipped, escape, key_of, time_element
from assistant.web.sources import reference, source_id
from assistant.web.suggestions import Suggestion
from assistant.web.timeline import timeline_html
from index.ledger import Coverage
from index.overview import Said

_QUESTION = 1_200
_NAME = 80
_TITLE = 160
_MOST_OUTLETS = 6
_MOST_TIMELINES = 2


FIRST_STEPS = (
    '<p class="first-steps"><button type="button" class="primary" data-do="view" '
    'data-view="archive">Add articles</button>'
    '<button type="button" class="secondary" data-do="sample">Try it on the sample</button></p>'
)
"""What can be done where there is no article yet."""


@dataclass(frozen=True, kw_only=True)
class Turn:
    """A question as typed with its answer, with the problem in its way, or still with neither."""

    number: int
    asked: str
    filters: Filters = NO_FILTERS
    answer: Answer | None = None
    problem: str | None = None
    roles: Mapping[str, str] = field(default_factory=dict)
    """What the speakers of the answer are, by their names."""
    suggestions: tuple[Suggestion, ...] = ()
    outlets: tuple[str, ...] = ()
    """The names of the outlets that were searched, most articles first."""
    over_time: tuple[Said, ...] = ()
    """For a question on a change: all that was said on its topic, to be drawn."""
    topic: str | None = None
    """What the question asks about, for a look at all that was said on it."""


def understood(turns: Sequence[Turn]) -> tuple[str, ...]:
    """The questions so far as they were understood, for the next one to build on."""
    return tuple(turn.answer.question for turn in turns if turn.answer)


def transcript_html(turns: Sequence[Turn], *, sentences_shown: int | None = None) -> str:
    """The whole conversation; of the last answer only so many sentences while it comes in."""
    last = len(turns) - 1
    return _log(
        "".join(
            _turn(turn, sentences_shown if place == last else None, is_last=place == last)
            for place, turn in enumerate(turns)
        )
    )


def welcome_html(coverage: Coverage, examples: Sequence[str]) -> str:
    """What stands there before the first question: what to ask, or how to add articles."""
    if not coverage.articles:
        return _log(
            '<div class="welcome"><h2>No articles yet</h2>'
            "<p>On Record answers from articles of your own. Text, Markdown, web pages, JSON, CSV "
            "and PDF files are read; they stay on this machine.</p>"
            f"{FIRST_STEPS}"
            '<p class="hint">In a terminal: <code>onrecord add FILE_OR_FOLDER</code></p></div>'
        )
    return _log(
        '<div class="welcome"><h2>Who said what?</h2>'
        "<p>Ask about a person, a topic or a day. Every answer is made of sentences from the "
        "articles, each with its source beside it. What the articles do not say is not answered."
        f'</p><div class="tries">{examples_html(examples)}</div></div>'
    )


def examples_html(questions: Sequence[str]) -> str:
    """Questions to begin with, as buttons; empty without any."""
    buttons = "".join(
        f'<li><button type="button" class="example" dir="auto">{escape(question)}</button></li>'
        for question in questions
    )
    named = 'aria-label="Example questions"'
    return f'<ul class="examples" {named}>{buttons}</ul>' if buttons else ""


def coverage_html(coverage: Coverage) -> str:
    """What the archive holds, in a line."""
    parts = []
    if coverage.articles:
        parts.append(_count(coverage.articles, "article"))
        if coverage.first_day and coverage.last_day:
            parts.append(_days(coverage.first_day, coverage.last_day))
        if coverage.publishers:
            parts.append(_count(len(coverage.publishers), "outlet"))
    names = ", ".join(clipped(name, 60) for name, _ in coverage.publishers[:_MOST_OUTLETS])
    facts = '<span class="dot"></span> '.join(f"<span>{part}</span>" for part in parts)
    return f'<p class="coverage" title="{escape(names)}">{facts}</p>'


def _log(body: str) -> str:
    return f'<section class="log" aria-label="Conversation">{body}</section>'


def _turn(turn: Turn, sentences_shown: int | None, *, is_last: bool) -> str:
    question = escape(clipped(turn.asked, _QUESTION))
    bounds = " · ".join(in_words(turn.filters))
    only = f'<p class="bounds" dir="auto">Only {escape(bounds)}</p>' if bounds else ""
    return (
        f'<article class="turn" id="turn-{turn.number}" tabindex="-1" data-turn="{turn.number}" '
        f'data-asked="{escape(turn.asked[:_QUESTION])}" '
        f'data-filters="{escape(as_given(turn.filters))}">'
        f'<h2 class="question" dir="auto"><span class="hidden">You asked: </span>{question}</h2>'
        f"{only}{_reply(turn, sentences_shown, is_last=is_last)}</article>"
    )


def _reply(turn: Turn, sentences_shown: int | None, *, is_last: bool) -> str:
    if turn.problem is not None:
        return (
            f'<p class="problem" role="alert" dir="auto">{escape(turn.problem)}</p>'
            f"{_actions(turn, is_last=is_last)}"
        )
    answer = turn.answer
    if answer is None:
        return '<p class="searching">Searching the archive</p>'
    parts = []
    if answer.question != " ".join(turn.asked.split()):
        shown = escape(clipped(answer.question, _QUESTION))
        parts.append(f'<p class="understood" dir="auto">Understood as: <q>{shown}</q></p>')
    if not answer.answered:
        parts.append(f'<p class="abstained" dir="auto">{escape(answer.message)}</p>')
        parts.append(_offers(turn.suggestions))
        if answer.reason is Reason.EMPTY_ARCHIVE:
            parts.append(FIRST_STEPS)
    by_number = {citation.number: citation for citation in answer.citations}
    parts += [
        _sentence(turn, sentence, by_number) for sentence in answer.sentences[:sentences_shown]
    ]
    if sentences_shown is None:
        parts += [f'<p class="remark" dir="auto">{escape(one)}</p>' for one in answer.remarks]
        if turn.over_time:
            parts.append(_over_time(turn))
        if answer.searched:
            parts.append(f'<p class="searched">{_searched(answer.searched, turn.outlets)}</p>')
        parts.append(_actions(turn, is_last=is_last))
    return "".join(parts)


def _over_time(turn: Turn) -> str:
    drawn = timeline_html(turn.over_time)
    about = escape(clipped(turn.topic or "", _NAME))
    count = _count(len(turn.over_time), "passage")
    return (
        f'<figure class="over-time">{drawn}<figcaption>{count} on “{about}”, by '
        "outlet and day of publication</figcaption></figure>"
        if drawn
        else ""
    )


def _sentence(turn: Turn, sentence: CitedSentence, citations: dict[int, Citation]) -> str:
    cited = [citations[number] for number in sentence.citations if number in citations]
    markers = "".join(_marker(turn.number, citation) for citation in cited)
    line = ""
    if cited:
        first = cited[0]
        role = turn.roles.get(first.speaker or "")
        copy = (
            f'<button type="button" class="copy" data-copy="{escape(quotation(first, role))}" '
            f'aria-label="Copy quotation {first.number} with its reference">Copy</button>'
        )
        line = f"<figcaption>{_attribution(first, role)}{copy}</figcaption>"
    return (
        f'<figure class="sentence"><blockquote dir="auto"><p>{escape(sentence.text)}&nbsp;'
        f'<span class="markers">{markers}</span></p></blockquote>{line}</figure>'
    )


def _marker(turn: int, citation: Citation) -> str:
    id = f"card-{turn}-{citation.number}"
    article = citation.article
    day = article.published_day
    facts = " · ".join(
        part
        for part in (
            f"<bdi>{escape(clipped(article.publisher, _NAME))}</bdi>" if article.publisher else "",
            time_element(day) if day else "date not given",
            how(citation.kind),
        )
        if part
    )
    return (
        f'<a class="marker" href="#{source_id(turn, citation.number)}" data-turn="{turn}" '
        f'data-number="{citation.number}" data-article="{key_of(article.id)}" '
        f'data-start="{citation.start}" data-end="{citation.end}" '
        f'aria-label="Source {citation.number}: {escape(reference(citation))}" '
        f'aria-describedby="{id}">[{citation.number}]</a>'
        f'<span class="card" role="tooltip" id="{id}"><b dir="auto">'
        f"{escape(clipped(article.title, _TITLE) or 'Untitled')}</b><span>{facts}</span></span>"
    )


def _attribution(citation: Citation, role: str | None) -> str:
    """Who says it, what they are, who printed it how, and when."""
    article = citation.article
    day = article.published_day
    told = how(citation.kind)
    who = ""
    if citation.speaker:
        who = f'<bdi class="speaker">{escape(clipped(citation.speaker, _NAME))}</bdi>'
        if role:
            who += f', <bdi class="role">{escape(clipped(role, _NAME))}</bdi>'
        if citation.reported_by:
            who += f", as told by <bdi>{escape(clipped(citation.reported_by, _NAME))}</bdi>"
    named = article.publisher or (f"“{clipped(article.title, _NAME)}”" if article.title else "")
    outlet = f"<bdi>{escape(clipped(named, _NAME))}</bdi>" if named else "an article"
    when = time_element(day, short=True) if day else "<span>date not given</span>"
    source = f"{told} in {outlet}, {when}" if told else f"{outlet}, {when}, in its own words"
    return '<span class="dot"></span>'.join(part for part in (who, source) if part)


def _offers(offered: Sequence[Suggestion]) -> str:
    if not offered:
        return ""
    items = "".join(
        f'<li><button type="button" class="offer" dir="auto" data-do="ask" '
        f'data-question="{escape(one.question)}" data-filters="{escape(as_given(one.filters))}" '
        f'title="{escape(one.question)}">{escape(one.label)}</button></li>'
        for one in offered
    )
    return (
        '<p class="offers-title">What the archive does have:</p>'
        f'<ul class="offers" aria-label="Questions to ask instead">{items}</ul>'
    )


def _actions(turn: Turn, *, is_last: bool) -> str:
    """What can be done with a turn, by its buttons."""
    buttons = []
    answer = turn.answer
    if answer and answer.answered:
        markdown = escape(answer_as_markdown(answer, dict(turn.roles)))
        buttons.append(f'<button type="button" data-copy="{markdown}">Copy as Markdown</button>')
    buttons += _timelines(turn)
    if answer:
        buttons.append('<button type="button" data-do="link">Copy link</button>')
    buttons.append('<button type="button" data-do="edit">Edit</button>')
    if is_last:
        buttons.append('<button type="button" data-do="again">Ask again</button>')
        buttons.append('<button type="button" data-do="undo">Undo</button>')
    return f'<p class="actions" role="group" aria-label="This answer">{"".join(buttons)}</p>'


def _timelines(turn: Turn) -> list[str]:
    """To what the speakers of an answer said over time, and to what everybody said on its topic."""
    answer, topic = turn.answer, turn.topic or ""
    if answer is None or not answer.answered:
        return []
    names = list(dict.fromkeys(c.speaker for c in answer.citations if c.speaker))
    alone = len(names) == 1
    hidden = ' class="hidden"' if alone else ""
    buttons = [
        f'<button type="button" data-do="speaker" data-speaker="{escape(name)}" '
        f'data-about="{escape(topic)}">Timeline<span{hidden}> of '
        f"<bdi>{escape(clipped(name, 40))}</bdi></span></button>"
        for name in names[:_MOST_TIMELINES]
    ]
    if topic and not alone:
        buttons.append(
            f'<button type="button" data-do="topic" data-about="{escape(topic)}">'
            f"Everybody on “<bdi>{escape(clipped(topic, 40))}</bdi>”</button>"
        )
    return buttons


def _searched(part: SearchedPart, outlets: Sequence[str]) -> str:
    parts = [f"Searched {_count(part.articles, 'article')}"]
    if part.first_day and part.last_day:
        parts.append(_days(date.fromisoformat(part.first_day), date.fromisoformat(part.last_day)))
    if part.publishers:
        parts.append(_count(part.publishers, "outlet"))
    names = ", ".join(escape(clipped(name, 40)) for name in outlets[:_MOST_OUTLETS])
    if names and len(outlets) > _MOST_OUTLETS:
        names += f" and {len(outlets) - _MOST_OUTLETS:,} more"
    return ", ".join(parts) + (f": <bdi>{names}</bdi>" if names else "")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _days(first: date, last: date) -> str:
    if first == last:
        return time_element(first, short=True)
    return f"{time_element(first, short=True)} – {time_element(last, short=True)}"
