"""Looks for known advisories on everything that is installed, Gradio first among it.

    python -m tests.faults.advisories

Packages are looked up at PyPI by pip-audit; it needs the network, and names and versions of the
packages leave the machine. An advisory is let pass only by an exception that has a reason and a
last day. Packages that could not be looked up are told, and are a failure: an audit that has looked
at nothing has found nothing.
"""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

LOCAL = frozenset({"on-record", "torch"})
"""This program, and the build of PyTorch for processors alone, which PyPI does not have."""

_NOT_LOOKED_UP = "was not looked up"
_SHOWN = 3


@dataclass(frozen=True, kw_only=True)
class Allowed:
    """An advisory that does not reach this program, and until when that is believed."""

    id: str
    reason: str
    until: date


EXCEPTIONS = (
    Allowed(
        id="CVE-2026-45829",
        reason="of chromadb's Python server, which is never started here; no release mends it",
        until=date(2027, 3, 1),
    ),
)


def problems(audit: Mapping[str, Any], today: date) -> Iterator[str]:
    """What speaks against the packages of an audit (pip-audit's JSON), a line each."""
    allowed = {one.id for one in EXCEPTIONS if today <= one.until}
    for package in audit["dependencies"]:
        name = package["name"]
        if "skip_reason" in package:
            if name not in LOCAL:
                yield f"{name} {_NOT_LOOKED_UP}: {package['skip_reason']}"
            continue
        for found in package["vulns"]:
            if not allowed & {found["id"], *found["aliases"]}:
                mended = ", ".join(found["fix_versions"]) or "none"
                yield f"{name} {package['version']}: {found['id']}, mended in {mended}"


def main() -> int:
    command = "pip_audit --format json --progress-spinner off".split()
    done = subprocess.run([sys.executable, "-m", *command], capture_output=True, text=True)
    try:
        audit = json.loads(done.stdout)
    except ValueError:
        said = " ".join(done.stderr.split())[-300:]
        sys.stdout.write(f"the audit could not be run: {said or 'pip-audit said nothing'}\n")
        return 1
    found = list(problems(audit, datetime.now(UTC).date()))
    missed = [line for line in found if _NOT_LOOKED_UP in line]
    if missed and len(missed) >= len(audit["dependencies"]) - len(LOCAL):
        sys.stdout.write(
            f"nothing was looked up, of {len(missed)} packages: PyPI's advisory service is not "
            "reachable from here\n"
        )
        return 1
    for line in [line for line in found if line not in missed] + missed[:_SHOWN]:
        sys.stdout.write(f"- {line}\n")
    if len(missed) > _SHOWN:
        sys.stdout.write(
            f"- and {len(missed) - _SHOWN} more that were not looked up: is PyPI's advisory "
            "service reachable from here?\n"
        )
    sys.stdout.write(f"{len(audit['dependencies'])} packages, {len(found)} problems\n")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
