"""Speakers across articles, and who a question's name means."""

import time

import pytest

from index.people import Match, People
from index.same_person import Named

NAMES = (
    Named(name="Sergey Lavrov", role="Russian Foreign Minister", articles=20),
    Named(name="Sergei Lavrov", role="Russia's foreign minister", articles=5),
    Named(name="Lavrov", articles=3),
    Named(name="Hillary Clinton", role="Democratic nominee", articles=60),
    Named(name="Hillary Rodham Clinton", role="former secretary of state", articles=10),
    Named(name="Bill Clinton", role="former president", articles=30),
    Named(name="Clinton", articles=4),
    Named(name="Volodymyr Zelensky", role="Ukrainian President", articles=8),
    Named(name="Volodymyr Zelenskyy", role="President", articles=4),
    Named(name="Donald Trump", role="Republican nominee", articles=90),
    Named(name="Donald J. Trump", articles=10),
    Named(name="Donald Trump Jr.", articles=2),
    Named(name="Eric Trump", articles=1),
    Named(name="Trump", articles=20),
    Named(name="the Trump campaign", is_person=False, articles=9),
    Named(name="Denzel Washington", role="actor", articles=4),
    Named(name="Washington", is_person=False, articles=50),
    Named(name="Joe Biden", role="Vice President", articles=12),
    Named(name="Joseph R. Biden Jr.", role="vice president", articles=5),
    Named(name="Mike Lee", role="Sen.", articles=3),
    Named(name="Michael Lee", role="drummer", articles=3),
)
PEOPLE = People.of(NAMES)


def found(name: str) -> str | None:
    match = PEOPLE.find(name)
    return match.speaker.name if match.speaker else None


@pytest.mark.parametrize(
    "question",
    [
        "Lavrov",
        "Sergei Lavrov",
        "sergey lavrov",
        "SERGEY LAVROV",
        "Mr. Lavrov",
        "Lavrov's",
        "Sergey Lavrov’s",
        "the Russian foreign minister",
        "Russia's foreign minister",
        "Russian Foreign Minister Sergey Lavrov",
        "Foreign Minister Lavrov",
        "Russia's Sergey Lavrov",
        "Sergey Viktorovich Lavrov",
    ],
)
def test_all_ways_to_ask_for_one(question: str) -> None:
    assert found(question) == "Sergey Lavrov"


def test_aliases_are_all_names_commonest_first_full_names_before_surnames() -> None:
    speaker = PEOPLE.find("Lavrov").speaker
    assert speaker is not None
    assert speaker.aliases == ("Sergey Lavrov", "Sergei Lavrov", "Lavrov")
    assert speaker.roles == ("Russian Foreign Minister", "Russia's foreign minister")
    assert speaker.articles == 28


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("Zelenskiy", "Volodymyr Zelensky"),
        ("Volodymyr Zelenskyy", "Volodymyr Zelensky"),
        ("Hillary", "Hillary Clinton"),
        ("Mrs. Clinton", "Hillary Clinton"),
        ("Bill Clinton", "Bill Clinton"),
        ("Mr. Clinton", "Bill Clinton"),
        ("Donald Trump Jr.", "Donald Trump Jr."),
        ("Trump", "Donald Trump"),
        ("the Trump campaign", "the Trump campaign"),
        ("Trump campaign", "the Trump campaign"),
        ("Joseph Biden Jr.", "Joe Biden"),
        ("Biden", "Joe Biden"),
        ("the former president", "Bill Clinton"),
    ],
)
def test_who_is_meant(question: str, name: str) -> None:
    assert found(question) == name


def test_other_bearers_of_a_name_are_never_given() -> None:
    people = People.of([Named(name="Hillary Clinton", articles=70), Named(name="Clinton")])
    assert people.find("Bill Clinton") == Match(nearest=("Hillary Clinton",))


def test_surname_that_nobody_dominates_is_ambiguous() -> None:
    match = PEOPLE.find("Clinton")
    assert match.speaker is None
    assert [one.name for one in match.ambiguous] == ["Hillary Clinton", "Bill Clinton"]


def test_bare_surname_stays_its_own_unless_one_clearly_owns_it() -> None:
    aliases = {alias for speaker in PEOPLE.speakers for alias in speaker.aliases[1:]}
    assert "Trump" in aliases
    assert "Lavrov" in aliases
    assert not aliases & {"Clinton", "Washington"}


def test_a_nickname_joins_only_with_the_same_office() -> None:
    assert found("Mike Lee") == "Mike Lee"
    assert found("Michael Lee") == "Michael Lee"


