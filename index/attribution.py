"""Find reported speech in an article: what was said, the words that say so, and who said it.

The model is a small BERT (all-MiniLM-L6-v2, fine-tuned; see training/README.md) that scores every
span of a window of text as a content, a cue or a source, and which of them belong together. It
runs on onnxruntime alone. Each window is read by itself, so what is found in an article depends
on nothing but its text."""

import dataclasses
import hashlib
import json
import pathlib
from concurrent.futures import Executor
from typing import Any

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from corpus.errors import OnRecordError
from index.attribution_decode import DecodeSettings, Reading, UnitAttribution, decode
from index.attribution_links import LinkWeights
from index.attribution_spans import UnitSpan
from index.attribution_units import Units, units_of
from index.attribution_windows import Window, window_inputs, windows_of
from index.inference import session_of, workers

MODEL_FOLDER = pathlib.Path(__file__).parent / "models" / "attribution"
OPENING_MARKS = "\"'“‘«„`"
CLOSING_MARKS = "\"'”’»"

Spans = tuple[tuple[int, int], ...]


class AttributionModelError(OnRecordError):
    """The model's files are missing, damaged or not of this version; the message says which."""


@dataclasses.dataclass(frozen=True, kw_only=True)
class Attribution:
    """One piece of reported speech; every span is (start, end) in characters of the article's text.

    `content` has at least one span and is in reading order; `cue` and `source` may be empty.
    `probability` is the model's own, from 0 to 1, that the least certain content span is exactly
    right."""

    content: Spans
    cue: Spans
    source: Spans
    probability: float


class AttributionTagger:
    """Finds the attributions of a text; make one with `load`."""

    def __init__(
        self,
        session: onnxruntime.InferenceSession,
        tokenizer: Tokenizer,
        metadata: dict[str, Any],
        workers: Executor,
    ) -> None:
        self._session = session
        self._workers = workers
        self._tokenizer = tokenizer
        self._first_piece = _piece(tokenizer, "[CLS]")
        self._last_piece = _piece(tokenizer, "[SEP]")
        self._window_sizes: dict[str, int] = metadata["windows"]
        self._settings = DecodeSettings(
            longest=metadata["longest"],
            floors=tuple(metadata["floors"][role] for role in metadata["roles"]),
        )
        self._content_to_cue = _link_weights(metadata["links"]["content_to_cue"])
        self._cue_to_source = _link_weights(metadata["links"]["cue_to_source"])

    @classmethod
    def load(cls, folder: pathlib.Path = MODEL_FOLDER, *, threads: int = 0) -> "AttributionTagger":
        """The tagger of a model folder, its files' SHA-256 checked; 0 threads means one a core.

        Raises AttributionModelError when a file is missing or is not the one that model.json names.
        """
        try:
            metadata = json.loads((folder / "model.json").read_text(encoding="utf-8"))
            files = {name: (folder / name).read_bytes() for name in metadata["files"]}
        except (OSError, ValueError) as error:
            raise AttributionModelError(
                f"cannot read the attribution model in {folder}: {error}; train it again with "
                "python -m training.statements, or restore the folder"
            ) from error
        for name, content in files.items():
            if hashlib.sha256(content).hexdigest() != metadata["files"][name]:
                raise AttributionModelError(
                    f"{folder / name} is not the file model.json names (SHA-256 differs)"
                )
        tokenizer = Tokenizer.from_buffer(files["tokenizer.json"])
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return cls(session_of(files["model.onnx"]), tokenizer, metadata, workers(threads))

    def attributions(self, text: str) -> list[Attribution]:
        """The attributions of a text in reading order; the spans of one never overlap another's."""
        units = units_of(text, self._tokenizer)
        windows = windows_of(units, **self._window_sizes)
        readings = list(self._workers.map(lambda window: self._read(units, window), windows))
        found = decode(units, readings, self._settings, self._content_to_cue, self._cue_to_source)
        return [_attribution(text, units, one) for one in found]

    def _read(self, units: Units, window: Window) -> Reading:
        inputs = window_inputs(units, window, self._first_piece, self._last_piece)
        scores, vectors = self._session.run(
            ["scores", "vectors"], {name: array[None] for name, array in inputs.items()}
        )
        return Reading(window=window, scores=scores[0], vectors=vectors[0])


def model_stamp(folder: pathlib.Path = MODEL_FOLDER) -> str:
    """The first digits of the model's SHA-256 as model.json has it; "none" where that is lacking.

    Loading the model is what reports a missing or damaged file."""
    try:
        named = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        return str(named["files"]["model.onnx"])[:12]
    except (OSError, ValueError, KeyError):
        return "none"


def _piece(tokenizer: Tokenizer, name: str) -> int:
    number = tokenizer.token_to_id(name)
    if number is None:
        raise AttributionModelError(f"the attribution model's tokenizer has no word piece {name}")
    return number


def _link_weights(stored: dict[str, Any]) -> LinkWeights:
    return LinkWeights(
        tables=tuple(np.array(table, dtype=np.float32) for table in stored["tables"]),
        none=np.array(stored["none"], dtype=np.float32),
        none_bias=stored["none_bias"],
    )


def _attribution(text: str, units: Units, found: UnitAttribution) -> Attribution:
    def characters(span: UnitSpan | None) -> Spans:
        return ((int(units.starts[span.start]), int(units.ends[span.end])),) if span else ()

    return Attribution(
        content=tuple(_with_marks(text, *characters(span)[0]) for span in found.contents),
        cue=characters(found.cue),
        source=characters(found.source),
        probability=min(span.probability for span in found.contents),
    )


def _with_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """The span with the quotation marks around it, and the stop before the closing mark.

    The model leaves marks at a span's ends out. A mark is taken in when its fellow stands at the
    other end or inside the span."""
    first = start
    while first > 0 and text[first - 1] in OPENING_MARKS:
        first -= 1
    last = end
    while last < len(text) and last < end + 4 and text[last] in CLOSING_MARKS + ".,;:!?":
        last += 1
    while last > end and text[last - 1] not in CLOSING_MARKS:
        last -= 1
    opened, closed = first < start, last > end
    inside = text[start:end]
    return (
        first if opened and (closed or any(mark in inside for mark in CLOSING_MARKS)) else start,
        last if closed and (opened or any(mark in inside for mark in OPENING_MARKS)) else end,
    )
