"""Articles in, in again, out, and into another archive: what changes, and how long each takes.

    python -m benchmarks.round_trip FILE... --questions FILE --work DIR [--ask N]

FILEs are articles as JSONL, gzipped or not; questions JSONL with a "question" each. Adding a second
time must change nothing; the copy, made from the export, must answer every question alike. The
exit status is 1 when either fails.
"""

import argparse
import json
import shutil
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from assistant.assistant import NewsAssistant
from assistant.settings import settings_with
from benchmarks.choose_threshold import read_lines
from corpus.export import export_articles
from corpus.readers import read_articles
from index.archive import Archive
from index.build import AddReport, Builder


def add(archive: Archive, source: Path) -> tuple[AddReport, float]:
    """What became of the articles of a file, and the seconds that it took."""
    begun = time.perf_counter()
    with archive.writing():
        report = Builder(archive).add(read_articles([str(source)]))
    return report, time.perf_counter() - begun


def answers(archive: Archive, questions: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The answers as JSON, without the time that each took."""
    assistant = NewsAssistant(archive)
    asked = (assistant.ask(row["question"]).to_json() for row in questions)
    return [{key: one[key] for key in one if key != "took_ms"} for one in asked]


def main() -> int:
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("files", nargs="+", type=Path)
    options.add_argument("--questions", type=Path, required=True)
    options.add_argument("--work", type=Path, required=True)
    options.add_argument("--ask", type=int, default=200, help="how many of the questions")
    given = options.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    source, exported = given.work / "articles.jsonl", given.work / "export.jsonl"
    rows = [row for file in given.files for row in read_lines(file)]
    source.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    for name in ("one", "other"):
        shutil.rmtree(given.work / name, ignore_errors=True)
    cache = settings_with().cache
    questions = read_lines(given.questions)[: given.ask]
    with (
        Archive(given.work / "one", cache=cache) as one,
        Archive(given.work / "other", cache=cache) as other,
    ):
        first, first_seconds = add(one, source)
        print(f"added {first.added:,} of {first.read:,} in {first_seconds:.0f} s", flush=True)
        again, again_seconds = add(one, source)
        print(
            f"again: {again.added} added, {again.updated} updated, {again.unchanged:,} unchanged, "
            f"{first_seconds / again_seconds:.0f} times as fast",
            flush=True,
        )
        count = export_articles(one.ledger.articles(), exported)
        copied, copied_seconds = add(other, exported)
        print(f"exported {count:,}, taken back {copied.added:,} in {copied_seconds:.0f} s")
        same = one.ledger.fingerprint() == other.ledger.fingerprint()
        pairs = zip(answers(one, questions), answers(other, questions), strict=True)
        differing = sum(a != b for a, b in pairs)
    print(f"the same articles: {same}; answers that differ: {differing} of {len(questions)}")
    return int(bool(again.added or again.updated or differing or not same))


if __name__ == "__main__":
    sys.exit(main())
