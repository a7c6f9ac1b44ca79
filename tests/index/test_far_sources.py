"""Who speaks stands in the sentence that says so."""

from index.attribution import Attribution
from index.far_sources import without_far_sources

TEXT = "Ada Quill left. They said it would rain, though Ida Brandt said no."


def spans(*words: str) -> tuple[tuple[int, int], ...]:
    return tuple((TEXT.index(word), TEXT.index(word) + len(word)) for word in words)


def sources(cue: str, source: str) -> tuple[tuple[int, int], ...]:
    one = Attribution(
        content=spans("it would rain"), cue=spans(cue), source=spans(source), probability=0.9
    )
    return without_far_sources(TEXT, [one])[0].source


def test_a_source_of_another_sentence_is_none() -> None:
    assert sources("said it", "Ada Quill") == ()


def test_a_source_of_the_cue_s_sentence_stays() -> None:
    assert sources("said it", "They") == spans("They")
