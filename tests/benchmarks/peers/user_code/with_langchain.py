"""LangChain: an EnsembleRetriever over FAISS and BM25."""

# /// script
# dependencies = [
#     "langchain", "langchain-classic", "langchain-community", "langchain-huggingface",
#     "faiss-cpu", "rank-bm25", "sentence-transformers",
# ]
# ///

import json
import os
import pickle
import sys
from pathlib import Path

from langchain_classic.retrievers import EnsembleRetriever
from langchain_community.retrievers import BM25Retriever
from langchain_community.vectorstores import FAISS
from langchain_core.documents import Document
from langchain_huggingface import HuggingFaceEmbeddings

ENCODER = HuggingFaceEmbeddings(model_name=os.environ["MODEL"])


def read(file: str) -> list[dict]:
    return [json.loads(line) for line in Path(file).open(encoding="utf-8")]


def build(passages: str, store: str) -> None:
    documents = [
        Document(row["text"], metadata={"published": row["published"]}) for row in read(passages)
    ]
    FAISS.from_documents(documents, ENCODER).save_local(store)
    Path(store, "bm25.pickle").write_bytes(pickle.dumps(BM25Retriever.from_documents(documents)))


def ask(store: str, questions: str) -> None:
    dense = FAISS.load_local(store, ENCODER, allow_dangerous_deserialization=True)
    bm25 = pickle.loads(Path(store, "bm25.pickle").read_bytes())
    bm25.k = 50
    both = EnsembleRetriever(
        retrievers=[bm25, dense.as_retriever(search_kwargs={"k": 50})], weights=[0.5, 0.5]
    )
    for row in read(questions):
        asked = int(row["date"].replace("-", ""))
        earlier = [each for each in both.invoke(row["text"]) if each.metadata["published"] <= asked]
        texts = [each.page_content for each in earlier[:10]]
        print(json.dumps({"_id": row["_id"], "passages": texts}), flush=True)


if __name__ == "__main__":
    {"build": build, "ask": ask}[sys.argv[1]](*sys.argv[2:])
