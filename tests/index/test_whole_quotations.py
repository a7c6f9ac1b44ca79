"""Quotations are given whole, and only where they hold one statement."""

from index.attribution import Attribution, Spans
from index.whole_quotations import with_whole_quotations


def spans(text: str, *words: str) -> Spans:
    return tuple((text.index(one), text.index(one) + len(one)) for one in words)


def attribution(text: str, content: str, source: str = "", cue: str = "") -> Attribution:
    return Attribution(
        content=spans(text, content),
        cue=spans(text, cue) if cue else (),
        source=spans(text, source) if source else (),
        probability=0.9,
    )


def contents(text: str, *found: Attribution) -> list[list[str]]:
    whole = with_whole_quotations(text, found)
    return [[text[start:end] for start, end in one.content] for one in whole]


def test_a_content_in_a_quotation_is_widened_to_all_of_it() -> None:
    text = "Moreau said, “The dam holds. The water is low. We are calm.” He left."
    found = contents(text, attribution(text, "The water is low.", "Moreau", "said"))
    assert found == [["“The dam holds. The water is low. We are calm.”"]]


def test_two_contents_of_one_quotation_become_one() -> None:
    text = "“The dam holds. The water is low,” Moreau said."
    one = attribution(text, "The dam holds", "Moreau", "said")
    two = Attribution(
        content=spans(text, "The dam holds", "The water is low"),
        cue=one.cue,
        source=one.source,
        probability=0.9,
    )
    assert contents(text, two) == [["“The dam holds. The water is low,”"]]


def test_a_quotation_that_holds_somebody_elses_words_is_left() -> None:
    text = "Moreau said, “Peters told us that the dam holds, and we are calm.”"
    inner = attribution(text, "the dam holds", "Peters", "told us")
    assert contents(text, inner) == [["the dam holds"]]


def test_words_outside_quotations_are_left() -> None:
    text = "Moreau said the “old” dam holds."
    assert contents(text, attribution(text, "the “old” dam holds", "Moreau")) == [
        ["the “old” dam holds"]
    ]
