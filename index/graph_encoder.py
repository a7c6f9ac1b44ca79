"""An embedding model as a graph in onnxruntime, without PyTorch.

Dynamic quantisation takes its range from everything in a batch, which would make a vector depend
on its neighbours. So every text runs alone, on one thread, several texts at a time: nothing is
padded, and on two cores this is as fast as batches sorted by length. A text that comes again, as
do the sentences in which several statements stand, is encoded once.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from corpus.errors import OnRecordError
from index.encoder import EncoderStamp, Progress, Vectors
from index.inference import session_of, workers


class EncoderError(OnRecordError):
    """The embedding model is missing, is not the published one, or could not be prepared."""


class GraphEncoder:
    """A graph from word pieces to vectors of length 1, with the tokenizer that it was made for."""

    def __init__(
        self,
        graph: Path,
        tokenizer: Path,
        stamp: EncoderStamp,
        *,
        most_pieces: int,
        before_query: str = "",
        before_document: str = "",
    ) -> None:
        """`most_pieces` with the special ones; the texts before queries and documents count too."""
        try:
            self._session = session_of(graph)
        except Exception as error:  # onnxruntime has no error of its own for a damaged file
            raise EncoderError(
                f"the prepared embedding model {graph} cannot be read ({type(error).__name__}): "
                "delete it, and it is made again"
            ) from error
        self._counting = _tokenizer(tokenizer)
        self._tokenizer = _tokenizer(tokenizer)
        self._tokenizer.enable_truncation(most_pieces)
        self._most = most_pieces - self._tokenizer.num_special_tokens_to_add(is_pair=False)
        self._stamp = stamp
        self._before_query = before_query
        self._before_document = before_document
        self._workers = workers()

    @property
    def stamp(self) -> EncoderStamp:
        return self._stamp

    @property
    def most_pieces(self) -> int:
        return self._most

    def count_pieces(self, texts: Sequence[str]) -> list[int]:
        encodings = self._counting.encode_batch_fast(list(texts), add_special_tokens=False)
        return [len(encoding) for encoding in encodings]

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        vectors = np.empty((len(texts), self.stamp.dimension), dtype=np.float32)
        places: dict[str, list[int]] = {}
        for number, text in enumerate(texts):
            places.setdefault(self._before_document + text, []).append(number)
        for its, vector in zip(
            places.values(), self._workers.map(self._encode_one, places), strict=True
        ):
            vectors[its] = vector
            if progress:
                progress(len(its))
        return vectors

    def encode_query(self, text: str) -> Vectors:
        return self._encode_one(self._before_query + text)

    def _encode_one(self, text: str) -> Vectors:
        pieces = self._tokenizer.encode(text).ids
        inputs: dict[str, Any] = {"input_ids": np.array([pieces], dtype=np.int64)}
        inputs["attention_mask"] = np.ones_like(inputs["input_ids"])
        vector: Vectors = self._session.run(None, inputs)[0][0]
        return vector


def _tokenizer(path: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer
