"""Search as a whole: what each ranking adds, bounds, copies, spread, and the same order always."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from corpus.article import Article
from index.archive import Archive
from index.passages import Passage
from index.search import (
    Hit,
    SearchQuery,
    StatementQuery,
    collapse,
    ranks,
    reciprocal,
    spread,
)
from tests.articles import add, article

HARBOUR = article(
    "harbour",
    "The harbour opened on Monday. Minister Ada Brandt said the harbour would create jobs.",
    title="Minister opens the harbour",
    publisher="Coast Herald",
    published=date(2022, 5, 2),
)
WIRE = (
    "The central bank of Norway raised its main interest rate to two percent on Thursday, and "
    "said that another rise before the summer was likely."
)
ARTICLES = [
    HARBOUR,
    article(
        "school",
        "The roof of the village school was repaired over the summer holidays.",
        title="School roof repaired",
        publisher='Hill "Post"',
        published=date(2021, 9, 1),
    ),
    article("rate-copy", WIRE, title="Rates", publisher="Evening News", published=date(2022, 6, 3)),
    article("rate", WIRE + " It rained.", publisher="Coast Herald", published=date(2022, 6, 2)),
    article("rate-undated", WIRE.upper(), publisher="Evening News"),
    article("words", "!!! … 🙂", title=""),
    article("empty", "", title=""),
]


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory, model_cache: Path) -> Iterator[Archive]:
    with Archive(tmp_path_factory.mktemp("data"), cache=model_cache) as archive:
        add(archive, *ARTICLES)
        yield archive


def ids(archive: Archive, text: str, **values: object) -> list[str]:
    return [hit.article.id for hit in archive.search(SearchQuery(text=text, **values))]  # type: ignore[arg-type]


def test_a_hit_says_what_each_search_contributed(archive: Archive) -> None:
    hit = archive.search(SearchQuery(text="Who opened the harbour?", limit=1))[0]
    assert hit == Hit(
        passage=Passage(article_id="harbour", start=0, end=85),
        article=HARBOUR,
        reciprocal_rank=3 / 61,
        vector_rank=1,
        cosine_similarity=hit.cosine_similarity,
        word_rank=1,
        bm25=hit.bm25,
        article_rank=1,
    )
    assert hit.cosine_similarity and 0.3 < hit.cosine_similarity < 1
    assert hit.bm25 and hit.bm25 > 0
    assert hit.text == HARBOUR.text


def test_meaning_finds_what_words_do_not(archive: Archive) -> None:
    hit = archive.search(SearchQuery(text="classroom building mended", limit=1))[0]
    assert (hit.article.id, hit.vector_rank, hit.word_rank, hit.article_rank) == (
        "school",
        1,
        None,
        None,
    )


def test_copies_are_collapsed_and_the_earliest_is_cited(archive: Archive) -> None:
    hits = archive.search(SearchQuery(text="central bank of Norway interest rate", limit=2))
    assert hits[0].article.id == "rate"
    assert sorted(p.article_id for p in hits[0].copies) == ["rate-copy", "rate-undated"]
    assert hits[1].article.id not in ("rate-copy", "rate-undated")
    late = archive.search(
        SearchQuery(text="central bank of Norway", limit=1, publishers=("Evening News",))
    )[0]
    assert (late.article.id, [p.article_id for p in late.copies]) == (
        "rate-copy",
        ["rate-undated"],
    )


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ({"until": date(2021, 9, 1)}, ["school"]),
        ({"since": date(2022, 6, 2)}, ["rate"]),
        ({"since": date(2021, 9, 1), "until": date(2022, 5, 2)}, ["harbour", "school"]),
        ({"since": date(2023, 1, 1)}, []),
        ({"publishers": ('Hill "Post"',)}, ["school"]),
        ({"publishers": ("Coast Herald",), "until": date(2022, 5, 31)}, ["harbour"]),
        ({"publishers": ("Nobody",)}, []),
    ],
)
def test_bounds_hold_in_both_searches(
    archive: Archive, bounds: dict[str, object], expected: list[str]
) -> None:
    assert ids(archive, "harbour", **bounds) == expected
    assert archive.coverage_within(SearchQuery(text="", **bounds)).articles == {  # type: ignore[arg-type]
        date(2022, 6, 2): 2
    }.get(bounds.get("since"), len(expected))  # type: ignore[call-overload]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?",
        "\0",
        '"harbour" OR NOT (',
        "harbour " * 5000,
        "🙂",
        "'; DROP TABLE articles; --",
        "_",
    ],
)
def test_any_text_can_be_searched_for(archive: Archive, text: str) -> None:
    found = archive.search(SearchQuery(text=text))
    assert found == archive.search(SearchQuery(text=text))
    assert len(found) == 4


def test_the_limit(archive: Archive) -> None:
    assert len(ids(archive, "harbour", limit=1)) == 1
    assert ids(archive, "harbour", limit=0) == []
    assert ids(archive, "harbour", limit=5000)[0] == "harbour"


def test_an_archive_built_in_pieces_answers_the_same(
    archive: Archive, tmp_path: Path, model_cache: Path
) -> None:
    with Archive(tmp_path / "pieces", cache=model_cache) as pieces:
        for one in reversed(ARTICLES):
            add(pieces, one)
        for text in ("Who opened the harbour?", "interest rate", "summer"):
            assert pieces.search(SearchQuery(text=text)) == archive.search(SearchQuery(text=text))


def test_outlets_are_known_by_any_case(archive: Archive) -> None:
    assert archive.publishers_named(["coast herald", 'HILL "POST"']) == (
        "Coast Herald",
        'Hill "Post"',
    )


def hit(id: str, text: str, rank: int = 1, **values: object) -> Hit:
    one: Article = article(id, text, **values)
    return Hit(
        passage=Passage(article_id=id, start=0, end=len(text)),
        article=one,
        reciprocal_rank=reciprocal(rank),
        vector_rank=rank,
    )


def test_collapse_keeps_the_place_of_the_best_and_cites_the_earliest() -> None:
    first = hit("b", WIRE, 1, published=date(2022, 2, 2))
    other = hit("x", "Something else entirely was said.", 2)
    early = hit("a", WIRE.upper(), 3, published=date(2022, 1, 1))
    undated = hit("c", WIRE, 4)
    merged, untouched = collapse([first, other, early, undated])
    assert untouched == other
    assert (merged.article, merged.passage) == (early.article, early.passage)
    assert (merged.reciprocal_rank, merged.vector_rank) == (reciprocal(1), 1)
    assert sorted(p.id for p in merged.copies) == sorted([first.passage.id, undated.passage.id])
    assert collapse([]) == []


def test_collapse_leaves_what_is_only_alike() -> None:
    longer = WIRE + " " + "It also spoke of the housing market, the krone and oil at length." * 2
    assert len(collapse([hit("a", WIRE), hit("b", longer), hit("c", ""), hit("d", "Short.")])) == 4


def test_a_copy_within_one_article_is_no_other_article() -> None:
    one = hit("a", WIRE)
    again = Hit(
        passage=Passage(article_id="a", start=1, end=len(WIRE)),
        article=one.article,
        reciprocal_rank=0.1,
    )
    assert [h.copies for h in collapse([one, again])] == [()]


def test_spread_moves_more_of_one_article_back() -> None:
    a1, a2, a3, b1 = hit("a", "1"), hit("a", "2"), hit("a", "3"), hit("b", "4")
    assert spread([a1, a2, a3, b1], 1) == [a1, b1, a2, a3]
    assert spread([a1, a2, a3, b1], 2) == [a1, a2, b1, a3]


def test_ranks_and_words() -> None:
    assert ranks([("a", 0.9), ("b", 0.5)]) == {"a": (1, 0.9), "b": (2, 0.5)}
    assert (reciprocal(1), reciprocal(None)) == (1 / 61, 0.0)
    assert SearchQuery(text="What did the U.N. and Lavrov’s U.N. say?").words == (
        "u.n",
        "lavrov",
        "say",
    )


def test_statements_within_bounds(archive: Archive) -> None:
    found = archive.search_statements(StatementQuery(topic="jobs at the harbour", speakers=()))
    assert found[0].statement.article_id == "harbour"
    assert (found[0].word_rank, found[0].vector_rank) == (1, 1)
    bounded = StatementQuery(topic="harbour", speakers=(), until=date(2022, 5, 1))
    assert archive.search_statements(bounded) == []
    speaker = StatementQuery(topic=None, speakers=("nobody",))
    assert archive.search_statements(speaker) == []
