"""Make the int8 ONNX graph of a BERT-like sentence-transformers model with mean pooling.

    python -m index.quantize MODEL_FOLDER GRAPH.onnx

Weights become int8, each output channel with its own scale; activations are quantised as they
come. Run as a process of its own: it needs PyTorch, transformers and a gigabyte of memory.
"""

import logging
import sys
import tempfile
import warnings
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from transformers import AutoModel


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
    example = torch.tensor([[101, 2003, 102], [101, 2009, 102]])
    with tempfile.TemporaryDirectory(dir=graph.parent) as folder:
        full, small = Path(folder, "full.onnx"), Path(folder, "int8.onnx")
        torch.onnx.export(
            _MeanPooled(model).eval(),
            (example, torch.ones_like(example)),
            str(full),
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
        quantize_dynamic(full, small, per_channel=True, weight_type=QuantType.QInt8)
        small.replace(graph)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    quantize(Path(sys.argv[1]), Path(sys.argv[2]))
