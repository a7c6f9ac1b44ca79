"""A question read by the chat model, held against what can be known before it is believed."""

import difflib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from assistant.answer import Usage
from assistant.chat.errors import ChatModelError
from assistant.chat.prompts import reading_messages
from assistant.chat.reply import ChatModel
from assistant.question import Question, read_question
from corpus.errors import UsageError
from index.people import People
from index.stems import content_stems

if TYPE_CHECKING:
    from assistant.chat.reading_reply import ReadingReply

_ALIKE = 0.75
"""Share of letters in common, in order, from which a name may be a slip for another."""


@dataclass(frozen=True, kw_only=True)
class Read:
    """A question as it was read, and the questions that it consists of, if several."""

    question: Question
    parts: tuple[Question, ...] = ()
    usage: Usage | None = None
    """What a chat model's provider counted for the reading."""


def read_by_model(
    model: ChatModel,
    text: str,
    by_rules: Read,
    people: People,
    *,
    conversation: Sequence[str],
    today: date,
    archive_days: str,
) -> Read:
    """The question as the model reads it; as the rules do when it fails or replies nonsense.

    Nothing is believed that neither the question nor the conversation holds: no question about
    something else, and no name but the slip of a pen or the role of somebody in the archive.
    """
    # pydantic takes a tenth of a second to import, which answers without a model shall not cost
    from assistant.chat.reading_reply import ReadingReply

    messages = reading_messages(
        text, conversation=conversation, today=today, archive_days=archive_days
    )
    usage: Usage | None = None
    try:
        reply = ""
        for piece in model.stream(messages):
            reply += piece.text
            usage = piece.usage or usage
        found = re.search(r"\{.*\}", reply, re.DOTALL)
        reading = ReadingReply.model_validate(json.loads(found.group()) if found else None)
        question = _question_of(reading)
        parts = tuple(read_question(one) for one in reading.sub_questions)
    except (ChatModelError, ValueError, UsageError, RecursionError):
        return replace(by_rules, usage=usage)
    asked = " ".join((text, *conversation)).casefold()
    names = [name for name in reading.speakers if name.strip()]
    is_sensible = (
        all(_is_about(one, asked) for one in (question, *parts))
        and all(_is_meant(name, asked, people) for name in names)
        and not (reading.since and reading.until and reading.since > reading.until)
    )
    if not is_sensible:
        return replace(by_rules, usage=usage)
    return Read(question=question, parts=parts if len(parts) > 1 else (), usage=usage)


def _is_about(question: Question, asked: str) -> bool:
    """Whether half of a question's words were asked, be it with a slip of the pen."""
    own, words = set(content_stems(question.text)), set(content_stems(asked))
    held = sum(one in words or bool(_close(one, words)) for one in own)
    return bool(own) and held >= 0.5 * len(own)


def _is_meant(name: str, asked: str, people: People) -> bool:
    """Whether a question names somebody, or names them wrongly, or by a role that they have."""
    surname = name.casefold().split()[-1]
    if surname in asked:
        return True
    speaker = people.find(name).speaker
    if speaker is None:
        return False
    return bool(_close(surname, re.findall(r"\w+", asked))) or any(
        " " in role and role.casefold() in asked for role in speaker.roles
    )


def _close(word: str, words: Sequence[str] | set[str]) -> list[str]:
    if len(word) < 5:
        return []
    return difflib.get_close_matches(word, sorted(words), n=1, cutoff=_ALIKE)


def _question_of(reading: "ReadingReply") -> Question:
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
