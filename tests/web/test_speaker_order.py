"""The orders of the list of speakers that take counting."""

from datetime import date

from assistant.web.speaker_order import SpeakerOrder
from corpus.article import Article
from corpus.rejection import Reading
from index.build import Builder
from index.speaker_topics import TopicsBySpeaker
from tests.conftest import NewArchive

ARTICLES = [
    Article(id="a", publisher="Wire", published=date(2022, 1, 9), text="Ada Rao said tolls fell."),
    Article(id="b", publisher="Wire", published=date(2022, 3, 1), text="Bo Lund said it rained."),
    Article(id="c", publisher="Post", text="Ada Rao said that ferries would sail at night."),
    Article(id="d", text="Kit Yan said that apples were ripe. Kit Yan said apples were cheap."),
]


def test_speakers_are_sorted_by_outlets_days_statements_and_topics(new_archive: NewArchive) -> None:
    archive = new_archive("speakers")
    with archive.writing():
        Builder(archive).add([Reading(item=one, consumed=0) for one in ARTICLES])
    orders = SpeakerOrder(archive, TopicsBySpeaker(archive.ledger))

    def by(order: str) -> list[str]:
        listed = sorted(archive.people.speakers, key=lambda one: one.name)
        return [one.name.split()[0] for one in orders.sorted(listed, order)]

    assert by("-outlets") == ["Ada", "Bo", "Kit"]
    assert by("outlets") == ["Kit", "Bo", "Ada"]
    assert by("-day") == ["Bo", "Ada", "Kit"]
    assert by("-statements") == ["Ada", "Kit", "Bo"]
    assert by("topics") == ["Kit", "Ada", "Bo"]
