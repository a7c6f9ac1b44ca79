"""Figures of retrieval and answering on a published set, from the results of a run over it.

Retrieval is measured on whole articles: the evidence of a result, each article once, in order, ten
of them at most. The measures are computed by ir-measures (MacAvaney, Macdonald and Ounis, ECIR
2022), which calls trec_eval; the only module that touches it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answer import Outcome
from assistant.questions.benchmark_sets import Benchmark
from assistant.questions.figures import percent
from assistant.questions.results import Result
from corpus.readers import Reading
from index.archive import Archive
from index.build import Builder, Progress

MEASURES = ("nDCG@10", "AP@10", "RR@10", "R@5", "R@10", "Success@1", "Success@5", "Success@10")


@dataclass(frozen=True, kw_only=True)
class BenchmarkFigures:
    """What a run made of a set; shares are from 0 to 1, None without such questions."""

    questions: int
    retrieval: dict[str, float]
    answered: float | None
    """Of the questions that have relevant articles."""
    contains: float | None
    """Of those, the answer or a quote holds a gold answer."""
    abstained: float | None
    """Of the questions that the articles do not answer."""


def index_benchmark(
    archive: Archive, articles: Benchmark, progress: Progress | None = None
) -> None:
    """Bring an archive to hold exactly the articles of a set."""
    wanted = {article.id for article in articles.articles}
    with archive.writing():
        builder = Builder(archive)
        stale = [article.id for article in archive.ledger.articles() if article.id not in wanted]
        if stale:
            builder.remove(stale)
        builder.add(_readings(articles), progress)


def benchmark_figures(benchmark: Benchmark, results: Sequence[Result]) -> BenchmarkFigures:
    """The figures of results over a set, or over the beginning of it."""
    import ir_measures  # brings scipy, which no other command needs

    asked = {result.id for result in results}
    relevant = {id: dict(gold) for id, gold in benchmark.relevant.items() if id in asked}
    found = {result.id: _ranking(result) for result in results if result.id in relevant}
    wanted = [ir_measures.parse_measure(name) for name in MEASURES]
    scores = ir_measures.calc_aggregate(wanted, relevant, found) if relevant else {}
    by_name = {str(measure): float(score) for measure, score in scores.items()}
    answerable = [result for result in results if result.id in relevant]
    silent = [result for result in results if result.id in benchmark.unanswerable]
    with_answers = [result for result in answerable if result.id in benchmark.answers]
    return BenchmarkFigures(
        questions=len(results),
        retrieval={name: by_name[name] for name in MEASURES if name in by_name},
        answered=_share([result.outcome == Outcome.ANSWERED for result in answerable]),
        contains=_share([_holds(one, benchmark.answers[one.id]) for one in with_answers]),
        abstained=_share([result.outcome == Outcome.ABSTAINED for result in silent]),
    )


def render_benchmark(figures: BenchmarkFigures) -> str:
    """The figures, a line each."""
    rows = [("Questions", f"{figures.questions:,}")]
    rows += [(name, f"{value:.4f}") for name, value in figures.retrieval.items()]
    for name, share in (
        ("Answered", figures.answered),
        ("Gold answer in it", figures.contains),
        ("Rightly abstained", figures.abstained),
    ):
        if share is not None:
            rows.append((name, percent(share)))
    return "\n".join(f"{name:<18} {value}" for name, value in rows)


def _readings(benchmark: Benchmark) -> Iterator[Reading]:
    return (
        Reading(item=article, consumed=number)
        for number, article in enumerate(benchmark.articles, 1)
    )


def _ranking(result: Result) -> dict[str, float]:
    ranked = dict.fromkeys(str(passage["article_id"]) for passage in result.evidence)
    return {id: 1 / rank for rank, id in enumerate(ranked, 1)}


def _holds(result: Result, answers: Sequence[str]) -> bool:
    if result.outcome != Outcome.ANSWERED:
        return False
    said = _plain(" ".join([result.text, *(str(one["quote"]) for one in result.citations)]))
    return any(f" {_plain(answer)} " in f" {said} " for answer in answers)


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip()


def _share(held: Sequence[bool]) -> float | None:
    return sum(held) / len(held) if held else None
