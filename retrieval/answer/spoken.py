"""What the asked-for speakers say in the passages, and which of it is on the topic."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from retrieval.answer.extract import Excerpt, statement_excerpts
from retrieval.text import stem
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
_READ_CLOSELY = 3
"""So many of the best are compared with the question by their meaning, …"""
_MEANT_AMONG = 5
"""… and where none holds the topic's words, so many with the topic, …"""
_MEANT = 0.35
"""… which they mean from this cosine on."""
_OWN_WORDS = 0.2
"""What a quotation is worth above the same said in the reporter's words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """Words of somebody who is asked for, and the passage that they stand in."""

    candidate: Candidate
    excerpt: Excerpt
    worth: float
    shares: bool
    """True where they hold words of the topic, or none is named."""
    near: bool
    """True where they or their passage are on the topic."""
    meant: bool = False
    """True where they mean the topic without its words."""


def topic_weights(query: Query, weights: Mapping[str, float]) -> dict[str, float]:
    """The weights of the topic's words, of all keywords' `weights`, by their stems."""
    return {stem(word): weights[stem(word)] for word in query.topic}


def spoken_words(
    query: Query,
    candidates: Sequence[Candidate],
    weights: Mapping[str, float],
    statements_of: StatementsOf,
    alike: Alike,
) -> list[Spoken]:
    """What the asked-for speakers say in the passages, best first.

    Where it is asked who said something, all speakers are but those whom it leaves out. `weights`
    (stem -> weight) are those of the query's keywords.
    """
    if not (query.speakers or query.who):
        return []
    topic = topic_weights(query, weights)
    named = frozenset(query.speakers)
    speaks = (lambda name: name not in named) if query.who else named.__contains__
    found: list[Spoken] = []
    for each in candidates:
        for excerpt in statement_excerpts(each, topic, statements_of(each.article.id), speaks):
            shares = not topic or excerpt.fit >= ON_TOPIC
            found.append(
                Spoken(
                    candidate=each,
                    excerpt=excerpt,
                    worth=excerpt.fit + (_OWN_WORDS if excerpt.quoted else 0.0),
                    shares=shares,
                    near=shares or each.cosine >= _NEAR,
                )
            )
    return _read_closely(query, _best_first(found), alike)


def _best_first(spoken: Iterable[Spoken]) -> list[Spoken]:
    return sorted(spoken, key=lambda each: -each.worth)


def _read_closely(query: Query, spoken: Sequence[Spoken], alike: Alike) -> list[Spoken]:
    """`spoken`, the best of them by what they mean, too; who is not named is left as it is."""
    if not query.speakers or query.who or len(spoken) < 2:
        return list(spoken)
    first = spoken[:_READ_CLOSELY]
    cosines = alike(query.question.text, [_text(each) for each in first])
    weighed = zip(first, cosines, strict=True)
    closest = sorted(weighed, key=lambda item: -item[0].worth - item[1])
    return [*(each for each, _ in closest), *spoken[_READ_CLOSELY:]]


def _meant(query: Query, spoken: Sequence[Spoken], alike: Alike) -> list[Spoken]:
    """Those of the best of a named speaker's words that mean the topic without its words.

    Best first; their worth, and their passage's cosine where it is less, is what `alike` says.
    """
    if not query.speakers or query.who or not spoken:
        return []
    first = spoken[:_MEANT_AMONG]
    cosines = alike(" ".join(query.topic), [_text(each) for each in first])
    found = (
        replace(
            each,
            candidate=replace(each.candidate, cosine=max(each.candidate.cosine, cosine)),
            worth=cosine,
            near=True,
            meant=True,
        )
        for each, cosine in zip(first, cosines, strict=True)
        if cosine >= _MEANT
    )
    return _best_first(found)


def _text(spoken: Spoken) -> str:
    return spoken.excerpt.span.of(spoken.excerpt.article.text)


def on_topic(query: Query, spoken: Sequence[Spoken], alike: Alike) -> list[Spoken]:
    """Those on the topic, or all where none is named, as far as they hold enough of it.

    Where none shares its words, those that mean it; where none does, those beside whom it is told.
    """
    shared = any(each.shares for each in spoken)
    near = ([] if shared else _meant(query, spoken, alike)) or [e for e in spoken if e.near]
    enough = ENOUGH * max((each.worth for each in near), default=0.0)
    return [each for each in near if each.worth >= enough]
