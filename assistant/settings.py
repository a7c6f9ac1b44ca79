"""Settings, from the command line and the environment. With cli.py, all that reads the latter.

Read and checked by hand: pydantic would take a tenth of a second to be imported, of the half second
in which a question is answered.
"""

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

import platformdirs

from corpus.errors import UsageError
from index.devices import AUTO, DEVICES
from index.encoder import DEFAULT_MODEL

_ENVIRONMENT = "ONRECORD_"
_YES = frozenset(["1", "true", "t", "yes", "y", "on"])
_NO = frozenset(["0", "false", "f", "no", "n", "off"])


def _path(value: object) -> Path:
    return Path(str(value))


def _text(value: object) -> str:
    if not value:
        raise ValueError("it may not be empty")
    return str(value)


def _device(value: object) -> str:
    if value not in DEVICES:
        raise ValueError(f"it is one of {', '.join(DEVICES)}")
    return str(value)


def _address(value: object) -> str:
    if not re.match(r"https?://", str(value)):
        raise ValueError("an address begins with http:// or https://")
    return str(value)


def _tokens(value: object) -> int:
    try:
        number = int(str(value))
    except ValueError:
        raise ValueError("a whole number is needed") from None
    if number < 2048:
        raise ValueError("it must be 2048 at least")
    return number


def _seconds(value: object) -> float:
    try:
        number = float(str(value))
    except ValueError:
        raise ValueError("a number is needed") from None
    if not 0 < number < float("inf"):
        raise ValueError("it must be above 0")
    return number


def _yes_or_no(value: object) -> bool:
    word = str(value).casefold()
    if word not in _YES | _NO:
        raise ValueError("it is true or false")
    return word in _YES


_READERS: dict[str, Callable[[object], object]] = {
    "data": _path,
    "cache": _path,
    "model": _text,
    "device": _device,
    "chat_model": _text,
    "chat_base_url": _address,
    "chat_window": _tokens,
    "chat_timeout": _seconds,
    "chat_cache": _yes_or_no,
    "entailment_model": _text,
    "password": str,
}


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Where things are kept and which models are used.

    Each can be given in the environment under its name with ONRECORD_ in front.
    """

    data: Path = field(default_factory=lambda: Path(platformdirs.user_data_dir("onrecord")))
    """The folder of the archive."""

    cache: Path = field(default_factory=lambda: Path(platformdirs.user_cache_dir("onrecord")))
    """Where prepared forms of models are kept, for all archives."""

    model: str = DEFAULT_MODEL
    """The embedding model: a sentence-transformers name or the path of a folder."""

    device: str = AUTO
    """Where new vectors are made: "cpu", "cuda", or "auto", a GPU where there is one."""

    chat_model: str | None = None
    """The chat model that writes answers, PROVIDER:MODEL; without one, sentences are quoted."""

    chat_base_url: str | None = None
    """The address of the chat model's server, where it is not the provider's own."""

    chat_window: int = 8192
    """Tokens that the chat model takes at once."""

    chat_timeout: float = 60.0
    """Seconds to wait for the chat model to send anything."""

    chat_cache: bool | None = None
    """Whether replies of the chat model are kept and used again; without a value, for question sets
    only."""

    entailment_model: str | None = None
    """A sentence-transformers CrossEncoder, by name or path, that judges whether a sentence follows
    from its sources."""

    password: str | None = field(default=None, repr=False)
    """The password of the page's user, or its bcrypt hash. It is never written down."""

    def at(self, folder: Path) -> "Settings":
        """The same, for the archive of another folder."""
        return replace(self, data=folder)

    def as_json(self, *, defaults: bool = True) -> dict[str, Any]:
        """All but the password as JSON, from which `settings_of` makes them again.

        `defaults` says whether those that have their default are there.
        """
        told: dict[str, Any] = {}
        for one in fields(self):
            value = getattr(self, one.name)
            if one.name != "password" and (defaults or value != _default(one)):
                told[one.name] = str(value) if isinstance(value, Path) else value
        return told


def settings_with(**given: object) -> Settings:
    """Settings from the environment, overruled by those given that are not None.

    Raises UsageError for a value that does not fit.
    """
    names = {f"{_ENVIRONMENT}{name}".casefold(): name for name in _READERS}
    stated = {
        names[name.casefold()]: value
        for name, value in os.environ.items()
        if name.casefold() in names
    }
    return settings_of({**stated, **{k: v for k, v in given.items() if v is not None}})


def settings_of(stated: Mapping[str, object]) -> Settings:
    """Settings of the given values alone, None for the default.

    Raises UsageError for a name that there is not, and for a value that does not fit.
    """
    read: dict[str, Any] = {}
    for name, value in stated.items():
        if name not in _READERS:
            raise UsageError(f"there is no setting {name!r}: there are {', '.join(_READERS)}")
        if value is not None:
            try:
                read[name] = _READERS[name](value)
            except ValueError as error:
                shown = "..." if name == "password" else repr(value)
                raise UsageError(f"the setting {name} = {shown}: {error}") from error
    return Settings(**read)


def _default(one: Any) -> Any:
    return one.default if one.default is not MISSING else one.default_factory()
