"""The tests of faults open many archives; the models are loaded once for all of them."""

from collections.abc import Iterator
from functools import cache

import pytest

from index import models
from index.attribution import AttributionTagger


@pytest.fixture(scope="session", autouse=True)
def models_loaded_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(models, "load_encoder", cache(models.load_encoder))
        patch.setattr(AttributionTagger, "load", cache(AttributionTagger.load))
        yield
