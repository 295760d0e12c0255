"""Bulk encoding of real passages against sentence-transformers' float32 default.

python -m tests.benchmarks.bulk CORPUS
"""

from __future__ import annotations

import itertools
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np
from sentence_transformers import SentenceTransformer

from retrieval.archive.encoded import encoder_input
from retrieval.archive.passages import split
from retrieval.index.model import find_model
from retrieval.index.transformer import TorchEncoder
from retrieval.ingest.files import open_file
from retrieval.settings import DEFAULT_MODEL
from retrieval.types import Article

_ARTICLES, _RUNS, _NEIGHBOURS = 40, 3, 10


def main(corpus: str) -> None:
    """Print tokens a second, their ratio, and how far the two agree."""
    items = itertools.islice(open_file(Path(corpus)).items, _ARTICLES)
    texts = [
        encoder_input(item.title, span.of(item.text))
        for item in items
        if isinstance(item, Article)
        for span in split(item.text)
    ]
    files = find_model(DEFAULT_MODEL)
    default, ours = SentenceTransformer(files.location, device="cpu"), TorchEncoder(files, "cpu")
    lengths = default.tokenizer(texts, truncation=True, max_length=256)["input_ids"]
    tokens = sum(map(len, lengths))
    times: dict[str, list[float]] = {"float32": [], "citewire": []}
    for _ in range(_RUNS):
        times["float32"].append(_seconds(lambda: default.encode(texts, show_progress_bar=False)))
        times["citewire"].append(_seconds(lambda: ours.encode_passages(texts)))
    print(f"{len(texts)} passages, {tokens} tokens")
    for name, found in times.items():
        print(f"{name:10} {tokens / median(found):8.0f} tokens/s")
    pairs = zip(times["float32"], times["citewire"], strict=True)
    print(f"citewire / float32: {median(a / b for a, b in pairs):.2f}  (at least 2.5)")
    _agreement(default.encode(texts, show_progress_bar=False), ours.encode_passages(texts))


def _agreement(reference: np.ndarray, ours: np.ndarray) -> None:
    """How near the vectors are, and how many of each passage's neighbours are the same."""
    print(
        f"cosine with float32: mean {_cosines(reference, ours).mean():.4f}, "
        f"least {_cosines(reference, ours).min():.4f}"
    )
    first, second = _nearest(reference), _nearest(ours)
    same = [len(set(a) & set(b)) / _NEIGHBOURS for a, b in zip(first, second, strict=True)]
    print(f"the ten nearest neighbours agree to {np.mean(same):.1%}")


def _cosines(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    return (one * other).sum(axis=1)


def _nearest(vectors: np.ndarray) -> np.ndarray:
    scores = vectors @ vectors.T
    np.fill_diagonal(scores, -1)
    return np.argsort(-scores, axis=1)[:, :_NEIGHBOURS]


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main(sys.argv[1])
