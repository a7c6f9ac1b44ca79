"""The header of a run: what its answers depend on, so that a later run can be told apart."""

import hashlib
import json
import platform
import sqlite3
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from assistant.questions.case import QuestionSet
from assistant.settings import Settings
from index.archive import Archive

FINGERPRINTS = ("questions", "archive", "models", "settings", "program")
"""What must be the same for a run to be resumed, in the order in which they are compared."""

_LIBRARIES = ("chromadb", "langchain-core", "numpy", "onnxruntime", "sqlalchemy", "tokenizers")
_ROOT = Path(__file__).resolve().parent.parent.parent
_NOT_ANSWERING = ("assistant/questions", "assistant/web")
"""Folders whose code shows answers and does not make them."""

_PLACES = frozenset(["data", "cache", "device", "host", "port"])
"""Settings that say where things are, not what is answered."""


def run_header(
    archive: Archive, questions: QuestionSet, settings: Settings | None, date: datetime
) -> dict[str, Any]:
    """What stands under `run` in the first line of the results."""
    coverage = archive.coverage()
    models = {"embeddings": archive.model_name, "program_models": model_files_digest()}
    given = settings.as_json(defaults=False) if settings else {}
    others = {name: value for name, value in given.items() if name not in _PLACES}
    chosen = {"model": archive.model, **others}
    return {
        "fingerprints": {
            "questions": questions.fingerprint,
            "archive": archive.ledger.fingerprint(),
            "models": _digest(models),
            "settings": _digest(chosen),
            "program": program_digest(),
        },
        "questions": {"file": questions.name, "cases": len(questions.cases)},
        "archive": {
            "articles": coverage.articles,
            "passages": coverage.passages,
            "first_day": coverage.first_day.isoformat() if coverage.first_day else None,
            "last_day": coverage.last_day.isoformat() if coverage.last_day else None,
            "publishers": len(coverage.publishers),
        },
        "models": models,
        "settings": chosen,
        "versions": _versions(),
        "date": date.isoformat(timespec="seconds"),
    }


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[str, ...]:
    """The fingerprints in which two headers differ, by name."""
    before, after = old.get("fingerprints", {}), new.get("fingerprints", {})
    return tuple(name for name in FINGERPRINTS if before.get(name) != after.get(name))


@cache
def program_digest() -> str:
    """SHA-256 over the program's own code as far as it makes answers."""
    return _files_digest(
        path
        for folder in ("corpus", "index", "assistant")
        for path in (_ROOT / folder).rglob("*.py")
        if not path.relative_to(_ROOT).as_posix().startswith(_NOT_ANSWERING)
    )


@cache
def model_files_digest() -> str:
    """SHA-256 over the trained files that come with the program."""
    return _files_digest(
        path
        for folder in ("index", "assistant")
        for path in (_ROOT / folder).rglob("*")
        if path.suffix in (".json", ".onnx", ".npz") and "questions" not in path.parts
    )


def _files_digest(paths: Any) -> str:
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.relative_to(_ROOT).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _digest(values: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode("ascii")).hexdigest()


def _versions() -> dict[str, str]:
    versions = {"python": platform.python_version(), "sqlite": sqlite3.sqlite_version}
    for name in ("on-record", *_LIBRARIES):
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            continue
    return versions
