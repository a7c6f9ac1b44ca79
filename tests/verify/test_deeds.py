"""Who did what to whom, by the words of a sentence."""

from assistant.verify.alignment import Support
from assistant.verify.deeds import Deed, deeds, reversed_telling
from assistant.verify.source import Source
from corpus.article import Article


def test_the_doer_stands_before_the_verb_and_after_by() -> None:
    assert list(deeds("Vera Lind accused Hale of neglect.")) == [
        Deed(verb="accus", word="accused", doer="Vera Lind", done_to="Hale")
    ]
    assert list(deeds("Hale was accused by Vera Lind of neglect.")) == [
        Deed(verb="accus", word="accused", doer="Vera Lind", done_to="Hale")
    ]


def test_an_apposition_leaves_the_doer_and_a_pronoun_nobody() -> None:
    assert list(deeds("Vera Lind, the harbour master, praised the council.")) == [
        Deed(verb="prais", word="praised", doer="Vera Lind", done_to="the council")
    ]
    assert list(deeds("She praised him.")) == []


def test_whoever_is_told_in_a_list_is_not_the_teller() -> None:
    text = "He criticised Norway, Denmark and Sweden for closing the port."
    article = Article(id="port", title="Port", text=text)
    source = Source(number=1, article=article, start=0, end=len(text))
    support = Support(source=source, span=(0, len(text)), gain=1.0)

    def same(one: str, other: str, _: Support) -> bool:
        return one == other

    assert (
        reversed_telling("Norway, Denmark and Sweden criticised Lind.", [support], same)
        == "in its source it is another who tells Sweden"
    )
    assert reversed_telling("Lind criticised Sweden and Norway.", [support], same) is None
