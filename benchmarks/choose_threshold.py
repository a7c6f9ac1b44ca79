"""Fit what makes a sentence an answer, and choose from which probability on it is shown.

    python -m benchmarks.choose_threshold --squad DIR --realtimeqa DIR --work DIR [--write]

DIR of --squad and --realtimeqa hold questions.jsonl and articles.jsonl[.gz] (SQuAD 2.0 with
evidence offsets and unanswerable questions; dated news questions with the article they are about).
Each set is asked of the other's archive too, which answers none of it. --work keeps the archives
that are made of them. The candidates of every question are measured as in an answer; a logistic
regression tells sentences that hold the annotated answer from the others. Figures come from five-
fold cross-validation over questions; --write fits on all and puts weights and threshold into
assistant/relevance.json.

The threshold is the one that gives most questions their due: an annotated sentence first for one
that has an answer, nothing for one that has none, both kinds weighing the same.
"""

import argparse
import gzip
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from tqdm import tqdm

from assistant.candidates import Candidate, candidates
from assistant.question import read_question
from assistant.settings import settings_with
from benchmarks.judgements import keep, weights_of
from corpus.readers import read_articles
from index.archive import Archive
from index.build import Builder
from index.search import SearchQuery

FOLDS = 5


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question with its candidates' measures and which of them hold the annotated answer."""

    set: str
    answerable: bool
    measures: np.ndarray
    right: np.ndarray


def read_lines(path: Path) -> list[dict[str, Any]]:
    """The records of a JSONL file, gzipped or not."""
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8")
    return [json.loads(line) for line in text.split("\n") if line.strip()]


def archive_of(folder: Path, work: Path) -> Archive:
    """The archive of a data set's articles, made in `work` if it is not there yet."""
    archive = Archive(work / folder.name, cache=settings_with().cache)
    source = next(folder.glob("articles.jsonl*"))
    plain = work / f"{folder.name}.jsonl"
    if not plain.exists():
        plain.write_text("\n".join(json.dumps(row) for row in read_lines(source)), "utf-8")
    with archive.writing():
        Builder(archive).add(read_articles([str(plain)]))
    return archive


def plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip()


def holds_answer(row: dict[str, Any], candidate: Candidate) -> bool:
    """Whether a sentence holds the annotated answer, at its place where that is annotated."""
    for one in row.get("evidence") or []:
        if one["article_id"] == candidate.article.id:
            middle = (one["start"] + one["end"]) / 2
            if one["end"] and candidate.start <= middle < candidate.end:
                return True
    if candidate.article.id in row.get("gold", []):
        sentence = f" {plain(candidate.text)} "
        return any(f" {plain(answer)} " in sentence for answer in row["answer"])
    return False


def asked(name: str, archive: Archive, folder: Path, *, foreign: bool = False) -> list[Asked]:
    """The questions of a data set, asked of an archive; of a foreign one, none has an answer."""
    found: list[Asked] = []
    for row in tqdm(read_lines(folder / "questions.jsonl"), desc=name):
        question = read_question(row["question"])
        hits = archive.search(SearchQuery(text=question.text, limit=30))
        sentences = candidates(archive, question, hits)
        answerable = not foreign and any(row["answer"])
        if sentences:
            found.append(
                Asked(
                    set=name,
                    answerable=answerable,
                    measures=np.array([one.measures.values for one in sentences]),
                    right=np.array([answerable and holds_answer(row, one) for one in sentences]),
                )
            )
    return found


def fitted(questions: Sequence[Asked]) -> LogisticRegression:
    model = LogisticRegression(C=1.0, max_iter=5000)
    return model.fit(
        np.concatenate([one.measures for one in questions]),
        np.concatenate([one.right for one in questions]),
    )


def best_of(model: LogisticRegression, one: Asked) -> tuple[float, bool]:
    """The probability of the likeliest sentence, and whether it holds the answer."""
    probabilities = model.predict_proba(one.measures)[:, 1]
    first = int(np.argmax(probabilities))
    return float(probabilities[first]), bool(one.right[first])


def due(results: Sequence[tuple[Asked, float, bool]], threshold: float) -> float:
    """The share of questions that get their due, answerable and unanswerable weighing the same."""
    answerable = [r for r in results if r[0].answerable]
    silent = [r for r in results if not r[0].answerable]
    answered = sum(p >= threshold and right for _, p, right in answerable) / max(1, len(answerable))
    abstained = sum(p < threshold for _, p, _ in silent) / max(1, len(silent))
    return (answered + abstained) / 2


def report(results: Sequence[tuple[Asked, float, bool]], threshold: float) -> None:
    for name in dict.fromkeys(one.set for one, _, _ in results):
        part = [r for r in results if r[0].set == name]
        answerable = [r for r in part if r[0].answerable]
        silent = [r for r in part if not r[0].answerable]
        answered = [r for r in answerable if r[1] >= threshold]
        right = sum(r[2] for r in answered)
        print(
            f"{name:13} threshold {threshold:.3f}: {len(answerable)} answerable, answered "
            f"{len(answered) / max(1, len(answerable)):.3f}, first sentence right "
            f"{right / max(1, len(answered)):.3f} of those (of all "
            f"{sum(r[2] for r in answerable) / max(1, len(answerable)):.3f})"
            + (
                f"; {len(silent)} unanswerable, abstained "
                f"{sum(r[1] < threshold for r in silent) / len(silent):.3f}"
                if silent
                else ""
            )
        )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    options.add_argument("--squad", type=Path, required=True)
    options.add_argument("--realtimeqa", type=Path, required=True)
    options.add_argument("--work", type=Path, required=True)
    options.add_argument("--write", action="store_true")
    given = options.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    encyclopedia = archive_of(given.squad, given.work)
    news = archive_of(given.realtimeqa, given.work)
    questions = asked("squad", encyclopedia, given.squad)
    questions += asked("realtimeqa", news, given.realtimeqa)
    questions += asked("squad of news", news, given.squad, foreign=True)[::2]
    questions += asked("news of squad", encyclopedia, given.realtimeqa, foreign=True)
    held_out: list[tuple[Asked, float, bool]] = []
    for fold in range(FOLDS):
        model = fitted([one for n, one in enumerate(questions) if n % FOLDS != fold])
        held_out += [
            (one, *best_of(model, one)) for n, one in enumerate(questions) if n % FOLDS == fold
        ]
    grid = np.arange(0.02, 0.9, 0.01)
    threshold = float(max(grid, key=lambda t: due(held_out, t)))
    print(f"share of questions that get their due: {due(held_out, threshold):.3f}")
    report(held_out, threshold)
    model = fitted(questions)
    if given.write:
        keep("facts", weights_of(model, threshold))


if __name__ == "__main__":
    main()
