"""The real articles, corpus by corpus, always in the same order."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from retrieval.ingest.files import open_file
from retrieval.types import Article

_FILES = ("realtimeqa-2023/corpus", "reuters-21578/corpus", "polnear-train/articles")
HELD_BACK = 100
"""Articles of the first corpus that no archive begins with: they are added while it is asked."""


def articles(corpora: Path) -> Iterator[Article]:
    """Every real article but those held back."""
    later = {each.id for each in held_back(corpora)}
    for file in (*_FILES, None):
        found = _read(corpora / f"{file}.jsonl.gz") if file else _others(corpora)
        yield from (each for each in found if each.id not in later)


@cache
def held_back(corpora: Path) -> tuple[Article, ...]:
    """The same hundred at every size."""
    first = list(_read(corpora / f"{_FILES[0]}.jsonl.gz"))
    return tuple(random.Random(0).sample(first, HELD_BACK))


def questions(corpora: Path) -> Path:
    """The questions asked at every size; rows with `_id`, `text` and `date`."""
    return corpora / "realtimeqa-2023" / "queries.jsonl"


def _others(corpora: Path) -> Iterator[Article]:
    """The paragraphs of SQuAD's sample, and saved web pages."""
    rows = json.loads((corpora / "squad2-sample.queries.json").read_text(encoding="utf-8"))
    for number, text in enumerate(dict.fromkeys(row["context"] for row in rows)):
        yield Article(id=f"squad-{number}", title="", text=text, source="squad")
    for page in sorted((corpora / "news-pages" / "html").glob("*.html.gz")):
        yield from _read(page)


def _read(file: Path) -> Iterator[Article]:
    return (item for item in open_file(file).items if isinstance(item, Article))
