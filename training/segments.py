"""A semi-Markov conditional random field over units: each span, not each word, has a score.

Sarawagi and Cohen, "Semi-Markov Conditional Random Fields for Information Extraction" (2004),
with no scores between neighbouring segments: a unit outside every span scores 0."""

from typing import Any

import torch
from torch import Tensor

LOWEST = -1e9


def forward_backward(scores: Tensor, longest: int) -> tuple[Tensor, Tensor]:
    """The log partition [B] and each span's log probability [B, U, U] from scores [B, U, U]."""
    batch, count, _ = scores.shape
    by_end = scores.permute(2, 0, 1).contiguous()
    by_start = scores.permute(1, 0, 2).contiguous()
    ahead = scores.new_zeros(batch, count + 1)
    behind = scores.new_zeros(batch, count + 1)
    for i in range(count):
        low = max(0, i - longest + 1)
        ended = torch.logsumexp(ahead[:, low : i + 1] + by_end[i][:, low : i + 1], 1)
        ahead[:, i + 1] = torch.logaddexp(ahead[:, i], ended)
        j = count - 1 - i
        high = min(count, j + longest)
        begun = torch.logsumexp(behind[:, j + 1 : high + 1] + by_start[j][:, j:high], 1)
        behind[:, j] = torch.logaddexp(behind[:, j + 1], begun)
    total = ahead[:, count]
    return total, ahead[:, :-1, None] + scores + behind[:, None, 1:] - total[:, None, None]


class LogPartition(torch.autograd.Function):
    """Log partition of the segmentations, whose gradient is the probability of each span."""

    @staticmethod
    def forward(ctx: Any, scores: Tensor, longest: int) -> Tensor:
        total, log_probability = forward_backward(scores.detach(), longest)
        ctx.save_for_backward(log_probability.exp())
        return total

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, None]:
        (probability,) = ctx.saved_tensors
        return probability * gradients[0][:, None, None], None


def span_mask(lengths: Tensor, count: int, longest: int) -> Tensor:
    """[B, U, U]: true where a span from i to j is possible in a window of that many units."""
    place = torch.arange(count, device=lengths.device)
    size = place[None] - place[:, None]
    return (size >= 0) & (size < longest) & (place[None, None] < lengths[:, None, None])


def negative_log_likelihood(scores: Tensor, mask: Tensor, gold: Tensor, longest: int) -> Tensor:
    """Summed over the batch; scores [B, U, U, R], mask [B, U, U], gold [N, 4] (b, i, j, role)."""
    scores = scores.masked_fill(~mask[..., None], LOWEST)
    total: Tensor = LogPartition.apply(torch.logsumexp(scores, -1), longest)  # type: ignore[no-untyped-call]
    b, i, j, role = gold.unbind(1)
    return total.sum() - scores[b, i, j, role].sum()
