"""Two rankings and the date made into one ranking."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.search.fuse import WEIGHTS, fuse, recency
from retrieval.types import Hit, Ranking

NOW = datetime(2023, 5, 9, tzinfo=UTC)
UNDATED = float("nan")


def ranking(retriever: str, **scores: float) -> Ranking:
    """A ranking of passages named p1, p2, … by their scores, best first."""
    ordered = sorted(scores.items(), key=lambda item: -item[1])
    hits = (
        Hit(passage_id=int(name[1:]), score=score, rank=rank)
        for rank, (name, score) in enumerate(ordered, start=1)
    )
    return Ranking(retriever=retriever, hits=tuple(hits))


def fused(*rankings: Ranking, **published: float) -> dict[int, float]:
    """The fused scores by passage, best first; passages without a date are undated."""
    ids = {hit.passage_id for each in rankings for hit in each.hits}
    dates = {id_: published.get(f"p{id_}", UNDATED) for id_ in ids}
    found = fuse(rankings, dates, NOW)
    assert found.retriever == "fused"
    assert [hit.rank for hit in found.hits] == list(range(1, len(ids) + 1))
    return {hit.passage_id: hit.score for hit in found.hits}


def test_scores_are_scaled_and_summed_by_weight() -> None:
    """The best of each ranking has 1, the worst 0, what a ranking lacks 0."""
    lexical, dense = WEIGHTS["lexical"], WEIGHTS["dense"]
    scores = fused(
        ranking("lexical", p1=12.0, p2=7.0, p3=2.0), ranking("dense", p2=0.9, p4=0.8, p3=0.4)
    )
    assert scores == pytest.approx({2: lexical * 0.5 + dense, 1: lexical, 4: dense * 0.8, 3: 0.0})
    assert next(iter(scores)) == 2


def test_the_weights_are_a_convex_sum() -> None:
    """What both rankings put first has 1 before its date counts."""
    assert sum(WEIGHTS.values()) == pytest.approx(1)
    scores = fused(ranking("lexical", p1=3.0, p2=1.0), ranking("dense", p1=0.9, p2=0.1))
    assert scores == {1: pytest.approx(1), 2: 0}


def test_a_single_hit_is_the_best() -> None:
    """One passage, and passages that score the same, have the full scale."""
    assert fused(ranking("lexical", p1=5.0), ranking("dense")) == {1: WEIGHTS["lexical"]}
    assert set(fused(ranking("lexical", p1=5.0, p2=5.0)).values()) == {WEIGHTS["lexical"]}


def test_nothing_found_is_nothing_fused() -> None:
    """Two empty rankings make one."""
    assert fused(ranking("lexical"), ranking("dense")) == {}


def test_equal_scores_are_ordered_by_id() -> None:
    """The same question has the same order each time."""
    assert list(fused(ranking("lexical", p9=1.0, p3=1.0, p5=1.0))) == [3, 5, 9]


def test_of_two_equals_the_newer_is_first() -> None:
    """An undated article is never taken for a new one."""
    day = 86_400.0
    scores = fused(
        ranking("lexical", p1=1.0, p2=1.0, p3=1.0),
        p2=NOW.timestamp() - 400 * day,
        p3=NOW.timestamp() - day,
    )
    assert list(scores) == [3, 2, 1]
    assert scores[1] == WEIGHTS["lexical"]


def test_what_is_new_is_lifted_and_less_each_day() -> None:
    """By a thirtieth-day exponential: after thirty days 1/e of the lift is left."""
    today = recency(NOW.timestamp(), NOW)
    month = recency((NOW - timedelta(days=30)).timestamp(), NOW)
    assert 0 < today < 1
    assert month == pytest.approx(today / math.e)
    assert recency(UNDATED, NOW) == 0
    assert recency((NOW + timedelta(days=30)).timestamp(), NOW) == today


_SCORES = st.dictionaries(st.integers(1, 9), st.floats(-5, 50), max_size=9)


@given(_SCORES, _SCORES)
def test_everything_found_is_in_the_fusion(
    lexical: dict[int, float], dense: dict[int, float]
) -> None:
    """Once each, best first."""
    scores = fused(
        ranking("lexical", **{f"p{id_}": score for id_, score in lexical.items()}),
        ranking("dense", **{f"p{id_}": score for id_, score in dense.items()}),
    )
    assert set(scores) == set(lexical) | set(dense)
    assert list(scores.values()) == sorted(scores.values(), reverse=True)
    assert all(0 <= score <= 1.000001 for score in scores.values())
