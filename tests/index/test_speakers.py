"""Whose words a statement is, by the words of its source and the article around it."""

from dataclasses import dataclass

import pytest

from corpus.article import Article
from index.sentences import Span
from index.speakers import Resolution, ResolvedSpeaker, resolve


@dataclass(frozen=True, kw_only=True)
class Attributed:
    content: tuple[Span, ...]
    cue: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()


def marked(text: str) -> tuple[Article, list[Attributed]]:
    """An article out of text in which {sources} and [contents] are marked, one of each a pair.

    A content with an exclamation mark, [!...], has no source.
    """
    plain: list[str] = []
    length = 0
    sources: list[Span] = []
    contents: list[tuple[Span, bool]] = []
    starts: list[int] = []
    alone = False
    for character in text:
        if character in "{[":
            starts.append(length)
        elif character == "}":
            sources.append((starts.pop(), length))
        elif character == "]":
            contents.append(((starts.pop(), length), alone))
            alone = False
        elif character == "!" and starts and starts[-1] == length:
            alone = True
        else:
            plain.append(character)
            length += 1
    remaining = iter(sources)
    attributed = [
        Attributed(content=(content,), source=() if alone else (next(remaining),))
        for content, alone in contents
    ]
    return Article(id="a", text="".join(plain)), attributed


def speakers(text: str) -> list[str | None]:
    article, attributed = marked(text)
    return [found.name if found else None for found in resolve(article, attributed)]


def of(source: str, before: str = "") -> ResolvedSpeaker | None:
    article, attributed = marked(f"{before}\n\n{{{source}}} said [it would rain].")
    return resolve(article, attributed)[0]


def test_later_forms_are_the_person_with_the_fullest_name_and_the_role() -> None:
    text = (
        "{Russian Foreign Minister Sergey Lavrov} said [talks would go on].\n\n"
        "{Lavrov} said [a date was set]. {Mr. Lavrov} called [it a start].\n\n"
        "{The minister} said [more would follow]."
    )
    article, attributed = marked(text)
    found = resolve(article, attributed)
    how = [Resolution.NAMED, Resolution.SHORT_FORM, Resolution.SHORT_FORM, Resolution.ROLE]
    assert found == [
        ResolvedSpeaker(
            name="Sergey Lavrov",
            role="Russian Foreign Minister",
            is_person=True,
            resolution=resolution,
        )
        for resolution in how
    ]


@pytest.mark.parametrize(
    ("source", "name", "role"),
    [
        ("Clinton campaign manager Robby Mook", "Robby Mook", "Clinton campaign manager"),
        ("Trump's lawyer Michael Cohen", "Michael Cohen", "Trump's lawyer"),
        ("a Kremlin spokesman, Dmitry Peskov,", "Dmitry Peskov", "Kremlin spokesman"),
        ("Dmitry Peskov, Putin's spokesman", "Dmitry Peskov", "Putin's spokesman"),
        ("Russia's foreign minister, Sergey Lavrov,", "Sergey Lavrov", "Russia's foreign minister"),
        ("Sen. Tim Kaine (D-Va.)", "Tim Kaine", "Sen."),
        ("Sen. Tim Kaine, D-Va.,", "Tim Kaine", "Sen."),
        ("former Gov. Jeb Bush of Florida", "Jeb Bush", "former Gov."),
        ("Secretary of State John Kerry", "John Kerry", "Secretary of State"),
        ("the secretary of the Treasury, Jacob Lew,", "Jacob Lew", "secretary of the Treasury"),
        ("Jim Hodges, a Clinton backer,", "Jim Hodges", "Clinton backer"),
        ("Ana Ruiz, its foreign policy chief,", "Ana Ruiz", "foreign policy chief"),
        ("Ana Ruiz's press release", "Ana Ruiz", None),
        ("Harbour Chief Ana Ruiz On Liv Lind", "Ana Ruiz", "Harbour Chief"),
        ("Ana Ruiz of The Daily Planet", "Ana Ruiz", None),
        ("Ana Ruiz, who spent a decade in Moscow with Karl Weiss,", "Ana Ruiz", None),
        ("(Senator Bernie Sanders of Vermont)", "Bernie Sanders", "Senator"),
        ("Ana Ruiz's", "Ana Ruiz", None),
        ("Ana Ruiz’s tweet", "Ana Ruiz", None),
        ("SERGEY LAVROV", "Sergey Lavrov", None),
    ],
)
def test_head_of_the_source_is_the_person(source: str, name: str, role: str | None) -> None:
    found = of(source)
    assert found is not None
    assert (found.name, found.role, found.is_person) == (name, role, True)


