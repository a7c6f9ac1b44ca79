"""An archive: one data folder with its ledger, its vectors and its writer's lock.

DATA/ledger.sqlite     everything that is known (ledger.py)
DATA/vectors/          Chroma's files, made again from the ledger when need be
DATA/statements/       the same for statements
DATA/vectors.lock      held by one who changes Chroma's files, or shared by those who read them
DATA/writer.lock       held by the one process that may write
DATA/writer.pid        who that is, for the message to the second one
"""

import threading
from collections.abc import Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from corpus.errors import UsageError
from index.devices import AUTO, CUDA
from index.encoder import DEFAULT_MODEL, Encoder, Vectors
from index.folder import (
    LEDGER,
    ArchiveError,
    OtherModelError,
    make_private,
    refuse_damaged_ledger,
)
from index.ledger import Coverage, Ledger, WholeCoverage
from index.models import Models
from index.people import People
from index.retrieval import Retrieval
from index.same_person import Named
from index.search import Hit, SearchQuery, StatementHit, StatementQuery
from index.speaker_topics import TopicsBySpeaker
from index.stores import Stores
from index.vectors import VectorRow, VectorStore

if TYPE_CHECKING:
    from index.attribution import AttributionTagger


class Archive:
    """The articles under one data folder, to be searched and added to.

    Opening loads neither the models nor the vectors; each comes with its first use. Searches may
    run in several threads; writing is for one process at a time (`writing`). A process opens a
    folder once: Chroma shares what it has read among all that have the same folder open.
    """

    def __init__(
        self,
        folder: Path,
        *,
        cache: Path,
        model: str = DEFAULT_MODEL,
        device: str = AUTO,
        models: Models | None = None,
        whatever_its_state: bool = False,
    ) -> None:
        """Open the folder, made if need be. Raises ArchiveError or LedgerError for a damaged one.

        `models` are those that `model` and `device` name, where they are being loaded already.
        `whatever_its_state` opens one whose vectors are damaged, to make them again.
        """
        self.folder = folder
        self._models = models or Models(cache, model=model, device=device)
        make_private(folder)
        refuse_damaged_ledger(folder)
        self.ledger = Ledger(folder / LEDGER)
        self._stores = Stores(folder, self.ledger, whatever_its_state=whatever_its_state)
        self._retrieval = Retrieval(self.ledger, self._stores, self._vector_of_query)
        self._counting_people = threading.Lock()
        self._ahead: threading.Thread | None = None
        self._people: tuple[int, People] | None = None
        self._covered: tuple[object, Coverage] | None = None
        self.topics = TopicsBySpeaker(self.ledger)
        """What each speaker talks about."""
        try:
            self._stores.refuse_broken_seal()
        except ArchiveError:
            self.ledger.close()
            raise

    def __enter__(self) -> "Archive":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the files. The archive can be opened again at once."""
        if self._ahead and self._ahead.is_alive():
            self._ahead.join()
        self._stores.close()
        self.ledger.close()

    @property
    def cache(self) -> Path:
        """The folder of the prepared default model, as it was given."""
        return self._models.cache

    @property
    def model(self) -> str:
        """The embedding model's name or path, as it was given."""
        return self._models.model

    @property
    def encoder(self) -> Encoder:
        """The embedding model, loaded on first use and checked against the archive's stamp.

        Checked at each use, because another process may index the archive anew meanwhile.
        """
        stamped = self.ledger.fact("encoder")
        encoder = self._models.encoder_for(stamped)
        if stamped and stamped != str(encoder.stamp):
            what = f"the archive {self.folder} was indexed with {stamped}"
            if self._models.device == CUDA and stamped.startswith(f"{self.model} ("):
                raise OtherModelError(
                    f"{what}, whose vectors are made by the processor: leave --device out, or "
                    "index the archive anew with 'onrecord doctor --repair --device cuda'"
                )
            raise OtherModelError(
                f"{what}, the settings name {encoder.stamp}: name the former with --model, or "
                f"index the archive anew with 'onrecord doctor --repair --model {self.model}'"
            )
        return encoder

    @property
    def tagger(self) -> "AttributionTagger":
        """The model that finds statements, loaded on first use."""
        return self._models.tagger

    @property
    def vectors(self) -> VectorStore:
        """The vectors of passages."""
        return self._stores.passages

    @property
    def statement_vectors(self) -> VectorStore:
        """The vectors of statements."""
        return self._stores.statements

    def delete_vectors(self) -> None:
        """Delete all vectors by their files, which may be too damaged to be opened."""
        self._stores.delete()

    @property
    def generation(self) -> int:
        """Changes with every write, by whichever process."""
        return self.ledger.generation

    @property
    def model_name(self) -> str:
        """The stamp of the model that the archive's vectors were made with, or its name."""
        return self.ledger.fact("encoder") or self.model

    @property
    def people(self) -> People:
        """The speakers of the archive, read anew after every write."""
        with self._counting_people:
            generation = self.generation
            if self._people is None or self._people[0] != generation:
                counted = self.ledger.statements.speakers()
                named = (
                    Named(name=c.name, role=c.role, is_person=c.is_person, articles=c.articles)
                    for c in counted
                )
                self._people = (generation, People.of(named))
            return self._people[1]

    def read_ahead(self) -> None:
        """Begin to read, side by side, what the first question about somebody has to wait for:
        both indexes of vectors, and the speakers. Once; again is nothing."""
        if self._ahead is None:
            self._ahead = threading.Thread(target=self._read_people, name="speakers", daemon=True)
            self.read_vectors_ahead()
            self._ahead.start()

    def _read_people(self) -> None:
        with suppress(Exception):  # whoever needs them meets the same
            _ = self.people

    def warm(self) -> None:
        """Read beforehand what the first question would wait for: indexes, speakers, the model."""
        self.read_ahead()
        self.people.prepare()
        self.encoder.encode_query("warm")

    def coverage(self) -> WholeCoverage:
        """How many articles and passages there are, of which days and outlets."""
        return self.ledger.coverage()

    def coverage_within(self, query: SearchQuery) -> Coverage:
        """How many of the articles a query looks at, of which days and outlets."""
        if not any(query.bounds.values()):
            return self.coverage()
        asked = (self.generation, query.since, query.until, query.publishers)
        last = self._covered
        if last is None or last[0] != asked:
            last = self._covered = (asked, self.ledger.coverage_within(**query.bounds))
        return last[1]

    def publishers_named(self, names: Sequence[str]) -> tuple[str, ...]:
        """The archive's own spelling of outlets. Raises UsageError for one that it lacks."""
        known = {name.casefold(): name for name, _ in self.coverage().publishers}
        for name in names:
            if name.casefold() not in known:
                nearby = ", ".join(sorted(known.values())[:8]) or "none"
                raise UsageError(f"no article here is by the outlet {name!r}: it has {nearby}")
        return tuple(known[name.casefold()] for name in names)

    def search(self, query: SearchQuery) -> list[Hit]:
        """The best passages for a query, best first, at most `query.limit`."""
        return self._retrieval.passages(query)

    def search_statements(self, query: StatementQuery) -> list[StatementHit]:
        """The statements nearest to a topic, by meaning and by words, best first."""
        return self._retrieval.statements(query)

    def _vector_of_query(self, text: str) -> Vectors:
        return self.encoder.encode_query(text)

    def read_vectors_ahead(self) -> None:
        """Begin to read the vectors, which the first search or write has to wait for."""
        self._stores.read_ahead()

    def changing_vectors(self) -> AbstractContextManager[None]:
        """While Chroma's files change, and no process reads them."""
        return self._stores.changing()

    def put_vectors(
        self,
        passages: tuple[Sequence[VectorRow], Vectors],
        statements: tuple[Sequence[VectorRow], Vectors],
    ) -> None:
        """Store vectors of both kinds; to be called while they are `changing_vectors`."""
        self._stores.put(passages, statements)

    def renew_vectors(self) -> None:
        """Make Chroma's files anew of the vectors that they hold, without those deleted."""
        self._stores.renew()

    def writing(self) -> AbstractContextManager[None]:
        """Be the one writer; raises ArchiveError with the holder's process id after 2 seconds."""
        return self._stores.writing()

    def wrote_vectors(self) -> None:
        """To be called by this process's writer after each write, so that it does not reopen."""
        self._stores.wrote()
