"""Forms of a name in an article that say less or more than the name: "Bill" in "Bill and Hillary
Clinton", "Billionaire Karl Weiss", "Keating IV"."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from index.mentions import Mention, is_particle_or_suffix
from index.name_words import GIVEN_NAMES, SUFFIXES, plain


class ExtraFirstWords:
    """The longer forms whose first word is no part of the name: another form of the article lacks
    it, and begins with a common given name."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        forms = {tuple(map(plain, m.words)) for m in mentions if m.is_full}
        self._longer = {
            form
            for form in forms
            if len(form) > 2
            and form[1:] in forms
            and form[0] not in GIVEN_NAMES
            and form[1] in GIVEN_NAMES
            and not is_particle_or_suffix(form[1])
        }

    def cleaned(self, mention: Mention) -> Mention:
        """The mention without first words that are no part of the name, as in "Billionaire X Y"."""
        words, cut = mention.words, 0
        while len(words) - cut > 2 and tuple(map(plain, words[cut:])) in self._longer:
            cut += 1
        if not cut:
            return mention
        start = mention.end - len(" ".join(words[cut:]))
        return Mention(
            words=words[cut:],
            start=start,
            end=mention.end,
            title=" ".join((mention.title, *words[:cut])).strip(),
            honorific=mention.honorific,
            is_possessive=mention.is_possessive,
        )


def with_shared_surnames(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions, "Bill" in "Bill and Hillary Clinton" with the surname that is left out."""
    firsts = {plain(m.words[0]) for m in mentions if m.is_full}
    found = list(mentions)
    for number, (one, other) in enumerate(pairwise(mentions)):
        is_short = len(one.words) == 1 and not one.title and plain(one.words[0]) in GIVEN_NAMES
        is_pair = is_short and other.is_full and text[one.end : other.start] == " and "
        if is_pair and plain(one.words[0]) not in firsts and plain(other.words[0]) in GIVEN_NAMES:
            found[number] = replace(one, words=(one.words[0], *other.words[1:]))
    return found


def by_surname(mention: Mention) -> Mention:
    """The mention without its first words: the surname, and what follows it as in "Keating IV"."""
    own = [n for n, word in enumerate(mention.words) if plain(word) not in SUFFIXES]
    words = mention.words[own[-1] :] if own else mention.words
    start = mention.end - len(" ".join(words))
    return replace(mention, words=words, start=start, title=mention.words[0])
