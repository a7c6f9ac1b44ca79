"""The sample archive: made where it is missing, and again where another version made it."""

from pathlib import Path

from assistant.sample import sample_archive, sample_settings
from assistant.settings import Settings


def test_a_sample_of_another_format_makes_room(tmp_path: Path, model_cache: Path) -> None:
    settings = Settings(data=tmp_path / "data", cache=model_cache)
    with sample_archive(settings) as archive:
        assert archive.coverage().articles == 30
        archive.ledger.set_fact("schema", "0")

    with sample_archive(settings) as archive:
        assert archive.coverage().articles == 30

    assert sample_settings(settings).data == tmp_path / "data-sample"
    assert not settings.data.exists()
