"""Where the gold statements of "What did X say about Y?" get lost, and where wrong words come from.

    python -m benchmarks.said_about_misses --questions FILE --judged FILE --articles FILE \\
        --fold FOLD --work DIR [--errors FILE]

Inputs as for `benchmarks.said_about`, whose archive it shares. Each gold statement of an answerable
question that the first five citations lack is put under the first step of the chain that lost it;
each wrong citation under what it is. --errors writes them all, to be read.
"""

import argparse
import json
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

from tqdm import tqdm

from assistant.assistant import NewsAssistant
from assistant.question import Question
from assistant.spoken import POOL
from assistant.topics import read_topic
from benchmarks.choose_threshold import read_lines
from benchmarks.said_about import fold_archive, shared
from index.archive import Archive
from index.search import StatementQuery
from index.statements import Statement

Row = dict[str, Any]


class Chain:
    """The steps from a question to its citations, looked into one by one."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._of_article: dict[str, list[Statement]] = defaultdict(list)
        for statement in archive.ledger.statements.all():
            self._of_article[statement.article_id].append(statement)

    def lost_at(self, question: Question, gold: Row, shown: int) -> tuple[str, Row]:
        """The step that lost a gold statement, with what there is instead."""
        if not question.speakers:
            return "question: not read as one about a speaker", {}
        match = self._archive.people.find(question.speakers[0])
        if match.speaker is None:
            several = [one.name for one in match.ambiguous]
            return ("speaker: several may be meant" if several else "speaker: unknown"), {
                "several": several
            }
        span = (gold["start"], gold["end"])
        near = [s for s in self._of_article[gold["article_id"]] if self._overlaps(s, span)]
        if not near:
            return "statement: not found in the article", {}
        own = [s for s in near if s.speaker in match.speaker.aliases]
        if not own:
            names = [s.speaker for s in near]
            sources = [self._source(s) for s in near]
            kind = "open" if None in names else "somebody else's"
            return f"statement: its speaker is {kind}", {"speakers": names, "sources": sources}
        topic = read_topic(self._archive, question.topic or "")
        query = StatementQuery(
            topic=topic.text, words=topic.words, speakers=match.speaker.aliases, limit=POOL
        )
        pool = {hit.statement.id for hit in self._archive.search_statements(query)}
        if not pool & {s.id for s in own}:
            return "search: not among the candidates", {}
        return ("cut: five others came first" if shown >= 5 else "topic: judged as another"), {}

    @staticmethod
    def _overlaps(statement: Statement, span: tuple[int, int]) -> bool:
        return any(shared(one, span) for one in statement.content)

    def _source(self, statement: Statement) -> str:
        article = self._archive.ledger.article(statement.article_id)
        text = article.text if article else ""
        return " … ".join(text[start:end] for start, end in statement.source)


def wrong(citation: Row, row: Row, judged: list[Row]) -> str | None:
    """What a citation that is not gold is; None for a right one and one that nobody judged."""
    span = (citation["start"], citation["end"])
    golds = [g for g in row["gold"] if g["article_id"] == citation["article_id"]]
    if any(shared(span, (gold["start"], gold["end"])) for gold in golds):
        return None
    here = [s["speaker"] for s in judged if shared(span, (s["start"], s["end"]))]
    if None in here:
        return None
    if row["speaker"] in here:
        return "off topic"
    return "misattributed" if here else "no statement"


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    for name in ("questions", "judged", "articles", "work"):
        options.add_argument(f"--{name}", type=Path, required=True)
    options.add_argument("--fold", required=True, help="a fold of the articles, or 'all'")
    options.add_argument("--errors", type=Path)
    given = options.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    archive = fold_archive(read_lines(given.articles), given.fold, given.work)
    judged: dict[str, list[Row]] = defaultdict(list)
    for row in read_lines(given.judged):
        judged[row["article_id"]].append(row)
    assistant, chain = NewsAssistant(archive), Chain(archive)
    causes: Counter[str] = Counter()
    errors: list[Row] = []
    golds = found = 0
    for row in tqdm(read_lines(given.questions)):
        answer = assistant.ask(row["question"]).to_json()
        cited = answer["citations"][:5]
        for citation in cited if row["answerable"] else ():
            if kind := wrong(citation, row, judged[citation["article_id"]]):
                causes[f"wrong: {kind}"] += 1
                errors.append({"cause": f"wrong: {kind}", "question": row["question"]} | citation)
        question = assistant.understand(row["question"])
        for gold in row["gold"]:
            golds += 1
            span = (gold["start"], gold["end"])
            if any(
                c["article_id"] == gold["article_id"] and shared((c["start"], c["end"]), span)
                for c in cited
            ):
                found += 1
                continue
            cause, seen = chain.lost_at(question, gold, len(cited))
            causes[f"lost: {cause}"] += 1
            article = archive.ledger.article(gold["article_id"])
            text = article.text[span[0] - 150 : span[1] + 100] if article else ""
            errors.append(
                {"cause": f"lost: {cause}", "question": row["question"], **gold}
                | {"answered": len(cited), "context": text, **seen}
            )
        if not row["answerable"] and cited:
            causes["wrong: answered a silent question"] += 1
            errors.append({"cause": "silent", "question": row["question"], "cited": cited})
    print(f"{golds} gold statements, {found} cited")
    for cause, count in causes.most_common():
        print(f"{count:5} {cause}")
    if given.errors:
        lines = (json.dumps(one, ensure_ascii=False) for one in errors)
        given.errors.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