@pytest.mark.parametrize(
    "source",
    [
        "a spokesman for Mr. Obama",
        "the Trump campaign",
        "Trump's campaign",
        "Trump aides",
        "Kremlin officials",
        "a top Donald Trump adviser",
        "a spokeswoman for Democratic front-runner Hillary Clinton",
        "supporters of candidate Ted Cruz",
        "several superdelegates supporting Sanders",
        "the Obama administration",
        "people close to Clinton",
        "Donald Trump and Hillary Clinton",
        "Democrats",
        "the State Department",
        "the Joint United Nations Programme",
    ],
)
def test_speakers_of_their_own_are_never_the_person(source: str) -> None:
    before = "Barack Obama met Donald Trump, Hillary Clinton, Bernie Sanders and Ted Cruz."
    assert of(source, before) == ResolvedSpeaker(name=source, is_person=False)


@pytest.mark.parametrize(
    "source",
    [
        "Hillary Clinton and her allies",
        "Democrats, including Hillary Clinton,",
        "the president and Mrs. Clinton",
        "Clinton and other Democrats",
        "Democrats -- including Clinton --",
    ],
)
def test_the_only_one_named_of_several_who_speak_is_the_speaker(source: str) -> None:
    found = of(source, "Hillary Clinton had met with her rival, Donald Trump, at noon.")
    assert found is not None
    assert (found.name, found.role) == ("Hillary Clinton", None)


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("Trump and Senator Sanders", "Donald Trump and Bernie Sanders"),
        ("Trump, Ted Cruz and Mr. Sanders", "Donald Trump, Ted Cruz and Bernie Sanders"),
        ("Trump, Sanders and their aides", "Trump, Sanders and their aides"),
    ],
)
def test_several_who_speak_together_have_their_full_names_where_all_are_named(
    source: str, name: str
) -> None:
    before = "The rivals Donald Trump and Bernie Sanders spoke to farmers in Ohio for an hour."
    assert of(source, before) == ResolvedSpeaker(name=name, is_person=False)


@pytest.mark.parametrize("source", ["they", "We", "it", "his campaign", "the company", "you"])
def test_what_names_nobody_is_open(source: str) -> None:
    assert of(source, "Donald Trump met Hillary Clinton.") is None


def test_several_in_an_apposition_are_not_one_of_them() -> None:
    found = of("a number of candidates, including Trump and Cruz,", "Ted Cruz beat Donald Trump.")
    assert found is not None
    assert not found.is_person


def test_bare_surname_is_the_main_person_of_the_name() -> None:
    text = (
        "Hillary Clinton came to Iowa. Voters cheered, and the band played for an hour or more "
        "while the hall filled.\n\n"
        "Bill Clinton stayed in New York. It was cold that week, and the roads were closed, so "
        "that nobody could leave the city for three whole days. Buses stood still, trains were "
        "late, and the two airports sent people home again, some of them twice, before the snow "
        "let up at last on Sunday and the ploughs came out.\n\n"
        "{Clinton} said [she would win]. {Mrs. Clinton} said [so twice].\n\n"
        "{Bill Clinton} said [he was proud]. {Mr. Clinton} said [so twice]."
    )
    assert speakers(text) == ["Hillary Clinton"] * 2 + ["Bill Clinton"] * 2


