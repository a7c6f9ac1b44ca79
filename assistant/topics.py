"""What a question's topic may be called in the articles: the ways in which its words are met.

"TPP" is met by "Trans-Pacific Partnership" where the archive's articles explain it so, "Russia" by
"Russian", and a person by the surname where an article names that person in full.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.candidates import Rarity, covered
from corpus.article import Article
from index.abbreviations import is_abbreviation, long_form, short_form
from index.archive import Archive
from index.demonyms import words_of
from index.known_names import other_names
from index.name_words import GIVEN_NAMES, plain
from index.stems import content_stems
from index.stopwords import content_words

_EXPLAINING = 40
"""Passages that are looked into for what an abbreviation means."""


@dataclass(frozen=True, kw_only=True)
class Topic:
    """A topic with the ways to say it."""

    text: str
    """As it was asked for, with what an abbreviation in it stands for."""
    wordings: tuple[tuple[str, ...], ...]
    """The stems of each way to say it, the question's own first."""
    words: tuple[str, ...]
    """All words worth searching for."""
    person: str | None = None
    """The full name, when the topic is a person whom articles also call by the surname."""
    owns_surname: bool = False
    """Whether the archive knows nobody else whom the surname could mean."""


def read_topic(archive: Archive, text: str) -> Topic:
    """The topic of a question, looked up in the archive."""
    other = _other_form(archive, text)
    forms = [text, *([other] if other else other_names(text))]
    words = [word for form in forms for word in content_words(form)] or text.lower().split()
    stems = [tuple(content_stems(form)) for form in forms]
    person = _person(archive, text)
    return Topic(
        text=f"{text} ({other})" if other else text,
        wordings=tuple(dict.fromkeys(filter(None, stems))) or (tuple(text.lower().split()),),
        words=tuple(dict.fromkeys(one for word in words for one in words_of(word))),
        person=person,
        owns_surname=person is not None and _owns_surname(archive, person),
    )


class TopicWeights:
    """How much of a topic a text is about, its words weighed by their rarity in the archive."""

    def __init__(self, archive: Archive, topic: Topic) -> None:
        rarity = Rarity(archive)
        self._topic = topic
        self._wordings = [rarity.of(wording) for wording in topic.wordings]
        self._surname = content_stems(topic.person.split()[-1]) if topic.person else []
        self._peoples = {
            stem: {one for word in words_of(word) for one in content_stems(word)}
            for word in topic.words
            for stem in content_stems(word)
        }

    def coverage(self, article: Article, text: str) -> float:
        """From 0 to 1: the share of the words of the best way to say the topic."""
        stems = set(content_stems(text))
        best = max(covered(one, stems | self._met(one, stems)) for one in self._wordings)
        is_named = bool(self._surname) and stems.issuperset(self._surname)
        return 1.0 if best < 1 and is_named and self._is_meant(article) else best

    def _met(self, wanted: Iterable[str], stems: set[str]) -> set[str]:
        """The wanted stems that a text has in another form: derived, or as a country's people."""
        if stems.issuperset(wanted):
            return set()
        by_people = {one for one in wanted if not stems.isdisjoint(self._peoples.get(one, ()))}
        return by_people | _related(wanted, stems)

    def _is_meant(self, article: Article) -> bool:
        """Whether the surname alone means the topic's person in an article."""
        person = self._topic.person or ""
        named = _names(article.text, person)
        return named or (self._topic.owns_surname and not _names_another(article.text, person))


_SHORTEST, _LONGEST_ENDING = 5, 4
"""Letters: a stem from which derived words are told, and what they may have more."""


def _related(wanted: Iterable[str], stems: Iterable[str]) -> set[str]:
    """The wanted stems that a text has in another form: "economy" in "economic"."""
    beginnings = {one[:_SHORTEST]: one for one in wanted if len(one) >= _SHORTEST}
    found: set[str] = set()
    for one in stems:
        asked = beginnings.get(one[:_SHORTEST])
        if asked and abs(len(asked) - len(one)) <= _LONGEST_ENDING:
            short, long = sorted((asked, one), key=len)
            if long.startswith(short):
                found.add(asked)
    return found


def _names(text: str, full_name: str) -> bool:
    """Whether a text has a full name, with or without middle names and initials."""
    first, *_, last = full_name.split()
    middle = r"(?:\s+\w+\.?){0,2}\s+"
    return bool(re.search(rf"\b{re.escape(first)}\b{middle}{re.escape(last)}\b", text))


def _names_another(text: str, full_name: str) -> bool:
    """Whether a text has the surname behind another given name."""
    first, *_, last = full_name.split()
    before = re.findall(rf"\b([A-Z][\w’'-]+) (?:[A-Z]\. )?{re.escape(last)}\b", text)
    return any(word != first and plain(word) in GIVEN_NAMES for word in before)


def _owns_surname(archive: Archive, person: str) -> bool:
    found = archive.people.known(person.split()[-1])
    return found is not None and found.name == person


def _person(archive: Archive, text: str) -> str | None:
    speaker = archive.people.known(text)
    if speaker is not None and speaker.is_person and speaker.has_given_name:
        return speaker.name
    words = text.split()
    is_name = 2 <= len(words) <= 4 and all(word[:1].isupper() for word in words)
    return text if is_name else None


def _other_form(archive: Archive, text: str) -> str | None:
    """What an abbreviation stands for, or the abbreviation of a name."""
    words = re.findall(r"[\w&-]+", text)
    if len(words) == 1 and is_abbreviation(words[0]):
        return long_form(words[0], _texts_with(archive, words[0]))
    bare = re.sub(r"^the ", "", text, flags=re.IGNORECASE)
    if len(words) > 1 and sum(word[:1].isupper() for word in words) > 1:
        return short_form(bare, _texts_with(archive, bare))
    return None


def _texts_with(archive: Archive, phrase: str) -> list[str]:
    words = phrase.split()
    ids = [id for id, _ in archive.ledger.full_text.passages(words, limit=_EXPLAINING)]
    passages = archive.ledger.passages.by_ids(ids)
    articles = archive.ledger.articles(sorted({one.article_id for one in passages.values()}))
    text_by_id = {article.id: article.text for article in articles}
    return [
        text_by_id[passages[id].article_id][passages[id].start : passages[id].end]
        for id in ids
        if id in passages and passages[id].article_id in text_by_id
    ]
