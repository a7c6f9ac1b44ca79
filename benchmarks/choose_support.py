"""Fits assistant/verify/support.json: from where on a sentence counts as borne out.

    python -m benchmarks.choose_support

The regression is fitted to runs of pieces: of a true sentence to all of them, of another to the one
that is held least, which is found by fitting three times. Reads the halves of
benchmarks/written_answers that the checks are made on. Besides their unsupported additions and
moved statements, each true sentence is taken with additions of written_answers/additions.txt, which
could be made to any news, and with the source that is least like its own. The threshold is the
highest at which no more than a given share of the true sentences falls below it, each judged by a
fit that has seen no sentence on its article.
"""

import json
import random
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from assistant.verify.alignment import supports
from assistant.verify.measures import Run, SupportMeasure
from assistant.verify.source import sources_of
from assistant.verify.verifier import rarity_weights
from benchmarks.verification import WRITTEN, citations_of, sample_archive, written
from index.archive import Archive

HALVES = ("develop", "later", "unread", "varied")
REFUSED = 0.05
"""Share of true sentences that may fall below the threshold."""

ADDITIONS = 4
"""Made additions that each true sentence is tried with."""

FOLDS = 8
ROUNDS = 3
WEIGHT = {"true": 2.0, "addition": 0.4}
"""Of made additions there are many more than of others."""


class Measured:
    """Measures of sentences with the evidence of written answers."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._weights = rarity_weights(archive)
        self._measure = SupportMeasure(lambda: archive.encoder, self._weights)
        self.values: list[np.ndarray] = []
        self.kinds: list[str] = []
        self.articles: list[str] = []

    def add(self, row: dict[str, Any], sentence: str, kind: str) -> None:
        sources = sources_of(self._archive, citations_of(self._archive, row))
        cited = [sources[number] for number in row["citations"]]
        around = " . ".join(one.around for one in cited)
        runs = self._measure.runs(sentence, supports(sentence, cited, self._weights), cited, around)
        self.values.append(np.array([one.values for one in runs]))
        self.kinds.append(kind)
        self.articles.append(row["evidence"][0]["article_id"])


def with_addition(sentence: str, addition: str) -> str:
    """A sentence with something added: at its end, or behind its first name if it is set off."""
    if not addition.endswith(","):
        return f"{sentence.rstrip('.')}{addition}."
    name = r"^([A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*)(?= [a-z])"
    return re.sub(name, lambda m: m.group() + addition, sentence, count=1)


def main() -> None:
    additions = (WRITTEN / "additions.txt").read_text("utf-8").splitlines()
    chance = random.Random(1)
    with sample_archive() as archive:
        measured = Measured(archive)
        for half in HALVES:
            for row in written(half):
                kind = row["kind"]
                if kind in ("true", "unsupported_addition", "moved_to_another_source"):
                    measured.add(row, row["sentence"], kind)
                if kind == "true":
                    elsewhere = {**row, "citations": [len(row["evidence"])]}
                    measured.add(elsewhere, row["sentence"], "elsewhere")
                    for addition in chance.sample(additions, ADDITIONS):
                        if (longer := with_addition(row["sentence"], addition)) != row["sentence"]:
                            measured.add(row, longer, "addition")
    kinds = np.array(measured.kinds)
    order = sorted(set(measured.articles))
    fold = np.array([order.index(one) % FOLDS for one in measured.articles])
    unseen = np.zeros(len(kinds))
    for held in range(FOLDS):
        seen = [n for n in range(len(kinds)) if fold[n] != held]
        fit = fitted(measured, seen)
        for n in np.flatnonzero(fold == held):
            unseen[n] = fit.predict_proba(measured.values[n])[:, 1].min()
    true = unseen[kinds == "true"]
    for refused in (0.01, 0.02, 0.03, 0.05, 0.1):
        threshold = float(np.quantile(true, refused))
        caught = {k: f"{np.mean(unseen[kinds == k] < threshold):.2f}" for k in sorted(set(kinds))}
        print(f"{threshold:.3f}: {caught}")
    scaler, regression = fitted(measured, range(len(kinds)))
    slopes = regression.coef_[0] / scaler.scale_
    print(dict(zip(Run.__dataclass_fields__, regression.coef_[0].round(2), strict=True)))
    judge = {
        "weights": [round(float(one), 4) for one in slopes],
        "bias": round(float(regression.intercept_[0] - slopes @ scaler.mean_), 4),
        "threshold": round(float(np.quantile(true, REFUSED)), 4),
    }
    Path("assistant/verify/support.json").write_text(json.dumps(judge) + "\n", "utf-8")


def fitted(measured: Measured, seen: Sequence[int]) -> Pipeline:
    """A regression over the runs of the sentences that it may see."""
    weakest = {n: int(np.argmin(measured.values[n][:, 0])) for n in seen}
    for _ in range(ROUNDS):
        values: list[np.ndarray] = []
        labels: list[int] = []
        weights: list[float] = []
        for n in seen:
            runs, kind = measured.values[n], measured.kinds[n]
            weight = WEIGHT.get(kind, 1.0)
            if kind == "true":
                values += list(runs)
                labels += [1] * len(runs)
                weights += [weight / len(runs)] * len(runs)
            values.append(runs[weakest[n]])
            labels.append(int(kind == "true"))
            weights.append(weight)
        fit = make_pipeline(StandardScaler(), LogisticRegression(max_iter=5000))
        fit.fit(np.array(values), labels, logisticregression__sample_weight=weights)
        weakest = {n: int(np.argmin(fit.predict_proba(measured.values[n])[:, 1])) for n in seen}
    return fit


if __name__ == "__main__":
    main()
