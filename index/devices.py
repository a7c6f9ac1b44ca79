"""On which device a model in PyTorch runs: the processor, or a GPU that speaks CUDA."""

import shutil
from pathlib import Path
from typing import Literal

from corpus.errors import OnRecordError

AUTO, CPU, CUDA = "auto", "cpu", "cuda"
DEVICES = (AUTO, CPU, CUDA)

Device = Literal["cpu", "cuda"]


class DeviceError(OnRecordError):
    """The device that was asked for is not there."""


def device_of(wanted: str) -> Device:
    """The device for a wish: "auto" is a GPU where there is one. Raises DeviceError without it."""
    if wanted == CPU:
        return "cpu"
    fault = _fault_of_cuda()
    if not fault:
        return "cuda"
    if wanted == CUDA:
        raise DeviceError(
            f"--device cuda cannot be had: {fault}; leave --device out to use the processor"
        )
    return "cpu"


def _fault_of_cuda() -> str | None:
    """Why there is no GPU to be used, in a few words. Imports PyTorch only where a driver is."""
    if not (Path("/proc/driver/nvidia/version").exists() or shutil.which("nvidia-smi")):
        return "this machine has no NVIDIA driver"
    import torch

    if torch.version.cuda is None:
        return f"the installed PyTorch {torch.__version__} is built without CUDA"
    if not torch.cuda.is_available():
        return "PyTorch finds no GPU that it can use"
    return None
