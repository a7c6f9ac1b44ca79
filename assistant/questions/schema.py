"""What a question file may hold, key by key: the one place where it is stated.

question-set.schema.json, which editors use, is made from it (`question_set_schema`).
"""

from datetime import date
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    model_validator,
)

from assistant.answer import Outcome, Reason
from assistant.assistant import Filters
from assistant.question import LONGEST_QUESTION
from assistant.questions.case import Case, Expectations

ANNOTATIONS = (
    "answer",
    "answerable",
    "asked",
    "context_article",
    "evidence",
    "gold",
    "reason",
    "speaker",
    "topic",
    "type",
)
"""Keys of published data sets that a case may carry. A run does not use them."""


def _iso_day(value: object) -> object:
    if isinstance(value, str):
        try:
            return date.fromisoformat(value.strip()) if len(value.strip()) == 10 else _no_day()
        except ValueError:
            return _no_day()
    if isinstance(value, date):
        return value
    return _no_day()


def _no_day() -> object:
    raise ValueError("is no date: write it as 2021-12-02")


Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True, pattern=r"\S")]
Texts = Annotated[tuple[Text, ...], Field(strict=False)]
Day = Annotated[date, BeforeValidator(_iso_day, json_schema_input_type=date)]
Ask = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=LONGEST_QUESTION, pattern=r"\w")
]


class _Stated(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, strict=True, serialize_by_alias=True, validate_by_name=False
    )


class FiltersStated(_Stated):
    """Bounds within which the question is answered."""

    speaker: Text | None = Field(None, description="Only words of this speaker.")
    since: Day | None = Field(None, alias="from", description="Published on this day or later.")
    until: Day | None = Field(None, alias="to", description="Published on this day or earlier.")
    publishers: Texts = Field((), description="Only articles of these outlets.")

    @model_validator(mode="after")
    def _in_order(self) -> "FiltersStated":
        if self.since and self.until and self.since > self.until:
            raise ValueError(f"'from' {self.since} is later than 'to' {self.until}: swap them")
        return self


class ExpectationsStated(_Stated):
    """What must hold of the answer; each key is checked on its own."""

    outcome: Annotated[Outcome | None, Field(strict=False)] = Field(
        None, description="Whether there is an answer at all."
    )
    reason: Annotated[Reason | None, Field(strict=False)] = Field(
        None, description="Why there is none; implies the outcome abstained."
    )
    contains: Texts = Field((), description="Texts that the answer must contain.")
    not_contains: Texts = Field((), description="Texts that the answer must not contain.")
    speakers: Texts = Field((), description="Each must be the speaker of a citation.")
    not_speakers: Texts = Field((), description="None may be the speaker of a citation.")
    cites: Texts = Field((), description="Ids or titles of articles that must be cited.")
    not_cites: Texts = Field((), description="Ids or titles of articles that must not be cited.")
    min_sources: int = Field(0, ge=1, description="Distinct articles cited, at least.")

    @model_validator(mode="after")
    def _possible(self) -> "ExpectationsStated":
        if self.reason and self.outcome is Outcome.ANSWERED:
            raise ValueError("an answer has no reason: expect a 'reason' of abstentions only")
        abstained = self.reason or self.outcome is Outcome.ABSTAINED
        if abstained and (self.speakers or self.cites or self.min_sources):
            raise ValueError("an abstention cites nothing: leave out speakers, cites, min_sources")
        for wanted, unwanted in (
            ("contains", "not_contains"),
            ("speakers", "not_speakers"),
            ("cites", "not_cites"),
        ):
            both = sorted(set(getattr(self, wanted)) & set(getattr(self, unwanted)))
            if both:
                raise ValueError(f"{both[0]!r} is both in {wanted} and in {unwanted}")
        return self


class CaseStated(_Stated):
    """One question of a set."""

    id: Text | None = Field(None, description="Unique in the file; else made from the question.")
    question: Ask = Field(description="The question as a person would ask it.")
    conversation: Annotated[tuple[Ask, ...], Field(strict=False)] = Field(
        (), description="The questions asked before this one, oldest first."
    )
    filters: FiltersStated | None = Field(None, description="Bounds set beside the question.")
    expect: ExpectationsStated | None = Field(None, description="What must hold of the answer.")
    tags: Texts = Field((), description="Words by which the report groups its figures.")
    note: str | None = Field(None, description="For the people who keep the file.")
    known_miss: Text | None = Field(
        None,
        description="Why the program is known to miss this; the failure then counts as known.",
    )

    @model_validator(mode="after")
    def _miss_of_something(self) -> "CaseStated":
        if self.known_miss and not self.expect:
            raise ValueError("known_miss says that 'expect' is missed, but there is no 'expect'")
        return self

    def case(self, id: str) -> Case:
        """The case under its id, as the rest of the program takes it."""
        filters = self.filters or FiltersStated.model_validate({})
        expect = self.expect
        return Case(
            id=id,
            question=self.question,
            conversation=self.conversation,
            filters=Filters(
                speaker=filters.speaker,
                since=filters.since,
                until=filters.until,
                publishers=filters.publishers,
            ),
            expect=Expectations(**dict(expect)) if expect and expect.model_fields_set else None,
            tags=self.tags,
            known_miss=self.known_miss or "",
        )


class QuestionSetStated(_Stated):
    """A whole file as one object."""

    schema_: int = Field(1, alias="schema", ge=1, le=1, description="The version of this format.")
    extra_keys: Texts = Field((), description="Further keys that cases may have, unused.")
    cases: Annotated[tuple[CaseStated, ...], Field(strict=False, min_length=1)]


def question_set_schema() -> dict[str, Any]:
    """The JSON Schema of a question file: an object with cases, a list of them, or one line."""
    schema = TypeAdapter(
        QuestionSetStated
        | Annotated[tuple[CaseStated, ...], Field(strict=False, min_length=1)]
        | CaseStated
    ).json_schema(by_alias=True, mode="validation")
    schema["$defs"]["CaseStated"]["properties"] |= {
        name: {"description": "An annotation of a published data set; a run does not use it."}
        for name in ANNOTATIONS
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "An On Record question set",
        **schema,
    }
