"""How questions are read: who, about what, when, and for what."""

from datetime import date

import pytest

from assistant.question import LONGEST_QUESTION, Question, Wanted, read_question
from corpus.errors import UsageError


@pytest.mark.parametrize(
    ("text", "speakers", "topic"),
    [
        ("What did Lavrov say about NATO?", ("Lavrov",), "NATO"),
        ("what did Sergey Lavrov say on NATO's advance", ("Sergey Lavrov",), "NATO's advance"),
        ("What did Blinken and Lavrov say about talks?", ("Blinken", "Lavrov"), "talks"),
        ("What has Scholz said on Nord Stream 2?", ("Scholz",), "Nord Stream 2"),
        ("What did Lind say?", ("Lind",), None),
        ("What did O'Brien say about fish?", ("O'Brien",), "fish"),
        ("What did the minister of Norway say?", ("the minister of Norway",), None),
        ("What is Macron's position on Minsk?", ("Macron",), "Minsk"),
        ("What was the reaction of Truss to the note?", ("Truss",), "the note"),
        ("Did Biden mention sanctions?", ("Biden",), "sanctions"),
        ("Has Zelensky ever spoken about panic?", ("Zelensky",), "panic"),
        ("How did Putin respond to the proposals?", ("Putin",), "the proposals"),
        ("Lavrov’s views on NATO", ("Lavrov",), "NATO"),
        ("How has Macron's position on Minsk changed?", ("Macron",), "Minsk"),
        ("How did Merkel’s stance on coal evolve over the years?", ("Merkel",), "coal"),
        ("According to Putin, what is a red line?", ("Putin",), "what is a red line"),
        ("What did WHO say about ferries?", ("WHO",), "ferries"),
        ("What did US officials and the US say?", ("US officials", "the US"), None),
        ("What did Trump say about the 2016 election?", ("Trump",), "the 2016 election"),
    ],
)
def test_questions_for_words(text: str, speakers: tuple[str, ...], topic: str | None) -> None:
    question = read_question(text)
    assert (question.wanted, question.speakers, question.topic) == (
        Wanted.STATEMENT,
        speakers,
        topic,
    )


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("When are the next talks?", Wanted.DATE),
        ("On what day did it open?", Wanted.DATE),
        ("Who opened the harbour?", Wanted.PERSON),
        ("Where did they meet?", Wanted.PLACE),
        ("In which city did they meet?", Wanted.PLACE),
        ("How many people came?", Wanted.NUMBER),
        ("How long is the pier?", Wanted.NUMBER),
        ("What happened in Geneva?", Wanted.FACT),
        ("harbour jobs", Wanted.FACT),
        ("What did he say about it?", Wanted.FACT),
        ("What did people say about the fire?", Wanted.FACT),
        ("WHAT DID THEY SAY ABOUT IT?", Wanted.FACT),
        ("When was martial law declared?", Wanted.DATE),
        ("Where has the talk been called off?", Wanted.PLACE),
    ],
)
def test_other_questions_name_no_speaker(text: str, wanted: Wanted) -> None:
    question = read_question(text)
    assert (question.wanted, question.speakers) == (wanted, ())


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Who spoke about the emails?", "the emails"),
        ("Who said that the pier would close?", "the pier would close"),
        ("Who else has talked of the pier?", "the pier"),
        ("Who said what about the pier?", "the pier"),
        ("Who mentioned once again the pier?", "once again the pier"),
    ],
)
def test_who_spoke_of_something(text: str, topic: str) -> None:
    question = read_question(text)
    assert (question.anyone, question.topic) == (True, topic)


def test_a_whole_question() -> None:
    assert read_question("  What did\nSergey Lavrov say about NATO in January 2022 ?") == Question(
        text="What did Sergey Lavrov say about NATO in January 2022 ?",
        wanted=Wanted.STATEMENT,
        speakers=("Sergey Lavrov",),
        topic="NATO",
        names=("Sergey Lavrov", "NATO"),
        since=date(2022, 1, 1),
        until=date(2022, 1, 31),
    )


def test_when_somebody_said_something() -> None:
    question = read_question("When did Lavrov speak about NATO?")
    assert (question.wanted, question.speakers, question.topic) == (
        Wanted.DATE,
        ("Lavrov",),
        "NATO",
    )


def test_a_year_bounds_only_words_and_a_month_everything() -> None:
    def bounds(text: str) -> tuple[date | None, date | None]:
        question = read_question(text)
        return question.since, question.until

    assert bounds("What did Lind say in 2021?") == (date(2021, 1, 1), date(2021, 12, 31))
    assert bounds("Who opened the harbour in 2021?") == (None, None)
    assert bounds("Who opened it in May 2021?") == (date(2021, 5, 1), date(2021, 5, 31))


def test_names_are_runs_of_capitals() -> None:
    names = read_question("When did Ursula von der Leyen’s team meet Liv Lind in Oslo?").names
    assert names == ("Ursula von der Leyen", "Liv Lind", "Oslo")
    assert read_question("WHO OPENED THE NEW HARBOUR?").names == ()


@pytest.mark.parametrize("text", ["", "  \n", "?!", "…"])
def test_no_question(text: str) -> None:
    with pytest.raises(UsageError, match="the question is empty"):
        read_question(text)


def test_a_question_without_end() -> None:
    with pytest.raises(UsageError, match="has 1,001 characters, the limit is 1,000"):
        read_question("x" * (LONGEST_QUESTION + 1))


@pytest.mark.parametrize(
    "piece",
    [
        "did ",
        "did X say ",
        "a ",
        "A. ",
        "a's ",
        "between ",
        "May ",
        "1 of ",
        "position of ",
        "!",
        " ?",
        "-",
    ],
)
def test_any_long_question_is_read(piece: str) -> None:
    text = ("What " + piece * LONGEST_QUESTION)[: LONGEST_QUESTION - 1] + "?"
    assert read_question(text).text == " ".join(text.split())
