"""What a source only plans, asks for or holds possible, and a claim tells as done."""

import re
from collections.abc import Iterator

from assistant.verify.sides import denies
from assistant.verify.thesaurus import same_meaning
from assistant.verify.words import IRREGULAR_VERBS, WORD, folded, root


def told_as_done(claim: str, support: str) -> str | None:
    """A reason why a claim tells as done what its source has yet to come, or None.

    Where the source has the verb, or one that means the same, in any other place, it may be done.
    """
    if _TO_COME.search(claim) or _SUPPOSED.search(claim) or denies(claim):
        return None
    if _AS_IT_DID.search(support):
        return None
    done = list(_done(claim))
    if not done:
        return None
    waiting = {root(folded(_verb_of(match))) for match in _TO_COME.finditer(support)}
    rest = _TO_COME.sub(" ", support)
    happened = {root(folded(match.group())) for match in WORD.finditer(rest)}
    for word in done:
        verb = root(folded(word))
        if verb in waiting and verb not in happened and not same_meaning(verb) & happened:
            return f"its source has “{word}” still to come"
    return None


def _verb_of(match: re.Match[str]) -> str:
    return str(match["verb"] or match["doing"] or match["noun"] or match["wanted"])


def _done(text: str) -> Iterator[str]:
    """The verbs by which a text tells what has happened."""
    for match in _PAST.finditer(text):
        word = match["verb"]
        base = IRREGULAR_VERBS.get(word, word)
        if base not in _LIGHT and (word.endswith("ed") or base != word):
            yield word


_LIGHT = frozenset(
    "make give take carri come get go have put keep hold bring do think lead".split()
)
"""Verbs that say little without what follows them: "made known", "gave way"."""

_PAST = re.compile(
    r"(?<!\bbe )(?<!\bbeing )(?<!\bthe )(?<!\ba )(?<!\ban )(?<!\bof )(?<!\bis )(?<!\bare )"
    r"\b(?P<verb>[a-z]{3,})\b"
)
_WANTED = (
    r"(?:plan|threat|promis|want|wish|urg|order|ask|hop|expect|agree|intend|intent|offer|seek|sought|"
    r"vow|pledg|due|set|aim|propos|call|demand|try|tri|attempt|request|requir|consider|prepar|ready|"
    r"willing|like|need|allow|permit|oblig|suggest|recommend|advis|invit|press|poised|decid|yet|"
    r"scheduled|supposed|was|were|is|are)"
)
_TO_COME = re.compile(
    r"\b(?:(?:will|would|may|might|could|should|shall|must|can|won[’']t|cannot|going\s+to)"
    rf"|{_WANTED}\w*\b(?:\s+[\w’'-]+){{0,6}}?\s+to(?!\s+(?:have|death)\b))"
    r"\s+(?:(?:not|also|then|soon|never|only|now|again|still|even|either|\w+ly)\s+)*"
    r"(?:have\s+|be\s+|been\s+)*(?P<verb>[a-z]{3,})\b"
    r"|\b(?:consider|contemplat|weigh|propos|suggest|oppos|plan)\w*\s+(?:on\s+)?"
    r"(?P<doing>[a-z]{3,}ing)\b"
    r"|\b(?P<noun>[a-z]{3,})\s+(?:is|are|was|were)\s+(?:expected|due|planned|scheduled|proposed)\b"
    r"|\b(?:ask(?:ed|s|ing)?|call(?:ed|s|ing)?|appl(?:y|ied)|push(?:ed|ing)?|hop(?:ed|es|ing))\s+for\s+"
    r"(?:(?:an?|the|its|his|her|their)\s+)?(?P<wanted>[a-z]{3,})\b",
    re.IGNORECASE,
)
"""A verb, or the noun of one, that tells what will be, may be, or is wanted."""

_AS_IT_DID = re.compile(r"\b(?:has|have|had|did)(?:\s+(?:done|so)\b|[.,;])", re.IGNORECASE)
"""What stands for a verb that is not said again: "as it has done before"."""

_SUPPOSED = re.compile(
    r"\b(?:if|unless|whether|expects?|expected|hop(?:es?|ed)|plans?|planned|wants?|wanted|possibl[ey]"
    r"|allegedly|reportedly|likely|perhaps|promis\w+|threat\w+|propos\w+|due|next|ahead|future)\b",
    re.IGNORECASE,
)
