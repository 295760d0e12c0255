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

    cosine: float
    """The best cosine of question and passage."""
    gap: float
    """How far that stands above the mean of the first ten."""
    coverage: float
    """The share of the keywords' weight in the best of the first passages."""
    names_missing: float
    """The share of the question's names that no first passage holds."""


WEIGHTS = Features(cosine=3.57, gap=1.23, coverage=3.49, names_missing=-1.55)
BIAS = -5.44
"""Fitted by tests/benchmarks/fit_confidence.py."""

_FIRST = 3


def features(
    query: Query, candidates: Sequence[Candidate], weights: Mapping[str, float]
) -> Features:
    """The features of `candidates`, best first; `weights` (stem -> weight) of the keywords."""
    first = [passage_stems(candidate) for candidate in candidates[:_FIRST]]
    cosines = sorted((candidate.cosine for candidate in candidates[:10]), reverse=True)
    names = [stem(name) for name in query.names]
    missing = [name for name in names if not any(name in stems for stems in first)]
    return Features(
        cosine=max(cosines),
        gap=cosines[0] - sum(cosines) / len(cosines),
        coverage=max(coverage(stems, weights) for stems in first),
        names_missing=len(missing) / len(names) if names else 0.0,
    )


def probability(found: Features) -> float:
    """The calibrated probability, 0 to 1, that the first passages hold the answer."""
    score = BIAS + sum(a * b for a, b in zip(astuple(WEIGHTS), astuple(found), strict=True))
    return 1.0 / (1.0 + math.exp(-score))
