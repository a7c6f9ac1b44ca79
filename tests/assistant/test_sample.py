"""The sample archive: made where it is missing, and again where another version made it."""

from pathlib import Path

import pytest

from assistant.sample import sample_archive, sample_settings
from assistant.settings import Settings


@pytest.mark.parametrize(
    ("fact", "value"),
    [("schema", "0"), ("encoder", "all-MiniLM-L6-v2 (onnx-int8-1, 384 dimensions, 53aa51172d14)")],
)
def test_a_sample_of_another_format_or_model_makes_room(
    tmp_path: Path, model_cache: Path, fact: str, value: str
) -> None:
    settings = Settings(data=tmp_path / "data", cache=model_cache)
    with sample_archive(settings) as archive:
        assert archive.coverage().articles == 30
        archive.ledger.set_fact(fact, value)

    with sample_archive(settings) as archive:
        assert archive.coverage().articles == 30

    assert sample_settings(settings).data == tmp_path / "data-sample"
    assert not settings.data.exists()
