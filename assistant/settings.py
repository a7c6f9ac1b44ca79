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