def test_a_pronoun_reaches_over_sentences_that_are_quoted_whole() -> None:
    text = (
        "A crowd came. {Ivan Petrov} said: [“We came. We saw the dam. We walked on. We went "
        "home. It was late. It was dark.”]\n\n“[Oleg Ivanov was there],” {he} added."
    )
    assert speakers(text) == ["Ivan Petrov", "Ivan Petrov"]


def test_bare_surname_right_after_another_of_the_name_is_open() -> None:
    text = "Donald Trump won. {Eric Trump} said [he was glad]. {Trump} said [it was late]."
    assert speakers(text) == ["Eric Trump", None]


def test_couple_told_apart_by_honorific_even_when_only_one_is_named_in_full() -> None:
    text = "Michelle Obama spoke. {Mr. Obama} said [it was fine]. {Mrs. Obama} said [so too]."
    assert speakers(text) == ["Mr. Obama", "Michelle Obama"]


def test_bare_surname_of_two_who_are_always_named_in_full_is_open() -> None:
    def spoken(times: int) -> list[str | None]:
        met = "Bill Clinton met Hillary Clinton at noon. " * times
        return speakers(f"{met}{'It was a fine day. ' * 20}{{Clinton}} said [it would rain].")

    assert (spoken(3), spoken(4)) == (["Bill Clinton"], [None])


def test_a_relative_who_comes_in_later_does_not_take_the_bare_surname() -> None:
    text = (
        "{Trump} said [he would run]. His son, Eric Trump, the youngest son, watched.\n\n"
        "{Trump} said [it again]."
    )
    assert speakers(text)[0] != "Eric Trump"


def test_junior_and_senior_are_two() -> None:
    text = "Donald Trump spoke. {Donald Trump Jr.} said [he was proud of his father]."
    assert speakers(text) == ["Donald Trump Jr."]


def test_surname_goes_before_given_name() -> None:
    text = "Rand Paul met Paul Ryan. {Paul} said [it went well]. {Ryan} said [so too]."
    assert speakers(text) == ["Rand Paul", "Paul Ryan"]


def test_given_name_alone() -> None:
    assert speakers("Bernie Sanders won. {Bernie} said [thanks].") == ["Bernie Sanders"]


def test_double_surname() -> None:
    text = "Debbie Wasserman Schultz left. {Wasserman Schultz} said [it was time]."
    assert speakers(text) == ["Debbie Wasserman Schultz"]


def test_president_by_surname_is_not_the_candidate() -> None:
    text = "Democratic candidate Hillary Clinton spoke. {President Clinton} had said [otherwise]."
    assert speakers(text) == ["President Clinton"]


def test_what_was_done_to_somebody_is_no_part_of_the_role() -> None:
    found = of(
        "Scholz",
        "Then Macron met German Chancellor Olaf Scholz for several hours of difficult talks.",
    )
    assert found is not None
    assert (found.name, found.role) == ("Olaf Scholz", "German Chancellor")


def test_role_that_fits_two_is_open() -> None:
    text = (
        "Sen. Tim Kaine met Sen. Ted Cruz. {The senator} said [it was late]. "
        "Vice President Joe Biden left. {The president} said [nothing]."
    )
    assert speakers(text) == [None, None]


def test_role_with_a_place_picks_the_one() -> None:
    text = (
        "Russian President Vladimir Putin met French President Emmanuel Macron. "
        "{The French president} said [it was late]."
    )
    assert speakers(text) == ["Emmanuel Macron"]


def test_former_holder_of_an_office_is_not_its_holder() -> None:
    text = "Former President Bill Clinton spoke. {The president} said [it was late]."
    assert speakers(text) == [None]


def test_pronoun_of_the_last_speaker() -> None:
    text = (
        "{Angela Merkel} said [it was time]. {She} added [that it was late].\n\n"
        "“[It is],” {she} said."
    )
    assert speakers(text) == ["Angela Merkel"] * 3


def test_pronoun_between_two_men_is_open() -> None:
    text = "Donald Trump met Ted Cruz on Monday. {He} said [it went well]."
    assert speakers(text) == [None]


