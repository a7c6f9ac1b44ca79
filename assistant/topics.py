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


def read_topic(archive: Archive, text: str) -> Topic:
    """The topic of a question, looked up in the archive."""
    other = _other_form(archive, text)
    forms = [text, *([other] if other else [])]
    words = [word for form in forms for word in (content_words(form) or form.lower().split())]
    return Topic(
        text=f"{text} ({other})" if other else text,
        wordings=tuple(tuple(content_stems(form)) or tuple(form.lower().split()) for form in forms),
        words=tuple(dict.fromkeys(one for word in words for one in words_of(word))),
        person=_person(archive, text),
    )


class TopicWeights:
    """How much of a topic a text is about, its words weighed by their rarity in the archive."""

    def __init__(self, archive: Archive, topic: Topic) -> None:
        rarity = Rarity(archive)
        self._topic = topic
        self._wordings = [rarity.of(wording) for wording in topic.wordings]
        self._surname = content_stems(topic.person.split()[-1]) if topic.person else []

    def coverage(self, article: Article, text: str) -> float:
        """From 0 to 1: the share of the words of the best way to say the topic."""
        stems = set(content_stems(text))
        best = max(covered(weights, stems | _related(weights, stems)) for weights in self._wordings)
        is_named = bool(self._surname) and stems.issuperset(self._surname)
        if is_named and best < 1 and _names(article.text, self._topic.person or ""):
            return 1.0
        return best


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


def _person(archive: Archive, text: str) -> str | None:
    speaker = archive.people.find(text).speaker
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
    passages = archive.ledger.passages(ids)
    articles = archive.ledger.articles(sorted({one.article_id for one in passages.values()}))
    text_by_id = {article.id: article.text for article in articles}
    return [
        text_by_id[passages[id].article_id][passages[id].start : passages[id].end]
        for id in ids
        if id in passages and passages[id].article_id in text_by_id
    ]
