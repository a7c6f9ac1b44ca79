"""Sentence-transformers models by name or path, as encoder or as judge of entailment.

The only module that loads them.
"""

import hashlib
from collections.abc import Sequence

import numpy as np
from sentence_transformers import CrossEncoder, SentenceTransformer

from index.encoder import IN_PYTORCH, EncoderStamp, Progress, Vectors
from index.graph_encoder import EncoderError

_BATCH = 8
_BATCH_ON_A_GPU = 128


class TransformerEncoder:
    """A sentence-transformers model in PyTorch. Code that comes with a model is never run."""

    def __init__(self, model: str, *, name: str | None = None, device: str = "cpu") -> None:
        """`name` stands in the stamp in place of the model's name or path."""
        try:
            self._model = SentenceTransformer(
                model, trust_remote_code=False, device=device, local_files_only=True
            )
        except Exception as error:  # the library lets any exception of its loaders through
            raise EncoderError(
                f"the embedding model {model!r} could not be loaded "
                f"({type(error).__name__}): it is not on this machine, and nothing is downloaded; "
                "give the path of a folder that holds it"
            ) from error
        self._name = name or model
        self._batch = _BATCH if device == "cpu" else _BATCH_ON_A_GPU
        self._digest = _digest_of_weights(self._model)

    @property
    def model(self) -> SentenceTransformer:
        """The library's own model."""
        return self._model

    @property
    def device(self) -> str:
        """Where it runs: "cpu" or "cuda"."""
        return str(self._model.device.type)

    @property
    def stamp(self) -> EncoderStamp:
        return EncoderStamp(
            name=self._name,
            sha256=self._digest,
            dimension=int(self._model.get_embedding_dimension() or 0),
            backend=IN_PYTORCH,
        )

    @property
    def most_pieces(self) -> int:
        return int(self._model.max_seq_length or 512) - 2

    def count_pieces(self, texts: Sequence[str]) -> list[int]:
        encoded = self._model.tokenizer(list(texts), add_special_tokens=False, verbose=False)
        return [len(pieces) for pieces in encoded["input_ids"]]

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        vectors = [np.empty((0, self.stamp.dimension), dtype=np.float32)]
        for start in range(0, len(texts), self._batch):
            batch = list(texts[start : start + self._batch])
            vectors.append(
                self._model.encode_document(
                    batch, normalize_embeddings=True, show_progress_bar=False
                )
            )
            if progress:
                progress(len(batch))
        return np.concatenate(vectors).astype(np.float32)

    def encode_query(self, text: str) -> Vectors:
        vector = self._model.encode_query(text, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vector, dtype=np.float32)


class TransformerEntailment:
    """A CrossEncoder in PyTorch that tells whether a text follows from another.

    Of a model with several labels that named "entailment" counts; one with a single output gives
    its probability itself. Code that comes with a model is never run.
    """

    def __init__(self, model: str) -> None:
        try:
            self._model = CrossEncoder(model, trust_remote_code=False, device="cpu")
        except Exception as error:  # the library lets any exception of its loaders through
            raise EncoderError(
                f"the entailment model {model!r} could not be loaded "
                f"({type(error).__name__}): give the path of a folder that holds it"
            ) from error
        labels = {str(v).lower(): int(k) for k, v in self._model.config.id2label.items()}
        several = int(self._model.config.num_labels) > 1
        if several and "entailment" not in labels:
            raise EncoderError(
                f"the entailment model {model!r} has no label 'entailment' but "
                f"{', '.join(sorted(labels))}: give one that was trained for inference"
            )
        self._label = labels["entailment"] if several else None

    def probability(self, premise: str, claim: str) -> float:
        """From 0 to 1."""
        scores = np.asarray(
            self._model.predict(
                [(premise, claim)], apply_softmax=self._label is not None, show_progress_bar=False
            )
        )
        return float(scores[0] if self._label is None else scores[0][self._label])


def _digest_of_weights(model: SentenceTransformer) -> str:
    """SHA-256 over names and values of the weights, in the order of their names."""
    digest = hashlib.sha256()
    for name, weight in sorted(model.state_dict().items()):
        digest.update(name.encode())
        digest.update(weight.detach().cpu().float().numpy().tobytes())
    return digest.hexdigest()
