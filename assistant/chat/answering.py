"""The chat model's answer: each sentence verified, mended once if need be, or left out."""

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.answer import Answer, Citation, CitedSentence, Kind, Outcome, Usage
from assistant.chat.errors import ChatModelError
from assistant.chat.evidence import line_of, packed
from assistant.chat.prompts import NO_ANSWER, answer_messages, repair_messages
from assistant.chat.reply import ChatModel, Message
from assistant.chat.sentences import SentenceStream, Written
from assistant.verify.alignment import plain_weights, supports
from assistant.verify.refusal import Fault, Refusal
from assistant.verify.source import Source, sources_of
from assistant.verify.speech import first_subject
from assistant.verify.verifier import Verifier
from index.archive import Archive

MOST_SENTENCES = 12
MOST_REPAIRS = 4
_FOR_THE_REPLY = 1_200
"""Tokens of the window that are kept for rules, question and reply."""

_log = logging.getLogger(__name__)

_PRONOUN = re.compile(r"^(?:He|She|They)\b")


@dataclass(frozen=True, kw_only=True)
class Task:
    """What a chat model is asked to answer, and from what."""

    question: str
    evidence: Sequence[Citation]
    conversation: Sequence[str]
    today: date
    archive_days: str


class ChatAnswerer:
    """Writes answers with a chat model. Nothing it gives out has not passed the verifier."""

    def __init__(
        self, archive: Archive, model: ChatModel, verifier: Verifier, *, window: int = 8192
    ) -> None:
        self._archive = archive
        self._model = model
        self._verifier = verifier
        self._window = window

    @property
    def name(self) -> str:
        return self._model.name

    def stream(self, task: Task) -> Iterator[Answer]:
        """The answer as it grows, a sentence at a time; the last one is whole.

        Raises ChatModelError when the model fails; then what came before does not count. The
        last answer has no sentences when none stands.
        """
        sources = sources_of(self._archive, task.evidence)
        kinds = {one.number: one.kind for one in task.evidence}
        lines = packed(
            self._archive,
            [line_of(source, kinds[number]) for number, source in sources.items()],
            self._window - _FOR_THE_REPLY,
        )
        shown = dict(list(sources.items())[: len(lines)])
        messages = answer_messages(
            task.question,
            lines,
            conversation=task.conversation,
            today=task.today,
            archive_days=task.archive_days,
        )
        draft = _Draft(task, shown, self.name)
        incoming = SentenceStream()
        for piece in self._model.stream(messages):
            draft.count(piece.usage)
            for one in incoming.add(piece.text):
                if self._judge(draft, one):
                    yield draft.answer()
        for one in incoming.end():
            if self._judge(draft, one):
                yield draft.answer()
        self._repair(draft, messages)
        yield draft.answer()

    def _judge(self, draft: "_Draft", one: Written) -> bool:
        """Whether a sentence stands; it is added to the draft either way."""
        if not one.text or draft.is_full or one.text.strip(" .").upper() == NO_ANSWER:
            return False
        refusal = self._refusal(draft, one)
        if refusal:
            _log.info("refused (%s: %s): %s", refusal.fault, refusal.reason, one.with_markers)
        draft.add(one, refusal)
        return refusal is None

    def _refusal(self, draft: "_Draft", one: Written) -> Refusal | None:
        text = one.text
        if match := _PRONOUN.match(text):
            subject = draft.last_subject
            if subject is None:
                return Refusal(
                    fault=Fault.SPEAKER, reason=f"it says {match.group()!r} and names nobody"
                )
            text = f"{subject}{text[match.end() :]}"
        return self._verifier.refusal(text, one.citations, draft.sources)

    def _repair(self, draft: "_Draft", messages: Sequence[Message]) -> None:
        """Ask once more for each refused sentence, with the reason."""
        for place, (one, refusal) in enumerate(draft.refused[:MOST_REPAIRS]):
            try:
                stream = SentenceStream()
                found: list[Written] = []
                asked = repair_messages(messages, one.with_markers, refusal.reason)
                for piece in self._model.stream(asked):
                    draft.count(piece.usage)
                    found += stream.add(piece.text)
                found += stream.end()
            except ChatModelError:
                return  # what stands so far is verified; the rest stays out
            if len(found) == 1 and not _PRONOUN.match(found[0].text):
                mended = found[0]
                if self._verifier.refusal(mended.text, mended.citations, draft.sources) is None:
                    draft.mend(place, mended)


class _Draft:
    """An answer in the making: the sentences in the model's order, standing or refused."""

    def __init__(self, task: Task, sources: Mapping[int, Source], answerer: str) -> None:
        self.sources = sources
        self._task = task
        self._answerer = answerer
        self._cited = {one.number: one for one in task.evidence}
        self._sentences: list[tuple[Written, Refusal | None]] = []
        self._mended: dict[int, Written] = {}
        self._usage: Usage | None = None

    @property
    def is_full(self) -> bool:
        return len(self._sentences) >= MOST_SENTENCES

    @property
    def refused(self) -> list[tuple[Written, Refusal]]:
        return [(one, refusal) for one, refusal in self._sentences if refusal]

    @property
    def last_subject(self) -> str | None:
        """Whom "he" means: the subject of the sentence before, if that one is shown."""
        if not self._sentences or self._sentences[-1][1] is not None:
            return None
        return first_subject(self._sentences[-1][0].text)

    def add(self, one: Written, refusal: Refusal | None) -> None:
        self._sentences.append((one, refusal))

    def mend(self, place: int, one: Written) -> None:
        """Put a repaired sentence in the place of the refused one of that number."""
        places = [n for n, (_, refusal) in enumerate(self._sentences) if refusal]
        self._mended[places[place]] = one

    def count(self, usage: Usage | None) -> None:
        if usage:
            self._usage = self._usage + usage if self._usage else usage

    def answer(self) -> Answer:
        """What stands so far, its citations numbered in the order in which they come up."""
        standing = [
            self._mended.get(place, one)
            for place, (one, refusal) in enumerate(self._sentences)
            if refusal is None or place in self._mended
        ]
        numbers: dict[tuple[str, int, int], Citation] = {}
        sentences = []
        for one in standing:
            cited = []
            for number in dict.fromkeys(one.citations):
                narrow = self._narrowed(one.text, number)
                key = (narrow.article.id, narrow.start, narrow.end)
                kept = numbers.setdefault(key, replace(narrow, number=len(numbers) + 1))
                cited.append(kept.number)
            sentences.append(CitedSentence(text=one.text, citations=tuple(dict.fromkeys(cited))))
        return Answer(
            question=self._task.question,
            outcome=Outcome.ANSWERED,
            sentences=tuple(sentences),
            citations=tuple(numbers.values()),
            left_out=len(self._sentences) - len(standing),
            usage=self._usage,
            answerer=self._answerer,
        )

    def _narrowed(self, text: str, number: int) -> Citation:
        """A citation; of a passage, only the sentences that bear the claim out."""
        citation = self._cited[number]
        if citation.kind is not Kind.PASSAGE:
            return citation
        spans = [one.span for one in supports(text, [self.sources[number]], plain_weights)]
        if not spans:
            return citation
        start = max(citation.start, min(a for a, _ in spans))
        end = min(citation.end, max(b for _, b in spans))
        return replace(citation, start=start, end=end) if start < end else citation
