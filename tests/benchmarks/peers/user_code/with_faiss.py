"""A bare script: sentence-transformers and FAISS."""

# /// script
# dependencies = ["sentence-transformers", "faiss-cpu"]
# ///

import json
import os
import shutil
import sys
from pathlib import Path

import faiss
import numpy as np
from sentence_transformers import SentenceTransformer

MODEL = SentenceTransformer(os.environ["MODEL"])


def read(file: Path) -> list[dict]:
    return [json.loads(line) for line in file.open(encoding="utf-8")]


def build(passages: str, store: str) -> None:
    texts = [row["text"] for row in read(Path(passages))]
    vectors = MODEL.encode(texts, normalize_embeddings=True)
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    Path(store).mkdir(parents=True)
    faiss.write_index(index, f"{store}/index.faiss")
    shutil.copy(passages, f"{store}/passages.jsonl")


def ask(store: str, questions: str) -> None:
    index = faiss.read_index(f"{store}/index.faiss")
    passages = read(Path(store, "passages.jsonl"))
    published = np.array([row["published"] for row in passages])
    for row in read(Path(questions)):
        vector = MODEL.encode([row["text"]], normalize_embeddings=True)
        earlier = np.flatnonzero(published <= int(row["date"].replace("-", "")))
        chosen = faiss.SearchParameters(sel=faiss.IDSelectorBatch(earlier))
        _, found = index.search(vector, 10, params=chosen)
        texts = [passages[number]["text"] for number in found[0] if number >= 0]
        print(json.dumps({"_id": row["_id"], "passages": texts}), flush=True)


if __name__ == "__main__":
    {"build": build, "ask": ask}[sys.argv[1]](*sys.argv[2:])
