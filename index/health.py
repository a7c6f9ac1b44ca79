"""What may be wrong with an archive's files, found without being killed by it.

Damaged files of Chroma can end the process that opens them, so they are opened in one of their
own. The ledger is the truth: whatever is wrong with the vectors can be made again from it.
"""

import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

from index.folder import LEDGER, WHAT_TO_DO, ArchiveError, fault_of_ledger_file, refuse_unreadable
from index.ledger import FormatError, Ledger, LedgerError
from index.seal import STORES, broken, is_seal
from index.vectors import VectorError, VectorStore

_PATIENCE = 600
"""Seconds for the look at the vectors."""

_SECOND_LOOK = 0.2
"""Seconds until files that seem damaged are looked at again."""

_CHECK = "import sys; from index.health import compare; sys.exit(compare(*sys.argv[1:]))"


def faults(folder: Path) -> list[str]:
    """The damage found in an archive, a line each; empty for a sound one.

    Raises ArchiveError for another user's.
    """
    refuse_unreadable(folder)
    path = folder / LEDGER
    fault = fault_of_ledger_file(folder)
    if fault or not path.exists():
        return [f"{fault}: {WHAT_TO_DO}"] if fault else []
    try:
        ledger = Ledger(path)
    except LedgerError as error:
        return [str(error)]
    with closing(ledger):
        fault = ledger.fault()
        if fault:
            return [f"the ledger {path} is damaged: {fault}: {WHAT_TO_DO}"]
        found = _faults_of_articles(ledger)
        pending, retired = ledger.unindexed_count(), len(ledger.retired())
        if pending:
            found.append(f"{pending:,} articles are not indexed yet: the next 'add' finishes them")
        if retired:
            found.append(f"{retired:,} vectors are to be deleted: the next 'add' finishes that")
        seal = ledger.fact("seal")
    if seal and is_seal(seal):
        difference = broken(folder, seal, thorough=True)
        if difference:  # or Chroma, opening its files in another process, is changing them
            time.sleep(_SECOND_LOOK)
            difference = broken(folder, seal, thorough=True)
        if difference:
            return [*found, f"the vectors are not as they were left: {difference}"]
    return found + faults_of_vectors(folder)


def ledger_is_damaged(folder: Path) -> bool:
    """Whether the ledger itself cannot be relied on, so that its vectors cannot be made from it.

    Raises ArchiveError for one that is missing, LedgerError for one of another format.
    """
    path = folder / LEDGER
    if not path.exists():
        if any((folder / name).exists() for name in STORES):
            raise ArchiveError(f"{fault_of_ledger_file(folder)}: there is nothing to repair from")
        return False
    if fault_of_ledger_file(folder):
        return True
    try:
        ledger = Ledger(path)
    except FormatError:
        raise
    except LedgerError:
        return True
    with closing(ledger):
        if ledger.fault():
            return True
        try:
            ledger.altered()
        except (LedgerError, ValueError):
            return True
    return False


def _faults_of_articles(ledger: Ledger) -> list[str]:
    try:
        altered = ledger.altered()
    except (LedgerError, ValueError) as error:
        return [f"the articles in the ledger {ledger.path} cannot be read ({error}): {WHAT_TO_DO}"]
    if not altered:
        return []
    shown = ", ".join(repr(id) for id in altered[:5]) + (", …" if len(altered) > 5 else "")
    return [
        f"{len(altered):,} articles in the ledger {ledger.path} are not as they were stored "
        f"({shown}): remove them and add them again"
    ]


def faults_of_vectors(folder: Path) -> list[str]:
    """The damage to the vectors, a line for each store, looked at by a process of its own."""
    try:
        outcome = subprocess.run(
            [sys.executable, "-c", _CHECK, str(folder)],
            capture_output=True,
            text=True,
            timeout=_PATIENCE,
            cwd=Path(__file__).resolve().parent.parent,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return [f"the vectors in {folder} cannot be read within {_PATIENCE} seconds"]
    found: list[str] = []
    looked_at = STORES[0]
    for line in outcome.stdout.splitlines():
        looked_at, _, said = line.partition(": ")
        if said:
            found.append(f"the vectors in {folder / looked_at} are damaged: {said}")
    if outcome.returncode and not found:
        found.append(
            f"the vectors in {folder / looked_at} are damaged: "
            f"reading them ended with status {outcome.returncode}"
        )
    return found


def compare(folder: str) -> int:
    """Look at each store of vectors: its name is written, and behind it what is wrong with it."""
    faulty = 0
    for name in STORES:
        sys.stdout.write(f"{name}: ")
        sys.stdout.flush()
        fault = _compare(Path(folder), name)
        sys.stdout.write(f"{fault or ''}\n")
        faulty += bool(fault)
    return int(faulty > 0)


def _compare(folder: Path, name: str) -> str | None:
    """Compare vectors with the ledger and search with some of them; what is wrong, in a few words.

    Every passage or statement of an indexed article has one vector, here or waiting in the ledger,
    no vector is without one unless it waits to be deleted or acknowledged, and a vector's nearest
    is itself. One that waits may be here too, where a run was killed that took it along.
    """
    with closing(Ledger(folder / LEDGER)) as ledger:
        of_statements = name == "statements"
        waiting = ledger.waiting.ids()
        expected = (
            set(ledger.statements.ids() if of_statements else ledger.passages.ids()) - waiting
        )
        unsettled = ledger.unindexed_vectors() | waiting
    store = VectorStore(folder / name)
    try:
        present = store.ids()
        if expected - present:
            return f"{len(expected - present):,} are missing"
        if present - expected - unsettled:
            return f"{len(present - expected - unsettled):,} are too many"
        sample = sorted(expected)[:: max(1, len(expected) // 200)]
        lost = store.not_their_own_nearest(sample)
    except VectorError as error:
        return f"they could not be read ({error.__cause__})"
    return f"{lost} of {len(sample)} are not found by their own vector" if lost else None
