"""How a position changed: told from the earliest day on, whatever was found first."""

from datetime import date

import pytest

from assistant.answer import Answer, Citation, CitedSentence, Outcome
from assistant.web.over_time import asks_for_change, chronological
from corpus.article import Article


@pytest.mark.parametrize(
    ("question", "is_one"),
    [
        ("How has Rao's position on tolls changed?", True),
        ("How did Rao's view of tolls evolve over time?", True),
        ("How has Rao's view of tolls shifted since May 2020?", True),
        ("What did Rao say about the changed toll?", False),
        ("How much was the toll?", False),
    ],
)
def test_questions_on_a_change_are_known_by_their_form(question: str, is_one: bool) -> None:
    assert asks_for_change(question) is is_one


def test_an_answer_is_told_from_the_earliest_day_on() -> None:
    def citation(number: int, day: date | None) -> Citation:
        article = Article(id=f"a{number}", text=f"Words {number}.", published=day)
        return Citation(number=number, article=article, start=0, end=8)

    answer = Answer(
        question="How has Rao's position on tolls changed?",
        outcome=Outcome.ANSWERED,
        sentences=tuple(CitedSentence(text=f"Words {n}.", citations=(n,)) for n in (1, 2, 3)),
        citations=(
            citation(1, None),
            citation(2, date(2022, 5, 1)),
            citation(3, date(2021, 5, 1)),
        ),
    )
    told = chronological(answer)
    assert [(s.text, s.citations) for s in told.sentences] == [
        ("Words 3.", (1,)),
        ("Words 2.", (2,)),
        ("Words 1.", (3,)),
    ]
    assert [(c.number, c.article.id) for c in told.citations] == [(1, "a3"), (2, "a2"), (3, "a1")]
