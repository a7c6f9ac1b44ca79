"""Make a graph of a sentence-transformers model for onnxruntime, if it is as good as the model.

    python -m index.export MODEL NAME FOLDER

Run as a process of its own: it needs PyTorch. The folder, made anew, gets the graph, its tokenizer
and encoder.json, or encoder.json alone that says why there is no graph. Two graphs are tried, one
in int8 and one in full precision, and each is compared with the model as it runs: the vectors of
the sample briefs' sentences, and which ten sentences are nearest to some of them.
"""

import json
import logging
import sys
import tempfile
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from sentence_transformers import SentenceTransformer

import corpus
from corpus.article import Article
from corpus.readers import read_articles
from index.encoder import Encoder, Vectors
from index.exported import FULL, GRAPH, INT8, TOKENIZER, VERDICT, encoder_of
from index.quantize import write_graph, write_int8
from index.sentences import sentences
from index.transformer import TransformerEncoder

LEAST_COSINE = 0.95
"""Of the least alike vectors of a sentence; the default model's int8 graph has 0.99."""

LEAST_SHARED = 0.90
"""Of the ten nearest sentences that the model finds itself."""

_NEAREST = 10
_ASKED = 40


class _Normalised(torch.nn.Module):
    """A sentence-transformers model with all its layers, from word pieces to unit vectors."""

    def __init__(self, model: SentenceTransformer) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        made = self.model({"input_ids": input_ids, "attention_mask": attention_mask})
        return torch.nn.functional.normalize(made["sentence_embedding"], dim=1)


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """How near a graph is to its model."""

    cosine: float
    shared: float

    @property
    def is_enough(self) -> bool:
        return self.cosine >= LEAST_COSINE and self.shared >= LEAST_SHARED

    def __str__(self) -> str:
        return (
            f"cosine {self.cosine:.3f} at least, {self.shared:.3f} of the ten nearest; "
            f"{LEAST_COSINE} and {LEAST_SHARED} are asked for"
        )


def export(model: str, name: str, folder: Path) -> dict[str, Any]:
    """Write the best graph that is good enough; what encoder.json says."""
    original = TransformerEncoder(model, name=name)
    backend = original.model.tokenizer.backend_tokenizer
    backend.save(str(folder / TOKENIZER))
    told: dict[str, Any] = {
        "model": name,
        "sha256": original.stamp.sha256,
        "dimension": original.stamp.dimension,
        "most_pieces": int(original.model.max_seq_length or 512),
        "before_query": _prompt(original.model, "query"),
        "before_document": _prompt(original.model, "document", "passage", "corpus"),
    }
    texts = _texts()
    expected = _as_encoded(original, texts)
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        full, small = Path(scratch, "full.onnx"), Path(scratch, "int8.onnx")
        write_graph(_Normalised(original.model).eval(), full)
        write_int8(full, small)
        for form, graph in ((INT8, small), (FULL, full)):
            candidate = encoder_of(told | {"backend": form}, graph, folder / TOKENIZER)
            agreement = _agreement(expected, _as_encoded(candidate, texts))
            if agreement.is_enough:
                graph.replace(folder / GRAPH)
                told |= {"backend": form, "cosine": agreement.cosine, "shared": agreement.shared}
                sizes = {one: (folder / one).stat().st_size for one in (GRAPH, TOKENIZER)}
                return told | {"files": sizes}
    raise ValueError(f"its graph is not near enough to it: {agreement}")


def _prompt(model: SentenceTransformer, *names: str) -> str:
    """What the library writes before a text of the kind, as its encode_query and _document do."""
    name = next((one for one in names if one in model.prompts), model.default_prompt_name)
    return str(model.prompts.get(name) or "") if name else ""


def _texts() -> list[str]:
    """Sentences of the sample briefs, some of them several at once, and odd ones."""
    found: list[str] = []
    for reading in read_articles([str(Path(corpus.__file__).with_name("sample"))]):
        if isinstance(reading.item, Article):
            text = reading.item.text
            found += [text[start:end] for start, end in sentences(text)] + [text]
    return [*dict.fromkeys(found), "", " Spaces  around ", "Цены выросли на три процента.", "!!! …"]


def _as_encoded(encoder: Encoder, texts: list[str]) -> tuple[Vectors, Vectors]:
    """The vectors of the texts, and of some that are not among them, as of questions."""
    every = max(2, len(texts) // _ASKED)
    others = [text for number, text in enumerate(texts) if number % every]
    return encoder.encode(others), np.stack([encoder.encode_query(t) for t in texts[::every]])


def _agreement(expected: tuple[Vectors, Vectors], found: tuple[Vectors, Vectors]) -> Agreement:
    cosines = [(one * other).sum(axis=1) for one, other in zip(expected, found, strict=True)]
    pairs = zip(_nearest(*expected), _nearest(*found), strict=True)
    shared = [len(one & other) / _NEAREST for one, other in pairs]
    return Agreement(cosine=float(np.concatenate(cosines).min()), shared=float(np.mean(shared)))


def _nearest(vectors: Vectors, asked: Vectors) -> Iterator[set[int]]:
    for row in np.argsort(-(asked @ vectors.T), kind="stable")[:, :_NEAREST]:
        yield set(row.tolist())


def main(model: str, name: str, folder: Path) -> None:
    """Export, and write down what came of it."""
    try:
        told = export(model, name, folder)
    except Exception as error:  # whatever a library makes of a model that it cannot take
        lines = str(error).strip().splitlines() or [type(error).__name__]
        told = {"model": name, "refused": f"{type(error).__name__}: {lines[0][:200]}"}
    (folder / VERDICT).write_text(json.dumps(told, indent=1), "utf-8")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    main(sys.argv[1], sys.argv[2], Path(sys.argv[3]))
