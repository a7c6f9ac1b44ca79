"""Looking through an archive: days, lists of articles, who says how much."""

import json
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from corpus.article import Article
from corpus.readers import read_articles
from corpus.rejection import Reading
from index.archive import Archive
from index.build import Builder
from index.overview import ArticleLine, Order, Spoken, SpokenAs
from index.topics import Background, topics

ARTICLES = [
    {
        "id": "a",
        "title": "Harbour",
        "publisher": "Wire",
        "published": "2022-01-09",
        "text": "Mayor Ada Rao opened the quay. Rao said that the harbour toll would fall.",
    },
    {
        "id": "b",
        "title": "Toll",
        "publisher": "Courier",
        "published": "2022-02-01",
        "text": "It rained on Tuesday.\n\nAda Rao said that ferries would sail at night.",
    },
    {"id": "c", "title": "Weather", "text": "It rained all day in the valley."},
]


@pytest.fixture
def archive(archive: Archive, tmp_path: Path) -> Archive:
    file = tmp_path / "articles.jsonl"
    file.write_text("\n".join(map(json.dumps, ARTICLES)), encoding="utf-8")
    with archive.writing():
        Builder(archive).add(read_articles([str(file)]))
    return archive


def test_an_archive_is_listed_page_by_page_in_the_order_asked_for(archive: Archive) -> None:
    overview = archive.ledger.overview
    assert [line.id for line in overview.articles(limit=5)] == ["b", "a", "c"]
    assert [line.id for line in overview.articles(order=Order.OLDEST, limit=5)] == ["a", "b", "c"]
    assert [line.id for line in overview.articles(order=Order.OUTLET, limit=5)] == ["b", "a", "c"]
    assert [line.id for line in overview.articles(order=Order.ADDED, limit=5)] == ["c", "b", "a"]
    assert [line.id for line in overview.articles(order=Order.TITLE, limit=5)] == ["a", "b", "c"]
    for order, last in ((Order.TITLE_BACK, "a"), (Order.OUTLET_BACK, "c"), (Order.MOST_SAID, "c")):
        assert overview.articles(order=order, limit=5)[-1].id == last
    assert overview.articles(order=Order.LEAST_SAID, ids=["a", "c"], limit=5)[0].id == "c"
    assert overview.articles(limit=1, offset=1) == [
        ArticleLine(id="a", title="Harbour", publisher="Wire", day=date(2022, 1, 9), statements=1)
    ]
    assert [line.id for line in overview.articles(ids=["c", "x"], limit=5)] == ["c"]
    assert [line.id for line in overview.articles(publisher="Wire", limit=5)] == ["a"]
    assert overview.days() == [(date(2022, 1, 9), 1), (date(2022, 2, 1), 1)]


def test_what_a_speaker_says_is_counted_and_read_latest_first(archive: Archive) -> None:
    rao = archive.people.find("Rao").speaker
    assert rao is not None
    overview = archive.ledger.overview
    assert overview.spoken(rao.aliases) == Spoken(
        statements=2,
        articles=2,
        publishers=(("Courier", 1), ("Wire", 1)),
        first_day=date(2022, 1, 9),
        last_day=date(2022, 2, 1),
    )
    found = overview.said(names=rao.aliases, limit=9)
    assert [(one.statement.article_id, one.text) for one in found] == [
        ("b", "Ada Rao said that ferries would sail at night."),
        ("a", "Rao said that the harbour toll would fall."),
    ]
    text = ARTICLES[1]["text"]
    start, end = found[0].span
    assert text[start:end] == found[0].text
    assert overview.said(ids=[found[1].statement.id], limit=9) == [found[1]]
    assert overview.said(names=rao.aliases, limit=1) == [found[0]]
    assert overview.spoken(["Nobody"]).statements == 0
    by_name = overview.spoken_by_name()
    assert by_name == {
        "Ada Rao": SpokenAs(statements=2, latest_day="2022-02-01", outlets=("Courier", "Wire"))
    }
    assert len(overview.some_said(10)) == 2


def test_a_statement_after_a_nul_has_its_words(archive: Archive) -> None:
    text = "It rained.\n\nThe log\0 ends. Bo Lund said that the pier was closed."
    with archive.writing():
        Builder(archive).add([Reading(item=Article(id="nul", text=text), consumed=0)])
    (said,) = archive.ledger.overview.said(names=["Bo Lund"], limit=5)
    assert said.text == "Bo Lund said that the pier was closed."


def test_a_page_of_articles_by_title_is_read_by_an_index(archive: Archive) -> None:
    with sqlite3.connect(archive.ledger.path) as made_before:
        made_before.execute("DROP INDEX articles_title")
    with archive.writing():
        Builder(archive).remove(["c"])
    with sqlite3.connect(archive.ledger.path) as connection:
        plan = connection.execute(
            "EXPLAIN QUERY PLAN SELECT number FROM articles ORDER BY lower(title) DESC, number"
        ).fetchall()
    assert [row[3] for row in plan] == ["SCAN articles USING INDEX articles_title"]


def test_topics_are_the_words_that_stand_out() -> None:
    background = Background(["The weather was mild.", "The weather turned.", "Ferries sailed."])
    said = ["the harbour toll would fall", "a toll for ferries", "the weather and the Harbour toll"]
    assert topics(said, background, without="Rao", limit=2) == ["toll", "Harbour"]
    assert topics([], background) == []


def test_what_somebody_would_do_and_shortened_words_are_no_topics() -> None:
    said = ["She’ll resign over tolls.", "He should resign, they’ll say, to Malta if need be."]
    assert topics(said, Background(["It rained."])) == ["Malta", "tolls"]
