"""Published sets of questions with known sources, read into articles, questions and gold.

SQuAD 2.0: one JSON file; each paragraph is an article (Rajpurkar, Jia and Liang, ACL 2018).
BEIR: a folder with corpus.jsonl, queries.jsonl, qrels/SPLIT.tsv (Thakur et al., NeurIPS 2021).
MultiHop-RAG: a folder with corpus.json and MultiHopRAG.json (Tang and Yang, COLM 2024).
"""

import csv
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from assistant.questions.case import Case
from corpus.article import Article
from corpus.errors import UsageError

SPLITS = ("test", "dev", "train")


@dataclass(frozen=True, kw_only=True)
class Benchmark:
    """A set of questions, the articles to find the answers in, and where they are."""

    name: str
    articles: tuple[Article, ...]
    cases: tuple[Case, ...]
    relevant: Mapping[str, Mapping[str, int]]
    """By question: the ids of the articles that bear on it, with their grades from 1."""
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By question: strings any of which is the answer, for sets that have them."""
    unanswerable: frozenset[str] = frozenset()
    """Questions that the articles do not answer."""


def read_squad2(path: Path, split: str | None = None) -> Benchmark:
    """SQuAD 2.0 as it is published: {"data": [{"title", "paragraphs": [...]}]}."""
    articles: list[Article] = []
    cases: list[Case] = []
    relevant: dict[str, dict[str, int]] = {}
    answers: dict[str, tuple[str, ...]] = {}
    unanswerable: set[str] = set()
    numbers = Counter[str]()
    with _reading(path, 'SQuAD 2.0: {"data": [{"title", "paragraphs": [...]}]}'):
        for entry in json.loads(path.read_text(encoding="utf-8"))["data"]:
            title = str(entry["title"] or "")
            for paragraph in entry["paragraphs"]:
                numbers[title] += 1
                id = f"{title}/{numbers[title]}"
                text = str(paragraph["context"])
                articles.append(Article(id=id, title=title.replace("_", " "), text=text))
                for one in paragraph["qas"]:
                    cases.append(Case(id=str(one["id"]), question=str(one["question"]).strip()))
                    if one.get("is_impossible"):
                        unanswerable.add(str(one["id"]))
                        continue
                    relevant[str(one["id"])] = {id: 1}
                    texts = dict.fromkeys(str(answer["text"]) for answer in one["answers"])
                    answers[str(one["id"])] = tuple(texts)
    return Benchmark(
        name="squad2",
        articles=tuple(articles),
        cases=tuple(cases),
        relevant=relevant,
        answers=answers,
        unanswerable=frozenset(unanswerable),
    )


def read_beir(folder: Path, split: str | None = None) -> Benchmark:
    """A BEIR data set; only queries of the split, by default test, dev or train, are asked."""
    with _reading(folder, "BEIR: a folder with corpus.jsonl, queries.jsonl, qrels/test.tsv"):
        articles = tuple(
            Article(id=str(line["_id"]), title=str(line.get("title") or ""), text=str(line["text"]))
            for line in _lines(folder / "corpus.jsonl")
        )
        relevant = _qrels(folder, (split,) if split else SPLITS)
        cases = tuple(
            Case(id=str(line["_id"]), question=str(line["text"]).strip())
            for line in _lines(folder / "queries.jsonl")
            if str(line["_id"]) in relevant
        )
    return Benchmark(name="beir", articles=articles, cases=cases, relevant=relevant)


def read_multihop_rag(folder: Path, split: str | None = None) -> Benchmark:
    """MultiHop-RAG; its queries of the type null_query are those without an answer."""
    cases: list[Case] = []
    relevant: dict[str, dict[str, int]] = {}
    answers: dict[str, tuple[str, ...]] = {}
    unanswerable: set[str] = set()
    with _reading(folder, "MultiHop-RAG: a folder with corpus.json and MultiHopRAG.json"):
        articles = tuple(
            Article(
                id=str(one["url"]),
                title=str(one["title"]),
                text=str(one["body"]),
                publisher=one.get("source"),
                authors=(str(one["author"]),) if one.get("author") else (),
                url=str(one["url"]),
                published=_moment(one.get("published_at")),
                language="en",
            )
            for one in json.loads((folder / "corpus.json").read_text(encoding="utf-8"))
        )
        queries = json.loads((folder / "MultiHopRAG.json").read_text(encoding="utf-8"))
        for number, one in enumerate(queries, 1):
            id = f"{number:04}"
            kind = str(one["question_type"])
            cases.append(Case(id=id, question=str(one["query"]).strip(), tags=(kind,)))
            if not one["evidence_list"]:
                unanswerable.add(id)
                continue
            relevant[id] = {str(evidence["url"]): 1 for evidence in one["evidence_list"]}
            answers[id] = (str(one["answer"]),)
    return Benchmark(
        name="multihop-rag",
        articles=articles,
        cases=tuple(cases),
        relevant=relevant,
        answers=answers,
        unanswerable=frozenset(unanswerable),
    )


READERS: dict[str, Callable[[Path, str | None], Benchmark]] = {
    "squad2": read_squad2,
    "beir": read_beir,
    "multihop-rag": read_multihop_rag,
}


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def _qrels(folder: Path, splits: tuple[str, ...]) -> dict[str, dict[str, int]]:
    paths = [folder / "qrels" / f"{split}.tsv" for split in splits]
    path = next((path for path in paths if path.is_file()), paths[0])
    relevant: dict[str, dict[str, int]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file, delimiter="\t"):
            if len(row) == 3 and row[2].lstrip("-").isdigit() and int(row[2]) > 0:
                relevant.setdefault(row[0], {})[row[1]] = int(row[2])
    return relevant


def _moment(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(text)) if text else None
    except ValueError:
        return None


@contextmanager
def _reading(path: Path, form: str) -> Iterator[None]:
    """Tell the user what was expected when a set is not in its published form."""
    try:
        yield
    except OSError as error:
        missing = error.filename or path
        raise UsageError(f"{missing} cannot be read ({error.strerror}); expected {form}") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        said = f"{type(error).__name__}: {error}"
        raise UsageError(f"{path} is not as expected ({said}); expected {form}") from error
