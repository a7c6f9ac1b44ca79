"""A whole answer held against its own citations."""

from dataclasses import replace

from assistant.answer import Answer
from assistant.verify.source import sources_of
from assistant.verify.verifier import Verifier
from index.archive import Archive


def verified(archive: Archive, verifier: Verifier, answer: Answer) -> Answer | None:
    """The answer without the sentences that its citations do not bear out; None if none is left.

    How many were left out stands in the answer. An abstention makes no claim and passes as it is.
    """
    if not answer.answered:
        return answer
    sources = sources_of(archive, answer.citations)
    standing = tuple(
        one
        for one in answer.sentences
        if verifier.refusal(one.text, one.citations, sources) is None
    )
    if not standing:
        return None
    left_out = answer.left_out + len(answer.sentences) - len(standing)
    return replace(answer, sentences=standing, left_out=left_out)
