"""What a user does in an afternoon, in one tree of processes; what became of it goes out as JSON.

    python use.py FOLDER

Where it runs in a network namespace of its own, it also tells how many packets found no way out of
it: the kernel counts those of any code, be it no Python at all.
"""

import fcntl
import json
import os
import re
import socket
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

from gradio_client import Client

ROOT = Path(__file__).parents[2]
_ON_RECORD = [sys.executable, "-m", "assistant.cli"]


def onrecord(folder: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*_ON_RECORD, *arguments, "--data", str(folder / "data")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def asked_of_the_page(folder: Path, question: str) -> dict[str, Any]:
    """The page's answer, over its endpoint for programs."""
    command = [*_ON_RECORD, "chat", "--no-browser", "--port", "0", "--data", str(folder / "data")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as page:
        try:
            assert page.stdout is not None
            address = re.search(r"http://\S+", page.stdout.readline())
            assert address is not None
            client = Client(address[0], verbose=False, download_files=str(folder / "downloads"))
            answer: dict[str, Any] = client.predict(question, api_name="/ask")
            return answer
        finally:
            page.terminate()


def loopback_up() -> None:
    """Make 127.0.0.1 usable, which a new network namespace does not do by itself."""
    with socket.socket() as any_socket:
        flags = struct.pack("16sh14x", b"lo", 0x1 | 0x40)  # IFF_UP, IFF_RUNNING
        fcntl.ioctl(any_socket, 0x8914, flags)  # SIOCSIFFLAGS


def without_a_way_out() -> int:
    """Packets of this network namespace that had no route, since it was made."""
    names, values = re.findall(r"^Ip: (.*)$", Path("/proc/net/snmp").read_text(), re.MULTILINE)
    return int(dict(zip(names.split(), values.split(), strict=True))["OutNoRoutes"])


def main() -> None:
    folder = Path(sys.argv[1])
    alone = os.environ.get("ONRECORD_TEST_ALONE") == "yes"
    if alone:
        loopback_up()
    questions = folder / "set.jsonl"
    asked = [f"What did Stoltenberg say about NATO {number}?" for number in range(4)]
    questions.write_text("\n".join(json.dumps({"question": one}) for one in asked), "utf-8")
    results = folder / "results.jsonl"
    added = onrecord(folder, "add", str(ROOT / "corpus" / "sample"))
    answer = onrecord(folder, "ask", "What did Stoltenberg say about NATO?", "--json")
    run = onrecord(
        *(folder, "run", str(questions), "--jobs", "2", "--out", str(results)),
        *("--report", str(folder / "report.html")),
    )
    shown = asked_of_the_page(folder, "What did Stoltenberg say about NATO?")
    ended = {"add": added, "ask": answer, "run": run}
    outcome = {
        "ended": {name: one.returncode for name, one in ended.items()},
        "said": {name: one.stderr for name, one in ended.items()},
        "outcome": json.loads(answer.stdout)["outcome"] if answer.stdout else None,
        "shown": shown["outcome"],
        "without_a_way_out": without_a_way_out() if alone else None,
    }
    sys.stdout.write(json.dumps(outcome))


if __name__ == "__main__":
    main()
