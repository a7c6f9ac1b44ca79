"""An archive of each format there has been opens, or is refused with the command that mends it.

`formats/` holds one of each: six articles of `news.made`, as `onrecord add` left them.
"""

import json
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from index.ledger import SCHEMA
from tests.assistant.test_cli import Program

FORMATS = sorted(Path(__file__).with_name("formats").glob("*.zip"))
QUESTION = "What did Maas say about the school?"
QUOTE = "Councillor Piet Maas said the school of district 1 would flood within 2 weeks."


@pytest.fixture
def onrecord(tmp_path: Path, model_cache: Path) -> Program:
    return Program(tmp_path / "data", model_cache)


def test_there_is_an_archive_of_this_format() -> None:
    assert f"format-{SCHEMA}" in [file.stem for file in FORMATS]


@pytest.mark.parametrize("file", FORMATS, ids=lambda file: file.stem)
def test_an_archive_of_a_format_opens_and_answers(
    onrecord: Program, tmp_path: Path, file: Path
) -> None:
    zipfile.ZipFile(file).extractall(tmp_path / "data")
    answer = json.loads(onrecord("ask", QUESTION, "--json").stdout)
    assert [one["quote"] for one in answer["citations"]] == [QUOTE]
    assert onrecord("doctor").stdout == "No damage found.\n"


def test_one_whose_vectors_another_form_of_the_model_made_names_the_command_that_works(
    onrecord: Program, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    zipfile.ZipFile(FORMATS[-1]).extractall(data)
    with closing(sqlite3.connect(data / "ledger.sqlite")) as ledger, ledger:
        ledger.execute(
            "UPDATE facts SET value = replace(value, 'onnx-int8-2', 'onnx-int8') "
            "WHERE name = 'encoder'"
        )

    refused = onrecord("ask", QUESTION)

    command = "onrecord doctor --repair --model all-MiniLM-L6-v2"
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.endswith(f"or index the archive anew with '{command}'\n")
    assert onrecord(*command.split()[1:]).returncode == 0
    assert QUOTE.split(" would")[0] in " ".join(onrecord("ask", QUESTION).stdout.split())
