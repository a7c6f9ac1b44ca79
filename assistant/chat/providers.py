"""The providers of chat models: the extra that installs each, and where its key comes from."""

from dataclasses import dataclass
from importlib.util import find_spec

from assistant.chat.errors import ChatModelUsageError


@dataclass(frozen=True, kw_only=True)
class Provider:
    """A provider by the name that LangChain's `init_chat_model` knows it by."""

    name: str
    package: str
    extra: str
    key: str | None = None
    """The environment variable of its key; None where there is none."""


PROVIDERS = {
    one.name: one
    for one in (
        Provider(name="openai", package="langchain_openai", extra="openai", key="OPENAI_API_KEY"),
        Provider(name="ollama", package="langchain_ollama", extra="ollama"),
        Provider(
            name="anthropic",
            package="langchain_anthropic",
            extra="anthropic",
            key="ANTHROPIC_API_KEY",
        ),
        Provider(
            name="google_genai",
            package="langchain_google_genai",
            extra="google",
            key="GOOGLE_API_KEY",
        ),
        Provider(
            name="mistralai", package="langchain_mistralai", extra="mistral", key="MISTRAL_API_KEY"
        ),
    )
}
_ALSO = {"google": "google_genai", "mistral": "mistralai", "gemini": "google_genai"}


def provider_and_model(name: str) -> tuple[Provider, str]:
    """PROVIDER:MODEL taken apart, the provider's package being there.

    Raises ChatModelUsageError that says what to write or to install.
    """
    given, colon, model = name.strip().partition(":")
    provider = PROVIDERS.get(_ALSO.get(given.lower(), given.lower()))
    if not colon or not model.strip() or provider is None:
        known = ", ".join(PROVIDERS)
        raise ChatModelUsageError(
            f"the chat model {name!r} is not PROVIDER:MODEL with one of these providers: {known}; "
            "for a server of your own write openai:MODEL and give its --base-url"
        )
    if find_spec(provider.package) is None:
        raise ChatModelUsageError(
            f"the chat model {name!r} needs a package that is not installed: "
            f"pip install -e '.[{provider.extra}]' in the checkout of On Record"
        )
    return provider, model.strip()
