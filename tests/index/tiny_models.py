"""Small sentence-transformers models with random weights, made on the spot."""

from pathlib import Path

import torch
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Pooling, StaticEmbedding, Transformer
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789.,!?'\"-"
_SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")


def tiny_bert(folder: Path) -> Path:
    """A BERT of two layers with mean pooling, 64 pieces, and a prompt before questions."""
    torch.manual_seed(7)
    tokenizer = PreTrainedTokenizerFast(
        tokenizer_object=_tokenizer(), model_max_length=64, **_names()
    )
    tokenizer.save_pretrained(folder / "bert")
    config = BertConfig(
        vocab_size=len(_vocabulary()),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=64,
    )
    BertModel(config).save_pretrained(folder / "bert")
    layers = [Transformer(str(folder / "bert"), max_seq_length=64), Pooling(32)]
    made = SentenceTransformer(
        modules=layers, device="cpu", prompts={"query": "who said: ", "document": ""}
    )
    made.save(str(folder / "model"))
    return folder / "model"


def tiny_table(folder: Path) -> Path:
    """A model without layers, a vector for each piece: no graph of word pieces and a mask."""
    torch.manual_seed(7)
    layer = StaticEmbedding(_tokenizer(), embedding_dim=16)
    SentenceTransformer(modules=[layer], device="cpu").save(str(folder))
    return folder


def _vocabulary() -> dict[str, int]:
    pieces = [*_SPECIAL, *_LETTERS, *(f"##{letter}" for letter in _LETTERS)]
    return {piece: number for number, piece in enumerate(pieces)}


def _names() -> dict[str, str]:
    return {f"{name.strip('[]').lower()}_token": name for name in _SPECIAL}


def _tokenizer() -> Tokenizer:
    tokenizer = Tokenizer(models.WordPiece(_vocabulary(), unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B [SEP]", special_tokens=_ends()
    )
    return tokenizer


def _ends() -> list[tuple[str, int]]:
    return [(name, _vocabulary()[name]) for name in ("[CLS]", "[SEP]")]
