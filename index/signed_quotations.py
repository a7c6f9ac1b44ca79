"""Quotations with their speaker on the line below, behind a dash, as digests print them:

“Whoever fears rain should not buy a boat.”
– Mayor Ida Brandt, at the opening of the harbour
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from index.attribution import Attribution
from index.sentences import Span, containing, paragraphs, quotations
from index.sources import head_name

_SIGNED = re.compile(r"(?:[–—―]|--?)\s*(?=[^\W\d_])")
_NAME_ENDS = re.compile(r",|;|\s[–—-]|\bon\b|\bafter\b|\babout\b|\bin\b|\bat\b|\.$")
_SURE = 1.0


def with_signatures(text: str, attributions: Sequence[Attribution]) -> list[Attribution]:
    """The attributions, those of a signed quotation with the signature as their source.

    A signed quotation in which nothing was found is one by itself.
    """
    found = list(attributions)
    for quotation, signature in _signed(text):
        inside = [n for n, one in enumerate(found) if _meet(one.content, quotation)]
        for number in inside:
            found[number] = replace(found[number], source=(signature,))
        if not inside:
            alone = Attribution(
                content=(quotation,), cue=(), source=(signature,), probability=_SURE
            )
            found.append(alone)
    return found


def _signed(text: str) -> list[tuple[Span, Span]]:
    """The quotations that fill a paragraph before a signature, with the name that it gives."""
    blocks, quoted = paragraphs(text), quotations(text)
    found: list[tuple[Span, Span]] = []
    for (start, end), below in pairwise(blocks):
        quotation = containing(quoted, start)
        dash = _SIGNED.match(text, *below)
        if quotation != (start, end) or dash is None:
            continue
        name_end = _NAME_ENDS.search(text, dash.end(), below[1])
        signature = (dash.end(), name_end.start() if name_end else below[1])
        name = text[slice(*signature)].rstrip()
        signed_by = head_name(name)
        if signed_by is not None and (signed_by.is_full or signed_by.title):
            found.append((quotation, (signature[0], signature[0] + len(name))))
    return found


def _meet(spans: Sequence[Span], quotation: Span) -> bool:
    return any(start < quotation[1] and quotation[0] < end for start, end in spans)
