"""Files made to harm a parser, and some hundred mutated ones of each format."""

from pathlib import Path

import pytest

from corpus.confined import read_confined
from corpus.rejection import Rejection
from tests.faults.crafted import WORDS, crafted, no_page, pdf_with, read_one
from tests.faults.fuzz import fuzz, originals


@pytest.mark.parametrize("format", ["txt", "md", "html", "json", "jsonl", "csv", "pdf", "rss"])
def test_mutated_files_end_no_reader(format: str) -> None:
    outcome = fuzz(format, originals()[format], inputs=60, seed=7)
    assert outcome.killed == ()
    assert outcome.most_megabytes < 1024


@pytest.mark.parametrize("bomb", ["zip bomb.pdf", "zip bomb twice.pdf", "letters in a bomb.pdf"])
def test_a_zip_bomb_is_opened_and_refused(bomb: str) -> None:
    """Opened: a file that is no PDF to begin with would be refused too."""
    outcome = read_one(bomb, crafted(10)[bomb]())
    assert "Limit reached while decompressing" in outcome.reason
    assert not outcome.is_harmful


def test_a_sound_pdf_made_the_same_way_is_read() -> None:
    assert read_one("sound.pdf", pdf_with(b"BT /F1 9 Tf (Words) Tj ET", "")).articles == 1


def test_crafted_files_cost_at_most_themselves(tmp_path: Path) -> None:
    """Whatever they do, the file after them is read."""
    files = crafted(1_000_000)
    for name, make in files.items():
        (tmp_path / name).write_bytes(make())
    (tmp_path / "zzz sound.txt").write_text(WORDS)
    readings = list(read_confined([str(tmp_path)], fetch_page=no_page))
    refused = [one.item for one in readings if isinstance(one.item, Rejection)]
    ended = [one for one in refused if "its reader" in one.reason or "given up" in one.reason]
    assert ended == []
    assert len(refused) > 80
    assert "root:" not in str(readings)
    last = readings[-1].item
    assert not isinstance(last, Rejection)
    assert last.text == WORDS
