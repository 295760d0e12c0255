"""How often a long work publishes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from retrieval.pace import Pace


@given(costs=st.lists(st.floats(min_value=0.001, max_value=500), min_size=1, max_size=30))
def test_publishing_takes_a_tenth_of_the_time_at_most(costs: list[float]) -> None:
    """However long each takes; never twice within ten seconds, and never before the first ten."""
    now = 0.0
    pace, spent, began = Pace(lambda: now), 0.0, []
    for cost in costs:
        while not pace.due():
            now += 1.0
        began.append(now)
        with pace.publishing():
            now += cost
        spent += cost
        assert not pace.due()
    while not pace.due():
        now += 1.0
    assert spent <= 0.1 * now + 1e-6
    assert began[0] >= 10
    assert all(b - a >= 10 for a, b in zip(began, began[1:], strict=False))
