"""How SQLite reads the ledger for an answer: through its indexes, no table from end to end."""

import pytest
import sqlalchemy as sa

from assistant.assistant import Filters, NewsAssistant
from index import word_ranking
from index.archive import Archive
from index.ledger import Ledger
from tests.articles import add, article

QUESTIONS = (
    "What did Ingrid Solberg say about the ferry?",
    "What did Ingrid Solberg say?",
    "Who said what about the ferry?",
    "When will the ferry to Nordvik close?",
    "What did Ingrid Solberg say about the harbour in 2021?",
    "What did Nobody Known say about the ferry?",
)
TABLES = {"articles", "a", "passages", "p", "statements", "s", "retired_vectors"}


@pytest.mark.parametrize("most_ranked", [word_ranking.MOST_RANKED, 2])
def test_no_query_of_an_answer_reads_a_table_from_end_to_end(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, most_ranked: int
) -> None:
    monkeypatch.setattr(word_ranking, "MOST_RANKED", most_ranked)
    text = (
        "Transport Minister Ingrid Solberg said on Monday that the ferry line to Nordvik would "
        "close in October.\nThe ferry carries many people."
    )
    add(archive, *(article(f"ferry-{number}", text, publisher="Post") for number in range(3)))
    run: dict[str, object] = {}

    def ran(_c: object, _cursor: object, query: str, values: object, *_: object) -> None:
        run.setdefault(query, values)

    sa.event.listen(sa.Engine, "before_cursor_execute", ran)
    try:
        assistant = NewsAssistant(archive)
        for question in QUESTIONS:
            assistant.ask(question)
            assistant.ask(question, filters=Filters(publishers=("Post",)))
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", ran)
    searches = {query: values for query, values in run.items() if "MATCH" in query}
    assert len(searches) >= 4
    assert _scanned(archive.ledger, run) == []
    assert _scanned(archive.ledger, {"SELECT count(*) FROM passages WHERE start = 3": ()}) == [
        ("SELECT count(*) FROM passages WHERE start = 3", "SCAN passages")
    ]


def _scanned(ledger: Ledger, queries: dict[str, object]) -> list[tuple[str, str]]:
    """The queries with those steps of their plans that go through a whole table."""
    found = []
    engine = sa.create_engine(f"sqlite:///{ledger.path}")
    with engine.connect() as connection:
        for query, values in queries.items():
            if not query.lstrip().upper().startswith(("SELECT", "WITH")):
                continue
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", values)  # type: ignore[call-overload]
            for step in (str(row[3]) for row in plan):
                words = step.split()
                is_index = "INDEX" in words and "VIRTUAL" not in words and "COVERING" not in words
                if words[0] == "SCAN" and words[1] in TABLES and not is_index:
                    found.append((query, step))
    engine.dispose()
    return found
