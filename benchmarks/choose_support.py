"""Fits assistant/verify/support.json: from where on a sentence counts as borne out.

    python -m benchmarks.choose_support

Reads the develop half of benchmarks/written_answers only. Besides its unsupported additions, each
true sentence is taken with additions that were written for others, and with the source that is
least like its own. The threshold is the highest
at which no more than 3.5% of the true sentences fall below it, each judged by a fit that has not
seen it.
"""

import json
import random
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from assistant.verify.alignment import supports
from assistant.verify.source import sources_of
from assistant.verify.support import Measures, SupportMeasure
from assistant.verify.verifier import rarity_weights
from benchmarks.verification import citations_of, sample_archive, written
from index.archive import Archive

REFUSED = 0.035
"""Share of true sentences that may fall below the threshold."""

TAILS = 4
"""Additions of others that each true sentence is tried with."""

FOLDS = 10


def measured(archive: Archive, row: dict[str, Any], sentence: str) -> Measures:
    """The measures of a sentence with the evidence of a written answer."""
    weights = rarity_weights(archive)
    sources = sources_of(archive, citations_of(archive, row))
    cited = [sources[number] for number in row["citations"]]
    around = " . ".join(one.around for one in cited)
    return SupportMeasure(lambda: archive.encoder, weights).measures(
        sentence, supports(sentence, cited, weights), around
    )


def shared_prefix(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    pairs = zip(one, other, strict=False)
    return next((n for n, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))


def tails(rows: list[dict[str, Any]]) -> list[str]:
    """What the unsupported additions add to the true sentences that they were made of."""
    true = [row["sentence"] for row in rows if row["kind"] == "true"]
    found = []
    for row in rows:
        if row["kind"] == "unsupported_addition":
            base = max(true, key=lambda one: shared_prefix(one, row["sentence"]))
            shared = shared_prefix(base, row["sentence"])
            rest = row["sentence"][shared:].rstrip(".")
            ending = base[shared:].rstrip(".")
            found.append(rest.removesuffix(ending).rstrip(" ,") if ending else rest)
    return [one for one in found if len(one.split()) > 2]


def main() -> None:
    rows = written("develop")
    additions = tails(rows)
    chance = random.Random(1)
    values: list[tuple[float, ...]] = []
    labels: list[int] = []
    groups: list[int] = []
    with sample_archive() as archive:
        for number, row in enumerate(rows):
            if row["kind"] in ("true", "unsupported_addition"):
                values.append(measured(archive, row, row["sentence"]).values)
                labels.append(int(row["kind"] == "true"))
                groups.append(number)
            if row["kind"] == "true":
                elsewhere = {**row, "citations": [len(row["evidence"])]}
                values.append(measured(archive, elsewhere, row["sentence"]).values)
                labels.append(0)
                groups.append(number)
                for tail in chance.sample(additions, TAILS):
                    sentence = f"{row['sentence'].rstrip('.')}{tail}."
                    values.append(measured(archive, row, sentence).values)
                    labels.append(0)
                    groups.append(number)
    x, y, fold = np.array(values), np.array(labels), np.array(groups) % FOLDS
    unseen = np.zeros(len(y))
    for held in range(FOLDS):
        fit = LogisticRegression(C=1.0, class_weight="balanced", max_iter=5000)
        fit.fit(x[fold != held], y[fold != held])
        unseen[fold == held] = fit.predict_proba(x[fold == held])[:, 1]
    threshold = float(np.quantile(unseen[y == 1], REFUSED))
    fit = LogisticRegression(C=1.0, class_weight="balanced", max_iter=5000).fit(x, y)
    caught = float(np.mean(unseen[y == 0] < threshold))
    print(f"{int(y.sum())} true, {int((1 - y).sum())} with an addition")
    print(f"threshold {threshold:.3f}: {caught:.1%} of additions below it (unseen)")
    for at in (0.0, 0.02, 0.03, 0.05, 0.1):
        t = float(np.quantile(unseen[y == 1], at))
        print(f"  {at:.0%} of true refused: {np.mean(unseen[y == 0] < t):.1%} of additions caught")
    fitted = {
        "weights": [round(float(w), 3) for w in fit.coef_[0]],
        "bias": round(float(fit.intercept_[0]), 3),
        "threshold": round(threshold, 3),
    }
    print(fitted)
    target = Path("assistant/verify/support.json")
    target.write_text(json.dumps(fitted) + "\n", "utf-8")


if __name__ == "__main__":
    main()
