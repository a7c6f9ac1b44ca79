"""Many sessions at once at the page's endpoints: how long they wait, and whether any goes wrong.

    python -m benchmarks.page_load --data DIR [--sessions 16] [--seconds 60] [--pause 0]

The page is served by a process of its own, as `onrecord chat` does. Each session asks about one
speaker of the archive: what they said, and what on each of their topics. First every session gets
its answers alone; then all ask at once, and each answer has to be the same as before, to the
letter: a failed call or a word of somebody else's answer counts as wrong.
"""

import argparse
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from gradio_client import Client


class Session(threading.Thread):
    """One person at the page, who asks on `pause` seconds after an answer is there."""

    def __init__(self, address: str, speaker: dict[str, Any], seconds: float, pause: float) -> None:
        super().__init__(name=speaker["name"])
        name = speaker["name"]
        topics = speaker["topics"][:3]
        self.questions = [f"What did {name} say?"]
        self.questions += [f"What did {name} say about {topic}?" for topic in topics]
        self._address = address
        self._seconds = seconds
        self._pause = pause
        self._alone: dict[str, Any] = {}
        self.waited: list[float] = []
        self.wrong: list[str] = []

    def ask_alone(self, client: Client) -> None:
        """Get the answers that the session has to get later, too."""
        for question in self.questions:
            self._alone[question] = _words(client.predict(question, api_name="/ask"))

    def run(self) -> None:
        with tempfile.TemporaryDirectory() as downloads:
            client = _client(self._address, downloads)
            end = time.monotonic() + self._seconds
            while time.monotonic() < end:
                for question in self.questions:
                    began = time.monotonic()
                    try:
                        answer = client.predict(question, api_name="/ask")
                    except Exception as error:
                        self.wrong.append(f"{question!r}: {error}")
                        continue
                    self.waited.append(time.monotonic() - began)
                    if _words(answer) != self._alone[question]:
                        self.wrong.append(f"{question!r}: another answer than alone")
                    time.sleep(self._pause)


def _words(answer: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in answer.items() if key != "took_ms"}


def _client(address: str, downloads: str) -> Client:
    return Client(address, verbose=False, analytics_enabled=False, download_files=downloads)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    options.add_argument("--data", type=Path, required=True, help="the archive's folder")
    options.add_argument("--sessions", type=int, default=16)
    options.add_argument("--seconds", type=float, default=60.0)
    options.add_argument("--pause", type=float, default=0.0, help="seconds between questions")
    given = options.parse_args()
    command = [sys.executable, "-m", "assistant.cli", "chat", "--no-browser"]
    with subprocess.Popen(
        [*command, "--data", str(given.data)], stdout=subprocess.PIPE, text=True
    ) as page:
        try:
            assert page.stdout is not None
            address = page.stdout.readline().split()[4]
            with tempfile.TemporaryDirectory() as downloads:
                client = _client(address, downloads)
                speakers = client.predict(None, 4 * given.sessions, api_name="/speakers")
                people = [one for one in speakers if one["is_person"] and " " in one["name"]]
                sessions = [
                    Session(address, one, given.seconds, given.pause)
                    for one in people[: given.sessions]
                ]
                for session in sessions:
                    session.ask_alone(client)
            for session in sessions:
                session.start()
            for session in sessions:
                session.join()
        finally:
            page.terminate()
    waited = sorted(wait for session in sessions for wait in session.waited)
    wrong = [one for session in sessions for one in session.wrong]
    print(f"{len(sessions)} sessions, {given.seconds:.0f} s, {len(waited):,} answers")
    for share in (0.5, 0.95, 0.99):
        print(f"{share:.0%} within {waited[int(share * (len(waited) - 1))]:.3f} s")
    print(f"{sum(wait < 1 for wait in waited) / len(waited):.1%} within 1 s")
    print(f"{len(wrong)} went wrong", *wrong[:20], sep="\n")


if __name__ == "__main__":
    main()
