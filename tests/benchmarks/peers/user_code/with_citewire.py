"""citewire by its library."""

import json
import sys
from datetime import datetime
from pathlib import Path

from retrieval.app import Citewire
from retrieval.settings import Settings
from retrieval.types import Question


def build(articles: str, store: str) -> None:
    Citewire(Settings(data=Path(store))).add([articles])


def ask(store: str, questions: str) -> None:
    citewire = Citewire(Settings(data=Path(store)))
    for line in Path(questions).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        asked = datetime.fromisoformat(f"{row['date']}T23:59:59Z")
        found = citewire.search(Question(text=row["text"], as_of=asked), k=10)
        texts = [f"{each.title}\n{each.text}" for each in found]
        print(json.dumps({"_id": row["_id"], "passages": texts}), flush=True)


if __name__ == "__main__":
    {"build": build, "ask": ask}[sys.argv[1]](*sys.argv[2:])
