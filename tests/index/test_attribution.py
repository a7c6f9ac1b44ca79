"""The shipped attribution model on small articles written for these tests."""

import itertools
import json
import pathlib
import shutil

import pytest

from index.attribution import MODEL_FOLDER, Attribution, AttributionModelError, AttributionTagger

INTERRUPTED = (
    "Ferry service to be cut\n\n"
    "“The harbour will stay open this winter,” Mayor Ingrid Solberg said on Tuesday, "
    "“but the night ferry will not run.”\n\n"
    "The town has two ferries. The older one was built in 1978."
)
SENTENCES = (
    "“We have waited nine years for this bridge. Nobody in the valley believes the date any more. "
    "We will believe it when we drive across,” said farmer Tomas Brandt."
)
ACCORDING = "According to the Ministry of Transport, the tunnel will open two months late."
INDIRECT = (
    "Finance Minister Laura Mendes said that the new tax would not be raised before the election."
)
TWO = (
    "Alice Novak said that the museum was safe, but Peter Horn warned that "
    "its roof could fall at any time."
)
SILENT = (
    "The river is 210 kilometres long. It rises in the northern hills and flows south to the sea."
)


@pytest.fixture(scope="module")
def tagger() -> AttributionTagger:
    return AttributionTagger.load()


def words(text: str, spans: tuple[tuple[int, int], ...]) -> list[str]:
    return [text[start:end] for start, end in spans]


def said(text: str, found: Attribution) -> tuple[list[str], list[str], list[str]]:
    return words(text, found.source), words(text, found.cue), words(text, found.content)


def test_a_quotation_interrupted_by_its_cue_is_one_statement(tagger: AttributionTagger) -> None:
    found = tagger.attributions(INTERRUPTED)
    assert [said(INTERRUPTED, one) for one in found] == [
        (
            ["Mayor Ingrid Solberg"],
            ["said"],
            ["“The harbour will stay open this winter,”", "“but the night ferry will not run.”"],
        )
    ]


def test_a_quotation_over_several_sentences_is_one_span(tagger: AttributionTagger) -> None:
    found = tagger.attributions(SENTENCES)
    assert [said(SENTENCES, one) for one in found] == [
        (["farmer Tomas Brandt"], ["said"], [SENTENCES[: SENTENCES.index(" said farmer")]])
    ]


def test_according_to(tagger: AttributionTagger) -> None:
    found = tagger.attributions(ACCORDING)
    assert [said(ACCORDING, one) for one in found] == [
        (["the Ministry of Transport"], ["According to"], ["the tunnel will open two months late"])
    ]


def test_indirect_speech(tagger: AttributionTagger) -> None:
    found = tagger.attributions(INDIRECT)
    assert [said(INDIRECT, one) for one in found] == [
        (
            ["Finance Minister Laura Mendes"],
            ["said"],
            ["that the new tax would not be raised before the election"],
        )
    ]


def test_two_statements_in_a_sentence_keep_their_own_speakers(tagger: AttributionTagger) -> None:
    found = tagger.attributions(TWO)
    assert [said(TWO, one) for one in found] == [
        (["Alice Novak"], ["said"], ["that the museum was safe"]),
        (["Peter Horn"], ["warned"], ["that its roof could fall at any time"]),
    ]


def test_a_text_without_statements_has_none(tagger: AttributionTagger) -> None:
    assert tagger.attributions(SILENT) == []


@pytest.mark.parametrize("text", ["", " \n\t ", "\n\n\n", ".", "“”", "\u200b"])
def test_a_text_without_words_has_none(tagger: AttributionTagger, text: str) -> None:
    assert tagger.attributions(text) == []


def test_offsets_count_characters_of_the_text_as_given(tagger: AttributionTagger) -> None:
    lead = "Café “Łódź” 🎻 e\u0301te\u0301 \u00a0 \ufeff\r\n\r\n\t"
    moved = tagger.attributions(lead + INDIRECT)
    assert [said(lead + INDIRECT, one) for one in moved][-1] == said(
        INDIRECT, tagger.attributions(INDIRECT)[0]
    )


@pytest.mark.parametrize(
    "text",
    [
        "\ud800 He said \udfff that it rained.",
        "\x00\x01\x02 She said\x00 that it rained.",
        "他说：“今天下雨。” 記者表示：雨が降っている。",
        "ا" * 5000,
        "a" * 100_000,
        '"' * 3000,
        "'" * 2001 + " he said",
        "…—–‘’“”«»" * 400,
        "🎻" * 1000 + "\u202e\u0301" * 50,
    ],
)
def test_odd_text_gives_spans_inside_the_text(tagger: AttributionTagger, text: str) -> None:
    for found in tagger.attributions(text):
        for start, end in (*found.content, *found.cue, *found.source):
            assert 0 <= start < end <= len(text)


def test_an_article_reads_the_same_whatever_was_read_before(tagger: AttributionTagger) -> None:
    before = tagger.attributions(INTERRUPTED)
    tagger.attributions(TWO * 40)
    assert tagger.attributions(INTERRUPTED) == before
    assert AttributionTagger.load(threads=1).attributions(INTERRUPTED) == before


def test_a_long_article_is_read_to_its_end(tagger: AttributionTagger) -> None:
    text = "\n\n".join([INDIRECT, SILENT, TWO] * 60)
    found = tagger.attributions(text)
    horns = [one.source[0][0] for one in found if words(text, one.source) == ["Peter Horn"]]
    parts = {start * 10 // len(text) for start in horns}
    assert parts == set(range(10))
    assert len(horns) > 50
    assert found[-1].content[-1][1] == len(text) - 1


def test_spans_of_an_article_are_disjoint_but_for_shared_sources(tagger: AttributionTagger) -> None:
    text = "\n\n".join([INTERRUPTED, SENTENCES, ACCORDING, INDIRECT, TWO])
    found = tagger.attributions(text)
    spans = sorted(span for one in found for span in (*one.content, *one.cue))
    assert all(one[1] <= two[0] for one, two in itertools.pairwise(spans))
    assert all(0.0 < one.probability <= 1.0 for one in found)


def test_a_damaged_model_is_refused(tmp_path: pathlib.Path) -> None:
    folder = tmp_path / "model"
    shutil.copytree(MODEL_FOLDER, folder)
    tokenizer = folder / "tokenizer.json"
    tokenizer.write_text(tokenizer.read_text(encoding="utf-8") + " ", encoding="utf-8")
    with pytest.raises(AttributionModelError, match=r"tokenizer\.json is not the file"):
        AttributionTagger.load(folder)
    with pytest.raises(AttributionModelError, match="cannot read the attribution model"):
        AttributionTagger.load(tmp_path / "nowhere")


def test_the_shipped_model_is_small_and_says_what_it_scored() -> None:
    size = sum(path.stat().st_size for path in MODEL_FOLDER.iterdir())
    assert size <= 25_000_000
    metadata = json.loads((MODEL_FOLDER / "model.json").read_text(encoding="utf-8"))
    assert metadata["scores"]["content exact F1"] >= 0.68
    assert metadata["scores"]["source exact F1"] >= 0.78
    assert metadata["scores"]["source of a found statement"] >= 0.88
