"""A warm question, in process, against encoding the same question by sentence-transformers.

python -m tests.benchmarks.warm DATA QUERIES
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles

from sentence_transformers import SentenceTransformer

from retrieval.app import Citewire
from retrieval.evaluation.dataset import load_questions
from retrieval.index.model import find_model
from retrieval.settings import DEFAULT_MODEL, Settings

_QUESTIONS, _WARMING = 300, 20


def main(data: str, queries: str) -> None:
    """Print medians, the 95th percentile and the ratios."""
    citewire = Citewire(Settings(data=Path(data)))
    model = SentenceTransformer(find_model(DEFAULT_MODEL).location, device="cpu")
    times: dict[str, list[float]] = {"ask": [], "search": [], "sentence-transformers": []}
    for judged in load_questions(Path(queries).parent)[:_QUESTIONS]:
        question = judged.question
        times["ask"].append(_milliseconds(lambda q=question: citewire.ask(q)))
        times["search"].append(_milliseconds(lambda q=question: citewire.search(q)))
        times["sentence-transformers"].append(
            _milliseconds(lambda q=question: model.encode(q.text))
        )
    warm = {name: found[_WARMING:] for name, found in times.items()}
    for name, found in warm.items():
        print(f"{name:22} median {median(found):5.1f} ms, p95 {quantiles(found, n=20)[-1]:5.1f} ms")
    encoding = median(warm["sentence-transformers"])
    print(f"ask / encoding the question:    {median(warm['ask']) / encoding:.2f}  (at most 2)")
    print(f"search / encoding the question: {median(warm['search']) / encoding:.2f}")


def _milliseconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - started)


if __name__ == "__main__":
    main(*sys.argv[1:3])
