"""Rankings against what is known of the answers: Hits@k, MRR@10 and answer@k."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from retrieval.evaluation.dataset import JudgedQuestion
from retrieval.protocols import Progress
from retrieval.types import Candidate, Question

HITS_AT = (1, 4, 10)
ANSWER_AT = (1, 4, 5, 10)
_DEPTH = 100
"""Passages looked at, so that ten articles can be told apart among them."""

Rank = Callable[[Question, int], Mapping[str, Sequence[Candidate]]]
"""(question, k) -> the k best passages of each retriever, by its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scores:
    """One retriever's measures, as shares of 1; None where the questions cannot tell."""

    retriever: str
    hits: Mapping[int, float] | None
    """k -> share of judged questions with a relevant article among the first k articles."""
    mrr: float | None
    """Mean reciprocal rank of the first relevant article, 0 where it is not in the first 10."""
    answers: Mapping[int, float] | None
    """k -> share of questions whose answer stands in one of the first k passages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """Measures over one folder of questions."""

    questions: int
    judged: int
    """Questions with a relevance judgement."""
    answerable: int
    """Questions with an answer that can be looked for."""
    scores: tuple[Scores, ...]
    milliseconds: float
    """The median time of a question through all retrievers and the fusion."""


def evaluate(questions: Sequence[JudgedQuestion], rank: Rank, progress: Progress) -> Evaluation:
    """The measures of `rank` over `questions`, each asked at its own time of asking."""
    ranks: dict[str, list[tuple[int | None, int | None]]] = {}
    times = []
    for done, judged in enumerate(questions):
        progress("Asking", done, len(questions))
        started = time.perf_counter()
        rankings = rank(judged.question, _DEPTH)
        times.append(time.perf_counter() - started)
        for name, found in rankings.items():
            ranks.setdefault(name, []).append(
                (_relevant_rank(found, judged), _answer_rank(found, judged))
            )
    judged_count = sum(bool(each.relevant) for each in questions)
    answerable = sum(bool(each.answers) for each in questions)
    return Evaluation(
        questions=len(questions),
        judged=judged_count,
        answerable=answerable,
        scores=tuple(
            _scores(name, found, judged_count, answerable) for name, found in ranks.items()
        ),
        milliseconds=1000 * median(times) if times else 0.0,
    )


def _relevant_rank(found: Sequence[Candidate], judged: JudgedQuestion) -> int | None:
    """The rank, from 1, of the first relevant article; passages of one article count once."""
    articles = dict.fromkeys(each.article.id for each in found)
    ranks = (rank for rank, each in enumerate(articles, 1) if each in judged.relevant)
    return next(ranks, None)


def _answer_rank(found: Sequence[Candidate], judged: JudgedQuestion) -> int | None:
    """The rank, from 1, of the first passage in which (or in whose headline) an answer stands."""
    if not judged.answers:
        return None
    first = enumerate(found[: max(ANSWER_AT)], start=1)
    return next((rank for rank, each in first if holds_answer(each, judged)), None)


def holds_answer(candidate: Candidate, judged: JudgedQuestion) -> bool:
    """True where an answer stands in the passage or in its headline."""
    passage = candidate.passage.span.of(candidate.article.text)
    return judged.answered_in(candidate.article.title, passage)


def _scores(
    name: str, ranks: Sequence[tuple[int | None, int | None]], judged: int, answerable: int
) -> Scores:
    relevant = [rank for rank, _ in ranks if rank]
    answered = [rank for _, rank in ranks if rank]
    return Scores(
        retriever=name,
        hits={k: sum(r <= k for r in relevant) / judged for k in HITS_AT} if judged else None,
        mrr=sum(1 / r for r in relevant if r <= 10) / judged if judged else None,
        answers={k: sum(r <= k for r in answered) / answerable for k in ANSWER_AT}
        if answerable
        else None,
    )
