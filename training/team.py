"""Several processes of one machine, one core each, that train one network together.

Each works on its own share of every batch and the gradients are averaged before each step, so the
processes' networks stay the same. On a machine whose cores others use too this is faster than one
process with several threads, which waits for the slowest thread in every operation."""

import dataclasses
import datetime
import os
import pathlib
import tempfile
from collections.abc import Callable, Iterable

import torch
import torch.distributed
import torch.multiprocessing
from torch import nn


@dataclasses.dataclass(frozen=True, kw_only=True)
class Team:
    """One process's place among those that train together."""

    rank: int = 0
    size: int = 1

    def average_gradients(self, parameters: Iterable[nn.Parameter]) -> None:
        """Give every process the mean of all gradients; a missing gradient counts as zero."""
        if self.size == 1:
            return
        learned = [p for p in parameters if p.requires_grad]
        flat = torch.cat(
            [(torch.zeros_like(p) if p.grad is None else p.grad).reshape(-1) for p in learned]
        )
        torch.distributed.all_reduce(flat)
        flat /= self.size
        parts = torch.split(flat, [p.numel() for p in learned])
        for parameter, part in zip(learned, parts, strict=True):
            parameter.grad = part.view_as(parameter)


def together(size: int, work: Callable[[Team], None]) -> None:
    """Run `work`, which must be picklable, in that many processes; in this one when it is 1."""
    if size == 1:
        work(Team())
        return
    with tempfile.TemporaryDirectory() as folder:
        meeting = (pathlib.Path(folder) / "meeting").as_uri()
        torch.multiprocessing.spawn(_member, args=(size, meeting, work), nprocs=size)  # type: ignore[attr-defined, no-untyped-call]


def _member(rank: int, size: int, meeting: str, work: Callable[[Team], None]) -> None:
    torch.set_num_threads(max(1, (os.cpu_count() or 1) // size))
    patience = datetime.timedelta(hours=2)
    torch.distributed.init_process_group(
        "gloo", init_method=meeting, rank=rank, world_size=size, timeout=patience
    )
    try:
        work(Team(rank=rank, size=size))
    finally:
        torch.distributed.destroy_process_group()
