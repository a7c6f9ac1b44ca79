"""The articles that the tests of question sets ask about, and a set of questions over them."""

from datetime import date

from tests.articles import article

ARTICLES = (
    article(
        "dam",
        "The new dam was finished in March 2021 after nine years of work.\n\n"
        'Water Minister Lena Okafor said: "The dam will protect two hundred villages."\n\n'
        "Opposition leader Piet Maas said that the dam had cost far too much.",
        title="Minister defends new dam",
        publisher="River Post",
        published=date(2021, 4, 2),
        url="https://example.org/dam",
    ),
    article(
        "harbour",
        "The harbour of Oldhaven opened on Monday.\n\n"
        "Minister Ada Brandt said that the harbour would create four thousand jobs.",
        title="Oldhaven opens its harbour",
        publisher="Coast Herald",
        published=date(2022, 6, 7),
    ),
)

QUESTIONS = """\
{"schema": 1, "extra_keys": ["difficulty"]}
{"id": "okafor", "question": "What did Okafor say about the dam?", "tags": ["said"], \
"expect": {"outcome": "answered", "contains": ["two hundred VILLAGES"], "speakers": ["Okafor"], \
"not_speakers": ["Maas"], "cites": ["Minister defends new dam"], "not_cites": ["harbour"], \
"min_sources": 1}, "difficulty": 3}
{"id": "napoleon", "question": "What did Napoleon say about the dam?", \
"expect": {"reason": "unknown_speaker"}, "tags": ["silent"]}
{"id": "follow-up", "question": "And about the harbour?", \
"conversation": ["What did Ada Brandt say about jobs?"], "expect": {"speakers": ["Ada Brandt"]}}
{"id": "outlet", "question": "What did Brandt say?", "filters": {"publishers": ["Nowhere News"]}}
{"id": "wrong", "question": "What did Napoleon say?", "expect": {"outcome": "answered"}}
{"id": "known", "question": "What did Napoleon say?", "expect": {"outcome": "answered"}, \
"known_miss": "the sample has no Napoleon"}
{"question": "When was the dam finished?"}
"""
