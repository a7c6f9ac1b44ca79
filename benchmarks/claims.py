"""How many true claims on made passages of news the verifier refuses, and how many false ones.

    python -m benchmarks.claims --every 8
    python -m benchmarks.claims --every 8 --from 1 --show T speaker

Reads benchmarks/written_claims: some 1,900 passages in our own words with five true claims on each,
rewritten as far as they would go, and seven false ones of the kinds that passages.py names. The
passages become the articles of an archive, each claim cites the whole of its own. `--show` lists
the claims of a kind that were refused for a fault, or, with the fault "none", were not.
"""

import argparse
import json
import tempfile
from collections import Counter
from pathlib import Path

from assistant.answer import Citation
from assistant.settings import settings_with
from assistant.verify.source import sources_of
from assistant.verify.verifier import verifier_of
from benchmarks.passages import KINDS, Passage, read_passages
from corpus.readers import read_articles
from index.archive import Archive
from index.build import Builder

WRITTEN = Path(__file__).with_name("written_claims")
NONE = "none"


def archive_of(passages: list[Passage], folder: Path) -> Archive:
    """An archive with each passage as an article, by its number."""
    lines = folder / "passages.jsonl"
    about = {"title": "News", "publisher": "Agency", "date": "2024-05-15"}
    lines.write_text(
        "".join(
            json.dumps({"id": f"p{n}", "text": one.text, **about}) + "\n"
            for n, one in enumerate(passages)
        ),
        "utf-8",
    )
    archive = Archive(folder / "archive", cache=settings_with().cache)
    with archive.writing():
        Builder(archive).add(read_articles([str(lines)]))
    return archive


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--every", type=int, default=1, help="of so many passages one")
    parser.add_argument("--from", dest="first", type=int, default=0)
    parser.add_argument("--show", nargs=2, metavar=("KIND", "FAULT"))
    given = parser.parse_args()
    passages = read_passages(WRITTEN)[given.first :: given.every]
    faults: dict[str, Counter[str]] = {kind: Counter() for kind in KINDS}
    with (
        tempfile.TemporaryDirectory() as folder,
        archive_of(passages, Path(folder)) as archive,
    ):
        verifier = verifier_of(archive)
        for n, passage in enumerate(passages):
            article = archive.ledger.article(f"p{n}")
            assert article is not None
            cited = Citation(number=1, article=article, start=0, end=len(article.text))
            sources = sources_of(archive, [cited])
            for claim in passage.claims:
                refusal = verifier.refusal(claim.text, [1], sources)
                fault = str(refusal.fault) if refusal else NONE
                faults[claim.kind][fault] += 1
                if given.show == [claim.kind, fault]:
                    why = refusal.reason if refusal else "accepted"
                    print(f"* {claim.text}\n    {why}\n    {passage.text}")
    print(f"{len(passages)} passages; of each kind the share that is refused, and for what")
    for kind, what in KINDS.items():
        total = sum(faults[kind].values())
        if not total:
            continue
        refused = total - faults[kind][NONE]
        parts = ", ".join(
            f"{fault} {count / total:.1%}"
            for fault, count in faults[kind].most_common()
            if fault != NONE
        )
        print(f"{kind} {what:<22} {refused:>5} of {total:<5} {refused / total:6.1%}  {parts}")


if __name__ == "__main__":
    main()
