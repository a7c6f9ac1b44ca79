"""Replies of a chat model kept by content, so that a question set can be run again for nothing.

One file a reply, named by a SHA-256 over the model and all the messages but the day of asking;
written under another name first, so that processes may share the folder. The replies that were
used least lately go when the folder has grown past its bound.
"""

import hashlib
import json
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from assistant.answer import Usage
from assistant.chat.prompts import TODAY
from assistant.chat.reply import ChatModel, Message, Piece

MOST_BYTES = 256_000_000
"""What the kept replies of an archive may take on the disk: some 50,000 of ordinary length."""

_LOOK_EVERY = 100
"""Replies written between two looks at the size of the folder."""

_ABANDONED = 86_400.0
"""Seconds after which a reply half written belongs to no process any more."""


class CachedModel:
    """A chat model whose whole replies are kept in a folder; a failed reply never is."""

    def __init__(
        self,
        model: ChatModel,
        folder: Path,
        *,
        endpoint: str | None = None,
        most_bytes: int = MOST_BYTES,
    ) -> None:
        self._model = model
        self._folder = folder
        self._endpoint = endpoint
        self._most_bytes = most_bytes
        self._written = 0

    @property
    def name(self) -> str:
        return self._model.name

    def stream(self, messages: Sequence[Message]) -> Iterator[Piece]:
        path = self._path(messages)
        kept = _read(path)
        if kept is not None:
            yield from kept
            return
        text = ""
        usage: Usage | None = None
        for piece in self._model.stream(messages):
            text += piece.text
            usage = piece.usage or usage
            yield piece
        with suppress(OSError):  # a full disk takes the cache away, not the answer
            _write(path, text, usage)
            if self._written % _LOOK_EVERY == 0:
                prune(self._folder, self._most_bytes)
            self._written += 1

    def _path(self, messages: Sequence[Message]) -> Path:
        said = [
            (who, "\n".join(line for line in text.split("\n") if not line.startswith(TODAY)))
            for who, text in messages
        ]
        key = json.dumps([self.name, self._endpoint, said], ensure_ascii=True)
        digest = hashlib.sha256(key.encode("ascii")).hexdigest()
        return self._folder / digest[:2] / f"{digest}.json"


def prune(folder: Path, most_bytes: int) -> None:
    """Delete the replies used least lately until the rest take nine tenths of a bound, if past it.

    Other processes may read, write and prune in the same folder meanwhile.
    """
    found = []
    for path in folder.glob("*/*"):
        with suppress(OSError):
            state = path.stat()
            if path.suffix != ".json" and time.time() - state.st_mtime > _ABANDONED:
                path.unlink()
            else:
                found.append((state.st_mtime, str(path), state.st_size))
    total = sum(size for _, _, size in found)
    if total <= most_bytes:
        return
    for _, oldest, size in sorted(found):
        with suppress(OSError):
            Path(oldest).unlink()
        total -= size
        if total <= 0.9 * most_bytes:
            return


def _read(path: Path) -> list[Piece] | None:
    try:
        kept = json.loads(path.read_text("utf-8"))
        os.utime(path)  # when it was last used, for prune
        usage = Usage(**kept["usage"]) if kept["usage"] else None
        return [
            Piece(text=str(kept["text"])),
            Piece(text="", usage=replace(usage, cached=True) if usage else None),
        ]
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write(path: Path, text: str, usage: Usage | None) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}")
    kept = {"text": text, "usage": usage.to_json() if usage else None}
    unfinished.write_text(json.dumps(kept), "utf-8")
    unfinished.replace(path)
