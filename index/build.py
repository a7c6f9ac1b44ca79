"""Articles into the archive, and out of it.

For a batch: passages and vectors are computed; the ledger takes articles and passages in one
transaction; Chroma takes the vectors; the ledger marks the batch as indexed. Whatever a killed
run left between two of these steps is finished by the next one before it does anything else.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from corpus.article import Article
from corpus.rejection import Reading, Rejection
from index.archive import Archive
from index.article_reading import failure, name_of, read_all
from index.encoder import Vectors
from index.passages import Passage, text_to_embed
from index.seal import STORES
from index.sentences import Span
from index.statements import STATEMENTS_STAMP, Statement, statement_to_embed
from index.vectors import VectorRow
from index.waiting import FEW, MOST_WAITING

BATCH_ARTICLES = 64
BATCH_CHARACTERS = 400_000
"""A batch is closed at either; it bounds what a killed run does again, and memory."""

_FAILED_STAMP = f"{STATEMENTS_STAMP} failed"
"""Of an article at which the rules failed: others, or `doctor --repair`, try it again."""

Progress = Callable[[int, int], None]
"""Called with the articles dealt with so far and the bytes of the sources read for them."""


@dataclass(kw_only=True)
class AddReport:
    """What became of each article that was read."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: list[Rejection] = field(default_factory=list)
    without_statements: list[Rejection] = field(default_factory=list)
    """Of those added or updated, where the rules that find statements failed, and how."""

    @property
    def read(self) -> int:
        return self.added + self.updated + self.unchanged + len(self.rejected)


@dataclass(frozen=True, kw_only=True)
class _Change:
    """An article to be stored, and the articles that it takes the place of."""

    article: Article
    replaces: tuple[str, ...]
    known: bool
    is_same: bool = False
    """Whether its content is as it is stored, and only its statements are to be found anew."""


@dataclass(kw_only=True)
class _Outcome:
    """What became of changes."""

    stored: list[_Change] = field(default_factory=list)
    left: list[_Change] = field(default_factory=list)
    """The rules failed at them now, and what they found before stays."""
    rejected: list[Rejection] = field(default_factory=list)
    without_statements: list[Rejection] = field(default_factory=list)


@dataclass(frozen=True, kw_only=True)
class _VectorsOfBatch:
    """What Chroma is to hold of a batch of articles, for passages and for statements."""

    articles: tuple[str, ...]
    passages: tuple[tuple[VectorRow, ...], Vectors]
    statements: tuple[tuple[VectorRow, ...], Vectors]


