"""Candidates -> an answer, or an abstention that says why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from retrieval.answer.compose import compose, distinct, leads
from retrieval.answer.confidence import THRESHOLD, features, probability
from retrieval.answer.extract import Excerpt, best_excerpt, named, statement_excerpts
from retrieval.kind import wanted
from retrieval.text import stem, words
from retrieval.types import Abstention, Answer, Candidate, Query, Statement

StatementsOf = Callable[[str], Iterable[Statement]]
"""The statements of the article with this id."""

_ENOUGH = 0.5
"""An excerpt must hold so much of what the best one holds, or it is no answer beside it."""
_OWN_WORDS = 0.2
"""What a quotation is worth above the same said in the reporter's words."""

_ON_TOPIC = 0.3
"""A statement must hold so much of the topic, or its passage be as near to the question …"""
_NEAR = 0.6
"""… as this cosine."""

_NO_PASSAGE = "It holds no passage about this"
_NOT_CLOSE = "No passage in it is close enough to the question to be its answer."


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
            question=question.text, reason=_NO_PASSAGE + within, near_misses=(), confidence=0.0
        )
    confidence = probability(features(query, candidates, weights))
    excerpts = distinct(_excerpts(query, candidates, weights, statements_of), limit)
    spoken = [named(each, statements_of(each.article.id)) for each in excerpts]
    if query.speaker and query.speakers:  # another's words are no answer to "What did Abe say?"
        spoken = [each for each in spoken if each.speaker in (None, *query.speakers)]
    elif query.speaker and set(words(query.speaker)) <= set(query.names):
        # Nobody of that name is quoted: an article that does not even name them answers nothing.
        called = words(query.speaker)[-1]
        spoken = [
            each for each in spoken if called in words(f"{each.article.title}\n{each.article.text}")
        ]
    if confidence < THRESHOLD or not spoken:
        return Abstention(
            question=question.text,
            reason=_reason(query, said=bool(spoken)),
            near_misses=leads(excerpts),
            confidence=confidence,
        )
    return compose(question.text, spoken, confidence)


def _reason(query: Query, *, said: bool) -> str:
    if query.speaker and not (query.speakers and said):
        return f"It holds no words of {query.speaker} on this."
    if query.other_than:
        return f"It holds no words of anybody other than {query.other_than} on this."
    return _NOT_CLOSE


def _excerpts(
    query: Query,
    candidates: Sequence[Candidate],
    weights: Mapping[str, float],
    statements_of: StatementsOf,
) -> list[Excerpt]:
    """The words of whoever was asked for, or else the best excerpt of each passage."""
    of_words = query.speakers or query.who
    said = _statements(query, candidates, weights, statements_of) if of_words else []
    if said or query.other_than:
        return said
    kind = wanted(query.question.text)
    found = [best_excerpt(each, weights, kind) for each in candidates]
    enough = _ENOUGH * max(each.fit for each in found)
    return [each for each in found if each.fit >= enough]


def _statements(
    query: Query,
    candidates: Sequence[Candidate],
    weights: Mapping[str, float],
    statements_of: StatementsOf,
) -> list[Excerpt]:
    """What the asked-for speakers say on the topic, or at all where none is named.

    Where it is asked who said something, all speakers are but those whom it leaves out.
    """
    topic = {stem(word): weights[stem(word)] for word in query.topic}
    top = candidates[0].score or 1.0
    named = frozenset(query.speakers)
    speaks = (lambda name: name not in named) if query.who else named.__contains__
    said: list[tuple[float, float, Excerpt]] = []
    for each in candidates:
        of_article = statements_of(each.article.id)
        for excerpt in statement_excerpts(each, topic, of_article, speaks):
            if topic and excerpt.fit < _ON_TOPIC and each.cosine < _NEAR:
                continue
            worth = excerpt.fit + (_OWN_WORDS if excerpt.quoted else 0.0)
            said.append((each.score / top + worth, worth, excerpt))
    on_topic = _ENOUGH * max((worth for _, worth, _ in said), default=0.0)
    said.sort(key=lambda item: -item[0])
    return [excerpt for _, worth, excerpt in said if worth >= on_topic]
