"""LlamaIndex: a QueryFusionRetriever over a vector index and BM25."""

# /// script
# dependencies = [
#     "llama-index-core", "llama-index-embeddings-huggingface", "llama-index-retrievers-bm25",
#     "sentence-transformers",
# ]
# ///

import json
import os
import sys
from pathlib import Path

from llama_index.core import Settings, StorageContext, VectorStoreIndex, load_index_from_storage
from llama_index.core.retrievers import QueryFusionRetriever
from llama_index.core.schema import TextNode
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from llama_index.retrievers.bm25 import BM25Retriever

Settings.embed_model = HuggingFaceEmbedding(os.environ["MODEL"], embed_batch_size=64)
Settings.llm = None


def read(file: str) -> list[dict]:
    return [json.loads(line) for line in Path(file).open(encoding="utf-8")]


def build(passages: str, store: str) -> None:
    nodes = [
        TextNode(
            text=row["text"],
            metadata={"published": row["published"]},
            excluded_embed_metadata_keys=["published"],
        )
        for row in read(passages)
    ]
    VectorStoreIndex(nodes).storage_context.persist(store)
    BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=50).persist(f"{store}/bm25")


def ask(store: str, questions: str) -> None:
    index = load_index_from_storage(StorageContext.from_defaults(persist_dir=store))
    both = QueryFusionRetriever(
        [index.as_retriever(similarity_top_k=50), BM25Retriever.from_persist_dir(f"{store}/bm25")],
        mode="reciprocal_rerank",
        num_queries=1,
        similarity_top_k=100,
        use_async=False,
    )
    for row in read(questions):
        asked = int(row["date"].replace("-", ""))
        earlier = [
            each for each in both.retrieve(row["text"]) if each.metadata["published"] <= asked
        ]
        texts = [each.text for each in earlier[:10]]
        print(json.dumps({"_id": row["_id"], "passages": texts}), flush=True)


if __name__ == "__main__":
    {"build": build, "ask": ask}[sys.argv[1]](*sys.argv[2:])
