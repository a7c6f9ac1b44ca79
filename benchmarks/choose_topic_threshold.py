"""Fit what makes a statement be about a topic, and choose from which probability it is shown.

    python -m benchmarks.choose_topic_threshold --articles FILE --work DIR --fit FILE \\
        --fit-fold F --choose FILE --choose-fold F [--write]

Questions ("What did X say about Y?" with gold spans, and silent ones without) of one fold fit a
logistic regression over the measures of the speaker's statements; those of the other choose the
threshold. --write puts both into assistant/relevance.json.

The threshold is the one with the best mean of three shares, on the choosing fold: shown statements
that are right, answerable questions with a right one among five, silent questions left unanswered.
"""

import argparse
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from tqdm import tqdm

from assistant.question import read_question
from assistant.spoken import MOST_STATEMENTS, POOL, measured
from benchmarks.choose_threshold import WEIGHTS_FILE, read_lines
from benchmarks.said_about import fold_archive
from index.archive import Archive
from index.search import StatementQuery


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question with the measures of the statements found and which of them are gold."""

    answerable: bool
    measures: np.ndarray
    right: np.ndarray


def is_gold(row: dict[str, Any], article: str, start: int, end: int) -> bool:
    """Whether a span shares half of the shorter one with a gold statement, as it is scored."""
    for gold in row["gold"]:
        shared = min(end, gold["end"]) - max(start, gold["start"])
        if article == gold["article_id"] and shared > 0:
            return bool(shared >= 0.5 * min(end - start, gold["end"] - gold["start"]))
    return False


def asked(archive: Archive, questions: Path) -> list[Asked]:
    found: list[Asked] = []
    for row in tqdm(read_lines(questions), desc=questions.stem):
        question = read_question(row["question"])
        speakers = [archive.people.find(name).speaker for name in question.speakers]
        names = tuple(alias for one in speakers if one for alias in one.aliases)
        topic = question.topic or ""
        hits = (
            archive.search_statements(StatementQuery(topic=topic, speakers=names, limit=POOL))
            if names
            else []
        )
        values = [one.values for one in measured(archive, topic, hits)]
        right = [is_gold(row, h.article.id, *h.statement.span) for h in hits]
        found.append(
            Asked(
                answerable=row["answerable"],
                measures=np.array(values).reshape(len(hits), -1),
                right=np.array(right, dtype=bool),
            )
        )
    return found


def shares(model: LogisticRegression, questions: list[Asked], threshold: float) -> list[float]:
    """Shown that are right, answerable with a right one shown, silent ones left unanswered."""
    shown = right = hit = silent = 0
    for one in questions:
        if not len(one.measures):
            silent += not one.answerable
            continue
        probabilities = model.predict_proba(one.measures)[:, 1]
        best = np.argsort(-probabilities, kind="stable")[:MOST_STATEMENTS]
        best = best[probabilities[best] >= threshold]
        silent += not one.answerable and not len(best)
        if one.answerable:
            shown += len(best)
            right += int(one.right[best].sum())
            hit += bool(one.right[best].any())
    answerable = sum(one.answerable for one in questions)
    return [right / max(1, shown), hit / answerable, silent / (len(questions) - answerable)]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    for name in ("articles", "work", "fit", "choose"):
        options.add_argument(f"--{name}", type=Path, required=True)
    options.add_argument("--fit-fold", required=True)
    options.add_argument("--choose-fold", required=True)
    options.add_argument("--write", action="store_true")
    given = options.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    articles = read_lines(given.articles)
    fit = asked(fold_archive(articles, given.fit_fold, given.work), given.fit)
    choose = asked(fold_archive(articles, given.choose_fold, given.work), given.choose)
    with_hits = [one for one in fit if len(one.measures)]
    model = LogisticRegression(C=1.0, max_iter=5000)
    model.fit(
        np.concatenate([one.measures for one in with_hits]),
        np.concatenate([one.right for one in with_hits]),
    )
    grid = np.arange(0.05, 0.9, 0.01)
    threshold = float(max(grid, key=lambda t: float(np.mean(shares(model, choose, t)))))
    for name, questions in (("fit", fit), ("choose", choose)):
        right, hit, silent = shares(model, questions, threshold)
        print(f"{name}: right {right:.3f}, hit {hit:.3f}, abstains {silent:.3f} at {threshold:.2f}")
    chosen = {
        "weights": [round(float(w), 3) for w in model.coef_[0]],
        "bias": round(float(model.intercept_[0]), 3),
        "threshold": round(threshold, 3),
    }
    print(json.dumps(chosen))
    if given.write:
        kept = json.loads(WEIGHTS_FILE.read_text("utf-8"))
        WEIGHTS_FILE.write_text(json.dumps(kept | {"statements": chosen}, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
