"""What a chat model that reads a question has to reply, checked by pydantic."""

from datetime import date

from pydantic import BaseModel, ConfigDict, Field

from assistant.question import LONGEST_QUESTION

MOST_PARTS = 4


class ReadingReply(BaseModel):
    """A question as a chat model reads it; whatever else it says is passed over."""

    model_config = ConfigDict(extra="ignore")

    question: str = Field(min_length=3, max_length=LONGEST_QUESTION)
    speakers: list[str] = Field(default_factory=list, max_length=6)
    topic: str | None = Field(default=None, max_length=300)
    since: date | None = None
    until: date | None = None
    sub_questions: list[str] = Field(default_factory=list, max_length=MOST_PARTS)
