"""Settings: where each comes from, and what does not fit."""

from pathlib import Path

import pytest

from assistant.settings import Settings, settings_of, settings_with
from corpus.errors import UsageError


def test_the_command_line_overrules_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_DATA", "/news")
    monkeypatch.setenv("onrecord_cache", "/models")
    monkeypatch.setenv("ONRECORD_CHAT_WINDOW", "4096")
    monkeypatch.setenv("ONRECORD_CHAT_TIMEOUT", "2.5")
    monkeypatch.setenv("ONRECORD_CHAT_CACHE", "false")
    monkeypatch.setenv("ONRECORD_PASSWORD", "open")
    monkeypatch.setenv("ONRECORD_OF_ANOTHER_VERSION", "1")

    given = settings_with(data=Path("mine"), model="other", chat_model=None)

    assert given == Settings(
        data=Path("mine"),
        cache=Path("/models"),
        model="other",
        chat_window=4096,
        chat_timeout=2.5,
        chat_cache=False,
        password="open",
    )


@pytest.mark.parametrize(
    ("name", "value", "what"),
    [
        ("model", "", "it may not be empty"),
        ("chat_base_url", "localhost:11434", "an address begins with http:// or https://"),
        ("chat_window", "many", "a whole number is needed"),
        ("chat_window", "100", "it must be 2048 at least"),
        ("chat_timeout", "soon", "a number is needed"),
        ("chat_timeout", "nan", "it must be above 0"),
        ("chat_timeout", "0", "it must be above 0"),
        ("chat_cache", "perhaps", "it is true or false"),
    ],
)
def test_a_value_that_does_not_fit_is_named(
    name: str, value: str, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"ONRECORD_{name.upper()}", value)
    with pytest.raises(UsageError, match=f"^the setting {name} = '{value}': {what}$"):
        settings_with()


def test_a_name_that_there_is_not_is_refused() -> None:
    with pytest.raises(UsageError, match="there is no setting 'modle': there are data, cache, mo"):
        settings_of({"modle": "other"})


def test_settings_go_through_json_without_the_password() -> None:
    given = Settings(data=Path("d"), cache=Path("c"), chat_cache=True, password="open")
    told = given.as_json(defaults=False)
    assert told == {"data": "d", "cache": "c", "chat_cache": True}
    assert settings_of(given.as_json()) == Settings(
        data=Path("d"), cache=Path("c"), chat_cache=True
    )
    assert "open" not in repr(given)
