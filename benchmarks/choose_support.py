"""Fits assistant/verify/support.json: from where on a sentence counts as borne out.

    python -m benchmarks.choose_support

A logistic regression is fitted to runs of pieces: of a true sentence to all of them, of another to
the one that is held least, which is found by fitting three times. Boosted trees are fitted to that
run of each sentence together with what its words say more than the sources. Reads the halves of
benchmarks/written_answers that the checks are made on, and of benchmarks/written_claims one passage
in three: its true claims and those that say more. Besides the unsupported additions and moved
statements of the halves, each true sentence is taken with additions of
written_answers/additions.txt, which could be made to any news, and with the source that is least
like its own. The threshold is the highest at which no more than a given share of the true sentences
of the halves falls below it, each judged by trees that have seen no sentence on its article.
"""

import json
import random
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler

from assistant.answer import Citation
from assistant.verify.alignment import supports
from assistant.verify.measures import Measured, SupportMeasure
from assistant.verify.source import Source, sources_of
from assistant.verify.verifier import rarity_weights
from benchmarks import claims
from benchmarks.judgements import trees_of
from benchmarks.passages import read_passages
from benchmarks.verification import WRITTEN, citations_of, sample_archive, written
from index.archive import Archive

HALVES = ("develop", "held_out", "later", "unread", "varied", "summaries", "fresh")
REFUSED = 0.04
"""Share of true sentences that may fall below the threshold."""

ADDITIONS = 4
"""Made additions that each true sentence is tried with."""

PASSAGES = 3
"""Of so many passages with claims one is read."""

TRUE, ADDITION, MORE = "true", "addition", "AWEM"
"""The last are the kinds of claims that say more than their passage, and nothing against it."""

FOLDS = 8
ROUNDS = 3
WEIGHT = {TRUE: 2.0, ADDITION: 0.4}
"""Of made additions there are many more than of others."""

OF_CLAIMS = 0.3
"""Weight of the claims, which are harder than what is written of evidence."""


class Sentences:
    """Measures of sentences with what they cite: whether they are borne out, on which article."""

    def __init__(self) -> None:
        self.measured: list[Measured] = []
        self.kinds: list[str] = []
        self.articles: list[str] = []
        self.weights: list[float] = []

    def add(self, measured: Measured, kind: str, article: str, weight: float) -> None:
        self.measured.append(measured)
        self.kinds.append(kind)
        self.articles.append(article)
        self.weights.append(weight)


