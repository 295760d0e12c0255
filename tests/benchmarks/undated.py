"""Ranking and excerpts where nothing has a date: SQuAD's paragraphs.

    python -m tests.benchmarks.undated DATA FOLDER

DATA holds an archive of the paragraphs of `squad2-sample.queries.json`, FOLDER holds that file. Of
its questions that their paragraph answers: the share with an answer in one of the first k passages
of each retriever, and in the first of the extracts that are shown or in any of three.
The ranking's weights are fitted to them in part, and how sentences are chosen was tried on them.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from retrieval.app import Citewire
from retrieval.evaluation.dataset import JudgedQuestion
from retrieval.evaluation.doubt import holds
from retrieval.evaluation.run import ANSWER_AT, evaluate
from retrieval.protocols import silent
from retrieval.settings import Settings
from retrieval.types import Abstention, Answer
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
    results = [(citewire.ask(each.question, 3), each) for each in questions]
    first, any_ = (sum(_shows(*each, k) for each in results) / len(results) for k in (1, 3))
    print(f"an answer in the first extract: {first:.1%}; in one of three: {any_:.1%}")


def _shows(result: Answer | Abstention, judged: JudgedQuestion, k: int) -> bool:
    """True where an answer stands in one of the first `k` extracts that are shown."""
    if not isinstance(result, Answer):
        return False
    return holds(replace(result, extracts=result.extracts[:k], citations=()), judged)


if __name__ == "__main__":
    main(*sys.argv[1:3])
