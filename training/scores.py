"""Scores of predicted attributions: exact spans, and the source of what was found."""

import collections
from collections.abc import Mapping, Sequence

from index.attribution_decode import UnitAttribution
from training.examples import ROLES, AnnotatedArticle

Found = Mapping[str, Sequence[UnitAttribution]]


def scores(articles: Sequence[AnnotatedArticle], found: Found) -> dict[str, float]:
    """Exact F1 of each role, and how often a content found (overlap 0.3) has its exact source."""
    figures: dict[str, float] = {}
    ours, theirs = collections.defaultdict(set), collections.defaultdict(set)
    reached = right = 0
    for article in articles:
        predicted = [p for p in found[article.article_id] if p.contents]
        for attribution in predicted:
            for span in (*attribution.contents, attribution.cue, attribution.source):
                if span:
                    ours[span.role].add((article.article_id, span.start, span.end))
        for gold in article.spans:
            theirs[gold.role].add((article.article_id, gold.start, gold.end))
        whole = collections.defaultdict(list)
        for content, cue in article.cue_of_content.items():
            whole[cue].append(content)
        for cue, contents in whole.items():
            source = article.source_of_cue.get(cue)
            if source is None:
                continue
            low, high = min(c.start for c in contents), max(c.end for c in contents)
            near = [
                p
                for p in predicted
                if _overlap(p.contents[0].start, p.contents[-1].end, low, high) >= 0.3
            ]
            reached += bool(near)
            right += any(
                p.source and (p.source.start, p.source.end) == (source.start, source.end)
                for p in near
            )
    for role, name in enumerate(ROLES):
        both = len(ours[role] & theirs[role])
        figures[f"{name} exact F1"] = round(
            2 * both / max(1, len(ours[role]) + len(theirs[role])), 4
        )
        figures[f"{name} exact P"] = round(both / max(1, len(ours[role])), 4)
    figures["source of a found statement"] = round(right / max(1, reached), 4)
    figures["found"] = reached
    return figures


def _overlap(a: int, b: int, c: int, d: int) -> float:
    return max(0, min(b, d) - max(a, c) + 1) / (max(b, d) - min(a, c) + 1)
