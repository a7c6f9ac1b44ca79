"""What can be said of a run without knowing the right answers."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.answer import Outcome
from assistant.questions.results import Result, Run, State

TextOf = Callable[[str], str | None]
"""An article's text by its id; None for an article that is not there."""

PERCENTILES = (50, 90, 99)


@dataclass(frozen=True, kw_only=True)
class Figures:
    """Figures of a run or a part of it. Shares are from 0 to 1, None where there is nothing."""

    cases: int
    states: dict[State, int]
    outcomes: dict[str, int]
    """Cases by `answered`, by the reason of the abstention, and by `error`."""
    sentences: int
    sentences_cited: float | None
    citations: int
    citations_verbatim: float | None
    """Quotes equal to their article's text at their place; None when no archive was at hand."""
    sources_per_answer: float | None
    """Distinct articles cited by an answer, on average."""
    articles_cited: int
    outlets_cited: int
    latency_ms: dict[int, int]
    """Percentiles of the time that a case took, by nearest rank; 100 is the slowest."""

    @property
    def answered(self) -> int:
        return self.outcomes.get(Outcome.ANSWERED.value, 0)

    @property
    def errors(self) -> int:
        return self.states.get(State.ERROR, 0)

    @property
    def abstained(self) -> int:
        return self.cases - self.answered - self.errors


def figures(results: Sequence[Result], text_of: TextOf | None = None) -> Figures:
    """The figures of some results; with `text_of`, the quotes are held against the articles."""
    answered = [result for result in results if result.outcome == Outcome.ANSWERED]
    sentences = [sentence for result in answered for sentence in result.sentences]
    citations = [citation for result in answered for citation in result.citations]
    verbatim = None
    if text_of is not None:
        texts = {id: text_of(id) for id in {citation["article_id"] for citation in citations}}
        exact = sum(is_verbatim(one, texts[one["article_id"]]) for one in citations)
        verbatim = _share(exact, len(citations))
    sources = [len({one["article_id"] for one in result.citations}) for result in answered]
    took = sorted(result.took_ms for result in results)
    return Figures(
        cases=len(results),
        states=dict(Counter(result.state for result in results)),
        outcomes=dict(Counter(result.reason or result.outcome for result in results)),
        sentences=len(sentences),
        sentences_cited=_share(sum(bool(one["citations"]) for one in sentences), len(sentences)),
        citations=len(citations),
        citations_verbatim=verbatim,
        sources_per_answer=_share(sum(sources), len(sources)),
        articles_cited=len({one["article_id"] for one in citations}),
        outlets_cited=len({one["publisher"] for one in citations if one["publisher"]}),
        latency_ms={p: percentile(took, p) for p in (*PERCENTILES, 100)} if took else {},
    )


def is_verbatim(citation: Mapping[str, Any], text: str | None) -> bool:
    """Whether a citation's quote is its article's own text at its place."""
    return bool((text or "")[citation["start"] : citation["end"]] == citation["quote"])


def by_tag(run: Run) -> dict[str, Figures]:
    """The figures of the cases of each tag, in the order of the tags' names."""
    tags = sorted({tag for result in run.results for tag in result.tags})
    return {tag: figures([result for result in run.results if tag in result.tags]) for tag in tags}


def percentile(ordered: Sequence[int], percent: int) -> int:
    """The value that `percent` of the ordered values do not exceed, by nearest rank."""
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]


def render_figures(found: Figures, outlets: int | None = None) -> str:
    """The figures as a terminal shows them, a line each."""
    return "\n".join(f"{name:<22} {value}" for name, value in figure_rows(found, outlets))


def figure_rows(found: Figures, outlets: int | None = None) -> list[tuple[str, str]]:
    """Names and values of the figures, as both the terminal and the page show them."""
    rows = [
        (name.replace("_", " ").capitalize(), f"{count:,} ({percent(count / found.cases)})")
        for name, count in sorted(found.outcomes.items(), key=lambda item: (-item[1], item[0]))
    ]
    rows += [
        ("Sentences cited", _of(found.sentences_cited, found.sentences, "sentences")),
        ("Citations verbatim", _of(found.citations_verbatim, found.citations, "citations")),
        ("Sources per answer", _number(found.sources_per_answer)),
        ("Articles cited", f"{found.articles_cited:,}"),
        ("Outlets cited", f"{found.outlets_cited:,}" + (f" of {outlets:,}" if outlets else "")),
    ]
    if found.latency_ms:
        took = ", ".join(f"{found.latency_ms[p]:,} ms ({p}%)" for p in PERCENTILES)
        rows.append(("Time for a case", f"{took}, slowest {found.latency_ms[100]:,} ms"))
    return rows


def percent(share: float) -> str:
    """A share in per cent; what is not all or nothing is never rounded to it."""
    if 0 < share < 0.001 or 0.999 < share < 1:
        return f"{100 * share:.2f}%"
    return f"{100 * share:.1f}%".replace(".0%", "%")


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _of(share: float | None, whole: int, what: str) -> str:
    if not whole:
        return "none"
    return "not looked at" if share is None else f"{percent(share)} of {whole:,} {what}"


def _number(value: float | None) -> str:
    return "none" if value is None else f"{value:.1f}"
