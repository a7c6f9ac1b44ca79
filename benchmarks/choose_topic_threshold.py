"""Fit what makes a statement be about a topic, and choose from which probability it is shown.

    python -m benchmarks.choose_topic_threshold --articles FILE --work DIR --fit FILE \\
        --fit-judged FILE --fit-fold F --choose FILE --choose-judged FILE --choose-fold F [--write]

Questions ("What did X say about Y?" with gold spans, and silent ones without) of one fold fit
boosted trees over the measures of the speaker's statements; those of the other choose the
threshold. --write puts both into assistant/relevance.json.

The threshold is the lowest at which, on the choosing fold, enough of what is shown is right and
enough silent questions are left unanswered (ENOUGH_RIGHT, ENOUGH_SILENT): below it, more answers
would cost the trust in all of them.
"""

import argparse
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import GradientBoostingClassifier
from tqdm import tqdm

from assistant.question import read_question
from assistant.spoken import MOST_STATEMENTS, POOL, SHARE_OF_BEST
from assistant.topic_measures import measured
from assistant.topics import read_topic
from benchmarks.choose_threshold import read_lines
from benchmarks.judgements import boosted, keep, trees_of
from benchmarks.said_about import fold_archive, shared
from index.archive import Archive
from index.search import StatementQuery
from index.statements import shown_span

ENOUGH_RIGHT, ENOUGH_SILENT = 0.82, 0.92
GRID = [float(t) for t in np.arange(0.05, 0.95, 0.01)]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question with the measures of the statements found, which of them are gold, and which
    somebody judged: one whose annotation names no speaker is neither right nor wrong."""

    answerable: bool
    measures: np.ndarray
    right: np.ndarray
    judged: np.ndarray


def is_gold(row: dict[str, Any], article: str, span: tuple[int, int]) -> bool:
    return any(
        article == gold["article_id"] and shared(span, (gold["start"], gold["end"]))
        for gold in row["gold"]
    )


def asked(archive: Archive, questions: Path, judged: Path) -> list[Asked]:
    nameless: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for row in read_lines(judged):
        if row["speaker"] is None:
            nameless[row["article_id"]].append((row["start"], row["end"]))
    found: list[Asked] = []
    for row in tqdm(read_lines(questions), desc=questions.stem):
        question = read_question(row["question"])
        speakers = [archive.people.find(name).speaker for name in question.speakers]
        names = tuple(alias for one in speakers if one for alias in one.aliases)
        topic = read_topic(archive, question.topic or "")
        query = StatementQuery(topic=topic.text, words=topic.words, speakers=names, limit=POOL)
        hits = archive.search_statements(query) if names else []
        shown = [shown_span(h.article.text, h.statement) for h in hits]
        values = [one.values for one in measured(archive, topic, hits, shown)]
        spans = [(h.article.id, span) for h, span in zip(hits, shown, strict=True)]
        right = [is_gold(row, article, span) for article, span in spans]
        unjudged = [any(shared(span, o) for o in nameless[article]) for article, span in spans]
        found.append(
            Asked(
                answerable=row["answerable"],
                measures=np.array(values).reshape(len(hits), -1),
                right=np.array(right, dtype=bool),
                judged=np.array(right, dtype=bool) | ~np.array(unjudged, dtype=bool),
            )
        )
    return found


def shares(
    model: GradientBoostingClassifier, questions: list[Asked], threshold: float
) -> list[float]:
    """Shown that are right, answerable with a right one shown, silent ones left unanswered."""
    shown = right = hit = silent = 0
    for one in questions:
        if not len(one.measures):
            silent += not one.answerable
            continue
        probabilities = model.predict_proba(one.measures)[:, 1]
        best = np.argsort(-probabilities, kind="stable")[:MOST_STATEMENTS]
        best = best[probabilities[best] >= threshold]
        best = best[probabilities[best] >= SHARE_OF_BEST * probabilities[best[:1]].sum()]
        silent += not one.answerable and not len(best)
        if one.answerable:
            shown += int(one.judged[best].sum())
            right += int(one.right[best].sum())
            hit += bool(one.right[best].any())
    answerable = sum(one.answerable for one in questions)
    return [right / max(1, shown), hit / answerable, silent / (len(questions) - answerable)]


def is_enough(right: float, hit: float, silent: float) -> bool:
    return right >= ENOUGH_RIGHT and silent >= ENOUGH_SILENT


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    for name in ("articles", "work", "fit", "fit-judged", "choose", "choose-judged"):
        options.add_argument(f"--{name}", type=Path, required=True)
    options.add_argument("--fit-fold", required=True)
    options.add_argument("--choose-fold", required=True)
    options.add_argument("--write", action="store_true")
    given = options.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    articles = read_lines(given.articles)
    fit = asked(fold_archive(articles, given.fit_fold, given.work), given.fit, given.fit_judged)
    choose = asked(
        fold_archive(articles, given.choose_fold, given.work), given.choose, given.choose_judged
    )
    with_hits = [one for one in fit if len(one.measures)]
    model = boosted(
        np.concatenate([one.measures[one.judged] for one in with_hits]),
        np.concatenate([one.right[one.judged] for one in with_hits]),
    )
    threshold = next(t for t in GRID if is_enough(*shares(model, choose, t)))
    for name, questions in (("fit", fit), ("choose", choose)):
        right, hit, silent = shares(model, questions, threshold)
        print(f"{name}: right {right:.3f}, hit {hit:.3f}, abstains {silent:.3f} at {threshold:.2f}")
    if given.write:
        keep("statements", trees_of(model, threshold))


if __name__ == "__main__":
    main()
