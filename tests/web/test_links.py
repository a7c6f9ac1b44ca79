"""What is copied out of the page, and links to the very words of an original."""

from dataclasses import replace
from datetime import date

from assistant.answer import Answer, Citation, CitedSentence, Kind, Outcome
from assistant.web.links import answer_as_markdown, original_at, quotation
from corpus.article import Article

TEXT = "One two three. It *was* [not] a drop-off, he said, and he would say so again and again."
ARTICLE = Article(
    id="a",
    title="Numbers",
    text=TEXT,
    publisher="Wire",
    published=date(2022, 1, 9),
    url="https://wire.example/a#top",
)
CITATION = Citation(
    number=1, article=ARTICLE, start=15, end=len(TEXT), speaker="Rao", kind=Kind.INDIRECT
)


def test_a_few_words_are_named_whole_in_the_link_to_the_original() -> None:
    assert original_at(ARTICLE, 0, 14) == (
        "https://wire.example/a#top:~:text=One%20two%20three.",
        "wire.example",
    )


def test_of_many_words_the_link_names_both_ends() -> None:
    assert original_at(ARTICLE, 15, len(TEXT)) == (
        "https://wire.example/a#top:~:text=It%20%2Awas%2A%20%5Bnot%5D%20a%20drop%2Doff%2C%20he,"
        "would%20say%20so%20again%20and%20again.",
        "wire.example",
    )


def test_without_an_address_of_the_web_there_is_no_link() -> None:
    assert original_at(Article(id="a", text="x", url="javascript:alert(1)"), 0, 1) is None


def test_a_quotation_has_its_reference() -> None:
    assert quotation(CITATION, "chair").startswith(
        "“It *was* [not] a drop-off, he said, and he would say so again and again.” — Rao, chair, "
        "reported in “Numbers”, Wire, 9 January 2022, https://wire.example/a#top:~:text="
    )


def test_a_reference_says_what_an_article_does_not_tell() -> None:
    bare = Citation(number=1, article=Article(id="b", text=TEXT), start=15, end=len(TEXT))
    assert quotation(bare).endswith("again and again.” — an untitled article, date not given")
    titled = replace(bare, article=Article(id="c", title="Drop", text=TEXT), speaker="Rao")
    assert quotation(replace(titled, kind=Kind.DIRECT)).endswith(
        "— Rao, quoted in “Drop”, date not given"
    )


def test_markdown_holds_the_answer_with_its_references_and_no_markup_of_the_articles() -> None:
    answer = Answer(
        question="What did Rao say?",
        outcome=Outcome.ANSWERED,
        sentences=(CitedSentence(text="It *was* ![not](http://x) so.", citations=(1,)),),
        citations=(CITATION,),
    )
    first, _, quoted, _, reference = answer_as_markdown(answer, {"Rao": "chair"}).split("\n")
    assert first == "**What did Rao say?**"
    assert quoted == r"> It \*was\* \!\[not\](http://x) so. [1]"
    assert reference.startswith(
        "[1] Rao, chair, reported in “Numbers”, Wire, 9 January 2022, <http"
    )
