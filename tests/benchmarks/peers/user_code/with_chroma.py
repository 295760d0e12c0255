"""Chroma, persistent, dense (its full-text search only filters)."""

# /// script
# dependencies = ["chromadb", "sentence-transformers"]
# ///

import json
import os
import sys
from pathlib import Path

import chromadb
from chromadb.utils.embedding_functions import SentenceTransformerEmbeddingFunction

ENCODER = SentenceTransformerEmbeddingFunction(model_name=os.environ["MODEL"])


def read(file: str) -> list[dict]:
    return [json.loads(line) for line in Path(file).open(encoding="utf-8")]


def build(passages: str, store: str) -> None:
    client = chromadb.PersistentClient(store)
    collection = client.create_collection("news", embedding_function=ENCODER)
    every = read(passages)
    for start in range(0, len(every), 5000):
        rows = every[start : start + 5000]
        collection.add(
            ids=[row["id"] for row in rows],
            documents=[row["text"] for row in rows],
            metadatas=[{"published": row["published"]} for row in rows],
        )


def ask(store: str, questions: str) -> None:
    collection = chromadb.PersistentClient(store).get_collection("news", ENCODER)
    for row in read(questions):
        asked = int(row["date"].replace("-", ""))
        found = collection.query(
            query_texts=[row["text"]], n_results=10, where={"published": {"$lte": asked}}
        )
        print(json.dumps({"_id": row["_id"], "passages": found["documents"][0]}), flush=True)


if __name__ == "__main__":
    {"build": build, "ask": ask}[sys.argv[1]](*sys.argv[2:])
