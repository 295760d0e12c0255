"""Fit the weights of retrieval/answer/confidence.py and show how well they tell answers apart.

    python -m tests.benchmarks.fit_confidence REALTIMEQA_DATA REUTERS_DATA SQUAD_DATA EVAL_FOLDER

The three data folders hold archives of `realtimeqa-2023/corpus.jsonl.gz`, of
`reuters-21578/corpus.jsonl.gz` and of the paragraphs of `squad2-sample.queries.json`;
EVAL_FOLDER holds those files. All figures come from five folds by a hash of the question's id,
each weighed by weights that never saw it; the weights to be committed are then fitted to all.
"""

from __future__ import annotations

import json
import sys
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields, replace
from datetime import timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from retrieval.answer.answer import answer
from retrieval.answer.confidence import THRESHOLD, Features, features
from retrieval.app import Citewire
from retrieval.evaluation.dataset import JudgedQuestion, load_questions, normalise
from retrieval.evaluation.doubt import holds
from retrieval.settings import Settings
from retrieval.types import Candidate, Question

_BEFORE_THE_EVENT = timedelta(days=45)
_SHOWN, _READ, _FOLDS = 3, 10, 5

# How much a question of each kind weighs in the fit: two in three have no answer, and what is
# easy or made does not outweigh what readers ask.
_WEIGHTS = {
    "in the archive": 1.0,
    "before the event": 0.5,
    "its articles removed": 0.25,
    "of another era": 0.25,
    "near, answered": 0.5,
    "near, not answered": 0.5,
}
_NEGATIVE = ("before the event", "of another era", "near, not answered")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A question put to an archive."""

    kind: str
    id: str
    features: Features
    answered: bool
    """True where the three extracts or their headlines hold the answer."""


def main(realtimeqa: str, reuters: str, squad: str, folder: str) -> None:
    """Print the measures on what each fit never saw, then the weights fitted to all."""
    cases = list(_cases(realtimeqa, reuters, squad, Path(folder)))
    found = np.array([astuple(each.features) for each in cases])
    labels = np.array([each.answered for each in cases])
    kinds = np.array([each.kind for each in cases])
    _report(labels, kinds, held_back(cases, found, labels, kinds))
    for column, field in enumerate(fields(Features)):
        told = held_back(cases, np.delete(found, column, axis=1), labels, kinds)
        ours = told[labels & (kinds == "in the archive")]
        _line(f"the first three, without {field.name}", ours, told[np.isin(kinds, _NEGATIVE)])
    model = _fit(found, labels, kinds)
    weights = zip((field.name for field in fields(Features)), model.coef_[0], strict=True)
    print("WEIGHTS", {name: round(float(value), 2) for name, value in weights})
    print("BIAS", round(float(model.intercept_[0]), 2))


def held_back(
    cases: Sequence[Case], found: NDArray[np.float64], labels: NDArray[np.bool_], kinds: NDArray
) -> NDArray[np.float64]:
    """The probability of each case by a fit that did not see its question."""
    folds = np.array([zlib.crc32(each.id.encode()) % _FOLDS for each in cases])
    told = np.zeros(len(cases))
    for fold in range(_FOLDS):
        kept = folds != fold
        model = _fit(found[kept], labels[kept], kinds[kept])
        told[~kept] = model.predict_proba(found[~kept])[:, 1]
    return told


def _fit(found: NDArray, labels: NDArray, kinds: NDArray) -> LogisticRegression:
    weights = [_WEIGHTS[kind] for kind in kinds]
    return LogisticRegression(C=10, max_iter=10_000).fit(found, labels, sample_weight=weights)


def _cases(realtimeqa: str, reuters: str, squad: str, folder: Path) -> Iterator[Case]:
    questions = [q for q in load_questions(folder / "realtimeqa-2023") if q.answers]
    early = [
        replace(q, question=replace(q.question, as_of=q.question.as_of - _BEFORE_THE_EVENT))
        for q in questions
        if q.question.as_of
    ]
    yield from _ask(realtimeqa, "in the archive", questions)
    yield from _ask(realtimeqa, "its articles removed", questions)
    yield from _ask(realtimeqa, "before the event", early)
    yield from _ask(reuters, "of another era", questions)
    possible, impossible = _squad(folder)
    yield from _ask(squad, "near, answered", possible)
    yield from _ask(squad, "near, not answered", impossible)


def _ask(data: str, kind: str, questions: list[JudgedQuestion]) -> Iterator[Case]:
    citewire = Citewire(Settings(data=Path(data)))
    answerable = kind in ("in the archive", "near, answered")
    for judged in questions:
        asker = citewire._open()
        snapshot, query = asker.snapshot, asker.understand(judged.question)
        ranked = snapshot.rank(query)
        read = ranked.first(len(ranked.read))
        if kind == "its articles removed":
            read = tuple(each for each in read if not _tells(each, judged))
        read, weights = read[:_READ], ranked.around.weights
        if read:
            result = answer(query, read, weights, citewire._archive.statements, _SHOWN)
            yield Case(
                kind=kind,
                id=judged.id,
                features=features(query, read, weights),
                answered=answerable and holds(result, judged),
            )


def _tells(candidate: Candidate, judged: JudgedQuestion) -> bool:
    said = f" {normalise(f'{candidate.article.title} {candidate.article.text}')} "
    return any(f" {each} " in said for each in judged.answers)


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


def _report(labels: NDArray, kinds: NDArray, told: NDArray) -> None:
    """AUROC and what is kept, for each kind of negative and all; reliability by tenths."""
    ours, near = (
        told[labels & (kinds == "in the archive")],
        told[labels & (kinds != "in the archive")],
    )
    print(f"{len(ours)} questions of realtimeqa and {len(near)} of squad2 have their answer shown")
    for kind in (*_NEGATIVE, "its articles removed"):
        _line(kind, near if kind.startswith("near") else ours, told[kinds == kind])
    _line("the first two", ours, told[np.isin(kinds, _NEGATIVE[:2])])
    _line("the first three", ours, told[np.isin(kinds, _NEGATIVE)])
    _line(
        "the first three, squad2's answered too",
        np.concatenate([ours, near]),
        told[np.isin(kinds, _NEGATIVE)],
    )
    weights = np.array([_WEIGHTS[kind] for kind in kinds])
    for low in np.arange(0, 1, 0.1):
        inside = (told >= low) & (told < low + 0.1)
        if inside.any():
            true = np.average(labels[inside], weights=weights[inside])
            print(f"  said {told[inside].mean():.2f}, true {true:.2f} ({inside.sum()} questions)")
    for kind in dict.fromkeys(kinds):
        print(f"  over {THRESHOLD}: {(told[kinds == kind] >= THRESHOLD).mean():4.0%} {kind}")


def _line(name: str, held: NDArray, none: NDArray) -> None:
    truth = np.repeat([1, 0], [len(held), len(none)])
    kept = [(held > np.quantile(none, 1 - each)).mean() for each in (0.05, 0.10)]
    print(
        f"{name:40} AUROC {roc_auc_score(truth, np.concatenate([held, none])):.3f}, "
        f"kept at 5 % {kept[0]:.0%}, at 10 % {kept[1]:.0%}  ({len(none)} unanswerable)"
    )


if __name__ == "__main__":
    main(*sys.argv[1:5])
