"""One case, asked: its answer as the line of results that it becomes. It never raises."""

import logging
import time
from typing import Any

from assistant.answer import SCHEMA
from assistant.assistant import NewsAssistant
from assistant.questions.case import Case
from assistant.questions.checks import check
from assistant.questions.results import Result
from corpus.errors import OnRecordError

_log = logging.getLogger(__name__)


def ask_case(assistant: NewsAssistant, case: Case) -> Result:
    """The checked answer to a case, or the error that came instead."""
    started = time.monotonic()
    try:
        conversation: list[str] = []
        for earlier in case.conversation:
            conversation.append(assistant.understand(earlier, conversation).text)
        answer = assistant.ask(case.question, conversation=conversation, filters=case.filters)
        data = {"id": case.id, **answer.to_json(), **_beside(case, answer.question)}
        if case.expect:
            data["checks"] = [one.to_json() for one in check(case.expect, data)]
        return Result(data=data)
    except OnRecordError as error:
        return failed_case(case, str(error), _since(started))
    except Exception as error:  # whatever it is, the other cases are still to be asked
        _log.debug("case %s could not be answered", case.id, exc_info=True)
        return failed_case(case, f"{type(error).__name__}: {error}", _since(started))


def failed_case(case: Case, error: str, took_ms: int) -> Result:
    """The result of a case that could not be answered."""
    return Result(
        data={
            "id": case.id,
            "schema": SCHEMA,
            "question": case.question,
            "outcome": "error",
            "reason": None,
            "text": "",
            "sentences": [],
            "citations": [],
            "evidence": [],
            "answerer": "none",
            "took_ms": took_ms,
            **_beside(case, case.question),
            "error": error,
        }
    )


def _beside(case: Case, understood: str) -> dict[str, Any]:
    """What the report needs of the case beside the answer; nothing when there is nothing."""
    given = case.to_json()
    shown = {name: given[name] for name in _SHOWN if name in given}
    if understood != case.question:
        shown = {"asked": case.question, **shown}
    return {"case": shown} if shown else {}


_SHOWN = ("conversation", "filters", "tags", "known_miss")


def _since(started: float) -> int:
    return round((time.monotonic() - started) * 1000)
