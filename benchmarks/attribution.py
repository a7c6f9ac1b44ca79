"""Run the attribution tagger over a fold, have the scorer judge it, time it against embedding.

    python benchmarks/attribution.py ARTICLES.jsonl.gz STATEMENTS.jsonl.gz SCORER.py --fold tune \\
        [--base MINILM_FOLDER] [--out PREDICTED.jsonl]

The speed is characters a second of the tagger divided by characters a second of embedding the
same text with the base model as an int8 ONNX graph (per-channel dynamic quantisation), cut into
passages of at most 254 word pieces, eight of like length at a time. Embedding is left out when no
--base is given. """

import argparse
import gzip
import json
import pathlib
import subprocess
import sys
import tempfile
import time
from typing import Any

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from index.attribution import MODEL_FOLDER, Attribution, AttributionTagger


def articles_of(path: pathlib.Path, fold: str) -> list[dict[str, Any]]:
    """The articles of a fold from a JSON Lines file, packed with gzip or not."""
    text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    rows = [json.loads(line) for line in text.decode("utf-8").splitlines() if line.strip()]
    return [row for row in rows if row["fold"] == fold]


def row_of(article_id: str, found: Attribution) -> dict[str, Any]:
    """One predicted statement as the scorer reads it."""
    return {
        "article_id": article_id,
        "content": found.content,
        "cue": found.cue,
        "source": found.source,
    }


def int8_encoder(
    base: pathlib.Path, folder: pathlib.Path, threads: int
) -> onnxruntime.InferenceSession:
    """The base model as an int8 graph with mean pooling, made for this comparison alone."""
    import torch
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from transformers import AutoModel

    class Pooled(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = AutoModel.from_pretrained(base).eval()

        def forward(self, pieces: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
            states = self.model(input_ids=pieces, attention_mask=mask).last_hidden_state
            weights = mask[..., None].to(states.dtype)
            pooled: torch.Tensor = (states * weights).sum(1) / weights.sum(1)
            return pooled

    rows, columns = torch.export.Dim("rows"), torch.export.Dim("columns")
    example = torch.ones(2, 9, dtype=torch.int64)
    torch.onnx.export(
        Pooled(),
        (example, example),
        folder / "full.onnx",
        input_names=["pieces", "mask"],
        output_names=["embedding"],
        dynamic_shapes=({0: rows, 1: columns}, {0: rows, 1: columns}),
        dynamo=True,
        external_data=False,
        verbose=False,
    )
    quantize_dynamic(
        folder / "full.onnx", folder / "int8.onnx", per_channel=True, weight_type=QuantType.QInt8
    )
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    return onnxruntime.InferenceSession(
        folder / "int8.onnx", options, providers=["CPUExecutionProvider"]
    )


def embed(session: onnxruntime.InferenceSession, tokenizer: Tokenizer, texts: list[str]) -> None:
    """Embed every text in passages of 254 word pieces, eight of like length at a time."""
    passages = []
    for text in texts:
        ids = tokenizer.encode(text, add_special_tokens=False).ids
        passages += [[101, *ids[at : at + 254], 102] for at in range(0, len(ids), 254)]
    passages.sort(key=len)
    for at in range(0, len(passages), 8):
        some = passages[at : at + 8]
        pieces = np.zeros((len(some), len(some[-1])), dtype=np.int64)
        mask = np.zeros_like(pieces)
        for n, passage in enumerate(some):
            pieces[n, : len(passage)] = passage
            mask[n, : len(passage)] = 1
        session.run(None, {"pieces": pieces, "mask": mask})


def main() -> None:
    """Read the command line, predict, score, time."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("articles", type=pathlib.Path)
    parser.add_argument("statements", type=pathlib.Path)
    parser.add_argument("scorer", type=pathlib.Path)
    parser.add_argument("--fold", default="tune")
    parser.add_argument("--model", type=pathlib.Path, default=MODEL_FOLDER)
    parser.add_argument("--base", type=pathlib.Path, help="folder of all-MiniLM-L6-v2")
    parser.add_argument("--out", type=pathlib.Path, default=pathlib.Path("predicted.jsonl"))
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument(
        "--rounds", type=int, default=3, help="timed rounds; the fastest of each counts"
    )
    given = parser.parse_args()
    rows = articles_of(given.articles, given.fold)
    tagger = AttributionTagger.load(given.model, threads=given.threads)
    with given.out.open("w", encoding="utf-8") as file:
        for row in rows:
            for found in tagger.attributions(row["text"]):
                file.write(json.dumps(row_of(row["id"], found)) + "\n")
    scorer = [given.scorer, given.out, given.statements, given.articles, given.fold]
    print(
        subprocess.run(
            [sys.executable, *map(str, scorer)], check=True, capture_output=True, text=True
        ).stdout
    )
    if given.base is None:
        return
    tokenizer = Tokenizer.from_file(str(given.base / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    texts = [row["text"] for row in rows[:: max(1, len(rows) // 40)]]
    characters = sum(map(len, texts))
    with tempfile.TemporaryDirectory() as scratch:
        session = int8_encoder(given.base, pathlib.Path(scratch), given.threads)
        tagging, embedding = [], []
        for _ in range(given.rounds):
            begun = time.perf_counter()
            for text in texts:
                tagger.attributions(text)
            tagging.append(time.perf_counter() - begun)
            begun = time.perf_counter()
            embed(session, tokenizer, texts)
            embedding.append(time.perf_counter() - begun)
    print(f"tagging     {characters / min(tagging):10.0f} characters a second")
    print(f"embedding   {characters / min(embedding):10.0f} characters a second")
    print(f"ratio       {min(embedding) / min(tagging):10.2f}")


if __name__ == "__main__":
    main()
