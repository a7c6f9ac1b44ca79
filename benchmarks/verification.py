"""How well the verifier tells written answers that their sources bear out from planted faults.

    python -m benchmarks.verification develop
    python -m benchmarks.verification unread

Reads benchmarks/written_answers/HALF.jsonl over an archive of corpus/sample and of the articles
beside it, on other subjects. Refused true sentences and missed faults are listed for the halves
that the checks were made on alone: the others are for scoring.
"""

import argparse
import json
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from assistant.answer import Citation
from assistant.sample import SAMPLE_FOLDER
from assistant.settings import settings_with
from assistant.verify.refusal import Refusal
from assistant.verify.source import sources_of
from assistant.verify.verifier import Verifier, verifier_of
from corpus.readers import read_articles
from index.archive import Archive
from index.build import Builder

WRITTEN = Path(__file__).with_name("written_answers")
KINDS = (
    "altered_quotation",
    "wrong_speaker",
    "wrong_number",
    "wrong_date",
    "negation_turned",
    "moved_to_another_source",
    "invented_marker",
    "unsupported_addition",
    "swapped_roles",
    "wrong_name",
)
TO_READ = ("develop", "varied")
"""The halves whose mistakes are listed."""

HALVES = (*TO_READ, "held_out", "later", "unread", "summaries", "fresh", "last")


@contextmanager
def sample_archive() -> Iterator[Archive]:
    """The sample articles and those of other subjects in an archive of their own."""
    with (
        tempfile.TemporaryDirectory() as folder,
        Archive(Path(folder), cache=settings_with().cache) as archive,
    ):
        with archive.writing():
            Builder(archive).add(
                read_articles([str(SAMPLE_FOLDER), str(WRITTEN / "articles.jsonl")])
            )
        yield archive


def written(half: str) -> list[dict[str, Any]]:
    """The written answers of one half."""
    lines = (WRITTEN / f"{half}.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def citations_of(archive: Archive, row: dict[str, Any]) -> list[Citation]:
    """The evidence of a written answer as numbered citations, with their known speakers."""
    found = []
    for number, one in enumerate(row["evidence"], 1):
        article = archive.ledger.article(one["article_id"])
        assert article is not None
        found.append(Citation(number=number, article=article, start=one["start"], end=one["end"]))
    return found


def judged(archive: Archive, verifier: Verifier, row: dict[str, Any]) -> Refusal | None:
    """What the verifier makes of a written answer."""
    sources = sources_of(archive, citations_of(archive, row))
    return verifier.refusal(row["sentence"], row["citations"], sources)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("half", choices=HALVES)
    half = parser.parse_args().half
    refused: Counter[str] = Counter()
    total: Counter[str] = Counter()
    took = 0.0
    with sample_archive() as archive:
        verifier = verifier_of(archive)
        rows = written(half)
        judged(archive, verifier, rows[0])  # loads the models
        for row in rows:
            sources = sources_of(archive, citations_of(archive, row))
            started = time.process_time()
            refusal = verifier.refusal(row["sentence"], row["citations"], sources)
            took += time.process_time() - started
            kind = row["kind"]
            total[kind] += 1
            refused[kind] += refusal is not None
            if half in TO_READ and (refusal is not None) == (kind == "true"):
                why = f"{refusal.fault}: {refusal.reason}" if refusal else "accepted"
                print(f"{row['id']}  {row['sentence']}\n    {why}")
    print(f"\n{half}: {sum(total.values())} written answers, no entailment model")
    print(
        f"true sentences refused   {refused['true']:>4} of {total['true']:<4} "
        f"{refused['true'] / total['true']:.1%}"
    )
    for kind in KINDS:
        if not total[kind]:
            continue
        share = refused[kind] / total[kind]
        print(f"caught {kind:<25} {refused[kind]:>4} of {total[kind]:<4} {share:.1%}")
    print(f"processor time per sentence {1000 * took / sum(total.values()):.1f} ms")


if __name__ == "__main__":
    main()
