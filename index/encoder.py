"""What turns text into vectors, as the rest of the program sees it.

The default model answers without PyTorch: its weights run as an int8 ONNX graph (`minilm.py`). So
does any other sentence-transformers model of which a graph can be made that is as good
(`exported.py`); the rest, and all on a GPU, run in PyTorch (`transformer.py`).
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

DEFAULT_MODEL = "all-MiniLM-L6-v2"
IN_PYTORCH = "torch"
"""The backend, in a stamp, of a model as it was published."""

Vectors = NDArray[np.float32]
Progress = Callable[[int], None]
"""Called with the number of texts done since the last call."""


@dataclass(frozen=True, kw_only=True)
class EncoderStamp:
    """Which model made the vectors of an archive; vectors under different stamps never mix."""

    name: str
    sha256: str
    dimension: int
    backend: str

    def as_dict(self) -> dict[str, str | int]:
        return asdict(self)

    def __str__(self) -> str:
        return f"{self.name} ({self.backend}, {self.dimension} dimensions, {self.sha256[:12]})"


class Encoder(Protocol):
    """A text embedding model.

    A text's vector depends on that text alone, never on what is encoded beside it, so that an
    archive built in one go and one built in pieces hold the same vectors.
    """

    @property
    def stamp(self) -> EncoderStamp: ...

    @property
    def most_pieces(self) -> int:
        """How many word pieces of a text count; the model does not see what comes after."""
        ...

    def count_pieces(self, texts: Sequence[str]) -> list[int]:
        """The word pieces of each text, special tokens not counted."""
        ...

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Vectors of shape (len(texts), dimension), float32, each of length 1."""
        ...

    def encode_query(self, text: str) -> Vectors:
        """The vector of a question, shape (dimension,), float32, of length 1."""
        ...


def load_encoder(model: str, cache: Path) -> Encoder:
    """The encoder for a model's name or path, for the processor; `cache` keeps what is made of it.

    Raises EncoderError when the model is not on this machine or its weights are not the ones
    that were published.
    """
    if model == DEFAULT_MODEL:
        from index.minilm import MiniLMEncoder

        return MiniLMEncoder.load(cache)
    from index.exported import exported_encoder

    return exported_encoder(model, cache) or load_in_pytorch(model, "cpu")


def load_in_pytorch(model: str, device: str) -> Encoder:
    """The encoder for a model's name or path as it was published, on "cpu" or "cuda".

    Raises EncoderError when the model is not on this machine.
    """
    from index.minilm import model_folder
    from index.transformer import TransformerEncoder

    if model == DEFAULT_MODEL:
        return TransformerEncoder(str(model_folder()), name=model, device=device)
    return TransformerEncoder(model, device=device)


def sha256_of_file(path: Path) -> str:
    """SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
