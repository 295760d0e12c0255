"""Shards divide the servers among processes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.shard import Shard

SHARDS = st.integers(1, 12).flatmap(
    lambda count: st.builds(Shard, st.integers(0, count - 1), st.just(count))
)


@given(SHARDS, SHARDS)
def test_overlap_means_a_server_in_common(one: Shard, other: Shard) -> None:
    """Exactly where some server is of both; the numbers of servers repeat after both counts."""
    common = any(
        server % one.count == one.number and server % other.count == other.number
        for server in range(one.count * other.count)
    )
    assert one.overlaps(other) is common
