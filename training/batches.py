"""Windows of annotated articles, put together into tensors."""

import dataclasses
from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from index.attribution_links import lies
from index.attribution_windows import Window, window_inputs, windows_of
from training.examples import AnnotatedArticle, Span
from training.network import Inputs

START_PIECE, END_PIECE = 101, 102
SOURCE, CUE, CONTENT = range(3)

Example = tuple[AnnotatedArticle, Window]
"""What is learned from at a time: a part of an article."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Link:
    """One kind of link in one window: who asks, who is offered, how they lie, the answer."""

    window: int
    asking: Tensor
    offered: Tensor
    lie: Tensor
    answer: Tensor

    def to(self, device: torch.device) -> "Link":
        """The same link on a device."""
        moved = {
            name: getattr(self, name).to(device) for name in ("asking", "offered", "lie", "answer")
        }
        return dataclasses.replace(self, **moved)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Batch:
    """Inputs, units in each window, gold spans [N, 4] as (window, start, end, role), links."""

    inputs: Inputs
    lengths: Tensor
    gold: Tensor
    content_links: tuple[Link, ...]
    source_links: tuple[Link, ...]

    def to(self, device: torch.device) -> "Batch":
        """The same batch on a device."""
        return Batch(
            inputs=self.inputs.to(device),
            lengths=self.lengths.to(device),
            gold=self.gold.to(device),
            content_links=tuple(link.to(device) for link in self.content_links),
            source_links=tuple(link.to(device) for link in self.source_links),
        )


def batch_of(chosen: Sequence[Example], longest: int) -> Batch:
    """The windows as one padded batch; spans longer than `longest` units are cut into several."""
    rows = [
        window_inputs(article.units, window, START_PIECE, END_PIECE) for article, window in chosen
    ]
    lengths = torch.tensor([w.end - w.start for _, w in chosen])
    most_pieces = max(len(row["pieces"]) for row in rows)
    most_units = int(lengths.max())

    def stacked(name: str, shape: tuple[int, ...]) -> Tensor:
        out = np.zeros((len(rows), *shape), dtype=np.int64)
        for n, row in enumerate(rows):
            part = out[n]
            part[tuple(slice(size) for size in row[name].shape)] = row[name]
        return torch.from_numpy(out)

    real = torch.tensor([len(row["pieces"]) for row in rows])
    mask = torch.arange(most_pieces)[None] < real[:, None]
    gold: list[tuple[int, int, int, int]] = []
    content_links: list[Link] = []
    source_links: list[Link] = []
    for n, (article, window) in enumerate(chosen):
        spans = [_clipped(span, window) for span in article.spans if _meets(span, window)]
        for start, end, role in spans:
            gold += [
                (n, i, min(i + longest - 1, end), role) for i in range(start, end + 1, longest)
            ]
        whole = [s for s in article.spans if window.start <= s.start and s.end < window.end]
        sources, cues, contents = (
            [s for s in whole if s.role == role] for role in (SOURCE, CUE, CONTENT)
        )
        content_links += _link(n, article, window, contents, cues, article.cue_of_content)
        source_links += _link(n, article, window, cues, sources, article.source_of_cue)
    return Batch(
        inputs=Inputs(
            pieces=stacked("pieces", (most_pieces,)),
            features=stacked("features", (most_pieces, rows[0]["features"].shape[1])),
            piece_mask=torch.where(mask, 0.0, -1e9)[:, None, None],
            first_pieces=stacked("first_pieces", (most_units,)),
            start_class=stacked("start_class", (most_units,)),
            end_class=stacked("end_class", (most_units,)),
            relation=stacked("relation", (most_units, most_units)),
        ),
        lengths=lengths,
        gold=torch.tensor(gold, dtype=torch.int64).reshape(-1, 4),
        content_links=tuple(content_links),
        source_links=tuple(source_links),
    )


def _meets(span: Span, window: Window) -> bool:
    return span.start < window.end and span.end >= window.start


def _clipped(span: Span, window: Window) -> tuple[int, int, int]:
    return (
        max(span.start, window.start) - window.start,
        min(span.end, window.end - 1) - window.start,
        span.role,
    )


def _link(
    number: int,
    article: AnnotatedArticle,
    window: Window,
    asking: list[Span],
    offered: list[Span],
    answers: dict[Span, Span],
) -> list[Link]:
    """Nothing when there is nobody to ask or to offer; answers out of the window are left out."""
    place = {span: n for n, span in enumerate(offered)}
    asking = [span for span in asking if span not in answers or answers[span] in place]
    if not asking or not offered:
        return []
    one = [(s.start, s.end) for s in asking]
    two = [(s.start, s.end) for s in offered]
    lie = lies(one, two, article.units.sentence, article.units.paragraph)
    answer = [place[answers[s]] if s in answers else len(offered) for s in asking]
    return [
        Link(
            window=number,
            asking=torch.tensor(one) - window.start,
            offered=torch.tensor(two) - window.start,
            lie=torch.from_numpy(lie),
            answer=torch.tensor(answer),
        )
    ]


def epoch_batches(
    articles: Sequence[AnnotatedArticle],
    generator: np.random.Generator,
    *,
    core_pieces: tuple[int, int],
    batch_pieces: int,
) -> list[list[Example]]:
    """Every unit of every article once, in windows of changing length, similar lengths together."""
    chosen: list[tuple[AnnotatedArticle, Window]] = []
    for article in articles:
        size = int(generator.integers(*core_pieces))
        chosen += [
            (article, w)
            for w in windows_of(article.units, core_pieces=size, before_pieces=0, after_pieces=0)
        ]
    noise = generator.normal(0, 15, len(chosen))
    order = sorted(
        range(len(chosen)), key=lambda n: chosen[n][1].end - chosen[n][1].start + noise[n]
    )
    batches: list[list[Example]] = [[]]
    longest = 0
    for n in order:
        size = (
            sum(len(p) for p in chosen[n][0].units.pieces[chosen[n][1].start : chosen[n][1].end])
            + 2
        )
        longest = max(longest, size)
        if batches[-1] and longest * (len(batches[-1]) + 1) > batch_pieces:
            batches.append([])
            longest = size
        batches[-1].append(chosen[n])
    return [batches[n] for n in generator.permutation(len(batches))]
