"""What the asked-for speakers say in the passages, and which of it is on the topic."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from retrieval.answer.extract import Excerpt, statement_excerpts
from retrieval.text import stem, stems, words
from retrieval.types import Candidate, Query, Statement

StatementsOf = Callable[[str], Iterable[Statement]]
"""The statements of the article with this id."""
Alike = Callable[[str, Sequence[str]], Sequence[float]]
"""The cosine of each of some texts with a topic: what is said of it in other words is near it."""


ENOUGH = 0.5
"""An excerpt must hold so much of what the best one holds, or it is no answer beside it."""
ON_TOPIC = 0.3
"""A statement must hold so much of the topic, or its passage be as near to the question …"""
_NEAR = 0.55
"""… as this cosine."""
_READ_CLOSELY = 5
"""Where none is, so many of the best are compared with the topic by their meaning, …"""
_MEANT = 0.35
"""… and are on it from this cosine on."""
_OWN_WORDS = 0.2
"""What a quotation is worth above the same said in the reporter's words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """Words of somebody who is asked for, and the passage that they stand in."""

    candidate: Candidate
    excerpt: Excerpt
    worth: float
    near: bool
    """True where they or their passage are on the topic."""


def topic_weights(query: Query, weights: Mapping[str, float]) -> dict[str, float]:
    """The weights of the topic's words, of all keywords' `weights`, by their stems."""
    return {stem(word): weights[stem(word)] for word in query.topic}


def spoken_words(
    query: Query,
    candidates: Sequence[Candidate],
    weights: Mapping[str, float],
    statements_of: StatementsOf,
) -> list[Spoken]:
    """What the asked-for speakers say in the passages, best first.

    Where it is asked who said something, all speakers are but those whom it leaves out; where who
    did it to somebody, not that one, and only where the deed is told. `weights` (stem -> weight)
    are those of the query's keywords.
    """
    if not (query.speakers or query.who):
        return []
    topic = topic_weights(query, weights)
    top = candidates[0].score or 1.0
    named = frozenset(query.speakers)
    objects = set(query.names) if query.done else set()

    def speaks(name: str) -> bool:
        if query.who:
            return name not in named and (not objects or objects.isdisjoint(words(name)))
        return name in named

    found: list[tuple[float, Spoken]] = []
    for each in candidates:
        of_article = statements_of(each.article.id)
        for excerpt in statement_excerpts(each, topic, of_article, speaks):
            if not tells_of(query, excerpt):
                continue
            worth = excerpt.fit + (_OWN_WORDS if excerpt.quoted else 0.0)
            near = not topic or excerpt.fit >= ON_TOPIC or each.cosine >= _NEAR
            spoken = Spoken(candidate=each, excerpt=excerpt, worth=worth, near=near)
            found.append((each.score / top + worth, spoken))
    found.sort(key=lambda item: -item[0])
    return [spoken for _, spoken in found]


def tells_of(query: Query, excerpt: Excerpt) -> bool:
    """False where it is asked who did something, and `excerpt` has no word for that."""
    return not query.done or not query.done.isdisjoint(stems(excerpt.span.of(excerpt.article.text)))


def meant(query: Query, spoken: Sequence[Spoken], alike: Alike) -> list[Spoken]:
    """Those of the best of a named speaker's words that mean the topic without its words.

    Best first; their worth, and their passage's cosine where it is less, is what `alike` says.
    """
    if not query.speakers or query.who or not spoken:
        return []
    first = spoken[:_READ_CLOSELY]
    texts = [each.excerpt.span.of(each.excerpt.article.text) for each in first]
    cosines = alike(" ".join(query.topic), texts)
    found = [
        replace(
            each,
            candidate=replace(each.candidate, cosine=max(each.candidate.cosine, cosine)),
            worth=cosine,
            near=True,
        )
        for each, cosine in zip(first, cosines, strict=True)
        if cosine >= _MEANT
    ]
    return sorted(found, key=lambda each: -each.worth)


def on_topic(spoken: Sequence[Spoken]) -> list[Spoken]:
    """Those on the topic, or all where none is named, as far as they hold enough of it."""
    near = [each for each in spoken if each.near]
    enough = ENOUGH * max((each.worth for each in near), default=0.0)
    return [each for each in near if each.worth >= enough]
