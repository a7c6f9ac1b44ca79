"""Nothing leaves the machine: adding, asking, a question set and the page reach no other address.

The whole tree of processes runs with the switches of other people's libraries set as badly as a
user may have them: tracing on, analytics and downloads not forbidden.
"""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
HERE = ROOT / "tests" / "privacy"
_OWN_NETWORK = ("unshare", "--map-root-user", "--net")
_UNSET = (
    "HF_HUB_OFFLINE TRANSFORMERS_OFFLINE HF_HUB_DISABLE_TELEMETRY DO_NOT_TRACK "
    "GRADIO_ANALYTICS_ENABLED ANONYMIZED_TELEMETRY ORT_DISABLE_TELEMETRY CI "
    "XDG_CACHE_HOME XDG_DATA_HOME XDG_CONFIG_HOME HF_HOME PYTEST_CURRENT_TEST"
).split()
_SET = {
    "LANGSMITH_TRACING": "true",
    "LANGCHAIN_TRACING_V2": "true",
    "LANGSMITH_API_KEY": "lsv2_not_a_key",
}


@dataclass(frozen=True, kw_only=True)
class Afternoon:
    """What became of a use of the program, and what its processes tried."""

    outcome: dict[str, Any]
    watched: tuple[str, ...]
    """The command lines of the processes that were watched."""
    tried: tuple[str, ...]
    """Outside addresses that Python code tried to reach, with the process."""
    at_home: tuple[str, ...]
    """Files that were left in the user's home."""


def has_own_network() -> bool:
    """Whether this machine lets a user make a network namespace."""
    if not shutil.which(_OWN_NETWORK[0]):
        return False
    return subprocess.run([*_OWN_NETWORK, "true"], capture_output=True, check=False).returncode == 0


def watching(log: Path) -> dict[str, str]:
    """The environment of a watched process, whose home is beside the log."""
    kept = {name: value for name, value in os.environ.items() if name not in _UNSET}
    path = os.pathsep.join([str(HERE / "watch"), str(ROOT)])
    own = {"PYTHONPATH": path, "HOME": str(log.parent), "ONRECORD_TEST_SOCKETS": str(log)}
    return {**kept, **_SET, **own}


@pytest.fixture(scope="module")
def afternoon(tmp_path_factory: pytest.TempPathFactory, model_cache: Path) -> Afternoon:
    folder = tmp_path_factory.mktemp("afternoon")
    home = tmp_path_factory.mktemp("home")
    log = home / "sockets.txt"
    alone = has_own_network()
    own = {"ONRECORD_CACHE": str(model_cache), "ONRECORD_TEST_ALONE": "yes" if alone else "no"}
    done = subprocess.run(
        [*(_OWN_NETWORK if alone else ()), sys.executable, str(HERE / "use.py"), str(folder)],
        env={**watching(log), **own},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = log.read_text("utf-8").splitlines()
    left = (path.relative_to(home) for path in home.rglob("*") if path.is_file() and path != log)
    return Afternoon(
        outcome=json.loads(done.stdout),
        watched=tuple(line for line in lines if line.startswith("watching ")),
        at_home=tuple(sorted(str(path) for path in left)),
        tried=tuple(
            line
            for line in lines
            if not line.startswith("watching ")
            and "use.py" not in line  # gradio_client's own telemetry, which only its user can end
        ),
    )


def test_it_was_used_and_every_process_was_watched(afternoon: Afternoon) -> None:
    assert afternoon.outcome["ended"] == {"add": 0, "ask": 0, "run": 0}, afternoon.outcome["said"]
    assert (afternoon.outcome["outcome"], afternoon.outcome["shown"]) == ("answered", "answered")
    for command in ("cli add", "cli ask", "cli run", "questions.worker", "cli chat"):
        assert any(command in line for line in afternoon.watched), command


def test_no_python_code_tries_to_reach_another_machine(afternoon: Afternoon) -> None:
    assert afternoon.tried == ()


def test_nothing_is_left_in_the_users_home(afternoon: Afternoon) -> None:
    assert afternoon.at_home == ()


def test_a_model_that_is_not_here_is_not_looked_for_elsewhere(tmp_path: Path) -> None:
    log = tmp_path / "sockets.txt"
    command = [sys.executable, "-m", "assistant.cli", "add", str(ROOT / "corpus" / "sample")]

    done = subprocess.run(
        [*command, "--model", "not/here", "--data", str(tmp_path / "data")],
        env=watching(log),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "'not/here' could not be loaded (OSError): it is not on this machine" in done.stderr
    assert not [line for line in log.read_text("utf-8").splitlines() if "socket." in line]


def test_no_command_is_traced_to_langsmith(tmp_path: Path) -> None:
    code = (
        "from assistant.cli import main; from langsmith.utils import tracing_is_enabled; "
        f"main(['status', '--data', {str(tmp_path / 'data')!r}]); print(tracing_is_enabled())"
    )

    done = subprocess.run(
        [sys.executable, "-c", code],
        env=watching(tmp_path / "sockets.txt"),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout.splitlines()[-1] == "False"


def test_no_packet_of_any_code_looks_for_a_way_out(afternoon: Afternoon) -> None:
    lost = afternoon.outcome["without_a_way_out"]
    if lost is None:
        pytest.skip("this machine lets no user make a network namespace")
    assert lost == 0


@pytest.mark.parametrize(
    "code",
    [
        "import socket; socket.create_connection(('192.0.2.1', 80), 1)",
        "import urllib.request; urllib.request.urlopen('http://example.org')",
        "import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('192.0.2.1', 53))",
        "import socket; socket.create_server(('0.0.0.0', 0))",
    ],
)
def test_the_watch_sees_and_forbids_what_it_is_for(code: str, tmp_path: Path) -> None:
    log = tmp_path / "sockets.txt"

    done = subprocess.run(
        [sys.executable, "-c", code],
        env=watching(log),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "is forbidden here" in done.stderr
    assert any(line.startswith("socket.") for line in log.read_text("utf-8").splitlines())
