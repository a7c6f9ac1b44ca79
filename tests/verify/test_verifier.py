"""The verifier over two small articles: what stands, and which fault each planted error is."""

from datetime import date

import pytest

from assistant.answer import Citation
from assistant.verify.refusal import Fault
from assistant.verify.source import Source, source_of
from assistant.verify.verifier import Verifier
from corpus.article import Article
from index.attribution import AttributionTagger
from index.encoder import Encoder
from index.people import Named, People
from index.statements import statements

FERRY = Article(
    id="ferry",
    title="Ferry line to close in autumn",
    text=(
        "Transport Minister Ingrid Solberg said on Monday that the ferry line to Nordvik would "
        "close in October.\n"
        "The mayor of Nordvik, Tomas Hale, said that the island could not live without its "
        'ferry. "We will take this to court, and we will win," Hale said.\n'
        "The ferry carries about 90,000 passengers a year and costs 1.5 million euros."
    ),
    publisher="Harbour Times",
    published=date(2021, 3, 3),
)
BRIDGE = Article(
    id="bridge",
    title="Opposition wants a bridge",
    text=(
        "Opposition leader Karl Berg denied on Tuesday that his party had promised a bridge. "
        "A tunnel might be cheaper, he said."
    ),
    publisher="Inland Post",
    published=date(2021, 3, 3),
)
HARBOUR = Article(
    id="harbour",
    title="Harbour master and mayor fall out",
    text=(
        "The harbour master, Vera Lind, has sued the mayor of Nordvik, Tomas Hale, for neglect.\n"
        "Traffic in the harbour fell by a fifth last year, she said."
    ),
    publisher="Inland Post",
    published=date(2021, 3, 4),
)
PEOPLE = People.of(
    [
        Named(name="Ingrid Solberg", role="Transport Minister"),
        Named(name="Tomas Hale", role="mayor of Nordvik"),
        Named(name="Karl Berg", role="Opposition leader"),
        Named(name="Vera Lind", role="harbour master"),
    ]
)


@pytest.fixture(scope="module")
def sources() -> dict[int, Source]:
    """[1] Solberg on the line, [2] Hale on the island, [3] the figures, [4] Berg on the bridge.

    [5] and [6] Lind on Hale and on the harbour.
    """
    tagger = AttributionTagger.load()

    def source(number: int, article: Article, begin: str, speaker: str | None = None) -> Source:
        start = article.text.index(begin)
        end = article.text.find("\n", start)
        citation = Citation(
            number=number,
            article=article,
            start=start,
            end=len(article.text) if end < 0 else end,
            speaker=speaker,
        )
        return source_of(citation, statements(article, tagger), PEOPLE)

    return {
        1: source(1, FERRY, "Transport", "Ingrid Solberg"),
        2: source(2, FERRY, "The mayor", "Tomas Hale"),
        3: source(3, FERRY, "The ferry carries"),
        4: source(4, BRIDGE, "Opposition", "Karl Berg"),
        5: source(5, HARBOUR, "The harbour master", "Vera Lind"),
        6: source(6, HARBOUR, "Traffic", "Vera Lind"),
    }


@pytest.fixture(scope="module")
def verifier(encoder: Encoder) -> Verifier:
    return Verifier(lambda: encoder)


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("The ferry line to Nordvik would close in October, Solberg said on Monday.", (1,)),
        ("On 1 March 2021 Ingrid Solberg announced the closure of the Nordvik ferry line.", (1,)),
        ("The minister said that the line was closing in October.", (1,)),
        ("Hale threatened: “We will take this to court … and we will win.”", (2,)),
        ("“[W]e will win”, the mayor of Nordvik said.", (2,)),
        ("»[They] will take this to court, and [they] will win«, Hale said.", (2,)),
        ("The island cannot live without its ferry, according to Tomas Hale.", (2,)),
        ("“We will win” was the answer of Hale.", (2,)),
        ("The ferry has some 90 000 passengers a year and costs €1.5m.", (3,)),
        ("Berg denied that his party had promised a bridge.", (4,)),
        ("A tunnel could be cheaper, Berg said.", (4,)),
        (BRIDGE.text, (4,)),
        ("Hale was sued for neglect by Lind.", (5,)),
        ("Harbour traffic dropped by 20 per cent, according to Lind.", (6,)),
    ],
)
def test_what_the_sources_bear_out_stands(
    verifier: Verifier, sources: dict[int, Source], text: str, cited: tuple[int, ...]
) -> None:
    assert verifier.refusal(text, cited, sources) is None


