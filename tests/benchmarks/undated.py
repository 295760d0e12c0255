"""Ranking and excerpts where nothing has a date: SQuAD's paragraphs.

    python -m tests.benchmarks.undated DATA FOLDER

DATA holds an archive of the paragraphs of `squad2-sample.queries.json`, FOLDER holds that file. Of
its questions that their paragraph answers: the share with an answer in one of the first k passages
of each retriever, and in the first of the extracts that are shown or in any of three.
The ranking's weights were not fitted to them; what words that stand together are worth was chosen
on them.
"""

from __future__ import annotations

import sys
from pathlib import Path

from retrieval.app import Citewire
from retrieval.evaluation.dataset import JudgedQuestion, normalise
from retrieval.evaluation.run import ANSWER_AT, evaluate
from retrieval.protocols import silent
from retrieval.settings import Settings
from retrieval.types import Answer
from tests.benchmarks.doubt_cases import squad_questions


def main(data: str, folder: str) -> None:
    """Print a row for each retriever, and one for the extracts."""
    questions, _ = squad_questions(Path(folder))
    citewire = Citewire(Settings(data=Path(data)))
    print("|", " | ".join(["", *(f"answer@{k}" for k in ANSWER_AT)]), "|")
    print("|---" + "|---:" * len(ANSWER_AT) + "|")
    for scores in evaluate(questions, citewire._open().ranked, silent).scores:
        shares = [f"{100 * share:.1f}" for share in (scores.answers or {}).values()]
        print("|", " | ".join([scores.retriever, *shares]), "|")
    ranks = [_rank(citewire, each) for each in questions]
    first, any_ = (sum(rank <= k for rank in ranks) / len(ranks) for k in (1, 3))
    print(f"an answer in the first extract: {first:.1%}; in one of three: {any_:.1%}")


def _rank(citewire: Citewire, judged: JudgedQuestion) -> int:
    """The place, from 1, of the first extract that holds an answer; 100 where none does."""
    result = citewire.ask(judged.question, 3)
    texts = [each.text for each in result.extracts] if isinstance(result, Answer) else []
    said = (f" {normalise(text)} " for text in texts)
    held = (any(f" {answer} " in each for answer in judged.answers) for each in said)
    return next((place for place, holds in enumerate(held, start=1) if holds), 100)


if __name__ == "__main__":
    main(*sys.argv[1:3])
