"""Words of like and of contrary meaning."""

from assistant.verify.opposites import are_opposite
from assistant.verify.thesaurus import KIN, SAME, likeness
from assistant.verify.words import root


def test_a_word_is_like_those_that_may_stand_for_it() -> None:
    assert likeness("ferri", {"ferri"}) == 1.0
    assert likeness(root("error"), {root("mistake"), "ferri"}) == SAME
    assert likeness(root("satisfied"), {root("content")}) == KIN
    assert likeness(root("ferry"), {root("mistake")}) == 0.0


def test_irregular_forms_have_the_root_of_their_verb() -> None:
    assert root("rose") == root("rise")
    assert root("withdrew") == root("withdraw")
    assert root("refusal") == root("refuse")


def test_opposites_are_known_by_their_roots() -> None:
    assert are_opposite(root("rose"), root("fell"))
    assert are_opposite(root("acquitted"), root("convicted"))
    assert not are_opposite(root("rose"), root("climbed"))
