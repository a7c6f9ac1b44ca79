"""How likely it is that a sentence answers a question, and from where on it is shown.

Over the measures of a candidate stand weights (logistic regression) for sentences of an article,
and gradient-boosted trees of two questions each (Friedman, 2001) for statements, of which there is
more to learn from. Both are in relevance.json; `benchmarks/choose_threshold.py` and
`benchmarks/choose_topic_threshold.py` fit them and say on which data.
"""

import json
from functools import cache
from pathlib import Path

from assistant.judgement import Judgement


@cache
def relevance(of: str) -> Judgement:
    """The judgement for "facts" or for "statements" of a speaker who is known to be theirs."""
    fitted = json.loads(Path(__file__).with_name("relevance.json").read_text("utf-8"))
    return Judgement.stored(fitted[of])
