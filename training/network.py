"""The network: a MiniLM encoder over word pieces, scores of spans, links between spans."""

import dataclasses
import json
import pathlib
from typing import cast

import safetensors.torch
import torch
from torch import Tensor, nn
from torch.nn import functional

from index.attribution_links import LIE_SIZES
from index.attribution_units import EDGE_CLASSES, FEATURE_SIZES, RELATION_CLASSES

SPAN_DIMENSION = 64
LINK_DIMENSION = 64
LENGTHS = (2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96)
"""Span lengths in units at which the next bucket of lengths begins."""
LONGEST_WINDOW = 512
"""Units that a window may have: lengths are looked up, which is faster than counting bounds."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Inputs:
    """A batch of windows; see `training.batches` for the shapes."""

    pieces: Tensor
    features: Tensor
    piece_mask: Tensor | None
    first_pieces: Tensor
    start_class: Tensor
    end_class: Tensor
    relation: Tensor

    def to(self, device: torch.device) -> "Inputs":
        """The same inputs on a device."""
        given = {f.name: getattr(self, f.name) for f in dataclasses.fields(self)}
        moved = {name: value.to(device) for name, value in given.items() if value is not None}
        return dataclasses.replace(self, **moved)


class Layer(nn.Module):
    """One post-norm transformer layer, as in BERT."""

    def __init__(self, width: int, heads: int, inner: int, dropout: float) -> None:
        super().__init__()
        self.heads, self.dropout = heads, dropout
        self.attention_in = nn.Linear(width, 3 * width)
        self.attention_out = nn.Linear(width, width)
        self.attention_norm = nn.LayerNorm(width, eps=1e-12)
        self.inner = nn.Linear(width, inner)
        self.outer = nn.Linear(inner, width)
        self.outer_norm = nn.LayerNorm(width, eps=1e-12)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        batch, count, width = x.shape
        parts = self.attention_in(x).view(batch, count, 3, self.heads, width // self.heads)
        query, key, value = parts.permute(2, 0, 3, 1, 4).unbind(0)
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        mixed = self.attention_out(mixed.transpose(1, 2).reshape(batch, count, width))
        x = self.attention_norm(x + functional.dropout(mixed, self.dropout, self.training))
        inner = self.outer(functional.gelu(self.inner(x)))
        result: Tensor = self.outer_norm(x + functional.dropout(inner, self.dropout, self.training))
        return result


class Encoder(nn.Module):
    """MiniLM with the units' features added to the embeddings."""

    def __init__(self, folder: pathlib.Path, dropout: float) -> None:
        super().__init__()
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        width = config["hidden_size"]
        self.words = nn.Embedding(config["vocab_size"], width)
        self.positions = nn.Embedding(config["max_position_embeddings"], width)
        self.features = nn.ModuleList(nn.Embedding(size, width) for size in FEATURE_SIZES)
        self.norm = nn.LayerNorm(width, eps=1e-12)
        self.layers = nn.ModuleList(
            Layer(width, config["num_attention_heads"], config["intermediate_size"], dropout)
            for _ in range(config["num_hidden_layers"])
        )
        self.dropout = dropout
        self._load(safetensors.torch.load_file(folder / "model.safetensors"))

    def _load(self, weights: dict[str, Tensor]) -> None:
        names = {"words.weight": "embeddings.word_embeddings.weight"}
        for kind in ("weight", "bias"):
            names[f"norm.{kind}"] = f"embeddings.LayerNorm.{kind}"
            for n in range(len(self.layers)):
                theirs = f"encoder.layer.{n}"
                output = f"{theirs}.attention.output"
                names |= {
                    f"layers.{n}.attention_out.{kind}": f"{output}.dense.{kind}",
                    f"layers.{n}.attention_norm.{kind}": f"{output}.LayerNorm.{kind}",
                    f"layers.{n}.inner.{kind}": f"{theirs}.intermediate.dense.{kind}",
                    f"layers.{n}.outer.{kind}": f"{theirs}.output.dense.{kind}",
                    f"layers.{n}.outer_norm.{kind}": f"{theirs}.output.LayerNorm.{kind}",
                }
        state = {ours: weights[theirs] for ours, theirs in names.items()}
        for n in range(len(self.layers)):
            for kind in ("weight", "bias"):
                parts = [
                    weights[f"encoder.layer.{n}.attention.self.{p}.{kind}"]
                    for p in ("query", "key", "value")
                ]
                state[f"layers.{n}.attention_in.{kind}"] = torch.cat(parts)
        kinds = weights["embeddings.token_type_embeddings.weight"]
        state["positions.weight"] = weights["embeddings.position_embeddings.weight"] + kinds[0]
        for n, table in enumerate(self.features):
            state[f"features.{n}.weight"] = torch.zeros_like(cast(nn.Embedding, table).weight)
        self.load_state_dict(state)
        self.words.weight.requires_grad_(False)

    def forward(self, pieces: Tensor, features: Tensor, mask: Tensor | None) -> Tensor:
        places = torch.arange(pieces.shape[1], device=pieces.device)
        x: Tensor = self.words(pieces) + self.positions(places)[None]
        for n, table in enumerate(self.features):
            x = x + table(features[..., n])
        x = functional.dropout(self.norm(x), self.dropout, self.training)
        for layer in self.layers:
            x = layer(x, mask)
        return x


