"""Chroma's compiled module gives what its client gives, of the same folder."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index import chroma

INDEX = {"hnsw": {"space": "cosine", "ef_construction": 100, "ef_search": 200, "max_neighbors": 16}}


def test_the_installed_release_is_one_that_was_tried_out() -> None:
    assert version("chromadb") in chroma._TRIED_OUT


def written_and_read(collection: chroma.Collection) -> list[Any]:
    """What a collection answers after some writes."""
    vectors = np.random.default_rng(1).normal(size=(20, 8)).astype(np.float32)
    rows: list[dict[str, str | int]] = [
        {"publisher": "", "day": n, "speaker": "É"} for n in range(20)
    ]
    collection.upsert(ids=[f"ä{n}" for n in range(20)], embeddings=vectors, metadatas=rows)
    collection.upsert(ids=["ä1"], embeddings=vectors[2:3], metadatas=rows[:1])
    collection.delete(ids=["ä3", "not there"])
    near = collection.query(
        query_embeddings=vectors[:1],
        n_results=5,
        where={"$and": [{"day": {"$gte": 1}}, {"speaker": {"$in": ["É"]}}]},
        include=["distances"],
    )
    kept = collection.get(ids=["ä1", "ä3", "ä19"], include=["embeddings", "metadatas"])
    return [
        collection.count(),
        near["ids"],
        [[round(one, 5) for one in near["distances"][0]]],
        kept["ids"],
        np.asarray(kept["embeddings"], dtype=np.float32).tolist(),
        kept["metadatas"],
        collection.get(include=[], limit=4, offset=17)["ids"],
    ]


def described(folder: Path) -> list[Any]:
    """What a folder says of its collection and how that is indexed."""
    with closing(sqlite3.connect(folder / chroma.DATABASE)) as connection:
        query = "SELECT name, dimension, config_json_str, schema_str FROM collections"
        segments = "SELECT type, scope FROM segments ORDER BY scope"
        collections = [
            (name, dimension, json.loads(configuration), json.loads(schema))
            for name, dimension, configuration, schema in connection.execute(query)
        ]
        return [*collections, *connection.execute(segments)]


def test_both_doors_give_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bound = chroma.open_collection(tmp_path / "bound", "vectors", INDEX)
    monkeypatch.setattr(chroma, "_TRIED_OUT", ())
    client = chroma.open_collection(tmp_path / "client", "vectors", INDEX)
    assert isinstance(bound, chroma._BoundCollection)
    assert isinstance(client, chroma._ClientCollection)
    assert described(tmp_path / "bound") == described(tmp_path / "client")
    assert written_and_read(bound) == written_and_read(client)
    bound.close()
    client.close()
    exchanged = chroma.open_collection(tmp_path / "bound", "vectors", INDEX)
    assert exchanged.count() == 19
    exchanged.close()


def test_a_collection_is_made_and_opened_without_the_client(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from index.chroma import open_collection;"
        f"print(open_collection(Path({str(tmp_path)!r}), 'vectors', None).count());"
        "print('chromadb' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout == "0\nFalse\n"


def test_a_database_without_the_collection_is_given_one(tmp_path: Path) -> None:
    chroma.open_collection(tmp_path, "vectors", INDEX).close()
    other = chroma.open_collection(tmp_path, "others", INDEX)
    assert other.count() == 0
    other.close()
