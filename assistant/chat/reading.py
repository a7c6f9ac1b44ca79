"""A question read by the chat model, held against what can be known before it is believed."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.chat.errors import ChatModelError
from assistant.chat.prompts import reading_messages
from assistant.chat.reply import ChatModel
from assistant.question import LONGEST_QUESTION, Question, read_question
from corpus.errors import UsageError
from index.stems import content_stems

MOST_PARTS = 4


class _Reading(BaseModel):
    """What the model has to reply."""

    model_config = ConfigDict(extra="ignore")

    question: str = Field(min_length=3, max_length=LONGEST_QUESTION)
    speakers: list[str] = Field(default_factory=list, max_length=6)
    topic: str | None = Field(default=None, max_length=300)
    since: date | None = None
    until: date | None = None
    sub_questions: list[str] = Field(default_factory=list, max_length=MOST_PARTS)


@dataclass(frozen=True, kw_only=True)
class Read:
    """A question as the model read it, and the questions that it consists of, if several."""

    question: Question
    parts: tuple[Question, ...] = ()


def read_by_model(
    model: ChatModel,
    text: str,
    *,
    conversation: Sequence[str],
    today: date,
    archive_days: str,
) -> Read | None:
    """The question as the model reads it; None when it fails or replies nonsense.

    Nothing is believed that neither the question nor the conversation holds: no name, and no
    question about something else.
    """
    messages = reading_messages(
        text, conversation=conversation, today=today, archive_days=archive_days
    )
    try:
        reply = "".join(piece.text for piece in model.stream(messages))
        found = re.search(r"\{.*\}", reply, re.DOTALL)
        reading = _Reading.model_validate(json.loads(found.group()) if found else None)
        question = _question_of(reading)
        parts = tuple(read_question(one) for one in reading.sub_questions)
    except (ChatModelError, ValidationError, ValueError, UsageError, RecursionError):
        return None
    known = " ".join((text, *conversation)).casefold()
    stems = set(content_stems(known))
    for one in (question, *parts):
        own = set(content_stems(one.text))
        if not own or len(own & stems) < 0.5 * len(own):
            return None
    if any(name.casefold().split()[-1] not in known for name in reading.speakers if name.strip()):
        return None
    if reading.since and reading.until and reading.since > reading.until:
        return None
    return Read(question=question, parts=parts if len(parts) > 1 else ())


def _question_of(reading: _Reading) -> Question:
    question = read_question(reading.question)
    speakers = tuple(name.strip() for name in reading.speakers if name.strip())
    return replace(
        question,
        speakers=speakers or question.speakers,
        anyone=question.anyone and not speakers,
        topic=(reading.topic or question.topic) if speakers or question.speakers else None,
        since=reading.since or question.since,
        until=reading.until or question.until,
    )