class Builder:
    """Adds to and removes from one archive; to be used inside `archive.writing()`."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._ledger = archive.ledger
        self._seen: dict[str, str] = {}
        self._has_begun_to_read_vectors = False

    def add(self, readings: Iterable[Reading], progress: Progress | None = None) -> AddReport:
        """Store what is new or has changed, batch by batch; adding again changes nothing."""
        self._stamp()
        self.finish()
        self._seen = {}
        report = AddReport()
        for batch in _batches(readings):
            report.rejected += [r.item for r in batch if isinstance(r.item, Rejection)]
            articles = [r.item for r in batch if isinstance(r.item, Article)]
            changes = self._changes(articles, report)
            outcome = self._store(changes)
            report.rejected += outcome.rejected
            report.without_statements += outcome.without_statements
            report.unchanged += len(outcome.left)
            for change in outcome.stored:
                if change.replaces or change.known:
                    report.updated += 1
                else:
                    report.added += 1
            if progress:
                progress(report.read, batch[-1].consumed)
        return report

    def remove(self, ids: Sequence[str]) -> list[str]:
        """Remove articles; the ids that were there."""
        self.finish()
        present = self._ledger.remove(ids)
        self._delete_retired()
        return present

    def compact(self) -> None:
        """Leave nothing of removed articles, and of former versions, in the archive's files.

        Needs no model, and as much room on the disk again. Answers stay what they are.
        """
        self.finish()
        self._ledger.vectors_change()
        self._archive.renew_vectors()
        self._ledger.acknowledge([], [])
        self._archive.wrote_vectors()
        self._ledger.compact()

    def finish(self, progress: Progress | None = None) -> int:
        """Do what a killed run left undone; the number of articles indexed."""
        if self._ledger.vectors_are_worthless:
            self._archive.delete_vectors()
            self._ledger.vectors_are_gone()
        done = 0
        while pending := self._ledger.unindexed(BATCH_ARTICLES):
            articles = list(self._ledger.articles(pending))
            by_article: dict[str, list[Passage]] = {id: [] for id in pending}
            for passage in self._ledger.passages.of_articles(pending):
                by_article[passage.article_id].append(passage)
            spoken: dict[str, list[Statement]] = {id: [] for id in pending}
            for statement in self._ledger.statements.of_articles(pending):
                spoken[statement.article_id].append(statement)
            batch = [(article, by_article[article.id]) for article in articles]
            self._index(self._vectors_of(batch, spoken))
            done += len(articles)
            if progress:
                progress(done, 0)
        self._delete_retired()
        return done

    def rebuild(self, progress: Progress | None = None) -> int:
        """Make all vectors again from the ledger, with the model that the settings name, and find
        statements anew where another model or other rules found them.

        The former model's stamp goes only when none of its vectors is left.
        """
        self._ledger.full_text.rebuild()
        self._ledger.statements.rebuild()
        self._ledger.unindex_all()
        done = self.finish(progress)
        self._find_statements_anew()
        return done

    def _find_statements_anew(self) -> None:
        """Read the articles again whose statements were found by another model or other rules."""
        outdated = self._ledger.tagged_otherwise(STATEMENTS_STAMP)
        for start in range(0, len(outdated), BATCH_ARTICLES):
            part = self._ledger.articles(outdated[start : start + BATCH_ARTICLES])
            self._store(
                [_Change(article=one, replaces=(), known=True, is_same=True) for one in part]
            )

    def _changes(self, articles: Sequence[Article], report: AddReport) -> list[_Change]:
        """Those of a batch that have to be stored; the rest is counted in the report."""
        ids = [article.id for article in articles]
        known = self._ledger.fingerprints(ids)
        outdated = {
            *self._ledger.tagged_otherwise(STATEMENTS_STAMP, ids),
        } & {*self._ledger.tagged_otherwise(_FAILED_STAMP, ids)}
        changed: list[Article] = []
        same: list[Article] = []
        for article in articles:
            seen = self._seen.get(article.id)
            self._seen[article.id] = article.fingerprint
            if seen is not None and seen != article.fingerprint:
                self._seen[article.id] = seen
                report.rejected.append(
                    Rejection(
                        source=name_of(article),
                        reason=f"the id {article.id!r} came before in this run with other "
                        "content: give every article an id of its own",
                    )
                )
            elif seen is not None:
                report.unchanged += 1
            elif known.get(article.id) == article.fingerprint and article.id not in outdated:
                report.unchanged += 1
                same.append(article)
            else:
                changed.append(article)
        self._ledger.set_origins({article.id: article.origin for article in same if article.origin})
        return [
            _Change(
                article=article,
                replaces=self._replaced_by(article),
                known=article.id in known,
                is_same=known.get(article.id) == article.fingerprint,
            )
            for article in changed
        ]

    def _replaced_by(self, article: Article) -> tuple[str, ...]:
        """Former versions of an article: other ids from the same origin, not met in this run."""
        if article.origin is None:
            return ()
        former = self._ledger.ids_from(article.origin)
        return tuple(id for id in former if id != article.id and id not in self._seen)

    def _store(self, changes: Sequence[_Change]) -> _Outcome:
        """Store articles. One whose text the rules for statements fail at has none."""
        if changes:
            self._read_vectors_once()
        batch: list[tuple[Article, Sequence[Passage]]] = []
        spoken: dict[str, list[tuple[Statement, Span]]] = {}
        failed: list[str] = []
        outcome = _Outcome()
        for change, (cut, found) in zip(
            changes, read_all([change.article for change in changes], self._archive), strict=True
        ):
            article = change.article
            if isinstance(cut, Exception):
                reason = failure("cut it into passages", cut, "it was not added")
                outcome.rejected.append(Rejection(source=name_of(article), reason=reason))
                continue
            if isinstance(found, Exception):
                kept = "it keeps those it had" if change.is_same else "it was added without any"
                reason = failure("find statements", found, kept)
                found = []
                outcome.without_statements.append(Rejection(source=name_of(article), reason=reason))
                if change.is_same:
                    outcome.left.append(change)
                    continue
                failed.append(article.id)
            batch.append((article, cut))
            spoken[article.id] = found
            outcome.stored.append(change)
        if not batch:
            return outcome
        vectors = self._vectors_of(
            batch, {id: [one for one, _ in found] for id, found in spoken.items()}
        )
        gone = [id for change in outcome.stored for id in change.replaces]
        taggers = dict.fromkeys(failed, _FAILED_STAMP)
        self._ledger.put(batch, gone, spoken, STATEMENTS_STAMP, taggers)
        self._index(vectors)
        self._delete_retired()
        return outcome

    def _read_vectors_once(self) -> None:
        """Have Chroma read its indexes while the first new vectors are made.

        Not those of a large archive: it may not have to, where few articles are added (waiting.py).
        """
        if not self._has_begun_to_read_vectors and not self._ledger.is_large:
            self._has_begun_to_read_vectors = True
            self._archive.read_vectors_ahead()

    def _vectors_of(
        self,
        batch: Sequence[tuple[Article, Sequence[Passage]]],
        spoken: Mapping[str, Sequence[Statement]],
    ) -> _VectorsOfBatch:
        """The vectors of articles; computed before the ledger changes, which takes a moment only.

        Meanwhile other processes read the archive as it was.
        """
        self._stamp()
        passage_rows: list[VectorRow] = []
        statement_rows: list[VectorRow] = []
        texts: list[str] = []
        sayings: list[str] = []
        for article, its_passages in batch:
            about: dict[str, Any] = {"publisher": article.publisher, "day": article.published_day}
            for passage in its_passages:
                passage_rows.append(VectorRow(id=passage.id, **about))
                texts.append(text_to_embed(article, passage))
            for statement in spoken[article.id]:
                statement_rows.append(
                    VectorRow(id=statement.id, speaker=statement.speaker, **about)
                )
                sayings.append(statement_to_embed(article, statement))
        encode = self._archive.encoder.encode
        return _VectorsOfBatch(
            articles=tuple(article.id for article, _ in batch),
            passages=(tuple(passage_rows), encode(texts)),
            statements=(tuple(statement_rows), encode(sayings)),
        )

    def _index(self, batch: _VectorsOfBatch) -> None:
        """Put vectors where searches look: into the ledger where few are added to many, else into
        Chroma together with those that waited there."""
        waiting = self._ledger.waiting
        both = (batch.passages, batch.statements)
        new = sum(len(rows) for rows, _ in both)
        if new <= FEW and self._ledger.is_large and waiting.count() + new <= MOST_WAITING:
            self._ledger.let_wait(batch.articles, dict(zip(STORES, both, strict=True)))
        else:
            waited = [waiting.of(store) for store in STORES]
            taken = [one.with_new(*new) for one, new in zip(waited, both, strict=True)]
            with self._archive.changing_vectors():
                self._archive.put_vectors(*taken)
            placed = [row.id for one in waited for row in one.rows]
            self._ledger.acknowledge(batch.articles, [], placed)
        self._archive.wrote_vectors()

    def _delete_retired(self) -> None:
        retired = self._ledger.retired()
        if retired:
            with self._archive.changing_vectors():
                self._archive.vectors.delete(retired)
                self._archive.statement_vectors.delete(retired)
        self._ledger.acknowledge([], retired)
        self._archive.wrote_vectors()

    def _stamp(self) -> None:
        """Write down which model the archive's vectors are made with, or check that it is."""
        encoder = self._archive.encoder
        if not self._ledger.fact("encoder"):
            self._ledger.set_fact("encoder", str(encoder.stamp))


def _batches(readings: Iterable[Reading]) -> Iterator[list[Reading]]:
    batch: list[Reading] = []
    characters = 0
    for reading in readings:
        batch.append(reading)
        if isinstance(reading.item, Article):
            characters += len(reading.item.text)
        if len(batch) >= BATCH_ARTICLES or characters >= BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch
