"""Who did what to whom, by the words of a sentence."""

from assistant.verify.deeds import Deed, deeds


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
