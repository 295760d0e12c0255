"""Fit the weights of retrieval/search/rerank.py and compare them with the plain fusion.

    python -m tests.benchmarks.fit_ranking QUIZ_DATA SQUAD_DATA FOLDER

The two data folders hold archives of `realtimeqa-2023/corpus.jsonl.gz` and of the paragraphs of
`squad2-sample.queries.json`, which have no dates; FOLDER holds those files. The figures come from
five folds, of the quiz each a stretch of time, that the weights they are ranked by never saw; the
weights to be committed are then fitted to all.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from retrieval.app import Citewire
from retrieval.archive.passages import MAX_CHARS
from retrieval.evaluation.dataset import JudgedQuestion, load_questions
from retrieval.evaluation.run import ANSWER_AT, holds_answer
from retrieval.search.rerank import Signals, signals
from retrieval.search.widen import widened
from retrieval.settings import Settings
from retrieval.types import Candidate
from tests.benchmarks.doubt_cases import squad_questions

_FOLDS = 5
_PENALTY = 0.01
_UNDATED = 0.25
"""How much a question put to paragraphs without dates weighs beside one of the quiz."""

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question's fused passages, in their order."""

    signals: Matrix
    """Shape (passages, signals)."""
    holds: NDArray[np.bool_]
    """Whether an answer stands in each passage."""
    shown: NDArray[np.bool_]
    """Whether one stands in it as it is shown, widened."""
    dated: bool
    """True for those of the quiz."""


def main(quiz: str, squad: str, folder: str) -> None:
    """Print the measures on held-back folds, then the weights fitted to all."""
    asked = ask_all(quiz, squad, Path(folder))
    print("              ", *(f"answer@{k:<4}" for k in ANSWER_AT))
    ranked = held_back(asked)
    for dated, of in ((True, "dated"), (False, "undated")):
        ours = [each for each in asked if each.dated == dated]
        worths = [worth for each, worth in zip(asked, ranked, strict=True) if each.dated == dated]
        plain = shares([each.holds for each in ours], untrained(ours))
        print(f"{of:8}fused ", *(f"{share:11.1%}" for share in plain))
        found = shares([each.shown for each in ours], worths)
        print(f"{of:8}ranked", *(f"{share:11.1%}" for share in found))
    names = [field.name for field in fields(Signals)]
    weights = zip(names, fit(asked), strict=True)
    print({name: round(float(each), 2) for name, each in weights})


def ask_all(quiz: str, squad: str, folder: Path) -> list[Asked]:
    """The questions with an answer to look for: the quiz's in the order of their time of asking,
    then those put to paragraphs without dates."""
    questions = [each for each in load_questions(folder / "realtimeqa-2023") if each.answers]
    questions.sort(key=lambda each: each.question.as_of or datetime.min.replace(tzinfo=UTC))
    possible, _ = squad_questions(folder)
    news, paragraphs = (Citewire(Settings(data=Path(data))) for data in (quiz, squad))
    return [_asked(news, each, dated=True) for each in questions] + [
        _asked(paragraphs, each, dated=False) for each in possible
    ]


def _asked(citewire: Citewire, judged: JudgedQuestion, *, dated: bool) -> Asked:
    asker = citewire._open()
    snapshot, query = asker.snapshot, asker.understand(judged.question)
    ranked = snapshot.rank(query)
    found = [astuple(each) for each in signals(query, ranked.read, ranked.around)]
    return Asked(
        signals=np.array(found).reshape(len(found), len(fields(Signals))),
        holds=_holds(ranked.read, judged),
        shown=_holds([widened(each, MAX_CHARS) for each in ranked.read], judged),
        dated=dated,
    )


def _holds(candidates: Sequence[Candidate], judged: JudgedQuestion) -> NDArray[np.bool_]:
    return np.array([holds_answer(each, judged) for each in candidates], dtype=bool)


def untrained(asked: Sequence[Asked]) -> list[Matrix]:
    """The worth of each passage by its place in the plain fusion."""
    return [-np.arange(len(each.holds), dtype=np.float64) for each in asked]


def held_back(asked: Sequence[Asked], without: str | None = None) -> list[Matrix]:
    """The worth of each passage by weights that never saw the question's fold.

    `without` names a signal that is left out.
    """
    columns = [i for i, field in enumerate(fields(Signals)) if field.name != without]
    folds = np.concatenate(
        [
            np.arange(count) * _FOLDS // count
            for count in (sum(each.dated == dated for each in asked) for dated in (True, False))
        ]
    )
    weights = [
        fit([_only(asked[i], columns) for i in np.flatnonzero(folds != fold)])
        for fold in range(_FOLDS)
    ]
    return [
        each.signals[:, columns] @ weights[fold] for each, fold in zip(asked, folds, strict=True)
    ]


def _only(asked: Asked, columns: list[int]) -> Asked:
    return replace(asked, signals=asked.signals[:, columns])


def fit(asked: Sequence[Asked]) -> Matrix:
    """Weights under which, by softmax, the passages that hold an answer have most of the sum."""
    told = [each for each in asked if each.holds.any()]
    spread = np.concatenate([each.signals for each in told]).std(axis=0) + 1e-9
    scaled = [each.signals / spread for each in told]
    weights_of = [1.0 if each.dated else _UNDATED for each in told]
    count = sum(weights_of)

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        total, slope = 0.0, np.zeros_like(weights)
        for found, each, weight in zip(scaled, told, weights_of, strict=True):
            share = np.exp(found @ weights - (found @ weights).max())
            share /= share.sum()
            right = share[each.holds].sum() + 1e-12
            total -= weight * np.log(right)
            slope += weight * (found.T @ (share - share * each.holds / right))
        penalty = _PENALTY * weights @ weights
        return total / count + penalty, slope / count + 2 * _PENALTY * weights

    fitted = minimize(loss, np.zeros(len(spread)), jac=True, method="L-BFGS-B")
    return np.asarray(fitted.x / spread)


def shares(held: Sequence[NDArray[np.bool_]], worths: Sequence[Matrix]) -> list[float]:
    """The share of questions with an answer in the first k passages, for each k.

    `held` says for each question in which of its passages an answer stands.
    """
    ordered = [
        each[np.argsort(-worth, kind="stable")] for each, worth in zip(held, worths, strict=True)
    ]
    return [float(np.mean([each[:k].any() for each in ordered])) for k in ANSWER_AT]


def mean_loss(asked: Sequence[Asked], worths: Sequence[Matrix]) -> float:
    """The mean of -log of what the softmax gives to the passages that hold an answer."""
    losses = []
    for each, worth in zip(asked, worths, strict=True):
        if each.holds.any():
            share = np.exp(worth - worth.max())
            losses.append(-np.log(share[each.holds].sum() / share.sum()))
    return float(np.mean(losses))


if __name__ == "__main__":
    main(*sys.argv[1:4])