def test_pronoun_picks_the_only_one_of_its_gender() -> None:
    text = (
        "Donald Trump met Angela Merkel on Monday. {She} said [it went well]. "
        "{He} said [it did not]."
    )
    assert speakers(text) == ["Angela Merkel", "Donald Trump"]


def test_people_in_somebodys_words_do_not_hide_the_speaker() -> None:
    text = "“Ted Cruz lied,” {Donald Trump} said [of him]. {He} said [it was a disgrace]."
    assert speakers(text) == ["Donald Trump", "Donald Trump"]


def test_unnamed_man_in_reach_leaves_a_pronoun_open() -> None:
    text = "Donald Trump met a spokesman on Monday. {He} said [it went well]."
    assert speakers(text) == [None]


def test_a_saint_s_town_is_nobody_of_the_name() -> None:
    found = of("St. Paul", "The senator Rand Paul spoke to farmers of the town for an hour.")
    assert found is None or found.name != "Rand Paul"


def test_places_are_not_who_he_is() -> None:
    text = "{Tim Kaine} said [yes]. In Philadelphia, {he} said [no]."
    assert speakers(text) == ["Tim Kaine", "Tim Kaine"]


def test_a_pronoun_is_his_or_hers_who_alone_has_spoken_whatever_the_gender() -> None:
    assert speakers("{Emre Doruk} said [yes]. {She} said [no].") == ["Emre Doruk"] * 2


@pytest.mark.parametrize(
    "text",
    [
        "Emre Doruk came late. {She} said [no].",
        "{Harbour chief Emre Doruk} said [yes] to Rauf Demir’s letter, which {he} wrote [in May].",
    ],
)
def test_unknown_gender_leaves_a_pronoun_open(text: str) -> None:
    assert speakers(text)[-1] is None


def test_people_in_somebody_s_retold_words_do_not_hide_the_speaker() -> None:
    text = "{Tim Kaine} said [Mike Pence had lost his way]. {He} said [it was late]."
    assert speakers(text) == ["Tim Kaine", "Tim Kaine"]


def test_an_open_pronoun_leaves_the_next_one_open() -> None:
    text = "{Tim Kaine} spoke [first]. A friend came with a cake. {He} said [yes]. {He} said [no]."
    assert speakers(text)[1:] == [None, None]


def test_a_name_that_nothing_shows_to_be_a_person_hides_nobody() -> None:
    text = "{Tim Kaine} told Harbour Stories [yes]. {He} said [no]."
    assert speakers(text) == ["Tim Kaine", "Tim Kaine"]


def test_a_first_name_with_an_age_is_somebody_new() -> None:
    text = "President Volodymyr Zelensky spoke. {Volodymyr, 53}, said [he came to pray]."
    assert speakers(text) != ["Volodymyr Zelensky"]


def test_where_somebody_works_is_no_name() -> None:
    found = of("a doctor at a clinic in Memphis, Tennessee")
    assert found and (found.name, found.is_person) == ("a doctor at a clinic in Memphis", False)


def test_a_body_is_named_with_its_abbreviation() -> None:
    text = "{The Harbour Safety Board} said [yes]. {The HSB} said [no]."
    assert speakers(text) == ["the Harbour Safety Board (HSB)"] * 2


def test_attributes_are_not_who_she_is() -> None:
    text = "The Obama administration hired nobody. {She} said [it was late]."
    assert speakers(text) == [None]


def test_who_is_the_name_before_it() -> None:
    text = (
        "Donald Trump beat Ted Cruz, {who} said [he was sorry], and Marco Rubio, a senator, "
        "{who} said [he was not]. Robert and Rebekah Mercer, the donors {who} said [nothing], left."
    )
    assert speakers(text) == ["Ted Cruz", "Marco Rubio", None]