def test_variants_in_one_part_of_a_name_need_the_other_to_agree() -> None:
    people = People.of(
        [Named(name="Yulia Navalnaya"), Named(name="Julia Navalnaya"), Named(name="Julia Gillard")]
    )
    assert [speaker.aliases for speaker in people.speakers] == [
        ("Julia Navalnaya", "Yulia Navalnaya"),
        ("Julia Gillard",),
    ]


def test_unknown_name_offers_the_nearest() -> None:
    assert PEOPLE.find("Sergey Lavorv") == Match(nearest=("Sergey Lavrov",))
    assert PEOPLE.find("Zelenksy") == Match(nearest=("Volodymyr Zelensky",))
    assert PEOPLE.find("Xqzw") == Match()


def test_unknown_role_is_nobody() -> None:
    assert PEOPLE.find("the Japanese finance minister") == Match()


@pytest.mark.parametrize("question", ["", "?", "the", "Mr.", "'s", "..."])
def test_odd_questions_find_nobody(question: str) -> None:
    assert PEOPLE.find(question).speaker is None


def test_empty_archive() -> None:
    assert People.of([]).find("Lavrov") == Match()


def test_order_of_names_changes_nothing() -> None:
    assert People.of(NAMES[::-1]).speakers == PEOPLE.speakers


def test_many_names_are_found_through_indexes() -> None:
    syllables = ["ka", "lo", "mi", "ner", "sto", "vel", "bra", "dun", "fi", "gor"]
    words = [(a + b + c).title() for a in syllables for b in syllables for c in syllables]
    people = People.of(
        Named(name=f"{words[n % 997]} {words[n % 1000]}{words[n // 1000].lower()}")
        for n in range(20_000)
    )
    assert len(people.speakers) == 20_000
    began = time.perf_counter()
    for name in ("Kakalo Kakalokakaka", "Lolomi", "the minister", "Mrs. Kakalokakaka"):
        people.find(name)
    assert time.perf_counter() - began < 1


OBAMAS = People.of(
    (
        Named(name="Barack Obama", role="President", articles=14),
        Named(name="Michelle Obama", role="first lady", articles=3),
        Named(name="Obama", articles=4),
        Named(name="Mr. Obama", articles=2),
        Named(name="President Obama", role="President", articles=6),
        Named(name="Ms. Obama", articles=1),
    )
)


def test_a_surname_with_a_title_joins_the_one_of_that_gender_and_office() -> None:
    assert [one.aliases for one in OBAMAS.speakers] == [
        ("Barack Obama", "President Obama", "Obama", "Mr. Obama"),
        ("Michelle Obama", "Ms. Obama"),
    ]


def test_an_office_that_nobody_of_the_surname_holds_stays_apart() -> None:
    people = People.of(
        (
            Named(name="Hillary Clinton", role="Democratic nominee", articles=60),
            Named(name="President Clinton", role="President", articles=2),
        )
    )

    assert [one.aliases for one in people.speakers] == [
        ("Hillary Clinton",),
        ("President Clinton",),
    ]


def test_titles_of_one_never_named_in_full_are_one_speaker_under_one_name() -> None:
    people = People.of(
        (
            Named(name="Mr. Earnest", articles=2),
            Named(name="Press Secretary Earnest", role="Press Secretary", articles=1),
            Named(name="Mr. Kim", articles=1),
            Named(name="Ms. Kim", articles=1),
        )
    )

    assert [one.aliases for one in people.speakers] == [
        ("Mr. Earnest", "Press Secretary Earnest"),
        ("Mr. Kim",),
        ("Ms. Kim",),
    ]


def test_what_several_say_together_are_words_of_each() -> None:
    people = People.of(
        [
            *NAMES,
            Named(name="Donald Trump and Eric Trump", is_person=False),
            Named(name="Donald J. Trump, Joe Biden and Mike Lee", is_person=False),
            Named(name="Donald Trump and an aide", is_person=False),
        ]
    )

    def words_of(name: str) -> tuple[str, ...]:
        speaker = people.find(name).speaker
        assert speaker
        return people.words_of(speaker)

    assert words_of("Eric Trump") == ("Eric Trump", "Donald Trump and Eric Trump")
    assert words_of("Biden")[-1] == "Donald J. Trump, Joe Biden and Mike Lee"
    assert words_of("Donald Trump") == (
        "Donald Trump",
        "Donald J. Trump",
        "Trump",
        "Donald J. Trump, Joe Biden and Mike Lee",
        "Donald Trump and Eric Trump",
    )
    assert words_of("Lavrov")[-1] == "Lavrov"
