"""What scikit-learn fits, in the form in which relevance.json keeps it."""

import json
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.linear_model import LogisticRegression

WEIGHTS_FILE = Path(__file__).parent.parent / "assistant" / "relevance.json"


def boosted(measures: np.ndarray, right: np.ndarray) -> GradientBoostingClassifier:
    """Three hundred trees of depth two, each fitted to half of the rows; seeded."""
    model = GradientBoostingClassifier(
        n_estimators=300, max_depth=2, subsample=0.5, learning_rate=0.03, random_state=0
    )
    return model.fit(measures, right)


def trees_of(model: GradientBoostingClassifier, threshold: float) -> dict[str, Any]:
    """The model as JSON: bias, trees of [place, bound, low, high] or a leaf, threshold."""

    def node(tree: Any, number: int) -> Any:
        if tree.children_left[number] < 0:
            return round(float(tree.value[number, 0, 0]) * model.learning_rate, 4)
        low, high = tree.children_left[number], tree.children_right[number]
        bound = round(float(tree.threshold[number]), 4)
        return [int(tree.feature[number]), bound, node(tree, low), node(tree, high)]

    prior = float(model.init_.class_prior_[1])
    return {
        "bias": round(float(np.log(prior / (1 - prior))), 4),
        "trees": [node(one.tree_, 0) for (one,) in model.estimators_],
        "threshold": round(threshold, 3),
    }


def weights_of(model: LogisticRegression, threshold: float) -> dict[str, Any]:
    """The model as JSON: bias, a weight for each measure, threshold."""
    return {
        "bias": round(float(model.intercept_[0]), 3),
        "weights": [round(float(weight), 3) for weight in model.coef_[0]],
        "threshold": round(threshold, 3),
    }


def keep(of: str, chosen: dict[str, Any]) -> None:
    """Put a judgement into relevance.json, one tree a line."""
    kept = json.loads(WEIGHTS_FILE.read_text("utf-8")) | {of: chosen}
    parts = []
    for name, one in sorted(kept.items()):
        rows = [f'  "{key}": {json.dumps(one[key])}' for key in sorted(one) if key != "trees"]
        if "trees" in one:
            trees = ",\n   ".join(json.dumps(tree) for tree in one["trees"])
            rows.append(f'  "trees": [\n   {trees}\n  ]')
        parts.append(f' "{name}": {{\n' + ",\n".join(rows) + "\n }")
    WEIGHTS_FILE.write_text("{\n" + ",\n".join(parts) + "\n}\n", "utf-8")
