"""What may be wrong with an archive's files, found without being killed by it.

Damaged files of Chroma can end the process that opens them, so they are opened in one of their
own. The ledger is the truth: whatever is wrong with the vectors can be made again from it.
"""

import subprocess
import sys
from pathlib import Path

from index.ledger import Ledger, LedgerError
from index.vectors import VectorStore

_PATIENCE = 600
"""Seconds for the look at the vectors."""

_CHECK = "import sys; from index.health import compare; sys.exit(compare(*sys.argv[1:]))"

_STORES = ("vectors", "statements")
"""The folders of the vectors of passages and of statements."""


def faults(folder: Path) -> list[str]:
    """The damage found in an archive, a line each; empty for a sound one."""
    path = folder / "ledger.sqlite"
    if not path.exists():
        return [] if not (folder / "vectors").exists() else [f"the ledger {path} is missing"]
    try:
        ledger = Ledger(path)
    except LedgerError as error:
        return [str(error)]
    fault = ledger.fault()
    if fault:
        ledger.close()
        return [f"the ledger {path} is damaged: {fault}"]
    found: list[str] = []
    pending, retired = len(ledger.unindexed(1_000_000)), len(ledger.retired())
    if pending:
        found.append(f"{pending:,} articles are not indexed yet: the next 'add' finishes them")
    if retired:
        found.append(f"{retired:,} vectors are to be deleted: the next 'add' finishes that")
    ledger.close()
    for name in _STORES:
        if not found:
            found = _faults_of_vectors(folder, name)
    return found


def _faults_of_vectors(folder: Path, name: str) -> list[str]:
    try:
        outcome = subprocess.run(
            [sys.executable, "-c", _CHECK, str(folder), name],
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            cwd=Path(__file__).resolve().parent.parent,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return [f"the vectors in {folder / name} cannot be read within {_PATIENCE} seconds"]
    if outcome.returncode == 0:
        return []
    said = outcome.stdout.strip() or f"reading them ended with status {outcome.returncode}"
    return [f"the vectors in {folder / name} are damaged: {said}"]


def compare(folder: str, name: str) -> int:
    """Compare vectors with the ledger and search with some of them; 0 when all is well.

    Every passage or statement has one vector, no vector is without one, and a vector's nearest
    is itself.
    """
    ledger = Ledger(Path(folder, "ledger.sqlite"))
    expected = set(ledger.statements.ids() if name == "statements" else ledger.passage_ids())
    store = VectorStore(Path(folder, name))
    present = store.ids()
    for what, difference in (("missing", expected - present), ("too many", present - expected)):
        if difference:
            sys.stdout.write(f"{len(difference):,} are {what}\n")
            return 1
    sample = sorted(expected)[:: max(1, len(expected) // 200)]
    lost = store.not_their_own_nearest(sample)
    if lost:
        sys.stdout.write(f"{lost} of {len(sample)} are not found by their own vector\n")
        return 1
    return 0
