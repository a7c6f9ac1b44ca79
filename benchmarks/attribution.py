"""Run the attribution tagger over a fold, have the scorer judge it, time it against embedding.

    python -m benchmarks.attribution ARTICLES.jsonl.gz STATEMENTS.jsonl.gz SCORER.py --fold tune \\
        [--out PREDICTED.jsonl]

What the tagger alone finds, before speakers and second-hand speech. The speed is characters a
second of the tagger, and of embedding the same articles in passages with the default model, as when
they are added; both on all cores, in turns, the fastest round of each.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import time
from typing import Any

from assistant.settings import settings_with
from benchmarks.choose_threshold import read_lines
from corpus.article import Article
from index.attribution import MODEL_FOLDER, Attribution, AttributionTagger
from index.encoder import DEFAULT_MODEL, Encoder, load_encoder
from index.passages import passages, text_to_embed


def row_of(article_id: str, found: Attribution) -> dict[str, Any]:
    """One predicted statement as the scorer reads it."""
    return {
        "article_id": article_id,
        "content": found.content,
        "cue": found.cue,
        "source": found.source,
    }


def embed(encoder: Encoder, articles: list[Article]) -> None:
    """Embed every article as when it is added: in passages, each behind its headline."""
    encoder.encode(
        [text_to_embed(one, part) for one in articles for part in passages(one, encoder)]
    )


def main() -> None:
    """Read the command line, predict, score, time."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=pathlib.Path)
    parser.add_argument("statements", type=pathlib.Path)
    parser.add_argument("scorer", type=pathlib.Path)
    parser.add_argument("--fold", default="tune")
    parser.add_argument("--model", type=pathlib.Path, default=MODEL_FOLDER)
    parser.add_argument("--out", type=pathlib.Path, help="keep what was found here")
    parser.add_argument(
        "--rounds", type=int, default=3, help="timed rounds; the fastest of each counts"
    )
    given = parser.parse_args()
    rows = [row for row in read_lines(given.articles) if row["fold"] == given.fold]
    tagger = AttributionTagger.load(given.model)
    with tempfile.TemporaryDirectory() as folder:
        predicted = given.out or pathlib.Path(folder) / "predicted.jsonl"
        with predicted.open("w", encoding="utf-8") as file:
            for row in rows:
                for found in tagger.attributions(row["text"]):
                    file.write(json.dumps(row_of(row["id"], found)) + "\n")
        scorer = [given.scorer, predicted, given.statements, given.articles, given.fold]
        print(
            subprocess.run(
                [sys.executable, *map(str, scorer)], check=True, capture_output=True, text=True
            ).stdout
        )
    encoder = load_encoder(DEFAULT_MODEL, settings_with().cache)
    some = [
        Article(id=row["id"], title=row["title"], text=row["text"])
        for row in rows[:: max(1, len(rows) // 40)]
    ]
    characters = sum(len(one.text) for one in some)
    tagging, embedding = [], []
    for _ in range(given.rounds):
        begun = time.perf_counter()
        for one in some:
            tagger.attributions(one.text)
        tagging.append(time.perf_counter() - begun)
        begun = time.perf_counter()
        embed(encoder, some)
        embedding.append(time.perf_counter() - begun)
    print(f"tagging     {characters / min(tagging):10.0f} characters a second")
    print(f"embedding   {characters / min(embedding):10.0f} characters a second")
    print(f"ratio       {min(embedding) / min(tagging):10.2f}")


if __name__ == "__main__":
    main()
