"""The protocols of chat models as servers speak them: a request read, a streamed reply written."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Messages = list[dict[str, str]]


@dataclass(frozen=True, kw_only=True)
class Protocol:
    """How one provider's server reads a request and streams its reply."""

    messages: Callable[[dict[str, Any]], Messages]
    piece: Callable[[str, str], bytes]
    """From the model's name and some text."""
    ending: Callable[[str], list[bytes]]
    beginning: Callable[[str], list[bytes]] = lambda _: []
    refusal: Callable[[int], Any] = lambda _: {"error": {"message": "refused", "type": "test"}}
    content_type: str = "text/event-stream"


def protocol_of(path: str) -> Protocol:
    """The protocol that a request's path belongs to."""
    if path.endswith("/api/chat"):
        return OLLAMA
    if path.endswith("/v1/messages"):
        return ANTHROPIC
    if ":streamGenerateContent" in path:
        return GOOGLE
    return OPENAI


def _data(value: Any, event: str | None = None) -> bytes:
    head = f"event: {event}\n" if event else ""
    return f"{head}data: {json.dumps(value)}\n\n".encode()


def _openai(model: str, text: str, finish: str | None = None, usage: Any = None) -> bytes:
    delta = {"role": "assistant", "content": text} if finish is None else {"content": ""}
    choices = [] if usage else [{"index": 0, "delta": delta, "finish_reason": finish}]
    return _data(
        {
            "id": "chatcmpl-1",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": model,
            "choices": choices,
            "usage": usage,
        }
    )


_OPENAI_USAGE = {"prompt_tokens": 100, "completion_tokens": 20, "total_tokens": 120}


def _mistral_end(model: str) -> bytes:
    """Mistral's last piece counts the tokens beside its choice."""
    choice = {"index": 0, "delta": {"content": ""}, "finish_reason": "stop"}
    return _data({"id": "m-1", "model": model, "choices": [choice], "usage": _OPENAI_USAGE})


def _openai_end(model: str) -> list[bytes]:
    if model.startswith("mistral"):
        return [_mistral_end(model), b"data: [DONE]\n\n"]
    return [
        _openai(model, "", finish="stop"),
        _openai(model, "", usage=_OPENAI_USAGE),
        b"data: [DONE]\n\n",
    ]


OPENAI = Protocol(messages=lambda body: body["messages"], piece=_openai, ending=_openai_end)


def _ollama(model: str, text: str, **more: Any) -> bytes:
    chunk = {
        "model": model,
        "created_at": "2022-01-01T00:00:00Z",
        "message": {"role": "assistant", "content": text},
        "done": False,
        **more,
    }
    return json.dumps(chunk).encode() + b"\n"


def _ollama_end(model: str) -> list[bytes]:
    counted = {"prompt_eval_count": 100, "eval_count": 20}
    return [_ollama(model, "", done=True, done_reason="stop", **counted)]


OLLAMA = Protocol(
    messages=lambda body: body["messages"],
    piece=_ollama,
    ending=_ollama_end,
    content_type="application/x-ndjson",
)


def _text(content: Any) -> str:
    """The text of a message that may be given in blocks."""
    return content if isinstance(content, str) else "".join(one["text"] for one in content)


def _anthropic_messages(body: dict[str, Any]) -> Messages:
    return [
        {"role": "system", "content": _text(body["system"])},
        *({"role": one["role"], "content": _text(one["content"])} for one in body["messages"]),
    ]


def _anthropic(_: str, text: str) -> bytes:
    delta = {"type": "text_delta", "text": text}
    told = {"type": "content_block_delta", "index": 0, "delta": delta}
    return _data(told, "content_block_delta")


def _anthropic_begin(model: str) -> list[bytes]:
    message = {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "content": [],
        "model": model,
        "stop_reason": None,
        "stop_sequence": None,
        "usage": {"input_tokens": 100, "output_tokens": 1},
    }
    block = {"type": "text", "text": ""}
    return [
        _data({"type": "message_start", "message": message}, "message_start"),
        _data(
            {"type": "content_block_start", "index": 0, "content_block": block},
            "content_block_start",
        ),
    ]


def _anthropic_end(_: str) -> list[bytes]:
    delta = {"stop_reason": "end_turn", "stop_sequence": None}
    counted = {"input_tokens": 100, "output_tokens": 20}
    return [
        _data({"type": "content_block_stop", "index": 0}, "content_block_stop"),
        _data(
            {"type": "message_delta", "delta": delta, "usage": counted},
            "message_delta",
        ),
        _data({"type": "message_stop"}, "message_stop"),
    ]


ANTHROPIC = Protocol(
    messages=_anthropic_messages,
    piece=_anthropic,
    ending=_anthropic_end,
    beginning=_anthropic_begin,
    refusal=lambda _: {"type": "error", "error": {"type": "test", "message": "refused"}},
)


def _google_messages(body: dict[str, Any]) -> Messages:
    roles = {"user": "user", "model": "assistant"}
    return [
        {"role": "system", "content": _text(body["systemInstruction"]["parts"])},
        *({"role": roles[one["role"]], "content": _text(one["parts"])} for one in body["contents"]),
    ]


def _google(_: str, text: str, **more: Any) -> bytes:
    candidate = {"content": {"role": "model", "parts": [{"text": text}]}, "index": 0}
    finish = {"finishReason": "STOP"} if more else {}
    return _data({"candidates": [{**candidate, **finish}], "modelVersion": "test", **more})


def _google_end(model: str) -> list[bytes]:
    counted = {"promptTokenCount": 100, "candidatesTokenCount": 20, "totalTokenCount": 120}
    return [_google(model, "", usageMetadata=counted)]


GOOGLE = Protocol(
    messages=_google_messages,
    piece=_google,
    ending=_google_end,
    refusal=lambda status: {"error": {"code": status, "message": "refused", "status": "TEST"}},
)
