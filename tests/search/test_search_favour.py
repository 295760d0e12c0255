"""What a question prefers goes first."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta

from retrieval.search.favour import favour, moved_near
from retrieval.types import Hit, Period, Ranking

NOW = datetime(2023, 11, 10, tzinfo=UTC)
DAY = 86_400.0


def at(days_ago: float) -> float:
    """A POSIX time so many days before now."""
    return NOW.timestamp() - days_ago * DAY


def test_what_is_favoured_is_raised() -> None:
    """By little: what is far better stays first."""
    hits = tuple(
        Hit(passage_id=id_, score=score, rank=rank)
        for rank, (id_, score) in enumerate(((1, 1.0), (2, 0.5), (3, 0.45)), 1)
    )
    found = favour(Ranking(retriever="fused", hits=hits), {3})
    assert [hit.passage_id for hit in found.hits] == [1, 3, 2]
    assert [hit.rank for hit in found.hits] == [1, 2, 3]


def test_what_is_near_a_period_counts_as_new() -> None:
    """Each is as old as it lies outside of the nearest period."""
    may = Period(since=NOW - timedelta(days=100), until=NOW - timedelta(days=90))
    moved = moved_near({1: at(95), 2: at(89), 3: at(0), 4: at(130), 5: math.nan}, (may,), NOW)
    ages = {id_: (NOW.timestamp() - moment) / DAY for id_, moment in moved.items()}
    assert math.isnan(ages.pop(5))
    assert ages == {1: 0, 2: 1, 3: 90, 4: 30}


def test_a_period_that_goes_on_leaves_the_newest_new() -> None:
    """Since May is until now."""
    published = {1: at(95), 2: at(0)}
    since = Period(since=NOW - timedelta(days=100))
    assert moved_near(published, (since,), NOW) == published
    assert moved_near(published, (), NOW) == published


def test_the_latest_is_the_latest_there_is() -> None:
    """However old it is, it counts as new."""
    moved = moved_near({1: at(400), 2: at(500), 3: math.nan}, (), NOW, newest=True)
    assert (moved[1], moved[2]) == (at(0), at(100))
    assert math.isnan(moved[3])
    assert moved_near({}, (), NOW, newest=True) == {}
