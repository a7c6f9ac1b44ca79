"""Other sentence-transformers models: as graphs that are as good, or in PyTorch with a message."""

import json
import logging
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index import export, exported
from index.archive import Archive
from index.encoder import load_encoder
from index.graph_encoder import GraphEncoder
from index.transformer import TransformerEncoder
from tests.index.tiny_models import tiny_bert, tiny_table

TEXTS = ["The harbour opens in May.", "", "Crowds waited, he said.", "one two three " * 90]
ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tiny_bert(tmp_path_factory.mktemp("bert")))


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory, model: str) -> Path:
    """A cache in which the model has been prepared."""
    folder = tmp_path_factory.mktemp("cache")
    assert isinstance(load_encoder(model, folder), GraphEncoder)
    return folder


def test_a_graph_gives_the_vectors_of_its_model(model: str, cache: Path) -> None:
    ours, theirs = load_encoder(model, cache), TransformerEncoder(model)
    assert ours.stamp.as_dict() == theirs.stamp.as_dict() | {"backend": "onnx-int8-e1"}
    assert ours.most_pieces == theirs.most_pieces == 62
    assert ours.count_pieces(TEXTS) == theirs.count_pieces(TEXTS)
    assert ((ours.encode(TEXTS) * theirs.encode(TEXTS)).sum(axis=1) > 0.99).all()
    for text in TEXTS:
        assert float(ours.encode_query(text) @ theirs.encode_query(text)) > 0.99
    assert not np.allclose(ours.encode_query(TEXTS[0]), ours.encode(TEXTS[:1])[0], atol=0.01)


def test_what_was_compared_is_written_down(cache: Path) -> None:
    [folder] = [one for one in (cache / "encoders").iterdir() if one.is_dir()]
    assert sorted(one.name for one in folder.iterdir()) == [
        "encoder.json",
        "model.onnx",
        "tokenizer.json",
    ]
    told = json.loads((folder / "encoder.json").read_text())
    assert told["cosine"] >= export.LEAST_COSINE
    assert told["shared"] >= export.LEAST_SHARED


def test_a_prepared_model_needs_no_pytorch(model: str, cache: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from index.encoder import load_encoder;"
        f"print(load_encoder({model!r}, Path({str(cache)!r})).encode(['a']).shape,"
        "[name for name in ('torch', 'transformers') if name in sys.modules])"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert told.stdout == "(1, 32) []\n"


def test_a_model_whose_files_change_is_another(model: str, tmp_path: Path) -> None:
    copy = shutil.copytree(model, tmp_path / "model")
    before = exported._key(copy)
    assert before == exported._key(copy)
    os.utime(copy / "model.safetensors", ns=(1, 1))
    assert exported._key(copy) != before


@pytest.mark.filterwarnings("ignore")  # the exporter's, which its own process drops
def test_one_that_is_not_near_enough_is_refused(
    model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "LEAST_SHARED", 1.1)
    with pytest.raises(ValueError, match=r"its graph is not near enough to it: cosine 1.000 at le"):
        export.export(model, model, tmp_path)


@pytest.mark.filterwarnings("ignore")  # the exporter's, which its own process drops
def test_one_that_is_near_enough_in_full_precision_alone(
    model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "LEAST_COSINE", 0.999999)
    assert export.export(model, model, tmp_path)["backend"] == "onnx-full-e1"


def test_a_model_without_a_graph_runs_in_pytorch_and_that_is_told_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    table = str(tiny_table(tmp_path / "table"))
    for _ in range(2):
        encoder = load_encoder(table, tmp_path / "cache")
        assert isinstance(encoder, TransformerEncoder)
    assert encoder.encode(["a b"]).shape == (1, 16)
    [record] = caplog.records
    assert record.levelno == logging.WARNING
    assert record.getMessage().startswith(
        f"the embedding model {table!r} runs in PyTorch, which takes longer: it could not be made "
        "a graph of onnxruntime ("
    )


def test_a_killed_set_up_is_done_again(
    model: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def killed(command: list[str], **_: Any) -> subprocess.CompletedProcess[str]:
        Path(command[-1], "model.onnx").write_bytes(b"half")
        return subprocess.CompletedProcess(command, -9, "", "")

    with monkeypatch.context() as patch:
        patch.setattr(exported.subprocess, "run", killed)
        assert isinstance(load_encoder(model, tmp_path), TransformerEncoder)
    assert "making its graph ended with status -9" in caplog.text
    [left] = [one for one in (tmp_path / "encoders").iterdir() if one.suffix != ".lock"] or [None]
    assert left is None
    # One that was killed itself, with the process that it had started.
    name = next((tmp_path / "encoders").glob("*.lock")).stem
    (tmp_path / "encoders" / f"{name}.part").mkdir()
    (tmp_path / "encoders" / f"{name}.part" / "encoder.json").write_text("{")
    assert isinstance(load_encoder(model, tmp_path), GraphEncoder)
    # One whose files the disk has lost.
    (tmp_path / "encoders" / name / "model.onnx").write_bytes(b"")
    assert exported._told(tmp_path / "encoders" / name) is None


def test_an_archive_that_pytorch_made_is_asked_with_pytorch(
    model: str, cache: Path, tmp_path: Path
) -> None:
    with Archive(tmp_path / "data", cache=cache, model=model) as archive:
        assert isinstance(archive.encoder, GraphEncoder)
        archive.ledger.set_fact("encoder", str(TransformerEncoder(model).stamp))
        assert isinstance(archive.encoder, TransformerEncoder)
