"""The training loop: AdamW with a warm-up and a cosine decay, and averages of the weights."""

import copy
import dataclasses
import logging
import math
import time
from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from training.batches import Batch, Example, Link, batch_of, epoch_batches
from training.examples import AnnotatedArticle
from training.network import AttributionNetwork, Links
from training.segments import negative_log_likelihood, span_mask
from training.team import Team

logger = logging.getLogger(__name__)


@dataclasses.dataclass(frozen=True, kw_only=True)
class FitSettings:
    """What a run of the training depends on besides its data and base model."""

    epochs: int = 4
    branches: int = 2
    """Networks that are averaged; each costs all epochs but the first."""
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


class Training:
    """A network that is being trained, with its optimizer and the average of its weights."""

    def __init__(self, network: AttributionNetwork, settings: FitSettings, team: Team) -> None:
        self.network = network
        self.averaged = copy.deepcopy(network).eval()
        self._settings = settings
        self._team = team
        self._optimizer = torch.optim.AdamW(
            _groups(network, settings), weight_decay=settings.weight_decay
        )
        self._highest = [group["lr"] for group in self._optimizer.param_groups]
        self._step = 0

    def state(self) -> dict[str, object]:
        """All that decides how the training goes on, as it is now."""
        return copy.deepcopy(
            {
                "network": self.network.state_dict(),
                "averaged": self.averaged.state_dict(),
                "optimizer": self._optimizer.state_dict(),
                "step": self._step,
            }
        )

    def go_back(self, state: dict[str, Any]) -> None:
        """Go on from where `state` was taken."""
        self.network.load_state_dict(state["network"])
        self.averaged.load_state_dict(state["averaged"])
        self._optimizer.load_state_dict(copy.deepcopy(state["optimizer"]))
        self._step = state["step"]

    def learn(self, batches: Sequence[Sequence[Example]], steps: int) -> None:
        """One epoch; `steps` are those of the whole training, by which the rates fall."""
        settings, device = self._settings, next(self.network.parameters()).device
        begun = time.monotonic()
        self.network.train()
        sums = np.zeros(4)
        for chosen in batches:
            rate = _rate(self._step, steps, settings.warm_up)
            for group, highest in zip(self._optimizer.param_groups, self._highest, strict=True):
                group["lr"] = highest * rate
            own = chosen[self._team.rank :: self._team.size] or chosen[:1]
            batch = batch_of(own, settings.longest).to(device)
            losses = batch_losses(self.network, batch, settings)
            loss = (
                losses[0]
                + settings.inside_weight * losses[1]
                + settings.link_weight * (losses[2] + losses[3])
            )
            self._optimizer.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            self._team.average_gradients(self.network.parameters())
            nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
            self._optimizer.step()
            self._step += 1
            keep = min(settings.average, self._step / (self._step + 10))
            _average(self.averaged, self.network, keep)
            values = [float(x.detach()) for x in losses]
            sums += values
            if self._step % 25 == 0 and self._team.rank == 0:
                logger.info(
                    "step %d/%d, %.0f s, losses %s",
                    self._step,
                    steps,
                    time.monotonic() - begun,
                    [round(x, 3) for x in values],
                )
        if self._team.rank == 0:
            logger.info("mean losses %s", (sums / len(batches)).round(3).tolist())


def fit(
    network: AttributionNetwork,
    articles: Sequence[AnnotatedArticle],
    settings: FitSettings,
    team: Team,
) -> AttributionNetwork:
    """The mean of several networks that learned the first epoch as one and then parted.

    Each has learned `settings.epochs` epochs, the later ones in an order of its own, and is itself
    an average over its steps (model soups: Wortsman and others, ICML 2022).
    """
    network.to(torch.device("cuda" if torch.cuda.is_available() else "cpu"))

    def epochs(seed: int, count: int) -> list[list[list[Example]]]:
        generator = np.random.default_rng(seed)
        return [
            epoch_batches(
                articles,
                generator,
                core_pieces=settings.core_pieces,
                batch_pieces=settings.batch_pieces,
            )
            for _ in range(count)
        ]

    torch.manual_seed(settings.seed + team.rank)
    training = Training(network, settings, team)
    first = epochs(settings.seed, 1)
    steps = settings.epochs * len(first[0])
    training.learn(first[0], steps)
    parting = training.state()
    branches: list[dict[str, Tensor]] = []
    for branch in range(settings.branches):
        seed = 1000 * settings.seed + 10 + branch
        torch.manual_seed(seed + team.rank)
        training.go_back(parting)
        for batches in epochs(seed, settings.epochs - 1):
            training.learn(batches, steps)
        branches.append(copy.deepcopy(training.averaged.state_dict()))
    training.averaged.load_state_dict(_mean(branches))
    return training.averaged.cpu()


def _mean(states: Sequence[dict[str, Tensor]]) -> dict[str, Tensor]:
    """The mean of several states of one network; what is no number is that of the first."""
    return {
        name: torch.stack([state[name] for state in states]).mean(0)
        if value.is_floating_point()
        else value
        for name, value in states[0].items()
    }


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
