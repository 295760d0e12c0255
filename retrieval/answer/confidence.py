"""How likely the excerpts hold the answer: logistic regression over a few cheap features.

With an upper asymptote, as in the four-parameter logistic model (Barton and Lord, 1981): what fits
in every way may still not say it. Each means the same in an archive of ten articles and in one of
a million: none is measured against what else was found.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass

from retrieval.answer.extract import Excerpt, coverage, passage_stems, with_headline
from retrieval.kind import wanted
from retrieval.text import stem, stems
from retrieval.types import Candidate, Query


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What is known of the excerpts and the passages they are from; all 0 to 1."""

    match: float
    """The mean of the best coverage of the keywords by an excerpt and the best cosine."""
    news: float
    """Of the best passage, its coverage times its cosine times how new it is."""
    names_missing: float
    """The share of the keywords' weight in names that none of the first articles holds."""
    negated: float
    """1 where the question has a "not" and the first excerpt has none.

    Not for "why … not", whose cause is told without one.
    """
    kind_missing: float
    """1 where the question waits for a number, a date or a country and the first excerpt has
    none."""


WEIGHTS = Features(match=3.66, news=11.59, names_missing=-6.35, negated=-2.36, kind_missing=-1.26)
BIAS = -4.05
CEILING = 0.61
"""Fitted by tests/benchmarks/fit_confidence.py."""

LINE = 0.20
"""Below this probability the archive is said not to answer: of questions about what happened later,
or in another era, 10 % are above it."""
LINE_UNDATED = 0.07
"""The same where no passage has a date, so that none can be known to be news: of questions on
another topic, 0.5 % are above it."""
LINE_OWN = 0.10
"""The same for words of somebody who is asked for by name: whose they are is known, so that few
questions that have no answer lie between it and `LINE`."""

_FIRST = 3
_NEWS_DAYS = 20.0
_UNDATED = 0.4
"""An article without a date counts as one of 18 days."""
_PRIOR = 5.0
"""Added to each keyword's weight: in a small archive a word that few passages hold tells little."""
_NEGATION = re.compile(
    r"\b(?:not|no|never|without|neither|nor|except|cannot)\b|n['’]t\b", re.IGNORECASE
)
_WHY = re.compile(r"\s*(?:why|how come)\b", re.IGNORECASE)


def features(
    query: Query,
    candidates: Sequence[Candidate],
    excerpts: Sequence[Excerpt],
    weights: Mapping[str, float],
) -> Features:
    """The features of `excerpts`, one at least, and of `candidates`; both best first.

    `weights` (stem -> weight) are those of the keywords that are looked for.
    """
    kind = wanted(query.question.text)
    level = {each: weight + _PRIOR for each, weight in weights.items()}
    covered = max(coverage(stems(with_headline(each)), level) for each in excerpts)
    return Features(
        match=(covered + max(0.0, *(each.cosine for each in candidates))) / 2,
        news=max(
            _newness(each.days) * coverage(passage_stems(each), level) * max(each.cosine, 0.0)
            for each in candidates
        ),
        names_missing=_names_missing(query, candidates[:_FIRST], level),
        negated=float(_asks_for_a_not(query) and not _negated(_text(excerpts[0]))),
        kind_missing=float(kind.pattern is not None and not kind.count(_text(excerpts[0]))),
    )


def probability(found: Features) -> float:
    """The calibrated probability, 0 to `CEILING`, that the excerpts hold the answer."""
    score = BIAS + sum(a * b for a, b in zip(astuple(WEIGHTS), astuple(found), strict=True))
    return CEILING / (1.0 + math.exp(-score))


def line(candidates: Sequence[Candidate], *, own: bool) -> float:
    """The probability from which what is in `candidates` is given as an answer.

    `own` says that it is words of somebody who is asked for by name.
    """
    if all(each.days is None for each in candidates):
        return LINE_UNDATED
    return LINE_OWN if own else LINE


def _newness(days: float | None) -> float:
    return _UNDATED if days is None else math.exp(-days / _NEWS_DAYS)


def _text(excerpt: Excerpt) -> str:
    return excerpt.span.of(excerpt.article.text)


def _asks_for_a_not(query: Query) -> bool:
    text = query.question.text
    return _negated(text) and _WHY.match(text) is None


def _negated(text: str) -> bool:
    return _NEGATION.search(text) is not None


def _names_missing(query: Query, first: Sequence[Candidate], weights: Mapping[str, float]) -> float:
    names = {stem(name) for name in query.names} & weights.keys()
    for each in first:
        names -= passage_stems(each)
    for article in {each.article.id: each.article for each in first}.values() if names else ():
        names -= stems(article.text)
    return sum(weights[name] for name in names) / sum(weights.values()) if names else 0.0
