"""What a question prefers goes first: near the time that it names, by whom it may mean."""

from __future__ import annotations

import math
from collections.abc import Sequence, Set
from datetime import datetime

from retrieval.types import Candidate, Hit, Period, Ranking

_LIFT = 0.1


def favour(ranking: Ranking, favoured: Set[int]) -> Ranking:
    """`ranking` with the scores of the passages with `favoured` ids raised, in the new order."""
    scores = {
        hit.passage_id: hit.score + (_LIFT if hit.passage_id in favoured else 0.0)
        for hit in ranking.hits
    }
    order = sorted(scores, key=lambda passage_id: -scores[passage_id])
    return Ranking(
        retriever=ranking.retriever,
        hits=tuple(
            Hit(passage_id=passage_id, score=scores[passage_id], rank=rank)
            for rank, passage_id in enumerate(order, start=1)
        ),
    )


def newest_first(candidates: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """`candidates` by the dates of their articles, undated ones last, else as they were."""

    def age(candidate: Candidate) -> float:
        published = candidate.article.published
        return -published.timestamp() if published else math.inf

    return tuple(sorted(candidates, key=age))


def moved_near(
    published: dict[int, float], periods: Sequence[Period], as_of: datetime, *, newest: bool = False
) -> dict[int, float]:
    """`published` as if each lay as long before `as_of` as it lies outside of `periods`.

    So a prior for what is new becomes one for what is near the time that a question names. A period
    that is not over says nothing against the newest, and leaves all as it is. Where the `newest` is
    asked for, it counts as just published however old it is. Values are POSIX times, NaN where
    unknown.
    """
    if newest:
        last = max((each for each in published.values() if not math.isnan(each)), default=0.0)
        return {id_: moment + as_of.timestamp() - last for id_, moment in published.items()}
    over = [(each.since, each.until) for each in periods if each.until and each.until < as_of]
    if not over or len(over) < len(periods):
        return published
    ends = [
        (since.timestamp() if since else float("-inf"), until.timestamp()) for since, until in over
    ]
    now = as_of.timestamp()
    return {
        passage_id: now - min(max(start - moment, moment - stop, 0.0) for start, stop in ends)
        for passage_id, moment in published.items()
    }
