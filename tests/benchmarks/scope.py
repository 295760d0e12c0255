"""What it gives to understand the time in a question: asked long after, with and without.

python -m tests.benchmarks.scope DATA FOLDER

DATA holds the archive of `realtimeqa-2023/corpus.jsonl.gz`, FOLDER is `realtimeqa-2023`. Each
question is asked on 1 June 2024, with the month of the event said at its end, as "in May 2023".
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from retrieval.app import Citewire
from retrieval.evaluation.dataset import JudgedQuestion, load_questions, normalise
from retrieval.search.understand import understand
from retrieval.settings import Settings
from retrieval.snapshot import Snapshot
from retrieval.types import Query, Question, Scope

ASKED = datetime(2024, 6, 1, tzinfo=UTC)
AT = (1, 4, 5, 10)


def main(data: str, folder: str) -> None:
    """Print answer@k of each way to read the questions."""
    questions = [each for each in load_questions(Path(folder)) if each.answers]
    citewire = Citewire(Settings(data=Path(data)))
    citewire.reload_if_new()
    snapshot = citewire._open().snapshot
    for name, read in WAYS.items():
        ranks = [_rank(snapshot, read(_later(each), snapshot), each) for each in questions]
        shares = (sum(rank <= k for rank in ranks) / len(ranks) for k in AT)
        print(f"{name:44}", *(f"{share:6.1%}" for share in shares), flush=True)


def _later(judged: JudgedQuestion) -> Question:
    """The question with its month, asked long after."""
    then = judged.question.as_of or ASKED
    return Question(text=f"{judged.question.text.rstrip('? ')} in {then:%B %Y}?", as_of=ASKED)


def _limited(question: Question, snapshot: Snapshot) -> Query:
    query = _preferred(question, snapshot)
    return replace(query, limits=query.preferred, preferred=Scope())


def _preferred(question: Question, snapshot: Snapshot) -> Query:
    return understand(question, snapshot.names, dates_limit=False)


def _as_words(question: Question, snapshot: Snapshot) -> Query:
    return replace(_preferred(question, snapshot), preferred=Scope())


WAYS: dict[str, Callable[[Question, Snapshot], Query]] = {
    "the month is a limit": _limited,
    "the month is preferred": _preferred,
    "the month is words like others": _as_words,
}


def _rank(snapshot: Snapshot, query: Query, judged: JudgedQuestion) -> int:
    """The rank of the first passage with an answer; 99 where none of the first ten has one."""
    ranked = snapshot.rank(query)
    found = snapshot.candidates(ranked.vector, ranked.fused, max(AT), ranked.presumed)
    for rank, each in enumerate(found, 1):
        passage = each.passage.span.of(each.article.text)
        said = f" {normalise(each.article.title)} | {normalise(passage)} "
        if any(f" {answer} " in said for answer in judged.answers):
            return rank
    return 99


if __name__ == "__main__":
    main(*sys.argv[1:])
