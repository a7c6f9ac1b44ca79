"""What speaks for a statement being about a topic: the measures that are judged together."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.topics import Topic, TopicWeights
from corpus.article import Article
from index.archive import Archive
from index.mentions import mentions_of
from index.search import StatementHit
from index.sentences import Span, paragraphs
from index.speakers import Resolution
from index.statements import StatementKind


@dataclass(frozen=True, kw_only=True)
class TopicMeasures:
    """What speaks for a statement being about a topic and the speaker's; coverages from 0 to 1."""

    cosine_similarity: float
    """Of topic and statement; what the vector search's last hit had, when it was not among them."""
    content: float
    """Share of the topic's words in what was said, each weighed by its rarity; those that only its
    surroundings have count half, where it has others itself."""
    sentence: float
    """The same in the sentences around it."""
    paragraph: float
    """In its paragraph; where what was said has some of the topic, the headline and the paragraph
    before may have the rest."""
    before: float
    """In the paragraph before."""
    title: float
    best_content: float
    """The most that any statement found has of the topic's words in what was said."""
    best_cosine: float
    probability: float
    """The tagger's own, that the content is exactly right."""
    is_named: float
    """1 when the source gives the speaker's name, 0 for "he" and the like."""
    names_others: float
    """1 when the source names somebody else too, 0 when it does not."""
    quoted: float
    """How much of it is quoted: 1 for direct, 0.5 for mixed, 0 for indirect speech."""
    length: float
    """The logarithm of the characters of what was said."""
    in_headline: float
    """1 when it stands in the article's headline."""

    @property
    def values(self) -> tuple[float, ...]:
        everywhere = max(self.content, self.sentence, self.paragraph)
        return (
            self.cosine_similarity,
            self.content,
            self.sentence,
            self.paragraph,
            self.before,
            self.title,
            float(self.content > 0.999),
            float(everywhere > 0.999),
            self.cosine_similarity * self.content,
            self.best_content - self.content,
            self.best_cosine - self.cosine_similarity,
            self.best_content,
            self.best_cosine,
            self.probability,
            self.is_named,
            self.names_others,
            self.quoted,
            self.length,
            self.in_headline,
        )


def measured(
    archive: Archive, topic: Topic, hits: Sequence[StatementHit], shown: Sequence[Span]
) -> list[TopicMeasures]:
    """The measures of statements for a topic, in the order of the hits; `shown` has the sentences
    of each (shown_span)."""
    weights = TopicWeights(archive, topic)
    cosines = [h.cosine_similarity for h in hits if h.cosine_similarity is not None]
    least, best_cosine = min(cosines, default=0.0), max(cosines, default=0.0)
    contents = [
        weights.coverage(h.article, " … ".join(h.article.text[a:b] for a, b in h.statement.content))
        for h in hits
    ]
    found: list[TopicMeasures] = []
    for hit, (start, end), content in zip(hits, shown, contents, strict=True):
        text = hit.article.text
        around, before = _paragraphs_at(text, hit.statement.span[0])
        near = hit.cosine_similarity
        paragraph = text[around[0] : around[1]]
        if 0 < content < 1:
            paragraph = f"{paragraph} … {text[before[0] : before[1]]} … {hit.article.title}"
            content = (content + weights.coverage(hit.article, paragraph)) / 2
        found.append(
            TopicMeasures(
                cosine_similarity=least if near is None else near,
                content=content,
                sentence=weights.coverage(hit.article, text[start:end]),
                paragraph=weights.coverage(hit.article, paragraph),
                before=weights.coverage(hit.article, text[before[0] : before[1]]),
                title=weights.coverage(hit.article, hit.article.title),
                best_content=max(contents),
                best_cosine=best_cosine,
                probability=hit.statement.probability,
                is_named=float(hit.statement.resolution in _BY_NAME),
                names_others=float(_names_others(hit)),
                quoted=_QUOTED[hit.statement.kind],
                length=math.log(1 + sum(b - a for a, b in hit.statement.content)),
                in_headline=float(in_headline(hit.article, end)),
            )
        )
    return found


_BY_NAME = (Resolution.NAMED, Resolution.SHORT_FORM)
_QUOTED = {StatementKind.DIRECT: 1.0, StatementKind.MIXED: 0.5, StatementKind.INDIRECT: 0.0}


def _names_others(hit: StatementHit) -> bool:
    source = " ".join(hit.article.text[start:end] for start, end in hit.statement.source)
    return len(mentions_of(source)) > 1


def in_headline(article: Article, end: int) -> bool:
    title = article.title.strip()
    return end <= len(title) + 1 and article.text.lstrip().startswith(title)


def _paragraphs_at(text: str, place: int) -> tuple[Span, Span]:
    """The paragraph at a place, and the one before it; empty where there is none."""
    blocks = paragraphs(text)
    for number, (start, end) in enumerate(blocks):
        if start <= place < end:
            return (start, end), blocks[number - 1] if number else (start, start)
    return (place, place), (place, place)
