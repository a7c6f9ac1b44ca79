"""English words that carry no topic of their own: not searched for, not counted as evidence."""

import re

STOPWORDS = frozenset(
    """
    a about above after again against ago all also am an and any anybody anyone anything are
    aren't around as at away be became because become been before being below between both but
    by came can can't cannot come could couldn't currently did didn't do does doesn't doing
    don't done down during each either else ever every few for from further get gets getting
    give given go goes going gone got had hadn't has hasn't have haven't having he her here hers
    herself him himself his how however i if in into is isn't it its itself just kind know
    latest let like made make many may me might mine more most much must my myself neither next
    no nor not now of off on once one only or other our ours ourselves out over own per please
    put quite rather really recent recently s same see shall she should shouldn't since so some
    somebody someone something such t take tell than that the their theirs them themselves then
    there these they thing things this those though through thus to together too toward towards
    under until up upon us use used very via want was wasn't we well went were weren't what
    whatever when where whether which while who whoever whom whose why will with within without
    won't would wouldn't yet you your yours yourself yourselves
    """.split()
)

_WORD = re.compile(r"\w+(?:[’'.]\w+)*")


def content_words(text: str) -> list[str]:
    """The words of a text in lower case that are no stopwords, in order, with repetitions."""
    words = [word.replace("’", "'").lower() for word in _WORD.findall(text)]
    return [word.removesuffix("'s") for word in words if word not in STOPWORDS]
