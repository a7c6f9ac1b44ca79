"""Chroma's collection in a folder. With this, all that touches chromadb.

chromadb keeps its collections in a compiled module and lays a client over it that brings HTTP,
gRPC, tracing and settings along: a quarter of a second to import, most of the time in which a
question is answered. A collection that is there is therefore opened in the compiled module, where
the installed chromadb is a release with which that was tried out (`tests/index/test_chroma.py`);
one that has to be made, or any under another release, by the client.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

DATABASE = "chroma.sqlite3"
_TRIED_OUT = ("1.5.9",)
_OPEN_FILES_OF_AN_INDEX = 5
_WHERE = ("default_tenant", "default_database")


class Collection(Protocol):
    """The part of chromadb's collection that is used here, under its own names."""

    def upsert(
        self, *, ids: list[str], embeddings: Any, metadatas: list[dict[str, str | int]]
    ) -> None: ...

    def delete(self, *, ids: list[str]) -> Any: ...

    def count(self) -> int: ...

    def get(
        self,
        *,
        ids: list[str] | None = None,
        limit: int | None = None,
        offset: int | None = None,
        include: Sequence[str],
    ) -> Any: ...

    def query(
        self,
        *,
        query_embeddings: Any,
        n_results: int,
        where: Mapping[str, Any] | None,
        include: Sequence[str],
    ) -> Any: ...

    def close(self) -> None:
        """Let go of the files."""
        ...


def open_collection(folder: Path, name: str, configuration: Any) -> Collection:
    """The collection of a folder, made if it is not there."""
    if (folder / DATABASE).exists():
        bindings = _bindings(folder)
        if bindings is not None:
            try:
                found = bindings.get_collection(name, *_WHERE)
            except Exception:  # the client makes it, or says what is wrong
                del bindings
            else:
                return _BoundCollection(bindings, str(found.id))
    return _ClientCollection(folder, name, configuration)


def _bindings(folder: Path) -> Any:
    """The compiled module's door to a folder; None where it was not tried out as it is."""
    import chromadb_rust_bindings as rust

    installed = Path(rust.__file__).parent.parent
    if not any((installed / f"chromadb-{one}.dist-info").is_dir() for one in _TRIED_OUT):
        return None
    try:
        from resource import RLIMIT_NOFILE, getrlimit

        files = getrlimit(RLIMIT_NOFILE)[0]
    except ImportError:  # Windows
        return None
    return rust.Bindings(
        allow_reset=False,
        sqlite_db_config=rust.SqliteDBConfig(
            hash_type=rust.MigrationHash.MD5,
            migration_mode=rust.MigrationMode.Apply,
            url=str(folder / DATABASE),
        ),
        persist_path=str(folder),
        hnsw_cache_size=files // _OPEN_FILES_OF_AN_INDEX,
    )


class _BoundCollection:
    """A collection in the compiled module, asked as chromadb.api.rust asks it."""

    def __init__(self, bindings: Any, id: str) -> None:
        self._bindings = bindings
        self._id = id

    def upsert(
        self, *, ids: list[str], embeddings: Any, metadatas: list[dict[str, str | int]]
    ) -> None:
        self._bindings.upsert(self._id, ids, list(embeddings), metadatas, None, None, *_WHERE)

    def delete(self, *, ids: list[str]) -> Any:
        return self._bindings.delete(self._id, ids, None, None, None, *_WHERE)

    def count(self) -> int:
        return int(self._bindings.count(self._id, *_WHERE))

    def get(
        self,
        *,
        ids: list[str] | None = None,
        limit: int | None = None,
        offset: int | None = None,
        include: Sequence[str],
    ) -> Any:
        found = self._bindings.get(
            self._id, ids, None, limit, offset or 0, None, list(include), *_WHERE
        )
        return {"ids": found.ids, "embeddings": found.embeddings, "metadatas": found.metadatas}

    def query(
        self,
        *,
        query_embeddings: Any,
        n_results: int,
        where: Mapping[str, Any] | None,
        include: Sequence[str],
    ) -> Any:
        found = self._bindings.query(
            self._id,
            None,
            list(query_embeddings),
            n_results,
            json.dumps(where) if where else None,
            None,
            list(include),
            *_WHERE,
        )
        return {"ids": found.ids, "distances": found.distances, "metadatas": found.metadatas}

    def close(self) -> None:
        del self._bindings


class _ClientCollection:
    """A collection through chromadb's own client."""

    def __init__(self, folder: Path, name: str, configuration: Any) -> None:
        import chromadb
        from chromadb.config import Settings

        self._client: Any = chromadb.PersistentClient(
            path=str(folder), settings=Settings(anonymized_telemetry=False)
        )
        self._collection = self._client.get_or_create_collection(
            name, embedding_function=None, configuration=configuration
        )

    def upsert(
        self, *, ids: list[str], embeddings: Any, metadatas: list[dict[str, str | int]]
    ) -> None:
        self._collection.upsert(ids=ids, embeddings=embeddings, metadatas=list(metadatas))

    def delete(self, *, ids: list[str]) -> Any:
        return self._collection.delete(ids=ids)

    def count(self) -> int:
        return int(self._collection.count())

    def get(
        self,
        *,
        ids: list[str] | None = None,
        limit: int | None = None,
        offset: int | None = None,
        include: Sequence[str],
    ) -> Any:
        asked: Any = list(include)
        return self._collection.get(ids=ids, limit=limit, offset=offset, include=asked)

    def query(
        self,
        *,
        query_embeddings: Any,
        n_results: int,
        where: Mapping[str, Any] | None,
        include: Sequence[str],
    ) -> Any:
        asked: Any = list(include)
        return self._collection.query(
            query_embeddings=query_embeddings,
            n_results=n_results,
            where=dict(where) if where else None,
            include=asked,
        )

    def close(self) -> None:
        self._client.close()
