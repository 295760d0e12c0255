"""What widening and each signal of the ranking are worth, by leaving it out: a Markdown table.

    python -m tests.benchmarks.ablation QUIZ_DATA SQUAD_DATA FOLDER

They are those of fit_ranking. Every row is fitted anew, to the questions of both, and measured on
the quiz's, in folds that its weights never saw; the loss is the mean negative logarithm of the
share that the softmax gives to the passages with an answer: it tells smaller differences than the
counts do.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

from retrieval.evaluation.run import ANSWER_AT
from retrieval.search.rerank import Signals
from tests.benchmarks.fit_ranking import (
    Asked,
    Matrix,
    ask_all,
    held_back,
    mean_loss,
    shares,
    untrained,
)


def main(quiz: str, squad: str, folder: str) -> None:
    """Print the plain fusion, the ranking, and the ranking without each thing that it does."""
    everything = ask_all(quiz, squad, Path(folder))
    asked = [each for each in everything if each.dated]
    print("|", " | ".join(["", *(f"answer@{k}" for k in ANSWER_AT), "loss"]), "|")
    print("|---" + "|---:" * (len(ANSWER_AT) + 1) + "|")
    plain, shown = [each.holds for each in asked], [each.shown for each in asked]
    _row("plain fusion", shares(plain, untrained(asked)))
    ranked = _of_quiz(everything, None)
    _row("ranked", shares(shown, ranked), mean_loss(asked, ranked))
    _row("without widening", shares(plain, ranked), mean_loss(asked, ranked))
    for field in fields(Signals):
        left = _of_quiz(everything, field.name)
        _row(f"without `{field.name}`", shares(shown, left), mean_loss(asked, left))


def _of_quiz(everything: Sequence[Asked], without: str | None) -> list[Matrix]:
    worths = zip(everything, held_back(everything, without), strict=True)
    return [worth for each, worth in worths if each.dated]


def _row(name: str, measures: list[float], loss: float | None = None) -> None:
    cells = [name, *(f"{100 * share:.1f}" for share in measures), f"{loss:.3f}" if loss else ""]
    print("|", " | ".join(cells), "|")


if __name__ == "__main__":
    main(*sys.argv[1:4])
