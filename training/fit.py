"""The training loop: AdamW with a warm-up, a cosine decay and an average of the weights."""

import copy
import dataclasses
import logging
import math
import time
from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from training.batches import Batch, Link, batch_of, epoch_batches
from training.examples import AnnotatedArticle
from training.network import AttributionNetwork, Links
from training.segments import negative_log_likelihood, span_mask
from training.team import Team

logger = logging.getLogger(__name__)


@dataclasses.dataclass(frozen=True, kw_only=True)
class FitSettings:
    """What a run of the training depends on besides its data and base model."""

    epochs: int = 4
    seed: int = 0
    encoder_rate: float = 3.5e-4
    head_rate: float = 1e-3
    layer_decay: float = 0.9
    weight_decay: float = 0.01
    warm_up: float = 0.06
    batch_pieces: int = 2200
    core_pieces: tuple[int, int] = (200, 300)
    longest: int = 160
    average: float = 0.997
    inside_weight: float = 0.5
    link_weight: float = 1.0


def fit(
    network: AttributionNetwork,
    articles: Sequence[AnnotatedArticle],
    settings: FitSettings,
    team: Team,
    after_epoch: Callable[[int, AttributionNetwork], None],
) -> AttributionNetwork:
    """The network with averaged weights, which `after_epoch` is shown after each epoch."""
    torch.manual_seed(settings.seed + team.rank)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    generator = np.random.default_rng(settings.seed)
    network.to(device)
    averaged = copy.deepcopy(network).eval()
    optimizer = torch.optim.AdamW(_groups(network, settings), weight_decay=settings.weight_decay)
    epochs = [
        epoch_batches(
            articles,
            generator,
            core_pieces=settings.core_pieces,
            batch_pieces=settings.batch_pieces,
        )
        for _ in range(settings.epochs)
    ]
    steps = sum(map(len, epochs))
    rates = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: _rate(step, steps, settings.warm_up)
    )
    step, begun = 0, time.monotonic()
    for epoch, batches in enumerate(epochs):
        network.train()
        sums = np.zeros(4)
        for chosen in batches:
            own = chosen[team.rank :: team.size] or chosen[:1]
            batch = batch_of(own, settings.longest).to(device)
            losses = batch_losses(network, batch, settings)
            loss = (
                losses[0]
                + settings.inside_weight * losses[1]
                + settings.link_weight * (losses[2] + losses[3])
            )
            optimizer.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            team.average_gradients(network.parameters())
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            rates.step()
            step += 1
            _average(averaged, network, min(settings.average, step / (step + 10)))
            values = [float(x.detach()) for x in losses]
            sums += values
            if step % 25 == 0 and team.rank == 0:
                logger.info(
                    "step %d/%d, %.0f s, losses %s",
                    step,
                    steps,
                    time.monotonic() - begun,
                    [round(x, 3) for x in values],
                )
        if team.rank == 0:
            logger.info(
                "epoch %d, mean losses %s", epoch + 1, (sums / len(batches)).round(3).tolist()
            )
            after_epoch(epoch + 1, averaged)
    return averaged.cpu()


def batch_losses(
    network: AttributionNetwork, batch: Batch, settings: FitSettings
) -> tuple[Tensor, ...]:
    """Means over their items: spans, units, links of contents, links of sources."""
    device = batch.lengths.device.type
    with torch.autocast(device, dtype=torch.bfloat16):
        states = network.states(batch.inputs)
    scores, inside = network.spans(states, batch.inputs)
    vectors = network.vectors(states)
    count = states.shape[1]
    mask = span_mask(batch.lengths, count, settings.longest)
    spans = negative_log_likelihood(scores, mask, batch.gold, settings.longest) / max(
        1, len(batch.gold)
    )
    labels = torch.zeros(inside.shape[:2], dtype=torch.int64)
    for n, start, end, role in batch.gold.tolist():
        labels[n, start : end + 1] = role + 1
    real = torch.arange(count, device=inside.device)[None] < batch.lengths[:, None]
    logits = torch.cat([torch.zeros_like(inside[..., :1]), inside], -1)
    units = functional.cross_entropy(
        logits[real], labels.to(inside.device)[real], label_smoothing=0.02
    )
    contents = _link_loss(network.content_to_cue, vectors, batch.content_links, 0)
    sources = _link_loss(network.cue_to_source, vectors, batch.source_links, 2)
    return spans, units, contents, sources


def _link_loss(links: Links, vectors: Tensor, asked: Sequence[Link], which: int) -> Tensor:
    total, items = vectors.new_zeros(()), 0
    for link in asked:
        own = vectors[link.window]
        asking = own[link.asking[:, 0], which, 0] + own[link.asking[:, 1], which, 1]
        offered = own[link.offered[:, 0], which + 1, 0] + own[link.offered[:, 1], which + 1, 1]
        total = total + functional.cross_entropy(
            links(asking, offered, link.lie), link.answer, reduction="sum"
        )
        items += len(link.answer)
    return total / max(1, items)


def _groups(network: AttributionNetwork, settings: FitSettings) -> list[dict[str, object]]:
    """The top layer learns at the encoder's rate, each below at `layer_decay` of the one above."""
    depth = len(network.encoder.layers)
    groups: list[dict[str, object]] = []
    lowest = settings.encoder_rate * settings.layer_decay**depth
    below = [network.encoder.positions, network.encoder.norm]
    groups.append({"params": [p for part in below for p in part.parameters()], "lr": lowest})
    for n, layer in enumerate(network.encoder.layers):
        rate = settings.encoder_rate * settings.layer_decay ** (depth - 1 - n)
        groups.append({"params": list(layer.parameters()), "lr": rate})
    known = {id(p) for group in groups for p in group["params"]}  # type: ignore[attr-defined]
    fresh = [p for p in network.parameters() if p.requires_grad and id(p) not in known]
    groups.append({"params": fresh, "lr": settings.head_rate})
    return groups


def _rate(step: int, steps: int, warm_up: float) -> float:
    begin = max(1, int(steps * warm_up))
    if step < begin:
        return (step + 1) / begin
    return 0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * (step - begin) / max(1, steps - begin)))


@torch.no_grad()
def _average(averaged: nn.Module, network: nn.Module, keep: float) -> None:
    pairs = zip(averaged.parameters(), network.parameters(), strict=True)
    ours, theirs = zip(*((a, b) for a, b in pairs if b.requires_grad), strict=True)
    torch._foreach_lerp_(ours, theirs, 1 - keep)
