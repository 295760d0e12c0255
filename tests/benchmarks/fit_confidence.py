"""Fit the weights of retrieval/answer/confidence.py and show how well they tell answers apart.

    python -m tests.benchmarks.fit_confidence QUIZ_DATA REUTERS_DATA SQUAD_DATA POLNEAR_DATA FOLDER

The four data folders hold archives of `realtimeqa-2023/corpus.jsonl.gz`, of
`reuters-21578/corpus.jsonl.gz`, of the paragraphs of `squad2-sample.queries.json` and of
`polnear-train/articles.jsonl.gz`; FOLDER holds those files. All figures come from five folds by a
hash of the question's id, each weighed by weights that never saw it; those of the questions about
somebody's words (PolNeAR) and on another topic from a fit to all others, as nothing is fitted to
them. Prints the README's tables, then the weights to be committed, which are fitted to all folds.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit
from sklearn.metrics import roc_auc_score

from retrieval.answer.confidence import Features
from retrieval.types import SURE
from tests.benchmarks.doubt_cases import (
    EARLY,
    ERA,
    NEAR,
    QUIZ,
    REMOVED,
    SQUAD,
    TOPIC,
    Case,
    cases,
)
from tests.benchmarks.said_questions import ANOTHERS, ELSEWHERE, SAID

_FOLDS = 5
_LINES = (0.05, 0.10)
_PENALTY = 0.05
_ABOVE = {"SURE": 0.05, "LINE": 0.10}

# How much a question of each kind weighs in the fit: two in three have no answer, and what is
# easy or made does not outweigh what readers ask.
_WEIGHTS = {QUIZ: 1.0, EARLY: 0.5, REMOVED: 0.25, ERA: 0.25, SQUAD: 0.5, NEAR: 0.5}

# What is told apart: the answerable, whose answer is shown, and the unanswerable.
_ROWS = {
    "asked 45 days before the event": ([QUIZ], [EARLY]),
    "of another era (1987)": ([QUIZ], [ERA]),
    "both": ([QUIZ], [EARLY, ERA]),
    "near misses (SQuAD 2.0)": ([SQUAD], [NEAR]),
    "all three": ([QUIZ], [EARLY, ERA, NEAR]),
    "all three, SQuAD's answered ones among the answerable": ([QUIZ, SQUAD], [EARLY, ERA, NEAR]),
    "all articles with the answer removed": ([QUIZ], [REMOVED]),
    "words of another in the same article (PolNeAR)": ([SAID], [ANOTHERS]),
    "words said elsewhere (PolNeAR)": ([SAID], [ELSEWHERE]),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Logistic regression with an upper asymptote."""

    weights: NDArray[np.float64]
    bias: float
    ceiling: float

    def probability(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """Of each row of `features`, shape (rows, features) -> (rows,)."""
        return np.asarray(self.ceiling * expit(features @ self.weights + self.bias))

    @classmethod
    def fitted(
        cls, features: NDArray[np.float64], held: NDArray[np.bool_], weights: NDArray[np.float64]
    ) -> Model:
        """The most likely one, with a slight penalty on its weights."""
        count = features.shape[1]

        def of(values: NDArray[np.float64]) -> Model:
            *slopes, bias, ceiling = values
            return cls(weights=np.array(slopes), bias=bias, ceiling=float(expit(ceiling)))

        def loss(values: NDArray[np.float64]) -> float:
            said = np.clip(of(values).probability(features), 1e-9, 1 - 1e-9)
            likely = weights @ np.log(np.where(held, said, 1 - said))
            return float(_PENALTY * values[:count] @ values[:count] - likely)

        begin = np.append(np.zeros(count), [-1.0, 1.0])
        return of(minimize(loss, begin, method="L-BFGS-B").x)


class Told:
    """The probability of each case by a fit that did not see its question."""

    def __init__(self, found: Sequence[Case], but: str | None = None) -> None:
        """`but` leaves a feature out."""
        self.kinds = np.array([each.kind for each in found])
        self.held = np.array([each.answered for each in found])
        columns = [i for i, field in enumerate(fields(Features)) if field.name != but]
        features = np.array([astuple(each.features) for each in found])[:, columns]
        ours = np.isin(self.kinds, list(_WEIGHTS))
        self.model = self._fit(features, ours)
        self.said = self.model.probability(features)
        folds = np.array([zlib.crc32(each.id.encode()) % _FOLDS for each in found])
        for fold in range(_FOLDS):
            unseen = ours & (folds == fold)
            model = self._fit(features, ours & (folds != fold))
            self.said[unseen] = model.probability(features[unseen])

    def _fit(self, features: NDArray[np.float64], seen: NDArray[np.bool_]) -> Model:
        weights = np.array([_WEIGHTS[kind] for kind in self.kinds[seen]])
        return Model.fitted(features[seen], self.held[seen], weights)

    def row(self, name: str) -> str:
        """AUROC and the share of the answerable above the lines, for a row of the table."""
        answerable, unanswerable = _ROWS[name]
        held = self.said[self.held & np.isin(self.kinds, answerable)]
        none = self.said[np.isin(self.kinds, unanswerable)]
        truth = np.repeat([1, 0], [len(held), len(none)])
        auroc = roc_auc_score(truth, np.concatenate([held, none]))
        kept = ((held > np.quantile(none, 1 - each)).mean() for each in _LINES)
        return f"| {name} | {auroc:.3f} | " + " | ".join(f"{each:.0%}" for each in kept) + " |"


def main(quiz: str, reuters: str, squad: str, polnear: str, folder: str) -> None:
    """Ask all and print the tables, then the weights."""
    report(list(cases(quiz, reuters, squad, polnear, Path(folder))))


def report(found: Sequence[Case]) -> None:
    """Print all that is told of `found`."""
    told = Told(found)
    _apart(told)
    _ablation(found)
    _at_the_line(told, found)
    _reliability(told)
    names = [field.name for field in fields(Features)]
    weights = zip(names, told.model.weights, strict=True)
    print(f"WEIGHTS = Features({', '.join(f'{name}={value:.2f}' for name, value in weights)})")
    print(f"BIAS = {told.model.bias:.2f}\nCEILING = {told.model.ceiling:.2f}")


def _apart(told: Told) -> None:
    for kind in (QUIZ, SQUAD, SAID):
        print(f"{kind}: {told.held[told.kinds == kind].sum()} shown of {sum(told.kinds == kind)}")
    print("| unanswerable | AUROC | answerable kept at 5 % false answers | at 10 % |")
    print("| --- | --- | --- | --- |")
    for name in _ROWS:
        print(told.row(name))


def _ablation(found: Sequence[Case]) -> None:
    print("\nLeft out, over all three and with SQuAD's answered ones:")
    for field in fields(Features):
        told = Told(found, but=field.name)
        for name in [name for name in _ROWS if name.startswith("all three")]:
            print(told.row(name).replace("all three", f"without {field.name}"))


def _at_the_line(told: Told, found: Sequence[Case]) -> None:
    """The share of each kind that is answered, and of those shown that are kept."""
    silent = np.array([each.silent for each in found])
    answered = (told.said >= np.array([each.line for each in found])) & ~silent
    sure = answered & (told.said >= SURE)
    print("\n| question | answered | of these without a doubt |\n| --- | --- | --- |")
    for kind in dict.fromkeys(told.kinds):
        of_kind = told.kinds == kind
        for name, those in ((kind, of_kind), (f"{kind}, shown", of_kind & told.held)):
            if those.any():
                print(f"| {name} | {answered[those].mean():.0%} | {sure[those].mean():.0%} |")
    none = np.isin(told.kinds, [EARLY, ERA])
    for name, share in _ABOVE.items():
        quantile = np.quantile(told.said[none], 1 - share)
        print(f"{name}: {quantile:.3f} has {share:.0%} of {EARLY} or {ERA} above it")
    quantile = np.quantile(told.said[told.kinds == TOPIC], 0.995)
    print(f"LINE_UNDATED: {quantile:.3f} has 0.5% of {TOPIC} above it\n")


def _reliability(told: Told) -> None:
    for name, kinds in (("fitted to", list(_WEIGHTS)), ("PolNeAR", [SAID, ANOTHERS, ELSEWHERE])):
        ours = np.isin(told.kinds, kinds)
        said, held = told.said[ours], told.held[ours]
        weights = np.array([_WEIGHTS.get(kind, 1.0) for kind in told.kinds[ours]])
        print(f"\n| confidence said, {name} | answer shown | questions |\n| --- | --- | --- |")
        for low in np.arange(0, 1, 0.1):
            inside = (said >= low) & (said < low + 0.1)
            if inside.any():
                true = np.average(held[inside], weights=weights[inside])
                print(f"| {said[inside].mean():.2f} | {true:.2f} | {inside.sum()} |")


if __name__ == "__main__":
    main(*sys.argv[1:6])
