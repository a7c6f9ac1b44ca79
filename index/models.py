"""The two models of an archive: what makes vectors, and what finds statements.

Each is loaded once, on first use or before it in a thread of its own: onnxruntime reads a graph
without holding up the other threads.

An embedding model has two forms whose vectors never mix: a graph in onnxruntime, for the processor,
and the model itself in PyTorch, for a GPU or where there is no graph. An archive is asked with the
form that it was made with, on any machine.
"""

import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from index.devices import AUTO, CUDA, device_of
from index.encoder import DEFAULT_MODEL, IN_PYTORCH, Encoder, load_encoder, load_in_pytorch
from index.stages import stage

if TYPE_CHECKING:  # an archive that is only asked needs none of it
    from index.attribution import AttributionTagger

_Model = TypeVar("_Model")


class Models:
    """The models of one archive, safe to use from several threads. Nothing is loaded at first."""

    def __init__(self, cache: Path, *, model: str = DEFAULT_MODEL, device: str = AUTO) -> None:
        """`device` is "cpu", "cuda" or "auto"; see `encoder_for`."""
        self.cache = cache
        self.model = model
        self.device = device
        self._graph = _Loaded(lambda: load_encoder(model, cache))
        self._in_pytorch = _Loaded(lambda: load_in_pytorch(model, device_of(device)))
        self._tagger = _Loaded(_load_tagger)

    def encoder_for(self, stamp: str | None) -> Encoder:
        """The embedding model in the form that made the vectors of an archive.

        One without any gets PyTorch on a GPU where that is asked for or, with "auto", where there
        is one. Raises DeviceError for a GPU that is not there, EncoderError for a missing model.
        """
        with stage("load_model"):
            if stamp and stamp.startswith(f"{self.model} ({IN_PYTORCH},"):
                return self._in_pytorch.get()
            if self.device == CUDA or (not stamp and device_of(self.device) == CUDA):
                return self._in_pytorch.get()
            return self._graph.get()

    @property
    def tagger(self) -> "AttributionTagger":
        """The model that finds statements. Raises AttributionModelError where it is damaged."""
        return self._tagger.get()

    def load_ahead(self, *, tagger: bool) -> None:
        """Begin to load the embedding model, and the one that finds statements if that is said.

        A program that ends meanwhile waits for it: onnxruntime, cut off at it, ends by a signal.
        """
        ahead: list[Callable[[], None]] = [self._tagger.load] if tagger else []
        if self.device != CUDA:
            ahead.append(self._graph.load)
        for load in ahead:
            threading.Thread(target=load, name="models").start()


class _Loaded(Generic[_Model]):
    """Something that is loaded once."""

    def __init__(self, load: Callable[[], _Model]) -> None:
        self._load = load
        self._lock = threading.Lock()
        self._value: _Model | None = None

    def get(self) -> _Model:
        with self._lock:
            if self._value is None:
                self._value = self._load()
            return self._value

    def load(self) -> None:
        with suppress(Exception):  # whoever needs it meets the same
            self.get()


def _load_tagger() -> "AttributionTagger":
    from index.attribution import AttributionTagger

    return AttributionTagger.load()
