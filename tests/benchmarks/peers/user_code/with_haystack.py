"""Haystack: BM25 and embeddings over its in-memory store, joined."""

# /// script
# dependencies = ["haystack-ai", "sentence-transformers-haystack"]
# ///

import json
import os
import sys
from pathlib import Path

from haystack import Document, Pipeline
from haystack.components.joiners import DocumentJoiner
from haystack.components.retrievers.in_memory import (
    InMemoryBM25Retriever,
    InMemoryEmbeddingRetriever,
)
from haystack.components.writers import DocumentWriter
from haystack.document_stores.in_memory import InMemoryDocumentStore
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)

MODEL = os.environ["MODEL"]


def read(file: str) -> list[dict]:
    return [json.loads(line) for line in Path(file).open(encoding="utf-8")]


def build(passages: str, store: str) -> None:
    documents = InMemoryDocumentStore()
    pipeline = Pipeline()
    pipeline.add_component("embedder", SentenceTransformersDocumentEmbedder(model=MODEL))
    pipeline.add_component("writer", DocumentWriter(document_store=documents))
    pipeline.connect("embedder", "writer")
    rows = [
        Document(content=row["text"], meta={"published": row["published"]})
        for row in read(passages)
    ]
    pipeline.run({"embedder": {"documents": rows}})
    Path(store).mkdir(parents=True)
    documents.save_to_disk(f"{store}/documents.json")


def ask(store: str, questions: str) -> None:
    documents = InMemoryDocumentStore.load_from_disk(f"{store}/documents.json")
    pipeline = Pipeline()
    pipeline.add_component(
        "embedder", SentenceTransformersTextEmbedder(model=MODEL, progress_bar=False)
    )
    pipeline.add_component("dense", InMemoryEmbeddingRetriever(document_store=documents, top_k=50))
    pipeline.add_component("bm25", InMemoryBM25Retriever(document_store=documents, top_k=50))
    joiner = DocumentJoiner(join_mode="reciprocal_rank_fusion", top_k=10)
    pipeline.add_component("joiner", joiner)
    pipeline.connect("embedder", "dense.query_embedding")
    pipeline.connect("dense", "joiner")
    pipeline.connect("bm25", "joiner")
    for row in read(questions):
        asked = int(row["date"].replace("-", ""))
        earlier = {"field": "meta.published", "operator": "<=", "value": asked}
        found = pipeline.run(
            {
                "embedder": {"text": row["text"]},
                "bm25": {"query": row["text"], "filters": earlier},
                "dense": {"filters": earlier},
            }
        )
        texts = [each.content for each in found["joiner"]["documents"]]
        print(json.dumps({"_id": row["_id"], "passages": texts}), flush=True)


if __name__ == "__main__":
    {"build": build, "ask": ask}[sys.argv[1]](*sys.argv[2:])
