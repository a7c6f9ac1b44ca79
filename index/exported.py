"""Any other sentence-transformers model as a graph in onnxruntime, where that is as good as it.

At set-up a process of its own (export.py) makes graphs and compares them with the model; what came
of it is kept in the cache, and answers then need no PyTorch. The folder in the cache appears whole
or not at all, and a model whose files have changed is another one.
"""

import hashlib
import json
import logging
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from filelock import FileLock

from index.encoder import EncoderStamp
from index.graph_encoder import EncoderError, GraphEncoder

INT8, FULL = "onnx-int8-e1", "onnx-full-e1"
GRAPH, TOKENIZER, VERDICT = "model.onnx", "tokenizer.json", "encoder.json"
_FORM = "e1"
"""Of the graphs and of what is asked of them; another one has them made anew."""

_log = logging.getLogger(__name__)


def exported_encoder(model: str, cache: Path) -> GraphEncoder | None:
    """The model as a graph, made and compared with it first if need be (a minute or more).

    None where there is no graph that is as good, which is told once, or no such model.
    """
    source = _folder_of(model)
    if source is None:
        return None
    name = re.sub(r"[^A-Za-z0-9.-]+", "-", Path(model).name)[:60]
    folder = cache / "encoders" / f"{name}-{_key(source)}-{_FORM}"
    told = _told(folder)
    if told is None:
        try:
            told = _prepared(model, source, folder)
        except OSError as error:
            raise EncoderError(
                f"the embedding model {model!r} could not be prepared in {cache} "
                f"({error.strerror}): name another folder with ONRECORD_CACHE"
            ) from error
    if "refused" in told:
        return None
    return encoder_of(told | {"model": model}, folder / GRAPH, folder / TOKENIZER)


def encoder_of(told: dict[str, Any], graph: Path, tokenizer: Path) -> GraphEncoder:
    """The encoder that encoder.json describes."""
    stamp = EncoderStamp(
        name=told["model"],
        sha256=told["sha256"],
        dimension=told["dimension"],
        backend=told["backend"],
    )
    return GraphEncoder(
        graph,
        tokenizer,
        stamp,
        most_pieces=told["most_pieces"],
        before_query=told["before_query"],
        before_document=told["before_document"],
    )


def _prepared(model: str, source: Path, folder: Path) -> dict[str, Any]:
    folder.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(folder.with_name(f"{folder.name}.lock")):
        told = _told(folder)
        if told is not None:
            return told
        unfinished = folder.with_name(f"{folder.name}.part")
        for leftover in (unfinished, folder):
            shutil.rmtree(leftover, ignore_errors=True)
        unfinished.mkdir()
        command = [sys.executable, "-m", "index.export", str(source), model, str(unfinished)]
        root = Path(__file__).resolve().parent.parent
        outcome = subprocess.run(command, capture_output=True, text=True, cwd=root, check=False)
        told = _told(unfinished)
        if told is None:  # it was killed: the next process tries again
            shutil.rmtree(unfinished, ignore_errors=True)
            told = {"refused": f"making its graph ended with status {outcome.returncode}"}
        else:
            unfinished.rename(folder)
        if "refused" in told:
            _log.warning(
                "the embedding model %r runs in PyTorch, which takes longer: it could not be made "
                "a graph of onnxruntime (%s)",
                model,
                told["refused"],
            )
        return told


def _told(folder: Path) -> dict[str, Any] | None:
    """What is known of a prepared model; None where it is not there, or not whole."""
    try:
        told: dict[str, Any] = json.loads((folder / VERDICT).read_text("utf-8"))
        sizes = {name: (folder / name).stat().st_size for name in told.get("files", {})}
    except (OSError, ValueError):
        return None
    return told if sizes == told.get("files", {}) else None


def _folder_of(model: str) -> Path | None:
    """Where a model's files are on this machine; None where they are not."""
    if Path(model).is_dir():
        return Path(model).resolve()
    try:
        from huggingface_hub import snapshot_download
    except ImportError:
        return None
    for name in (model, f"sentence-transformers/{model}"):
        try:
            return Path(snapshot_download(name, local_files_only=True))
        except Exception:  # no such name, or no such model here: one of many of the library's
            continue
    return None


def _key(source: Path) -> str:
    """Tells the files of a model from others, without reading them."""
    digest = hashlib.sha256()
    for path in sorted(source.rglob("*")):
        if path.is_file():
            status = path.stat()
            known = [str(path.relative_to(source)), status.st_size, status.st_mtime_ns]
            digest.update(json.dumps(known).encode("ascii"))
    return digest.hexdigest()[:16]
