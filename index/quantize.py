"""Make the int8 ONNX graph of a BERT-like sentence-transformers model with mean pooling.

    python -m index.quantize MODEL_FOLDER GRAPH.onnx

Weights become int8 and activations are quantised as they come. In the attention each output
channel has a scale and a text's activations share one; in the two layers that follow, whose few
large activations would leave the others no steps, every 64 values have a scale of their own.
Run as a process of its own: it needs PyTorch, transformers and a gigabyte of memory.
"""

import logging
import re
import sys
import tempfile
import warnings
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.matmul_nbits_quantizer import MatMulNBitsQuantizer
from transformers import AutoModel

_BETWEEN_ATTENTIONS = re.compile(r"layer\.\d+/(intermediate|output)/dense/MatMul$")
_INT8 = 4
"""The accuracy level of MatMulNBits at which activations become int8, a scale for each block."""


class _MeanPooled(torch.nn.Module):
    """Token states averaged over the real tokens, scaled to length 1."""

    def __init__(self, model: torch.nn.Module) -> None:
        super().__init__()
        self.model = model

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        states = self.model(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        weights = attention_mask.unsqueeze(-1).to(states.dtype)
        mean = (states * weights).sum(1) / weights.sum(1).clamp(min=1e-9)
        return torch.nn.functional.normalize(mean, dim=1)


def quantize(model_folder: Path, graph: Path) -> None:
    """Write the graph; a graph half written is never left under its final name."""
    model = AutoModel.from_pretrained(
        model_folder, attn_implementation="eager", trust_remote_code=False
    )
    with tempfile.TemporaryDirectory(dir=graph.parent) as folder:
        full, small = Path(folder, "full.onnx"), Path(folder, "int8.onnx")
        write_graph(_MeanPooled(model).eval(), full)
        write_int8(full, small)
        small.replace(graph)


def write_graph(model: torch.nn.Module, graph: Path) -> None:
    """The graph of a model that makes an embedding of word pieces and their attention mask."""
    example = torch.tensor([[1, 2, 3], [1, 4, 3]])
    torch.onnx.export(
        model,
        (example, torch.ones_like(example)),
        str(graph),
        input_names=["input_ids", "attention_mask"],
        output_names=["embedding"],
        dynamic_axes={
            "input_ids": {0: "text", 1: "piece"},
            "attention_mask": {0: "text", 1: "piece"},
            "embedding": {0: "text"},
        },
        opset_version=17,
        dynamo=False,
    )


def write_int8(full: Path, small: Path) -> None:
    """The int8 form of a graph."""
    mixed = full.with_name("mixed.onnx")
    _in_blocks(full, mixed)
    quantize_dynamic(mixed, small, per_channel=True, weight_type=QuantType.QInt8)


def _in_blocks(full: Path, mixed: Path) -> None:
    """Quantise the layers between attentions in blocks; the rest stays as it is."""
    model = onnx.load(full)
    products = [node.name for node in model.graph.node if node.op_type == "MatMul"]
    quantizer = MatMulNBitsQuantizer(
        model,
        bits=8,
        block_size=64,
        is_symmetric=True,
        accuracy_level=_INT8,
        nodes_to_exclude=[name for name in products if not _BETWEEN_ATTENTIONS.search(name)],
    )
    quantizer.process()
    quantizer.model.save_model_to_file(str(mixed))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    quantize(Path(sys.argv[1]), Path(sys.argv[2]))
