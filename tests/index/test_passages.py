"""Passages: whole sentences and quotations, each once, within the model's reach."""

from collections.abc import Sequence
from datetime import date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from index.encoder import Encoder, EncoderStamp, Progress, Vectors
from index.passages import MOST_PIECES, TARGET_PIECES, Passage, passages, text_to_embed
from index.sentences import quotations, sentences
from tests.articles import article


class CountingEncoder:
    """Counts words as pieces; passages need no more of an encoder than that."""

    most_pieces = 254

    @property
    def stamp(self) -> EncoderStamp:
        raise NotImplementedError

    def count_pieces(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def encode(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        raise NotImplementedError

    def encode_query(self, text: str) -> Vectors:
        raise NotImplementedError


WORDS = CountingEncoder()


def spans(text: str, encoder: Encoder = WORDS) -> list[tuple[int, int]]:
    return [(p.start, p.end) for p in passages(article("a", text), encoder)]


def test_a_short_article_is_one_passage() -> None:
    text = "  Harbour opens\n\nIt rained. Crowds came.\n"
    found = passages(article("harbour", text), WORDS)
    assert found == [Passage(article_id="harbour", start=2, end=40)]
    assert found[0].id == "harbour#2-40"
    assert text[2:40] == "Harbour opens\n\nIt rained. Crowds came."


def test_an_article_without_words_has_none() -> None:
    assert spans("") == []
    assert spans(" \n ") == []
    assert spans("...") == [(0, 3)]


def test_a_passage_closes_at_a_paragraph_once_it_is_long_enough() -> None:
    paragraph = "One two three four five. " * (TARGET_PIECES // 10)
    text = "\n".join([paragraph.strip()] * 4)
    length = len(paragraph.strip())
    assert spans(text) == [(0, 2 * length + 1), (2 * length + 2, 4 * length + 3)]


def test_a_passage_never_exceeds_its_pieces_but_for_one_sentence() -> None:
    sentence = "Word " * 59 + "end."
    text = " ".join([sentence] * 4)
    assert spans(text) == [(0, 3 * len(sentence) + 2), (3 * len(sentence) + 3, len(text))]
    endless = "Word " * (MOST_PIECES + 5) + "end."
    text = f"Short one. {endless} Short two."
    start = len("Short one. ")
    assert spans(text) == [
        (0, 10),
        (start, start + len(endless)),
        (start + len(endless) + 1, len(text)),
    ]


def test_a_quotation_is_kept_in_one_passage() -> None:
    before = " ".join(["One two three four five six seven eight nine ten."] * 16)
    quotation = "“" + " ".join(["We will hold on to it."] * 8) + "”"
    text = f"{before} {quotation} The crowd left."
    start = text.index("“")
    assert spans(text) == [(0, start - 1), (start, len(text))]


def test_a_quotation_too_long_for_a_passage_is_cut_between_sentences() -> None:
    text = "“" + " ".join(["We will hold on to it all."] * 40) + "”"
    found = spans(text)
    assert len(found) == 2
    starts = {start for start, _ in sentences(text)}
    assert all(start in starts for start, _ in found)


def test_what_is_embedded_has_headline_outlet_and_date_in_front() -> None:
    text = "It rained. Crowds came."
    passage = Passage(article_id="a", start=11, end=23)

    def embedded(**values: object) -> str:
        return text_to_embed(article("a", text, **values), passage)

    assert embedded() == "Crowds came."
    assert embedded(title=" Harbour ") == "Harbour\nCrowds came."
    assert embedded(publisher="Coast Herald", published=date(2022, 5, 2)) == (
        "Coast Herald, 2 May 2022\nCrowds came."
    )
    assert embedded(title="Harbour", published=datetime(2022, 5, 2, 23, 59)) == (  # noqa: DTZ001
        "Harbour. 2 May 2022\nCrowds came."
    )
    long = embedded(title="t" * 5000, publisher="p" * 5000)
    assert long == f"{'t' * 200}. {'p' * 60}\nCrowds came."


def test_a_full_passage_with_its_context_is_within_the_models_reach(encoder: Encoder) -> None:
    headline = "Ministers of twelve countries meet in Geneva to speak about the harbour " * 3
    sentence = "The minister said on Monday that the harbour would open before the winter. "
    one = article(
        "a",
        sentence * 40,
        title=headline,
        publisher="The Coast Herald and Evening Post of the North",
        published=date(2022, 9, 22),
    )
    found = passages(one, encoder)
    assert len(found) > 3
    assert max(encoder.count_pieces([text_to_embed(one, p) for p in found])) <= encoder.most_pieces


_word = st.sampled_from(
    "the minister Lind Okoro Mr. U.S. Sen. J. said asked harbour 3.5 No. 10 p.m. it's 'tis".split()
)
_opening = st.sampled_from(["", "", "", "“", '"', "‘", "'", "«", "("])
_end = st.sampled_from([". ", ".” ", '." ', ".’ ", ".' ", ".» ", "?” ", "! ", "… ", "\n", "\r\n\n"])
_sentence = st.tuples(_opening, st.lists(_word, min_size=1, max_size=30), _end).map(
    lambda parts: parts[0] + " ".join(parts[1]) + parts[2]
)


@settings(deadline=None, max_examples=150)
@given(st.lists(_sentence, max_size=40).map("".join))
def test_passages_cover_every_sentence_once_and_cut_none(text: str) -> None:
    whole = sentences(text)
    found = spans(text)
    inside = [[s for s in whole if start <= s[0] and s[1] <= end] for start, end in found]
    assert [s for run in inside for s in run] == whole
    assert [(run[0][0], run[-1][1]) for run in inside] == found
    for run, (start, end) in zip(inside, found, strict=True):
        assert len(run) == 1 or sum(WORDS.count_pieces([text[a:b] for a, b in run])) <= MOST_PIECES
        for low, high in quotations(text):
            if low < start < high or low < end < high:
                touched = [s for s in whole if s[0] < high and s[1] > low]
                size = sum(WORDS.count_pieces([text[a:b] for a, b in touched]))
                assert size > MOST_PIECES // 2
