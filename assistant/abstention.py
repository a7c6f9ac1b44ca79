"""Why a question is not answered, and what the archive has instead."""

import re
from dataclasses import replace

from assistant.answer import Answer, Outcome, Reason
from assistant.question import Question
from index.archive import Archive
from index.name_words import is_plural_role_noun
from index.people import Speaker
from index.search import SearchQuery


def abstain(archive: Archive, question: Question, query: SearchQuery) -> Answer:
    """An answer that says why there is none."""
    reason, message = _why(archive, question, query)
    return Answer(question=question.text, outcome=Outcome.ABSTAINED, reason=reason, message=message)


def _why(archive: Archive, question: Question, query: SearchQuery) -> tuple[Reason, str]:
    everything = archive.coverage()
    if not everything.articles:
        return (
            Reason.EMPTY_ARCHIVE,
            "The archive holds no articles yet. Add some with 'onrecord add FILE_OR_FOLDER'.",
        )
    for name in question.speakers:
        match = archive.people.find(name)
        if match.ambiguous:
            several = " or ".join(one.name for one in match.ambiguous[:4])
            return (
                Reason.UNKNOWN_SPEAKER,
                f"{_beginning(name)} may be several people here: {several}. "
                "Ask with the full name.",
            )
        if match.speaker is None and not _is_named(archive, name):
            nearest = " or ".join(match.nearest)
            return (
                Reason.UNKNOWN_SPEAKER,
                f"No article in this archive names {name}."
                + (f" Did you mean {nearest}?" if nearest else ""),
            )
    bounded = replace(query, since=None, until=None) != query
    if bounded:
        covered = archive.coverage_within(query).articles
        days = _days(query)
        if not covered:
            has = ""
            if everything.first_day and everything.last_day:
                has = f" The dated articles run from {everything.first_day:%-d %B %Y} to "
                has += f"{everything.last_day:%-d %B %Y}."
            return Reason.OUTSIDE_DATES, f"No article here was published {days}.{has}"
        return (
            Reason.OUTSIDE_DATES,
            f"Nothing published {days} ({_count(covered)}) answers this.",
        )
    if question.speakers:
        return Reason.SILENT_ON_TOPIC, " ".join(
            _silent(archive, name, question) for name in question.speakers
        )
    return (
        Reason.NO_EVIDENCE,
        f"Nothing in the archive ({_count(everything.articles)}) answers this clearly enough to "
        "be quoted.",
    )


def _is_named(archive: Archive, name: str) -> bool:
    """Whether any article holds a name: a role without its article, a person by the whole name."""
    bare = re.sub(r"^(?:the|a|an)\s+", "", name, flags=re.IGNORECASE)
    return archive.ledger.full_text.articles_with(bare) > 0


def _silent(archive: Archive, name: str, question: Question) -> str:
    topic, act = question.topic, question.act
    towards = act.towards if act else None
    about = f" {'to' if act and act.is_address else 'of'} {towards}" if towards else ""
    about += f" about {topic}" if topic else ""
    about = about or (f" and answers to {act.verb!r}" if act else "")
    speaker = archive.people.known(name)
    if speaker is None:
        named = _count(archive.ledger.full_text.articles_with(name))
        return f"{_beginning(name)} is named in {named} here, but no words of theirs were found."
    articles = archive.ledger.overview.articles_quoting(speaker.aliases)
    spoken_about = archive.topics.of(speaker) if topic else []
    return (
        f"{_beginning(speaker.name)} {_speaks(speaker)} in {_count(articles)} here, but nothing "
        f"was found that was said{about}."
        + (f" What they do speak about: {', '.join(spoken_about)}." if spoken_about else "")
    )


def _beginning(name: str) -> str:
    """A name as it begins a sentence: "The CDC", "Officials", and "von der Leyen" as it is."""
    is_name = not name.startswith("the ") and any(word[0].isupper() for word in name.split())
    return name if is_name else name[:1].upper() + name[1:]


def _speaks(speaker: Speaker) -> str:
    """The verb for one, or for several: "US officials speak"."""
    return "speak" if is_plural_role_noun(speaker.name.split()[-1]) else "speaks"


def _count(articles: int) -> str:
    return "1 article" if articles == 1 else f"{articles:,} articles"


def _days(query: SearchQuery) -> str:
    if query.since and query.until:
        if query.since == query.until:
            return f"on {query.since:%-d %B %Y}"
        return f"between {query.since:%-d %B %Y} and {query.until:%-d %B %Y}"
    if query.since:
        return f"since {query.since:%-d %B %Y}"
    return f"until {query.until:%-d %B %Y}"
