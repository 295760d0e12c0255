"""How likely the best passages hold the answer: logistic regression over a few cheap features."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass

from retrieval.answer.extract import coverage, passage_stems
from retrieval.text import stem
from retrieval.types import Candidate, Query

THRESHOLD = 0.12
"""Below this probability the archive is said not to answer; tests/benchmarks show the trade."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Features:
    """What is known of the best candidates before anything is said; all about 0 to 1."""

    match: float
    """How far words and meaning agree at once: best coverage of the keywords times best cosine."""
    agreement: float
    """The best fused score of the passages read: both ways of finding agree, and it is new."""
    freshness: float
    """How new the newest of the first passages is at the time asked about; 0.5 where undated."""
    names_missing: float
    """The share of the question's names that no first passage holds."""


WEIGHTS = Features(match=1.9, agreement=2.84, freshness=0.56, names_missing=-1.12)
BIAS = -5.13
"""Fitted by tests/benchmarks/fit_confidence.py."""

_FIRST = 3
_FRESH_DAYS = 60.0
_UNDATED = 0.5


def features(
    query: Query, candidates: Sequence[Candidate], weights: Mapping[str, float]
) -> Features:
    """The features of `candidates`, best first; `weights` (stem -> weight) of the keywords."""
    first = [passage_stems(candidate) for candidate in candidates[:_FIRST]]
    covered = max(coverage(stems, weights) for stems in first)
    names = [stem(name) for name in query.names]
    missing = [name for name in names if not any(name in stems for stems in first)]
    return Features(
        match=covered * max(each.cosine for each in candidates[:10]),
        agreement=max(each.score for each in candidates[:10]),
        freshness=max(_freshness(each.days) for each in candidates[:_FIRST]),
        names_missing=len(missing) / len(names) if names else 0.0,
    )


def _freshness(days: float | None) -> float:
    return _UNDATED if days is None else math.exp(-days / _FRESH_DAYS)


def probability(found: Features) -> float:
    """The calibrated probability, 0 to 1, that the first passages hold the answer."""
    score = BIAS + sum(a * b for a, b in zip(astuple(WEIGHTS), astuple(found), strict=True))
    return 1.0 / (1.0 + math.exp(-score))
