"""An archive that its user may not read or write: one line, and no harm."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.build import Builder
from tests.conftest import NewArchive
from tests.faults.news import made, readings

_ROOT = Path(__file__).parents[2]
_POWERLESS = ("setpriv", "--bounding-set=-all", "--inh-caps=-all") if os.geteuid() == 0 else ()
"""Takes from the system's administrator the power to read and write everything."""

pytestmark = pytest.mark.skipif(
    bool(_POWERLESS) and not shutil.which(_POWERLESS[0]), reason="nothing is forbidden to root"
)


@pytest.fixture
def data(new_archive: NewArchive, tmp_path: Path) -> Iterator[Path]:
    with new_archive("data") as archive, archive.writing():
        Builder(archive).add(readings(made(1), made(2)))
    yield tmp_path / "data"
    for path in (tmp_path / "data", tmp_path / "data" / "vectors"):
        path.chmod(0o700)


def onrecord(data: Path, cache: Path, *arguments: str) -> tuple[int, str]:
    """The exit status, and all that was said."""
    done = subprocess.run(
        [*_POWERLESS, sys.executable, "-m", "assistant.cli", *arguments],
        env={**os.environ, "ONRECORD_DATA": str(data), "ONRECORD_CACHE": str(cache)},
        cwd=_ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


@pytest.mark.parametrize("forbidden", ["", "vectors"])
def test_what_may_not_be_read_is_told_and_not_taken_for_damaged(
    data: Path, model_cache: Path, forbidden: str
) -> None:
    (data / forbidden).chmod(0)
    owner = (data / forbidden).owner()
    for command in (("doctor", "--repair"), ("ask", "Who?")):
        assert onrecord(data, model_cache, *command) == (
            1,
            f"onrecord: {data / forbidden} may not be read by you (it belongs to the user {owner})"
            ": ask for the right to, or choose another data folder with --data\n",
        )
    (data / forbidden).chmod(0o700)
    assert onrecord(data, model_cache, "doctor") == (0, "No damage found.\n")


def test_what_may_not_be_written_ends_an_addition_in_one_line(
    data: Path, model_cache: Path, tmp_path: Path
) -> None:
    """While it was still loading its models, which must not be cut off."""
    (tmp_path / "a.txt").write_text("Words.")
    data.chmod(0o500)
    status, said = onrecord(data, model_cache, "add", str(tmp_path / "a.txt"))
    assert (status, said) == (
        1,
        f"onrecord: the archive {data} cannot be written to (Permission denied): check the "
        "folder's rights and the disk's space\n",
    )