def test_i_in_a_quotation_is_its_speaker_and_else_open() -> None:
    article = Article(
        id="a", text="“I said it would rain,” Ana Ruiz said. Yesterday I said it would not."
    )
    text = article.text
    own = text.index("it would rain")
    outer = Attributed(content=((0, 24),), source=((text.index("Ana"), text.index("Ana") + 8),))
    inner = Attributed(content=((own, own + 13),), source=((1, 2),))
    byline = text.rindex(" I ") + 1
    mine = Attributed(content=((byline + 7, len(text)),), source=((byline, byline + 1),))
    found = resolve(article, [outer, inner, mine])
    assert [one.name if one else None for one in found] == ["Ana Ruiz", "Ana Ruiz", None]


def test_quotation_that_goes_on_in_the_next_paragraph() -> None:
    text = "{Ana Ruiz} said, [“We begin today.]\n\n[!“We will not stop.”]\n\n[!“Nobody else will.”]"
    assert speakers(text) == ["Ana Ruiz", "Ana Ruiz", None]


def test_transcript() -> None:
    text = (
        "Press secretary Josh Earnest and Sergey Lavrov spoke.\n\n"
        "{MR. EARNEST}: [Good morning.]\n\n{LAVROV}: [Good evening.]\n\n{Q}: [Where are we?]"
    )
    assert speakers(text) == ["Josh Earnest", "Sergey Lavrov", None]


def test_transcript_of_one_never_named_in_full() -> None:
    assert speakers("{MR. EARNEST}: [Good morning.]") == ["Mr. Earnest"]


def test_abbreviations_stay_as_they_are() -> None:
    assert speakers("{NASA} said [it would fly].") == ["NASA"]


def test_rare_given_name_given_once() -> None:
    text = "Dr. Priya Soni treats children. {Soni} said [it spreads]. Sarina Wiegman won. "
    assert speakers(text + "{Wiegman} said [so].") == ["Priya Soni", "Sarina Wiegman"]


def test_order_of_the_attributions_changes_nothing() -> None:
    article, attributed = marked(
        "{Angela Merkel} said [it was time]. {She} added [that it was late]. {Merkel} said [no]."
    )
    forward = resolve(article, attributed)
    assert resolve(article, attributed[::-1]) == forward[::-1]


def test_nothing_to_resolve() -> None:
    assert resolve(Article(id="a", text=""), []) == []


def test_a_name_with_a_number_behind_it_that_is_met_once() -> None:
    text = "Mr. John Adler IV was there. SEAL Vosper Keating IV was not.\n\n"
    assert speakers(text + "{Keating} said [so].") == ["Keating"]


def test_a_name_of_which_only_jr_would_be_left() -> None:
    text = "The market of jones.\n\nJones Jr. left.\n\n{Jones} said [so]."
    assert speakers(text) == ["Jones"]


def test_who_in_capitals_is_a_body() -> None:
    found = of("WHO", "Ada Quill of the World Health Organization came late.")
    assert found and found.name == "World Health Organization (WHO)"


def test_a_surname_left_out_before_and_is_the_same() -> None:
    text = "Robert and Ida Brandt own the mill. {Robert Brandt} said [yes], {Robert} said [no]."
    assert speakers(text) == ["Robert Brandt", "Robert Brandt"]


def test_a_couple_of_whom_one_is_named_in_full_are_two() -> None:
    text = (
        "Khadro and Ghazal Khoury spoke. {Mr. Khoury} said [yes]. {Ms. Khoury} said [no]. "
        "{Ghazal Khoury} said [both]."
    )
    assert speakers(text) == ["Mr. Khoury", "Ms. Khoury", "Ghazal Khoury"]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (
            "{Karl Weiss} spoke [first]. [If it rains, North Shore will close], {he} said.",
            "Karl Weiss",
        ),
        ("{Karl Weiss} spoke [first]. [Tom Hale had been there before], {he} said.", "Karl Weiss"),
        ("Beside the president, Karl Weiss, {he} said [no].", None),
        ("When Karl Weiss came home, {he} said [no].", "Karl Weiss"),
        ("The mill is old. {The mayor} said [yes]. {He} said [no].", None),
    ],
)
def test_whom_he_means(text: str, speaker: str | None) -> None:
    assert speakers(text)[-1] == speaker
