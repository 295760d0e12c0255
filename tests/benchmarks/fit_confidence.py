"""Fit the weights of retrieval/answer/confidence.py and show how well they tell answers apart.

    python -m tests.benchmarks.fit_confidence REALTIMEQA_DATA REUTERS_DATA SQUAD_DATA EVAL_FOLDER

The three data folders hold archives of `realtimeqa-2023/corpus.jsonl.gz`, of
`reuters-21578/corpus.jsonl.gz` and of the paragraphs of `squad2-sample.queries.json`;
EVAL_FOLDER holds those files. Questions are split by a hash of their id into a half to fit and a
half to report on.
"""

from __future__ import annotations

import json
import sys
import zlib
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields, replace
from datetime import timedelta
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from retrieval.answer.confidence import THRESHOLD, Features, features
from retrieval.app import Citewire
from retrieval.evaluation.dataset import JudgedQuestion, load_questions, normalise
from retrieval.settings import Settings
from retrieval.types import Answer, Question

_BEFORE_THE_EVENT = timedelta(days=45)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A question put to an archive."""

    kind: str
    id: str
    features: Features
    answered: bool
    """True where the three extracts or their headlines hold the answer."""


def main(realtimeqa: str, reuters: str, squad: str, folder: str) -> None:
    """Print the fitted weights and the measures on the half that was not fitted."""
    cases = list(_cases(realtimeqa, reuters, squad, Path(folder)))
    # What the archive knew before the event is near the question, and sometimes answers it after
    # all: reported, but not fitted to.
    fit = [
        each
        for each in cases
        if zlib.crc32(each.id.encode()) % 2 and each.kind != "before the event"
    ]
    held = [each for each in cases if not zlib.crc32(each.id.encode()) % 2]
    model = LogisticRegression(C=10, max_iter=10_000).fit(_matrix(fit), _labels(fit))
    weights = dict(zip((f.name for f in fields(Features)), model.coef_[0], strict=True))
    print("WEIGHTS", {name: round(float(value), 2) for name, value in weights.items()})
    print("BIAS", round(float(model.intercept_[0]), 2))
    _report(held, model.predict_proba(_matrix(held))[:, 1])


def _cases(realtimeqa: str, reuters: str, squad: str, folder: Path) -> Iterator[Case]:
    questions = [q for q in load_questions(folder / "realtimeqa-2023") if q.answers]
    early = [
        replace(q, question=replace(q.question, as_of=q.question.as_of - _BEFORE_THE_EVENT))
        for q in questions
        if q.question.as_of
    ]
    yield from _ask(realtimeqa, "in the archive", questions)
    yield from _ask(realtimeqa, "before the event", early, never=True)
    yield from _ask(reuters, "of another era", questions, never=True)
    possible, impossible = _squad(folder)
    yield from _ask(squad, "near, answered", possible)
    yield from _ask(squad, "near, not answered", impossible, never=True)


def _ask(
    data: str, kind: str, questions: list[JudgedQuestion], never: bool = False
) -> Iterator[Case]:
    citewire = Citewire(Settings(data=Path(data)))
    for judged in questions:
        found = citewire._read(judged.question)
        if not found[1]:
            continue
        yield Case(
            kind=kind,
            id=judged.id,
            features=features(*found),
            answered=not never and _holds(citewire, judged),
        )


def _holds(citewire: Citewire, judged: JudgedQuestion) -> bool:
    """True where an answer stands in what would be shown, whether it is shown or not."""
    result = citewire.ask(judged.question)
    shown = result.extracts if isinstance(result, Answer) else result.near_misses
    titles = [citewire.article(each.article_id).title for each in shown]
    said = " | ".join(normalise(text) for text in (*(each.text for each in shown), *titles))
    return any(f" {answer} " in f" {said} " for answer in judged.answers)


def _auroc(labels: np.ndarray, negatives: np.ndarray, found: np.ndarray) -> float:
    kept = labels | negatives
    return float(roc_auc_score(labels[kept], found[kept]))


def _squad(folder: Path) -> tuple[list[JudgedQuestion], list[JudgedQuestion]]:
    rows = json.loads((folder / "squad2-sample.queries.json").read_text(encoding="utf-8"))
    known = json.loads((folder / "squad2-sample.answers.json").read_text(encoding="utf-8"))
    judged = [
        JudgedQuestion(
            id=row["id"],
            question=Question(text=row["question"].strip()),
            answers=tuple(normalise(answer) for answer in known[row["id"]]["answers"]),
            relevant=frozenset(),
        )
        for row in rows
    ]
    impossible = {row["id"] for row in rows if known[row["id"]]["is_impossible"]}
    return (
        [each for each in judged if each.id not in impossible],
        [each for each in judged if each.id in impossible],
    )


def _matrix(cases: list[Case]) -> np.ndarray:
    return np.array([astuple(each.features) for each in cases])


def _labels(cases: list[Case]) -> np.ndarray:
    return np.array([each.answered for each in cases])


def _report(cases: list[Case], found: np.ndarray) -> None:
    """AUROC, what each threshold lets through, and reliability by tenths."""
    labels = _labels(cases)
    print(f"held back: {len(cases)} questions, {labels.mean():.0%} answered")
    print(f"AUROC {roc_auc_score(labels, found):.3f}")
    for kind in dict.fromkeys(each.kind for each in cases):
        here = np.array([each.kind == kind for each in cases])
        print(f"  {kind:20} mean {found[here].mean():.2f}, held {labels[here].mean():.2f}")
    other_era = np.array([each.kind == "of another era" for each in cases])
    print(f"AUROC, answered against another era {_auroc(labels, other_era, found):.3f}")
    for threshold in (0.05, 0.10, THRESHOLD, 0.15, 0.20):
        print(
            f"threshold {threshold:.2f}: {(found[labels] > threshold).mean():.0%} of what the "
            f"extracts hold is answered, {(found[other_era] > threshold).mean():.0%} of another era"
        )
    for low in np.arange(0, 1, 0.1):
        inside = (found >= low) & (found < low + 0.1)
        if inside.any():
            print(
                f"  said {found[inside].mean():.2f}, true {labels[inside].mean():.2f} "
                f"({inside.sum()} questions)"
            )


if __name__ == "__main__":
    main(*sys.argv[1:5])
