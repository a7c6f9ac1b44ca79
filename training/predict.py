"""Attributions of annotated articles, by the network being trained or by the graph made from it."""

import pathlib
from collections.abc import Mapping, Sequence

import onnxruntime

from index.attribution_decode import DecodeSettings, Reading, UnitAttribution, decode
from index.attribution_links import LinkWeights
from index.attribution_windows import window_inputs, windows_of
from training.batches import END_PIECE, START_PIECE
from training.examples import AnnotatedArticle
from training.network import AttributionNetwork, Links

WINDOWS = {"core_pieces": 230, "before_pieces": 44, "after_pieces": 44}
"""How the product cuts an article, in word pieces."""

Readings = Mapping[str, Sequence[Reading]]


def link_weights(links: Links) -> LinkWeights:
    """The learned weights of a kind of link as arrays."""
    return LinkWeights(
        tables=tuple(table.detach().cpu().numpy()[:, 0] for table in links.tables()),
        none=links.none.weight.detach().cpu().numpy()[0],
        none_bias=float(links.none.bias.detach()),
    )


def exported_readings(path: pathlib.Path, articles: Sequence[AnnotatedArticle]) -> Readings:
    """What the exported graph says of each article's windows, by article id."""
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    found: dict[str, list[Reading]] = {}
    for article in articles:
        own = found.setdefault(article.article_id, [])
        for window in windows_of(article.units, **WINDOWS):
            inputs = {
                name: array[None]
                for name, array in window_inputs(
                    article.units, window, START_PIECE, END_PIECE
                ).items()
            }
            scores, vectors = session.run(["scores", "vectors"], inputs)
            own.append(Reading(window=window, scores=scores[0], vectors=vectors[0]))
    return found


def predictions(
    readings: Readings,
    articles: Sequence[AnnotatedArticle],
    network: AttributionNetwork,
    settings: DecodeSettings,
) -> dict[str, list[UnitAttribution]]:
    """The attributions of each article by its id, decoded as in the product."""
    weights = link_weights(network.content_to_cue), link_weights(network.cue_to_source)
    return {
        article.article_id: decode(article.units, readings[article.article_id], settings, *weights)
        for article in articles
    }
