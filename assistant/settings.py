"""Settings, from the command line and the environment. With cli.py, all that reads the latter."""

from pathlib import Path

import platformdirs
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.errors import UsageError
from index.encoder import DEFAULT_MODEL


class Settings(BaseSettings):
    """Where things are kept and which models are used.

    Each can be given in the environment under its name with ONRECORD_ in front.
    """

    model_config = SettingsConfigDict(env_prefix="ONRECORD_", extra="forbid", frozen=True)

    data: Path = Field(
        default_factory=lambda: Path(platformdirs.user_data_dir("onrecord")),
        description="The folder of the archive.",
    )
    cache: Path = Field(
        default_factory=lambda: Path(platformdirs.user_cache_dir("onrecord")),
        description="Where the prepared form of the default model is kept, for all archives.",
    )
    model: str = Field(
        default=DEFAULT_MODEL,
        min_length=1,
        description="The embedding model: a sentence-transformers name or the path of a folder.",
    )
    chat_model: str | None = Field(
        default=None,
        min_length=1,
        description="The chat model that writes answers, PROVIDER:MODEL; without one, sentences "
        "of the articles are quoted.",
    )
    chat_base_url: str | None = Field(
        default=None,
        pattern=r"^https?://",
        description="The address of the chat model's server, where it is not the provider's own.",
    )
    chat_window: int = Field(
        default=8192, ge=2048, description="Tokens that the chat model takes at once."
    )
    chat_timeout: float = Field(
        default=60.0, gt=0, description="Seconds to wait for the chat model to send anything."
    )
    chat_cache: bool | None = Field(
        default=None,
        description="Whether replies of the chat model are kept and used again; without a value, "
        "for question sets only.",
    )
    entailment_model: str | None = Field(
        default=None,
        min_length=1,
        description="A sentence-transformers CrossEncoder, by name or path, that judges whether a "
        "sentence follows from its sources.",
    )

    password: str | None = Field(
        default=None,
        repr=False,
        exclude=True,
        description="The password of the page's user, or its bcrypt hash.",
    )


def settings_with(**given: object) -> Settings:
    """Settings from the environment, overruled by those given that are not None.

    Raises UsageError for a value that does not fit.
    """
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise UsageError(f"the setting {name} = {first.get('input')!r}: {first['msg']}") from error
