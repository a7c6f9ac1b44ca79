"""Names in news text, and the people of an article."""

import pytest

from corpus.article import Article
from index.cast import Cast
from index.mentions import article_mentions, mentions_of


def names(text: str) -> list[str]:
    return [mention.name for mention in mentions_of(text)]


def people(text: str, title: str = "") -> dict[str, str | None]:
    return {p.name: p.gender for p in Cast(Article(id="a", title=title, text=text)).people}


@pytest.mark.parametrize(
    ("text", "title", "name"),
    [
        ("Russian Foreign Minister Sergey Lavrov", "Russian Foreign Minister", "Sergey Lavrov"),
        ("Sen. Tim Kaine", "Sen.", "Tim Kaine"),
        ("House Speaker Paul D. Ryan", "House Speaker", "Paul D. Ryan"),
        ("President-elect Donald Trump", "President-elect", "Donald Trump"),
        ("Senators Mitch McConnell", "Senators", "Mitch McConnell"),
        ("Mr. Lavrov", "Mr.", "Lavrov"),
        ("the Rev. Jesse Jackson", "Rev.", "Jesse Jackson"),
        ("MR. EARNEST", "MR.", "EARNEST"),
        ("But Merkel", "", "Merkel"),
        ("New York Times columnist Ida Brandt", "", "Ida Brandt"),
        ("former U.S. Marine Andrew Cote", "Marine", "Andrew Cote"),
        ("Police Chief Lee White", "Police Chief", "Lee White"),
        ("Ida Brandt Tuesday", "", "Ida Brandt"),
    ],
)
def test_name_begins_after_the_last_title(text: str, title: str, name: str) -> None:
    last = mentions_of(text)[-1]
    assert (last.title, last.name) == (title, name)
    assert text[last.start : last.end] == name


@pytest.mark.parametrize(
    "name",
    [
        "Bill de Blasio",
        "Marine Le Pen",
        "Debbie Wasserman Schultz",
        "Martin O’Malley",
        "Stephen King",
        "Donald Trump Jr.",
        "Xi Jinping",
        "George W. Bush",
        "Recep Tayyip Erdoğan",
        "Ursula von der Leyen",
        "Ayman al-Zawahri",
        "Karine Jean-Pierre",
    ],
)
def test_whole_name_is_one_mention(name: str) -> None:
    assert names(f"Later {name} left.") == [name]


@pytest.mark.parametrize(
    "text",
    [
        "the State Department",
        "Major League Baseball",
        "the Supreme Court",
        "on Monday",
        "Fox News",
        "The Associated Press",
    ],
)
def test_organizations_and_days_are_no_names(text: str) -> None:
    assert names(text) == []


def test_possessive_ends_a_name() -> None:
    assert names("Trump’s lawyer and Obama's old friend Ana Ruiz") == [
        "Trump",
        "Obama",
        "Ana Ruiz",
    ]


def test_headlines_and_words_that_begin_a_sentence_are_left_out() -> None:
    text = (
        "Mayor Ana Ruiz Wins Third Term In Landslide\n\n"
        "Billionaire Karl Weiss paid for it. No other billionaire did."
    )
    assert [m.name for m in article_mentions(text)] == ["Karl Weiss"]


def test_gender_from_honorifics_roles_pronouns_and_given_names() -> None:
    found = people(
        "Mrs. Oyelaran Abara opened the fair. Congressman Ilir Gashi, who paid, stayed away. "
        "Quill Tamsin said she would come. Robert Harrow was there, as was Emre Doruk."
    )
    assert found == {
        "Oyelaran Abara": "f",
        "Ilir Gashi": "m",
        "Quill Tamsin": "f",
        "Robert Harrow": "m",
        "Emre Doruk": None,
    }


def test_forms_of_one_name_are_one_person_under_the_fullest() -> None:
    assert people("Hillary Clinton came. Hillary Rodham Clinton spoke. Clinton left.") == {
        "Hillary Rodham Clinton": "f"
    }


def test_a_capitalised_word_before_a_surname_makes_no_second_person() -> None:
    text = (
        "Donald Trump came to Milwaukee. Following Trump were cameras. At a Wisconsin Trump rally, "
        "Trump spoke."
    )
    assert list(people(text)) == ["Donald Trump"]


def test_roles_before_and_after_a_name() -> None:
    text = (
        "Sergey Lavrov, Russia's foreign minister, met former Secretary of State John Kerry. "
        "Kremlin spokesman Dmitry Peskov kept silent."
    )
    found = {p.name: p.roles for p in Cast(Article(id="a", text=text)).people}
    assert found == {
        "Sergey Lavrov": ("Russia's foreign minister",),
        "John Kerry": ("former Secretary of State",),
        "Dmitry Peskov": ("Kremlin spokesman",),
    }


def test_a_suffix_is_no_surname() -> None:
    text = "Tom Adler IV and Karl Keating IV ran. Mr. Keating won. Adler IV lost, said Ms. Adler."
    assert list(people(text)) == ["Tom Adler IV", "Karl Keating IV"]
