"""The two stores of an archive's vectors: who may touch them, and whether they can be relied on.

A writer that leaves takes a seal of Chroma's files (seal.py). Who opens the archive compares it,
and refuses to answer from files that are not as they were left. Where there is no seal, a writer is
at work or was killed: in the latter case the files are tried in a process of their own before
anybody relies on them.
"""

import errno
import os
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Literal

from filelock import FileLock, ReadWriteLock, Timeout

from index.chroma import DATABASE
from index.encoder import Vectors
from index.folder import DISCARDED, ArchiveError, discard, make_files_private
from index.health import faults_of_vectors
from index.ledger import Ledger
from index.seal import STORES, broken, is_seal, seal_of, writes_counted
from index.vectors import VectorRow, VectorStore

_WAIT_FOR_WRITER = 2.0
"""Seconds that a second writer waits before it is refused."""

_WAIT_FOR_VECTORS = 60.0
"""Seconds to wait for others who read or change the vectors, which takes them less than one."""

_PAUSE = 0.05
"""Seconds between two tries for the writer's lock."""

_LOOKS = 5
"""At files that seem damaged: Chroma, opening its own in another process, changes them a moment."""


class Stores:
    """The vectors of passages and of statements under one data folder, and their locks.

    Safe to use from several threads; writing is for one process at a time.
    """

    def __init__(self, folder: Path, ledger: Ledger, *, whatever_its_state: bool) -> None:
        self._folder = folder
        self._ledger = ledger
        self._whatever_its_state = whatever_its_state
        self._seen_generation = ledger.generation
        self._seen_writes: list[bytes] | None = None
        self._vouched_for: int | None = None
        self._lock = threading.RLock()
        self._one_reader = threading.Lock()
        self._opened: dict[str, VectorStore] = {}
        self._ahead: threading.Thread | None = None

    @property
    def passages(self) -> VectorStore:
        """The vectors of passages."""
        return self._store("vectors")

    @property
    def statements(self) -> VectorStore:
        """The vectors of statements."""
        return self._store("statements")

    def _store(self, name: str) -> VectorStore:
        with self._lock:
            if name not in self._opened:
                self._opened[name] = VectorStore(self._folder / name)
            return self._opened[name]

    def delete(self) -> None:
        """Delete all vectors by their files, which may be too damaged to be opened.

        Each folder goes as a whole, so that a process that is killed leaves no half of one.
        """
        self._have_read_ahead()
        with self.changing(), self._lock:
            self._let_go()
            for name in STORES:
                if (self._folder / name).exists():
                    discard(self._folder / name)

    def renew(self) -> None:
        """Make Chroma's files anew of the vectors that they hold, and delete the former ones.

        They keep what was deleted: ids, names and numbers, in free space and in Chroma's own log.
        """
        for name in STORES:
            if not (self._folder / name / DATABASE).exists():
                continue
            anew = self._folder / f"{DISCARDED}anew-{name}"  # so that a killed run's is deleted
            shutil.rmtree(anew, ignore_errors=True)
            store = self._store(name)
            if store.copy_to(anew) != store.count():
                raise ArchiveError(
                    f"the vectors in {self._folder / name} cannot all be read: "
                    "run 'onrecord doctor --repair'"
                )
            with self.changing(), self._lock:
                store.close()
                discard(self._folder / name)
                if anew.exists():
                    anew.rename(self._folder / name)

    def read(self, search: Callable[[], list[tuple[str, float]]]) -> list[tuple[str, float]]:
        """What a search of vectors finds, while no process changes them.

        One thread at a time, or there would be no moment at which a writer could have its turn.
        """
        with self._one_reader, self._vectors_lock("read"):
            self._fresh()
            found = search()
            self._seen_writes = self._writes()  # opening Chroma's files is one, too
            return found

    def read_ahead(self) -> None:
        """Begin to read both stores, in threads of their own: who needs them first waits less."""

        def both() -> list[tuple[str, float]]:
            with ThreadPoolExecutor(max_workers=2) as threads:
                for store in (self.passages, self.statements):
                    threads.submit(store.read_ahead)
            return []

        def quietly() -> None:
            with suppress(Exception):  # whoever needs them meets the same
                self.read(both)

        self._ahead = threading.Thread(target=quietly, name="vectors", daemon=True)
        self._ahead.start()

    def put(
        self,
        passages: tuple[Sequence[VectorRow], Vectors],
        statements: tuple[Sequence[VectorRow], Vectors],
    ) -> None:
        """Store vectors of both kinds, the stores side by side; to be called while `changing`."""
        with ThreadPoolExecutor(max_workers=2) as threads:
            work = [
                threads.submit(self.passages.upsert, *passages),
                threads.submit(self.statements.upsert, *statements),
            ]
        for one in work:
            one.result()

    def changing(self) -> AbstractContextManager[None]:
        """While Chroma's files change, and no process reads them."""
        return self._vectors_lock("write")

    @contextmanager
    def _vectors_lock(self, mode: Literal["read", "write"]) -> Iterator[None]:
        if self._ledger.is_read_only:  # nobody can write here
            yield
            return
        lock = ReadWriteLock(self._folder / "vectors.lock", is_singleton=False)
        take = lock.acquire_read if mode == "read" else lock.acquire_write
        try:
            take(timeout=_WAIT_FOR_VECTORS)
        except Timeout as error:
            lock.close()
            raise ArchiveError(
                f"the vectors of {self._folder} are in use by another process for more than "
                f"{_WAIT_FOR_VECTORS:.0f} seconds: try again"
            ) from error
        try:
            yield
        finally:
            lock.release()
            lock.close()

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the one writer; raises ArchiveError with the holder's process id after 2 seconds."""
        lock = FileLock(self._folder / "writer.lock", timeout=0)
        holder = self._folder / "writer.pid"
        try:
            self._become_writer(lock)
        except Timeout as error:
            pid = "unknown"
            with suppress(OSError):
                pid = holder.read_text().strip() or pid
            raise ArchiveError(
                f"another process is writing to {self._folder} (process {pid}): "
                "wait until it has finished"
            ) from error
        except (OSError, sqlite3.Error) as error:
            raise ArchiveError(
                f"the archive {self._folder} cannot be written to "
                f"({getattr(error, 'strerror', None) or error}): "
                "check the folder's rights and the disk's space"
            ) from error
        try:
            with suppress(OSError):
                holder.write_text(f"{os.getpid()}\n")
            former = self._ledger.fact("seal")
            self._ledger.set_fact("seal", "")
            self._fresh()
            yield
            self._take_seal(former)
            self._ledger.settle()
        finally:
            with suppress(OSError):
                holder.unlink()
            lock.release()

    def _become_writer(self, lock: FileLock) -> None:
        """Take the writer's lock, and make sure of the vectors that a killed writer left.

        The former happens while the vectors are locked, so that who reads them meets either no
        writer or one that has made sure.
        """
        if self._ledger.is_read_only:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        deadline = time.monotonic() + _WAIT_FOR_WRITER
        while True:
            with self.changing():
                try:
                    lock.acquire()
                except Timeout:
                    if time.monotonic() > deadline:
                        raise
                else:
                    try:
                        self._mend_after_killed_writer()
                    except BaseException:
                        lock.release()
                        raise
                    return
            time.sleep(_PAUSE)

    def _mend_after_killed_writer(self) -> None:
        for leftover in self._folder.glob(f"{DISCARDED}*"):
            shutil.rmtree(leftover, ignore_errors=True)
        if self._whatever_its_state or self._ledger.vectors_are_worthless:
            return
        self.refuse_broken_seal()
        if not is_seal(self._ledger.fact("seal")) and faults_of_vectors(self._folder):
            self._let_go()
            self._ledger.unindex_all()

    def _take_seal(self, former: str | None) -> None:
        """Write down that the vectors are as they should be. A killed writer does not get here."""
        if self._ledger.generation % 2:
            return
        try:
            make_files_private(self._folder)
            seal = seal_of(self._folder, former)
        except (OSError, sqlite3.Error) as error:
            raise ArchiveError(
                f"the vectors of {self._folder} cannot be read ({error}): run 'onrecord doctor'"
            ) from error
        self._ledger.keep_coverage()
        self._ledger.set_fact("seal", seal)

    def refuse_broken_seal(self) -> None:
        """Raise ArchiveError where Chroma's files are not as the last writer left them."""
        seal = self._ledger.fact("seal")
        if self._whatever_its_state or seal is None or not is_seal(seal):
            return
        for _ in range(_LOOKS):
            fault = broken(self._folder, seal)
            if not fault or self._ledger.fact("seal") != seal:  # a writer has come meanwhile
                return
            time.sleep(_PAUSE)
        raise ArchiveError(
            f"the archive {self._folder} is damaged ({fault}): run 'onrecord doctor --repair', "
            "which makes its index again from the articles"
        )

    def _refuse_unsure_vectors(self) -> None:
        """Raise ArchiveError where a killed writer left vectors that cannot be relied on.

        To be called while the vectors are locked. A writer that is at work has made sure of them.
        """
        if is_seal(self._ledger.fact("seal")) or self._vouched_for == self._ledger.generation:
            return
        lock = FileLock(self._folder / "writer.lock", timeout=0)
        if not self._ledger.is_read_only:
            try:
                lock.acquire()
            except Timeout:
                return
        try:
            found = faults_of_vectors(self._folder)
            if found:
                raise ArchiveError(
                    f"a run that was broken off left the archive {self._folder} damaged "
                    f"({found[0]}): run 'onrecord doctor --repair'"
                )
            self._vouched_for = self._ledger.generation
            if not self._ledger.is_read_only:
                self._take_seal(None)
        finally:
            lock.release()

    def wrote(self) -> None:
        """To be called by this process's writer after each write, so that it does not reopen."""
        self._seen_generation = self._ledger.generation

    def close(self) -> None:
        """Let go of the files; they are opened again when they are used again."""
        self._have_read_ahead()
        self._let_go()

    def _have_read_ahead(self) -> None:
        """Wait for what `read_ahead` began; not to be called with a lock that it needs."""
        ahead, self._ahead = self._ahead, None
        if ahead:
            ahead.join()

    def _let_go(self) -> None:
        with self._lock:
            for store in self._opened.values():
                store.close()
            self._opened.clear()

    def _writes(self) -> list[bytes] | None:
        """What tells whether Chroma's files have changed; None where nothing does."""
        try:
            return writes_counted(self._folder)
        except OSError:
            return None

    def _fresh(self) -> None:
        """Read the vectors anew if another process wrote since; to be called while they are locked.

        Raises ArchiveError where they cannot be relied on.
        """
        with self._lock:
            generation = self._ledger.generation
            # While it is odd, a writer is before or after changing them. Where it is another,
            # one has written, maybe to the ledger alone (waiting.py).
            changed = generation != self._seen_generation or generation % 2
            if changed and self._seen_writes is not None:
                changed = self._writes() != self._seen_writes
            self._seen_generation = generation
            if changed:
                for store in self._opened.values():
                    store.reopen()
                self.refuse_broken_seal()
            self._refuse_unsure_vectors()
