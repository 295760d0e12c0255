"""Candidates -> an answer, or an abstention that says why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from retrieval.answer.compose import compose, distinct, leads
from retrieval.answer.confidence import THRESHOLD, features, probability
from retrieval.answer.extract import Excerpt, best_excerpt, statement_excerpts
from retrieval.text import stem
from retrieval.types import Abstention, Answer, Candidate, Query, Statement

StatementsOf = Callable[[str], Iterable[Statement]]
"""The statements of the article with this id."""

_NOTHING = "The archive holds nothing about this"
_NO_ANSWER = "The archive does not answer this; the nearest it holds are leads only."


def answer(
    query: Query,
    candidates: Sequence[Candidate],
    weights: Mapping[str, float],
    statements_of: StatementsOf,
    limit: int,
) -> Answer | Abstention:
    """At most `limit` extracts from `candidates`, best first, or an abstention with leads.

    `weights` (stem -> weight) say how much each of the query's keywords tells passages apart.
    """
    question = query.question
    if not candidates:
        within = "." if question.filters.empty else " within these limits."
        return Abstention(
            question=question.text, reason=_NOTHING + within, near_misses=(), confidence=0.0
        )
    confidence = probability(features(query, candidates, weights))
    excerpts = distinct(_excerpts(query, candidates, weights, statements_of), limit)
    if confidence < THRESHOLD:
        return Abstention(
            question=question.text,
            reason=_reason(query),
            near_misses=leads(excerpts),
            confidence=confidence,
        )
    return compose(question.text, excerpts, confidence)


def _reason(query: Query) -> str:
    if query.speaker and not query.speakers:
        return f"The archive holds no words of {query.speaker} about this; the nearest are leads."
    return _NO_ANSWER


def _excerpts(
    query: Query,
    candidates: Sequence[Candidate],
    weights: Mapping[str, float],
    statements_of: StatementsOf,
) -> list[Excerpt]:
    """The words of whoever was asked for first, then the best excerpt of each passage."""
    topic = {stem(word): weights[stem(word)] for word in query.topic}
    said: list[tuple[float, Excerpt]] = []
    others: list[Excerpt] = []
    top = candidates[0].score or 1.0
    for candidate in candidates:
        statements = tuple(statements_of(candidate.article.id))
        found = statement_excerpts(candidate, topic, statements, frozenset(query.speakers))
        said += [(candidate.score / top + each.fit, each) for each in found]
        others.append(best_excerpt(candidate, weights, statements))
    said.sort(key=lambda item: -item[0])
    return [excerpt for _, excerpt in said] + others
