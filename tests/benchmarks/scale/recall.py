"""Dense search against exact search over the same vectors."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from retrieval.archive.store import Archive
from retrieval.evaluation.dataset import load_questions
from retrieval.index.encoder import OnnxEncoder
from retrieval.index.model import find_model
from retrieval.snapshot import Snapshot
from retrieval.types import Within
from tests.benchmarks.scale import corpora, drawn
from tests.benchmarks.scale.grow import settings_of

_QUESTIONS, _DEPTH = 200, 10
_ROUNDING = 2e-4
"""Two cosines nearer than that are a tie: vectors are kept in half precision."""


def recall(texts: Path, home: Path) -> float:
    """The mean share of the ten nearest passages that dense search finds; ties count as found."""
    settings = settings_of(home)
    archive = Archive(settings.archive_path)
    index = Snapshot(settings, archive).index
    encoder = OnnxEncoder(settings.models_path / find_model(settings.model).fingerprint)
    asked = load_questions(corpora.questions(texts).parent)[:_QUESTIONS]
    questions = np.stack([encoder.encode_question(each.question.text) for each in asked])
    ids, vectors = drawn.read_vectors(settings.archive_path)
    shares = []
    for question, cosines in zip(questions, _cosines(questions, vectors), strict=True):
        line = np.partition(cosines, -_DEPTH)[-_DEPTH] - _ROUNDING
        near = set(ids[cosines >= line].tolist())
        found = index.search_dense(question, _DEPTH, Within()).hits
        shares.append(sum(hit.passage_id in near for hit in found) / _DEPTH)
    return float(np.mean(shares))


def _cosines(questions: np.ndarray, vectors: np.ndarray) -> np.ndarray:
    """Shape (questions, passages), a block of passages at a time."""
    blocks = np.array_split(vectors, max(1, len(vectors) // 50_000))
    return np.hstack([questions @ block.astype(np.float32).T for block in blocks])
