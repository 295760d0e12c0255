"""Rankings -> one ranking: a convex sum of scaled scores and a prior for what is new."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from retrieval.types import Hit, Ranking

WEIGHTS: Mapping[str, float] = {"lexical": 0.5, "dense": 0.5}
"""Tuned on realtimeqa-2023."""

_NEWS = 0.45
_NEWS_DAYS = 30.0


def fuse(
    rankings: tuple[Ranking, ...],
    published: Mapping[int, float],
    as_of: datetime,
    presumed: Mapping[int, float] = MappingProxyType({}),
) -> Ranking:
    """One ranking of all that any of `rankings` found.

    Each ranking's scores are scaled to 0..1 and summed by `WEIGHTS` (a convex combination: Bruch,
    Gai and Ingber, "An Analysis of Fusion Functions for Hybrid Retrieval", 2023); what is new at
    `as_of` is lifted. `published` maps passage ids to POSIX times, NaN where unknown; `presumed`
    gives a scaled dense score to passages that have no vector yet.
    """
    scores: dict[int, float] = {}
    found = [(ranking.retriever, scaled(ranking)) for ranking in rankings]
    for retriever, of_passages in (*found, ("dense", presumed)):
        for passage_id, score in of_passages.items():
            scores[passage_id] = scores.get(passage_id, 0.0) + WEIGHTS[retriever] * score
    lifted = {
        passage_id: score + recency(published[passage_id], as_of)
        for passage_id, score in scores.items()
    }
    order = sorted(lifted, key=lambda passage_id: (-lifted[passage_id], passage_id))
    return Ranking(
        retriever="fused",
        hits=tuple(
            Hit(passage_id=passage_id, score=lifted[passage_id], rank=rank)
            for rank, passage_id in enumerate(order, start=1)
        ),
    )


def recency(published: float, as_of: datetime) -> float:
    """The lift of an article published at a POSIX time: news is asked about while it is new."""
    if math.isnan(published):
        return 0.0
    days = max(0.0, as_of.timestamp() - published) / 86_400
    return _NEWS * math.exp(-days / _NEWS_DAYS)


def scaled(ranking: Ranking) -> dict[int, float]:
    """Scores between the worst (0) and the best (1) of the ranking, by passage id."""
    if not ranking.hits:
        return {}
    best, worst = ranking.hits[0].score, ranking.hits[-1].score
    if best == worst:
        return {hit.passage_id: 1.0 for hit in ranking.hits}
    return {hit.passage_id: (hit.score - worst) / (best - worst) for hit in ranking.hits}