class Measuring:
    """Measures sentences against sources of an archive."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._weights = rarity_weights(archive)
        self._measure = SupportMeasure(lambda: archive.encoder, self._weights)

    def of_row(self, row: dict[str, Any], sentence: str) -> Measured:
        sources = sources_of(self._archive, citations_of(self._archive, row))
        return self.measured(sentence, [sources[number] for number in row["citations"]])

    def of_article(self, number: str) -> list[Source]:
        article = self._archive.ledger.article(number)
        assert article is not None
        cited = Citation(number=1, article=article, start=0, end=len(article.text))
        return [sources_of(self._archive, [cited])[1]]

    def measured(self, sentence: str, cited: Sequence[Source]) -> Measured:
        around = " . ".join(one.around for one in cited)
        rests_on = supports(sentence, cited, self._weights)
        return self._measure.measured(sentence, rests_on, cited, around)


def with_addition(sentence: str, addition: str) -> str:
    """A sentence with something added: at its end, or behind its first name if it is set off."""
    if not addition.endswith(","):
        return f"{sentence.rstrip('.')}{addition}."
    name = r"^([A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*)(?= [a-z])"
    return re.sub(name, lambda m: m.group() + addition, sentence, count=1)


def add_written_answers(sentences: Sentences) -> None:
    additions = (WRITTEN / "additions.txt").read_text("utf-8").splitlines()
    chance = random.Random(1)
    with sample_archive() as archive:
        measuring = Measuring(archive)
        for row in (row for half in HALVES for row in written(half)):
            kind, sentence = row["kind"], row["sentence"]
            article = row["evidence"][0]["article_id"]
            tried = []
            if kind in (TRUE, "unsupported_addition", "moved_to_another_source"):
                tried.append((row, sentence, kind))
            if kind == TRUE:
                elsewhere = {**row, "citations": [len(row["evidence"])]}
                tried.append((elsewhere, sentence, "elsewhere"))
                longer = {with_addition(sentence, a) for a in chance.sample(additions, ADDITIONS)}
                tried += [(row, one, ADDITION) for one in sorted(longer - {sentence})]
            for cites, text, of_kind in tried:
                weight = WEIGHT.get(of_kind, 1.0)
                sentences.add(measuring.of_row(cites, text), of_kind, article, weight)


def add_claims(sentences: Sentences) -> None:
    passages = read_passages(claims.WRITTEN)[::PASSAGES]
    with (
        tempfile.TemporaryDirectory() as folder,
        claims.archive_of(passages, Path(folder)) as archive,
    ):
        measuring = Measuring(archive)
        for n, passage in enumerate(passages):
            cited = measuring.of_article(f"p{n}")
            for claim in passage.claims:
                if claim.is_true or claim.kind in MORE:
                    measured = measuring.measured(claim.text, cited)
                    sentences.add(measured, claim.kind, f"p{n}", OF_CLAIMS)


def fitted_pieces(sentences: Sentences, seen: Sequence[int]) -> Pipeline:
    """A regression over the runs of the sentences that it may see."""
    weakest: dict[int, int] = {}
    for n in seen:
        weakest[n] = int(np.argmin([run.held for run in sentences.measured[n].runs]))
    for _ in range(ROUNDS):
        values: list[tuple[float, ...]] = []
        labels: list[int] = []
        weights: list[float] = []
        for n in seen:
            runs = [one.values for one in sentences.measured[n].runs]
            is_true = sentences.kinds[n] in (TRUE, "T")
            if is_true:
                values += runs
                labels += [1] * len(runs)
                weights += [sentences.weights[n] / len(runs)] * len(runs)
            values.append(runs[weakest[n]])
            labels.append(int(is_true))
            weights.append(sentences.weights[n])
        fit = make_pipeline(StandardScaler(), LogisticRegression(max_iter=5000))
        fit.fit(np.array(values), labels, logisticregression__sample_weight=weights)
        weakest = {n: weakest_run(fit, sentences.measured[n]) for n in seen}
    return fit


def weakest_run(pieces: Pipeline, measured: Measured) -> int:
    values = np.array([one.values for one in measured.runs])
    return int(np.argmin(pieces.predict_proba(values)[:, 1]))


def values_of(sentences: Sentences, pieces: Pipeline) -> np.ndarray:
    return np.array([one.values(one.runs[weakest_run(pieces, one)]) for one in sentences.measured])


def fitted_whole(
    sentences: Sentences, values: np.ndarray, seen: Sequence[int]
) -> GradientBoostingClassifier:
    """Trees over the sentences that they may see."""
    trees = GradientBoostingClassifier(
        n_estimators=200,
        max_depth=3,
        learning_rate=0.05,
        subsample=0.6,
        min_samples_leaf=30,
        random_state=0,
    )
    is_true = [sentences.kinds[n] in (TRUE, "T") for n in seen]
    weights = [sentences.weights[n] for n in seen]
    return trees.fit(values[list(seen)], is_true, sample_weight=weights)


def main() -> None:
    sentences = Sentences()
    add_written_answers(sentences)
    answers = len(sentences.kinds)
    add_claims(sentences)
    kinds = np.array(sentences.kinds)
    everything = range(len(kinds))
    pieces = fitted_pieces(sentences, list(range(answers)))
    values = values_of(sentences, pieces)
    order = sorted(set(sentences.articles))
    fold = np.array([order.index(one) % FOLDS for one in sentences.articles])
    unseen = np.zeros(len(kinds))
    for held in range(FOLDS):
        trees = fitted_whole(sentences, values, [n for n in everything if fold[n] != held])
        unseen[fold == held] = trees.predict_proba(values[fold == held])[:, 1]
    true = unseen[kinds == TRUE]
    for refused in (0.01, 0.02, 0.03, 0.04, 0.05, 0.1):
        threshold = float(np.quantile(true, refused))
        caught = {k: f"{np.mean(unseen[kinds == k] < threshold):.2f}" for k in sorted(set(kinds))}
        print(f"{refused:.2f} {threshold:.3f}: {caught}")
    scaler, regression = pieces
    slopes = regression.coef_[0] / scaler.scale_
    judge = {
        "pieces": {
            "weights": [round(float(one), 4) for one in slopes],
            "bias": round(float(regression.intercept_[0] - slopes @ scaler.mean_), 4),
            "threshold": 0.5,
        },
        "whole": trees_of(
            fitted_whole(sentences, values, everything), float(np.quantile(true, REFUSED))
        ),
    }
    Path("assistant/verify/support.json").write_text(json.dumps(judge) + "\n", "utf-8")


if __name__ == "__main__":
    main()
