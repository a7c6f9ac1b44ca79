"""Where vectors are made: the processor, unless a GPU is there."""

import shutil
from pathlib import Path

import pytest
import torch

from assistant.cli import parser
from assistant.opening import models_of
from assistant.settings import settings_with
from index import devices, models
from index.archive import Archive
from index.devices import DeviceError, device_of
from index.encoder import DEFAULT_MODEL, Encoder
from index.folder import OtherModelError
from index.models import Models

NO_GPU = "this machine has no NVIDIA driver"
ONNX = "all-MiniLM-L6-v2 (onnx-int8-2, 384 dimensions, 53aa51172d14)"
TORCH = "all-MiniLM-L6-v2 (torch, 384 dimensions, 000000000000)"


@pytest.fixture
def loaded(monkeypatch: pytest.MonkeyPatch, encoder: Encoder) -> list[tuple[str, str]]:
    """What is loaded in PyTorch, and where, which is not done."""
    asked: list[tuple[str, str]] = []

    def load(model: str, device: str) -> Encoder:
        asked.append((model, device))
        return encoder

    monkeypatch.setattr(models, "load_in_pytorch", load)
    return asked


def test_without_a_gpu_auto_is_the_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "_fault_of_cuda", lambda: NO_GPU)
    assert (device_of("auto"), device_of("cpu")) == ("cpu", "cpu")
    with pytest.raises(DeviceError) as caught:
        device_of("cuda")
    assert str(caught.value) == (
        "--device cuda cannot be had: this machine has no NVIDIA driver; leave --device out to use "
        "the processor"
    )


def test_with_a_gpu_auto_uses_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(devices, "_fault_of_cuda", lambda: None)
    assert (device_of("auto"), device_of("cuda"), device_of("cpu")) == ("cuda", "cuda", "cpu")


@pytest.mark.skipif(torch.version.cuda is not None, reason="this PyTorch has CUDA")
def test_a_driver_without_a_pytorch_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: "/usr/bin/nvidia-smi")
    with pytest.raises(DeviceError, match=r"the installed PyTorch \S+ is built without CUDA"):
        device_of("cuda")
    assert device_of("auto") == "cpu"


def test_the_command_line_hands_the_device_down(tmp_path: Path) -> None:
    options = parser().parse_args(["add", "news", "--device", "cuda"])
    settings = settings_with(device=options.device, cache=tmp_path)
    assert models_of(settings).device == "cuda"
    assert models_of(settings_with(device=None)).device == "auto"


def test_a_new_archive_is_made_where_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, loaded: list[tuple[str, str]]
) -> None:
    monkeypatch.setattr(devices, "_fault_of_cuda", lambda: None)
    for device in ("cuda", "auto"):
        Models(tmp_path, device=device).encoder_for(None)
    assert loaded == [(DEFAULT_MODEL, "cuda")] * 2


def test_an_archive_is_asked_with_the_form_that_made_it(
    model_cache: Path, monkeypatch: pytest.MonkeyPatch, loaded: list[tuple[str, str]]
) -> None:
    monkeypatch.setattr(devices, "_fault_of_cuda", lambda: None)
    auto = Models(model_cache)
    assert str(auto.encoder_for(ONNX).stamp) == ONNX
    assert loaded == []
    auto.encoder_for(TORCH)
    monkeypatch.setattr(devices, "_fault_of_cuda", lambda: NO_GPU)
    Models(model_cache).encoder_for(TORCH)
    assert loaded == [(DEFAULT_MODEL, "cuda"), (DEFAULT_MODEL, "cpu")]


def test_an_archive_of_the_processor_is_not_mixed_with_a_gpus_vectors(
    tmp_path: Path, model_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(devices, "_fault_of_cuda", lambda: None)
    monkeypatch.setattr(
        models, "load_in_pytorch", lambda model, _: models.Models(model_cache).encoder_for(ONNX)
    )
    with Archive(tmp_path / "data", cache=model_cache, device="cuda") as archive:
        archive.ledger.set_fact("encoder", ONNX.replace("int8-2", "int8-1"))
        with pytest.raises(OtherModelError, match="leave --device out, or index the archive anew"):
            _ = archive.encoder