@pytest.mark.parametrize(
    ("text", "cited", "fault"),
    [
        ("   ", (1,), Fault.EMPTY),
        ("The ferry line would close in October, Solberg said.", (), Fault.UNCITED),
        ("The ferry line would close in October, Solberg said.", (1, 9), Fault.UNKNOWN_MARKER),
        ("The line closes in October [7], Solberg said.", (1,), Fault.UNKNOWN_MARKER),
        ("The line closes in October: https://evil.example/x.png", (1,), Fault.FOREIGN_LINK),
        ("Solberg said ![ferry](x) that the line would close.", (1,), Fault.FOREIGN_LINK),
        ("“We shall take this to court”, Hale said.", (2,), Fault.QUOTATION),
        ("“We will … win this”, Hale said.", (2,), Fault.QUOTATION),
        ("“We will take this to court, Hale said.", (2,), Fault.QUOTATION),
        ("We will sell this to court”, Hale said.", (2,), Fault.QUOTATION),
        ("“[We] could … live without its ferry”, Hale said.", (2,), Fault.QUOTATION),
        ("“We will [soon] take this to court”, Hale said.", (2,), Fault.QUOTATION),
        ("“Will we win?” Hale asked, “and we will win?”", (2,), Fault.QUOTATION),
        ("It “costs 1” million, it says.", (3,), Fault.QUOTATION),
        ("Berg said “that his party had promised a bridge”.", (4,), Fault.QUOTATION),
        ("The ferry has some 19,000 passengers a year.", (3,), Fault.NUMBER),
        ("The ferry costs 1.5 billion euros.", (3,), Fault.NUMBER),
        ("The ferry costs 1.5 million dollars.", (3,), Fault.NUMBER),
        ("On Wednesday Solberg said that the ferry line would close.", (1,), Fault.DATE),
        ("The ferry line would close in November, Solberg said.", (1,), Fault.DATE),
        ("On 2 March Solberg said that the ferry line would close.", (1,), Fault.DATE),
        ("The ferry line to Westvik would close in October, Solberg said.", (1,), Fault.NAME),
        ("“We will take this to court”, Solberg said.", (1, 2), Fault.SPEAKER),
        ("The ferry line would close in October, Hale said.", (1, 2), Fault.SPEAKER),
        ("“We will take this to court,” said the transport minister.", (1, 2), Fault.SPEAKER),
        ("“We will take this to court” was the verdict of Solberg.", (1, 2), Fault.SPEAKER),
        (
            "Solberg said that the island could not live without its ferry and announced that the "
            "line would close in October.",
            (1, 2),
            Fault.SPEAKER,
        ),
        (
            "Hale spoke of the island’s ferry and said that the line would close in October.",
            (1, 2),
            Fault.SPEAKER,
        ),
        ("Berg said that his party had promised a bridge.", (4,), Fault.NEGATION),
        ("The island can live without its ferry, Hale said.", (2,), Fault.NEGATION),
        ("A tunnel would be cheaper, Berg said.", (4,), Fault.CERTAINTY),
        ("Hale sued Lind for neglect.", (5,), Fault.ROLES),
        ("Traffic in the harbour rose by a fifth, Lind said.", (6,), Fault.NEGATION),
        ("Traffic in the harbour fell by a quarter, Lind said.", (6,), Fault.NUMBER),
        (
            "The ferry line would close in October, Solberg said, and the crews would be "
            "dismissed with generous payments.",
            (1,),
            Fault.UNSUPPORTED,
        ),
        ("The ferry line to Nordvik would close.", (4,), Fault.NAME),
    ],
)
def test_what_the_sources_do_not_bear_out_is_refused(
    verifier: Verifier,
    sources: dict[int, Source],
    text: str,
    cited: tuple[int, ...],
    fault: Fault,
) -> None:
    refusal = verifier.refusal(text, cited, sources)

    assert refusal is not None
    assert refusal.fault is fault
    assert "\n" not in refusal.reason


class _Entails:
    """An entailment model that believes everything, or nothing."""

    def __init__(self, probability: float) -> None:
        self._probability = probability

    def probability(self, premise: str, claim: str) -> float:
        assert "ferry" in premise
        assert claim
        return self._probability


@pytest.mark.parametrize(("probability", "fault"), [(0.9, None), (0.1, Fault.UNSUPPORTED)])
def test_an_entailment_model_decides_on_the_rest_where_there_is_one(
    encoder: Encoder, sources: dict[int, Source], probability: float, fault: Fault | None
) -> None:
    verifier = Verifier(lambda: encoder, entailment=_Entails(probability))

    refusal = verifier.refusal("Travellers to Nordvik lose their ferry in October.", (1,), sources)

    assert (refusal and refusal.fault) == fault
