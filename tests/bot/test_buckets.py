"""Members and servers have token buckets, kept in the database."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, func, select

from bot.errors import CooldownError
from bot.store.buckets import Bucket, Rule, drop_full, refilled, spend, wait
from bot.store.schema import buckets

TWO_A_MINUTE = Rule(burst=2, per_minute=2)
MANY = Rule(burst=100, per_minute=100)
FLOATS = st.floats(min_value=0, max_value=1e10)


def test_a_member_waits_as_long_as_it_is_said(connection: Connection) -> None:
    """Two at once, then the third in thirty seconds, and then it is let through."""
    spend(connection, (1, TWO_A_MINUTE), (9, MANY), 1000.0)
    spend(connection, (1, TWO_A_MINUTE), (9, MANY), 1000.0)
    with pytest.raises(CooldownError, match="You have asked a lot just now; try again in 30 sec"):
        spend(connection, (1, TWO_A_MINUTE), (9, MANY), 1000.0)
    spend(connection, (2, TWO_A_MINUTE), (9, MANY), 1000.0)
    spend(connection, (1, TWO_A_MINUTE), (9, MANY), 1030.0)


def test_a_server_shares_its_bucket(connection: Connection) -> None:
    """The third member of a busy server waits, and their own bucket is not touched."""
    for member in (1, 2):
        spend(connection, (member, MANY), (9, TWO_A_MINUTE), 0.0)
    with pytest.raises(CooldownError, match="This server has asked a lot"):
        spend(connection, (3, MANY), (9, TWO_A_MINUTE), 0.0)
    spent = select(buckets.c.owner, buckets.c.id).where(buckets.c.tokens < 100)
    owners = connection.execute(spent.order_by(buckets.c.owner, buckets.c.id)).all()
    assert owners == [("member", 1), ("member", 2), ("server", 9)]


def test_full_buckets_are_forgotten(connection: Connection) -> None:
    """A bucket that is full again leaves no row behind."""
    spend(connection, (1, TWO_A_MINUTE), None, 0.0)
    count = select(func.count()).select_from(buckets)
    drop_full(connection, TWO_A_MINUTE, MANY, 29.0)
    assert connection.scalar(count) == 1
    drop_full(connection, TWO_A_MINUTE, MANY, 31.0)
    assert connection.scalar(count) == 0


@given(FLOATS, FLOATS, st.floats(min_value=0, max_value=2))
def test_a_clock_set_back_gives_nothing_and_takes_nothing(at: float, now: float, n: float) -> None:
    """Tokens never go over the burst and never shrink by time."""
    later = refilled(Bucket(tokens=n, at=at), TWO_A_MINUTE, now)
    assert n <= later.tokens <= 2
    assert later.at == now
    assert 0 <= wait(later, TWO_A_MINUTE) <= 30.0 + 1e-9