class SpanScores(nn.Module):
    """A score for each span in each role: its inside, its two ends together, its length."""

    def __init__(self, width: int, roles: int) -> None:
        super().__init__()
        self.roles = roles
        self.inside = nn.Linear(width, roles)
        self.edges = nn.Linear(width, 2 * roles)
        self.ends = nn.Linear(width, 2 * roles * SPAN_DIMENSION)
        self.lie = nn.Embedding(EDGE_CLASSES * EDGE_CLASSES * RELATION_CLASSES, roles)
        self.length = nn.Embedding(len(LENGTHS) + 1, roles)
        sizes = torch.arange(-LONGEST_WINDOW, LONGEST_WINDOW) + 1
        buckets = (sizes[:, None] >= torch.tensor(LENGTHS)).sum(-1)
        self.register_buffer("buckets", buckets, persistent=False)
        nn.init.zeros_(self.lie.weight)
        nn.init.zeros_(self.length.weight)
        nn.init.constant_(self.edges.bias, -2.0)

    def forward(self, states: Tensor, given: Inputs) -> tuple[Tensor, Tensor]:
        """Span scores [B, U, U, R] and the scores of single units inside a span [B, U, R]."""
        batch, count, _ = states.shape
        inside = self.inside(states)
        total = inside.cumsum(1)
        begin, finish = self.edges(states).view(batch, count, 2, self.roles).unbind(2)
        with torch.autocast(states.device.type, torch.bfloat16, enabled=self.training):
            ends = functional.gelu(self.ends(states)).float()
        ends = ends.view(batch, count, 2, self.roles, SPAN_DIMENSION)
        first, last = ends.permute(2, 0, 3, 1, 4).unbind(0)
        together = (first @ last.transpose(2, 3)).permute(0, 2, 3, 1) / SPAN_DIMENSION**0.5
        scores = together + (total + finish)[:, None] + (begin + inside - total)[:, :, None]
        both = given.start_class[:, :, None] * EDGE_CLASSES + given.end_class[:, None]
        scores = scores + self.lie(both * RELATION_CLASSES + given.relation)
        place = torch.arange(count, device=states.device)
        by_size = self.length(cast(Tensor, self.buckets))
        return scores + by_size[place[None] - place[:, None] + LONGEST_WINDOW][None], inside


class Links(nn.Module):
    """Scores between spans of one kind (contents and cues, or cues and sources)."""

    def __init__(self) -> None:
        super().__init__()
        self.lies = nn.ModuleList(nn.Embedding(size, 1) for size in LIE_SIZES)
        self.none = nn.Linear(LINK_DIMENSION, 1)
        for table in self.lies:
            nn.init.zeros_(cast(nn.Embedding, table).weight)

    def tables(self) -> list[Tensor]:
        """The weights of each measure of LIE_SIZES, [size, 1] each."""
        return [cast(nn.Embedding, table).weight for table in self.lies]

    def forward(self, asking: Tensor, offered: Tensor, lie: Tensor) -> Tensor:
        """[N, M + 1] from vectors [N, D] and [M, D]; the last column is no link."""
        scores = asking @ offered.T
        for n, table in enumerate(self.lies):
            scores = scores + table(lie[..., n]).squeeze(-1)
        return torch.cat([scores, self.none(asking)], 1)


class AttributionNetwork(nn.Module):
    """Everything that is trained."""

    def __init__(self, folder: pathlib.Path, *, roles: int = 3, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = Encoder(folder, dropout)
        width = self.encoder.norm.normalized_shape[0]
        self.spans = SpanScores(width, roles)
        self.link_vectors = nn.Linear(width, 4 * 2 * LINK_DIMENSION)
        self.content_to_cue = Links()
        self.cue_to_source = Links()
        self.dropout = dropout

    def states(self, given: Inputs) -> Tensor:
        """[B, U, D]: the encoder's state at each unit's first piece."""
        encoded = self.encoder(given.pieces, given.features, given.piece_mask)
        index = given.first_pieces[..., None].expand(-1, -1, encoded.shape[-1])
        return functional.dropout(encoded.gather(1, index).float(), self.dropout, self.training)

    def forward(self, given: Inputs) -> tuple[Tensor, Tensor, Tensor]:
        """Span scores [B, U, U, R], inside scores [B, U, R], link vectors [B, U, 4, 2, D]."""
        states = self.states(given)
        scores, inside = self.spans(states, given)
        return scores, inside, self.vectors(states)

    def vectors(self, states: Tensor) -> Tensor:
        """[B, U, 4, 2, D]: each unit as first and as last of a span that asks or is offered."""
        with torch.autocast(states.device.type, torch.bfloat16, enabled=self.training):
            vectors = self.link_vectors(states).float()
        result: Tensor = vectors.unflatten(-1, (4, 2, LINK_DIMENSION)) / LINK_DIMENSION**0.25
        return result
