"""Write a trained network as the files that the product loads: an int8 graph, a description."""

import copy
import hashlib
import json
import pathlib
import tempfile
from collections.abc import Mapping

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer
from torch import Tensor, nn

from index.attribution_decode import DecodeSettings
from index.attribution_windows import window_inputs, windows_of
from training.batches import END_PIECE, START_PIECE
from training.examples import ROLES, AnnotatedArticle
from training.network import AttributionNetwork, Inputs, Links
from training.predict import WINDOWS

NAMES = ("pieces", "features", "first_pieces", "start_class", "end_class", "relation")
SPAN_HEAD = "network.spans"
MOST_PIECES = 384
"""Positions kept in the exported graph; the product's windows are shorter."""


class Exported(nn.Module):
    """The network with plain tensors in and out, for one window without padding."""

    def __init__(self, network: AttributionNetwork) -> None:
        super().__init__()
        self.network = network

    def forward(
        self,
        pieces: Tensor,
        features: Tensor,
        first_pieces: Tensor,
        start_class: Tensor,
        end_class: Tensor,
        relation: Tensor,
    ) -> tuple[Tensor, Tensor]:
        given = Inputs(
            pieces=pieces,
            features=features,
            piece_mask=None,
            first_pieces=first_pieces,
            start_class=start_class,
            end_class=end_class,
            relation=relation,
        )
        scores, _, vectors = self.network(given)
        return scores, vectors


def write_onnx(network: AttributionNetwork, sample: AnnotatedArticle, path: pathlib.Path) -> None:
    """The network in full precision as an ONNX graph that takes one window of any length."""
    window = windows_of(sample.units, **WINDOWS)[0]
    arrays = window_inputs(sample.units, window, START_PIECE, END_PIECE)
    network = copy.deepcopy(network).eval()
    positions = network.encoder.positions
    positions.weight = nn.Parameter(positions.weight[:MOST_PIECES].detach().clone())
    pieces, units = torch.export.Dim("piece_count"), torch.export.Dim("unit_count")
    torch.onnx.export(
        Exported(network),
        tuple(torch.from_numpy(arrays[name])[None] for name in NAMES),
        path,
        input_names=list(NAMES),
        output_names=["scores", "vectors"],
        dynamic_shapes=(
            {1: pieces},
            {1: pieces},
            {1: units},
            {1: units},
            {1: units},
            {1: units, 2: units},
        ),
        dynamo=True,
        external_data=False,
        verbose=False,
    )


def quantize(full: pathlib.Path, path: pathlib.Path) -> None:
    """The graph with int8 weights but for the head that scores spans, small and sensitive."""
    graph = onnx.load(full).graph
    weights = {tensor.name: tensor for tensor in graph.initializer}
    kept = [
        node.name
        for node in graph.node
        if any(SPAN_HEAD in scope.value for scope in node.metadata_props)
        or (
            node.op_type == "Gather"
            and node.input[0] in weights
            and weights[node.input[0]].dims[0] < 1000
        )
    ]
    quantize_dynamic(
        full,
        path,
        op_types_to_quantize=["MatMul", "Gather"],
        per_channel=True,
        weight_type=QuantType.QInt8,
        nodes_to_exclude=kept,
    )


def export(
    network: AttributionNetwork,
    sample: AnnotatedArticle,
    tokenizer: Tokenizer,
    settings: DecodeSettings,
    scores: Mapping[str, float],
    folder: pathlib.Path,
) -> None:
    """Write model.onnx, tokenizer.json and model.json, the last with the SHA-256 of the others."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        full = pathlib.Path(scratch) / "full.onnx"
        write_onnx(network, sample, full)
        quantize(full, folder / "model.onnx")
    (folder / "tokenizer.json").write_text(tokenizer.to_str(), encoding="utf-8")
    write_metadata(network, settings, scores, folder)


def write_metadata(
    network: AttributionNetwork,
    settings: DecodeSettings,
    scores: Mapping[str, float],
    folder: pathlib.Path,
) -> None:
    """model.json: how to run the files beside it, their SHA-256, this very model's scores."""
    described = {
        "schema": 1,
        "base_model": "sentence-transformers/all-MiniLM-L6-v2",
        "files": {
            name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
            for name in ("model.onnx", "tokenizer.json")
        },
        "roles": ROLES,
        "windows": WINDOWS,
        "longest": settings.longest,
        "floors": dict(zip(ROLES, settings.floors, strict=True)),
        "links": {
            "content_to_cue": _stored(network.content_to_cue),
            "cue_to_source": _stored(network.cue_to_source),
        },
        "scores": dict(scores),
    }
    (folder / "model.json").write_text(json.dumps(described, indent=1) + "\n", encoding="utf-8")


def _stored(links: Links) -> dict[str, object]:
    return {
        "tables": [table.detach()[:, 0].tolist() for table in links.tables()],
        "none": links.none.weight.detach()[0].tolist(),
        "none_bias": float(links.none.bias.detach()),
    }
