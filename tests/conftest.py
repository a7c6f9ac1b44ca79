"""What all tests share: the prepared model, and archives in a folder of the test's own."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import platformdirs
import pytest

from index.archive import Archive
from index.encoder import DEFAULT_MODEL, Encoder, load_encoder

NewArchive = Callable[..., Archive]


@pytest.fixture(scope="session")
def model_cache() -> Path:
    """The folder with the prepared default model: the user's, so that it is made once only."""
    return Path(os.environ.get("ONRECORD_CACHE") or platformdirs.user_cache_dir("onrecord"))


@pytest.fixture(scope="session")
def encoder(model_cache: Path) -> Encoder:
    return load_encoder(DEFAULT_MODEL, model_cache)


@pytest.fixture
def new_archive(tmp_path: Path, model_cache: Path) -> Iterator[NewArchive]:
    """Opens archives below the test's folder, by name, and closes them after the test."""
    with ExitStack() as stack:

        def open_archive(name: str = "data", **how: Any) -> Archive:
            return stack.enter_context(Archive(tmp_path / name, cache=model_cache, **how))

        yield open_archive


@pytest.fixture
def archive(new_archive: NewArchive) -> Archive:
    """One empty archive."""
    return new_archive()
