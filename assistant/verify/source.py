"""What a sentence may rest on: a numbered piece of evidence, as the verifier sees it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.answer import Citation
from assistant.verify.places import is_place
from assistant.verify.words import folded
from corpus.article import Article
from index.archive import Archive
from index.people import People, Speaker
from index.sentences import Span, containing, paragraphs, sentences_of
from index.statements import Statement

_DATELINE = re.compile(
    r"^[A-Z][A-Z' .,-]{2,60}(?:, [A-Z]\w+)?,? .{0,60}?\d{4}\b|^[A-Z][A-Z ]{2,40}\b"
)
_PRONOUN = re.compile(r"he|she", re.IGNORECASE)
_BEFORE = 900
"""Characters."""

_OPEN_SOURCE = re.compile(r"\b(?:he|she|they|the|its?|his|her|their)\b", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Said:
    """Reported speech within an article: [start, end) with its cue, and who is known to speak."""

    start: int
    end: int
    content: tuple[Span, ...]
    names: tuple[str, ...] = ()
    """All names of the speaker; empty where the article leaves it open."""
    roles: tuple[str, ...] = ()
    is_person: bool = False
    is_guessed: bool = False
    """Whether the article leaves it open and these are the names of who spoke last."""


@dataclass(frozen=True, kw_only=True)
class Source:
    """The words article.text[start:end] under a number, and what the article says around them."""

    number: int
    article: Article
    start: int
    end: int
    speaker: str | None = None
    said: tuple[Said, ...] = ()
    people: tuple[Speaker, ...] = ()
    """The speakers of the archive who are named in the article."""

    @property
    def text(self) -> str:
        return self.article.text[self.start : self.end]

    @cached_property
    def sentences(self) -> tuple[Span, ...]:
        """The sentences that [start, end) touches, as spans of the article's text."""
        return tuple(
            span
            for paragraph in paragraphs(self.article.text)
            if paragraph[0] < self.end and self.start < paragraph[1]
            for span in sentences_of(self.article.text, paragraph)
            if span[0] < self.end and self.start < span[1]
        )

    @cached_property
    def before(self) -> str:
        """The paragraph up to `start` and the one before: who "he" is, and what day "then" was."""
        begun = [a for a, _ in paragraphs(self.article.text) if a <= self.start]
        return self.article.text[begun[-2:][0] : self.start][-_BEFORE:] if begun else ""

    @cached_property
    def dateline(self) -> str:
        """Place and day at the head of an article that has them in its text."""
        for start, end in paragraphs(self.article.text)[:3]:
            found = _DATELINE.match(self.article.text[start:end])
            if found:
                return found.group()
        return ""

    @cached_property
    def around(self) -> str:
        """All that is shown of the source besides its text: headline, outlet, day, speaker."""
        held = (self.speaker, *self.roles_of_speaker, self.article.publisher, self.dateline)
        return " . ".join(filter(None, (self.article.title, *held, self.before)))

    @cached_property
    def roles_of_speaker(self) -> tuple[str, ...]:
        for one in self.people:
            if self.speaker and self.speaker in one.aliases:
                return one.roles
        return ()

    def said_in(self, span: Span) -> list[Said]:
        """The reported speech that touches a span of the article."""
        return [one for one in self.said if one.start < span[1] and span[0] < one.end]


def source_of(
    citation: Citation, statements: Sequence[Statement] = (), people: People | None = None
) -> Source:
    """A citation as a source, with the statements of its article and the archive's people."""
    known = people or People(())
    speakers = {
        name: found
        for name in {one.speaker for one in statements if one.speaker}
        if (found := known.known(name)) is not None
    }
    return Source(
        number=citation.number,
        article=citation.article,
        start=citation.start,
        end=citation.end,
        speaker=citation.speaker,
        said=tuple(_said(citation.article.text, statements, speakers)),
        people=known.named_in(f"{citation.article.title} {citation.article.text}"),
    )


def sources_of(archive: Archive, citations: Iterable[Citation]) -> dict[int, Source]:
    """Citations as sources by number."""
    cited = tuple(citations)
    by_article: dict[str, list[Statement]] = {}
    for one in archive.ledger.statements.of_articles(sorted({c.article.id for c in cited})):
        by_article.setdefault(one.article_id, []).append(one)
    return {c.number: source_of(c, by_article.get(c.article.id, ()), archive.people) for c in cited}


def _said(
    text: str, statements: Sequence[Statement], speakers: dict[str, Speaker]
) -> Iterable[Said]:
    """Statements with their speakers; one left open goes on with the speaker before it.

    "It was real, the president said" follows, in the same paragraph, on words of a named speaker.
    """
    blocks = paragraphs(text)
    last: tuple[Span | None, tuple[str, ...], tuple[str, ...], bool] = (None, (), (), False)
    for one in sorted(statements, key=lambda s: s.span):
        spans = (*one.content, *one.cue, *one.source)
        paragraph = containing(blocks, one.span[0])
        names: tuple[str, ...] = ()
        roles: tuple[str, ...] = ()
        is_person = is_guessed = False
        by = " ".join(text[a:b] for a, b in one.source)
        is_pronoun = bool(_PRONOUN.fullmatch(by))
        if one.speaker and not (
            is_pronoun and (not one.is_person or is_place(folded(one.speaker)))
        ):
            known = speakers.get(one.speaker)
            names = (one.speaker, *(known.aliases if known else ()))
            roles = (*((one.role,) if one.role else ()), *(known.roles if known else ()))
            is_person = one.is_person and not is_place(folded(one.speaker))
            last = (paragraph, names, roles, is_person)
        elif paragraph and paragraph == last[0] and (not by or _OPEN_SOURCE.match(by)):
            names, roles, is_person = last[1:]
            is_guessed = True
        yield Said(
            start=min(a for a, _ in spans if paragraph is None or a >= paragraph[0]),
            end=max(b for _, b in spans if paragraph is None or b <= paragraph[1])
            if paragraph is None or any(b <= paragraph[1] for _, b in spans)
            else one.span[1],
            content=one.content,
            names=names,
            roles=roles,
            is_person=is_person,
            is_guessed=is_guessed,
        )
