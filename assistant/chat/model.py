"""A chat model, the only module that touches LangChain's: a reply as a stream of text.

Whatever a provider's package raises comes out as ChatModelError with one line. Keys are read by
those packages from the environment; nothing here sees, stores or logs one. No request is traced to
LangSmith, even where the program around this one is.
"""

import math
import os
import time
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any

import tenacity
from langchain.chat_models import init_chat_model
from langsmith import tracing_context

from assistant.answer import Usage
from assistant.chat.errors import ChatModelError, ChatModelUsageError
from assistant.chat.providers import Provider, provider_and_model
from assistant.chat.reply import Message, Piece

LONGEST_REPLY = 16_000
"""Characters; a longer reply is taken for one that never ends."""

_ATTEMPTS = 3
_LONGEST_WAIT = 20.0
"""Seconds between two attempts, whatever a provider asks for."""

_TRACED_BEFORE = ("LANGCHAIN_TRACING", "LANGCHAIN_HANDLER")
"""Variables at which LangChain refuses to work since their kind of tracing is gone."""

_ENDINGS = ("finish_reason", "stop_reason", "done_reason")


class LangChainModel:
    """A chat model of one of the providers.

    `timeout` bounds each wait for the network; `longest` bounds a whole reply. Both in seconds.
    """

    def __init__(
        self,
        name: str,
        *,
        base_url: str | None = None,
        timeout: float = 60.0,
        longest: float = 180.0,
        window: int = 8192,
        first_wait: float = 0.5,
    ) -> None:
        self._provider, self._model_name = provider_and_model(name)
        self._base_url = base_url
        self._longest = longest
        self._first_wait = first_wait
        self._timeout = timeout
        elsewhere = base_url or os.environ.get("OPENAI_BASE_URL")
        if self._provider.key and not elsewhere and not os.environ.get(self._provider.key):
            raise ChatModelUsageError(
                f"the chat model {self.name} needs a key: set {self._provider.key} in the "
                "environment (it is not stored)"
            )
        if stale := next((one for one in _TRACED_BEFORE if one in os.environ), None):
            raise ChatModelUsageError(
                f"{stale} is set in the environment, with which LangChain no longer works: unset it"
            )
        try:
            self._model = init_chat_model(
                self._model_name,
                model_provider=self._provider.name,
                temperature=0,
                **_options(self._provider, base_url, timeout, window),
            )
        except Exception as error:  # packages of providers let any exception through
            raise self._translated(error) from error
        weakref.finalize(self, _close, _clients_of(self._model))

    @property
    def name(self) -> str:
        return f"{self._provider.name}:{self._model_name}"

    def stream(self, messages: Sequence[Message]) -> Iterator[Piece]:
        began = time.monotonic()
        attempts = tenacity.Retrying(
            stop=tenacity.stop_after_attempt(_ATTEMPTS),
            wait=self._wait,
            retry=tenacity.retry_if_exception(
                lambda e: isinstance(e, ChatModelError) and e.is_transient
            ),
            reraise=True,
        )
        begun, rest = attempts(self._opened, messages)
        length = 0
        ended = False
        usage: Usage | None = None
        try:
            for chunk in self._chunks(begun, rest):
                text = _text_of(chunk)
                ended = ended or _is_ended(chunk)
                usage = _added(usage, _usage_of(chunk))
                length += len(text)
                if length > LONGEST_REPLY:
                    raise ChatModelError(
                        f"{self.name} wrote more than {LONGEST_REPLY:,} characters without an end"
                    )
                if time.monotonic() - began > self._longest:
                    raise ChatModelError(
                        f"{self.name} had not finished after {self._longest:g} seconds"
                    )
                if text:
                    yield Piece(text=text)
        finally:
            close = getattr(rest, "close", None)
            if close is not None:
                close()
        if not length:
            raise ChatModelError(f"{self.name} sent an empty reply")
        if not ended:
            raise ChatModelError(f"the reply of {self.name} broke off")
        yield Piece(text="", usage=usage)

    def _opened(self, messages: Sequence[Message]) -> tuple[list[Any], Iterator[Any]]:
        """The chunks up to the first with text, and the rest.

        Until then trying again repeats nothing; some providers begin with chunks that say nothing.
        """
        rest: Iterator[Any] = iter(self._model.stream(list(messages)))
        latest = time.monotonic() + self._longest
        begun: list[Any] = []
        try:
            with tracing_context(enabled=False):
                while (chunk := next(rest, None)) is not None:
                    begun.append(chunk)
                    if _text_of(chunk) or time.monotonic() > latest:
                        break
        except Exception as error:
            raise self._translated(error) from error
        return begun, rest

    def _chunks(self, begun: Sequence[Any], rest: Iterator[Any]) -> Iterator[Any]:
        yield from begun
        while (chunk := self._following(rest)) is not None:
            yield chunk

    def _following(self, rest: Iterator[Any]) -> Any:
        try:
            with tracing_context(enabled=False):
                return next(rest, None)
        except Exception as error:
            translated = self._translated(error)
            if translated.is_transient:  # too late to try again: a part of the reply is out
                translated = ChatModelError(f"the reply of {self.name} broke off")
            raise translated from error

    def _wait(self, state: tenacity.RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.retry_after if isinstance(error, ChatModelError) else None
        backed_off = self._first_wait * 2 ** (state.attempt_number - 1)
        return float(min(_LONGEST_WAIT, max(asked or 0.0, backed_off)))

    def _translated(self, error: Exception) -> ChatModelError:
        """A provider's exception as one line, with no key and no stack in it."""
        status = _status_of(error)
        kind = type(error).__name__
        key = self._provider.key
        if status in (401, 403):
            return ChatModelError(
                f"{self.name} refused the key"
                + (f": check {key} in the environment" if key else " or the access")
            )
        if status == 404 or "NotFound" in kind:
            return ChatModelError(
                f"{self.name} is not known at {self._where()}: check the model's name"
            )
        if status == 429:
            return ChatModelError(
                f"{self.name} takes no more requests for now (rate limit or quota)",
                is_transient=True,
                retry_after=_retry_after(error),
            )
        if status is not None and status >= 500:
            return ChatModelError(f"{self._where()} failed with status {status}", is_transient=True)
        if status is not None:
            return ChatModelError(
                f"{self.name} refused the request with status {status}: check its name, "
                "and ONRECORD_CHAT_WINDOW against what it can take"
            )
        if "Timeout" in kind or "timed out" in str(error).lower():
            return ChatModelError(
                f"{self.name} sent nothing for {self._timeout:g} seconds", is_transient=True
            )
        if "Connect" in kind:
            return ChatModelError(
                f"{self._where()} cannot be reached: is the server running, and is --base-url "
                "right?",
                is_transient=True,
            )
        if "Protocol" in kind or "ReadError" in kind or "APIError" in kind:
            return ChatModelError(f"the reply of {self.name} broke off", is_transient=True)
        return ChatModelError(f"{self.name} gave no usable reply ({kind})")

    def _where(self) -> str:
        return self._base_url or f"the service of {self._provider.name}"


def _options(
    provider: Provider, base_url: str | None, timeout: float, window: int
) -> Mapping[str, Any]:
    """What a provider's class calls the same things by."""
    options: dict[str, Any] = {"base_url": base_url} if base_url else {}
    if provider.name == "ollama":
        return {**options, "client_kwargs": {"timeout": timeout}, "num_ctx": window}
    options["timeout"] = timeout
    if provider.name == "openai":
        options["stream_usage"] = True
        options["max_retries"] = 0
        if base_url:
            options["use_responses_api"] = False
            if not os.environ.get("OPENAI_API_KEY"):
                options["api_key"] = "none"  # servers of one's own ask for none
    elif provider.name == "mistralai":
        options["timeout"] = math.ceil(timeout)  # takes whole seconds only
        options["max_retries"] = 1
    elif provider.name == "google_genai":
        options["max_retries"] = 1  # 0 means the library's own number there
    else:
        options["max_retries"] = 0
    return options


def _clients_of(model: Any) -> list[Any]:
    """The clients that hold a model's connections; providers do not close them by themselves."""
    client = getattr(model, "_client", None)  # of Anthropic, or what holds that of Ollama
    clients = (
        getattr(model, "root_client", None),
        getattr(model, "client", None),
        client if hasattr(client, "close") else getattr(client, "_client", None),
    )
    return [one for one in clients if hasattr(one, "close")]


def _close(clients: Sequence[Any]) -> None:
    for one in clients:
        one.close()


def _text_of(chunk: Any) -> str:
    """The text of a chunk; what models think or call beside it is left out."""
    content = chunk.content
    if isinstance(content, str):
        return content
    return "".join(
        block if isinstance(block, str) else str(block.get("text") or "")
        for block in content
        if isinstance(block, str) or block.get("type") in ("text", None)
    )


def _is_ended(chunk: Any) -> bool:
    told = chunk.response_metadata or {}
    return any(told.get(name) for name in _ENDINGS)


def _usage_of(chunk: Any) -> Usage | None:
    counted = getattr(chunk, "usage_metadata", None)
    told = chunk.response_metadata or {}
    cost = (told.get("token_usage") or told.get("usage") or {}).get("cost")
    if not counted:
        return None
    return Usage(
        input_tokens=int(counted.get("input_tokens") or 0),
        output_tokens=int(counted.get("output_tokens") or 0),
        cost=float(cost) if isinstance(cost, int | float) else None,
    )


def _added(one: Usage | None, other: Usage | None) -> Usage | None:
    return one + other if one and other else one or other


def _status_of(error: Exception) -> int | None:
    for one in _causes(error):
        for holder in (one, getattr(one, "response", None)):
            for name in ("status_code", "code"):
                status = getattr(holder, name, None)
                if isinstance(status, int) and 100 <= status < 600:
                    return status
    return None


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """An exception and those that it was raised from."""
    while error is not None:
        yield error
        error = error.__cause__


def _retry_after(error: Exception) -> float | None:
    for one in _causes(error):
        headers = getattr(getattr(one, "response", None), "headers", None) or {}
        with suppress(ValueError):
            return max(0.0, float(headers.get("retry-after") or ""))
    return None
