"""Replies of a chat model kept by content, so that a question set can be run again for nothing.

One file a reply, named by a SHA-256 over the model and all the messages but the day of asking;
written under another name first, so that processes may share the folder.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from assistant.answer import Usage
from assistant.chat.prompts import TODAY
from assistant.chat.reply import ChatModel, Message, Piece


class CachedModel:
    """A chat model whose whole replies are kept in a folder; a failed reply never is."""

    def __init__(self, model: ChatModel, folder: Path, *, endpoint: str | None = None) -> None:
        self._model = model
        self._folder = folder
        self._endpoint = endpoint

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

    def _path(self, messages: Sequence[Message]) -> Path:
        said = [
            (who, "\n".join(line for line in text.split("\n") if not line.startswith(TODAY)))
            for who, text in messages
        ]
        key = json.dumps([self.name, self._endpoint, said], ensure_ascii=True)
        digest = hashlib.sha256(key.encode("ascii")).hexdigest()
        return self._folder / digest[:2] / f"{digest}.json"


def _read(path: Path) -> list[Piece] | None:
    try:
        kept = json.loads(path.read_text("utf-8"))
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
