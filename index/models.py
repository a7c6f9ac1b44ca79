"""The two models of an archive: what makes vectors, and what finds statements.

Each is loaded once, on first use or before it in a thread of its own: onnxruntime reads a graph
without holding up the other threads.
"""

import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from index.encoder import DEFAULT_MODEL, Encoder, load_encoder
from index.stages import stage

if TYPE_CHECKING:  # an archive that is only asked needs none of it
    from index.attribution import AttributionTagger

_Model = TypeVar("_Model")


class Models:
    """The models of one archive, safe to use from several threads. Nothing is loaded at first."""

    def __init__(self, cache: Path, *, model: str = DEFAULT_MODEL) -> None:
        self.cache = cache
        self.model = model
        self._encoder = _Loaded(lambda: load_encoder(model, cache))
        self._tagger = _Loaded(_load_tagger)

    @property
    def encoder(self) -> Encoder:
        """The embedding model. Raises EncoderError where it cannot be had."""
        with stage("load_model"):
            return self._encoder.get()

    @property
    def tagger(self) -> "AttributionTagger":
        """The model that finds statements. Raises AttributionModelError where it is damaged."""
        return self._tagger.get()

    def load_ahead(self, *, tagger: bool) -> None:
        """Begin to load the embedding model, and the one that finds statements if that is said."""
        for one in (self._encoder, self._tagger) if tagger else (self._encoder,):
            threading.Thread(target=one.load, name="models", daemon=True).start()


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
