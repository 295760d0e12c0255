"""txtai: one hybrid index with its content."""

# /// script
# dependencies = ["txtai"]
# ///

import json
import os
import sys
from pathlib import Path

from txtai import Embeddings

QUERY = "select text from txtai where similar(:text, 100) and published <= :asked limit 10"


def read(file: str) -> list[dict]:
    return [json.loads(line) for line in Path(file).open(encoding="utf-8")]


def build(passages: str, store: str) -> None:
    embeddings = Embeddings(path=os.environ["MODEL"], content=True, hybrid=True)
    embeddings.index(read(passages))
    embeddings.save(store)


def ask(store: str, questions: str) -> None:
    embeddings = Embeddings().load(store)
    for row in read(questions):
        asked = int(row["date"].replace("-", ""))
        found = embeddings.search(QUERY, parameters={"text": row["text"], "asked": asked})
        texts = [each["text"] for each in found]
        print(json.dumps({"_id": row["_id"], "passages": texts}), flush=True)


if __name__ == "__main__":
    {"build": build, "ask": ask}[sys.argv[1]](*sys.argv[2:])
