"""Several bots on one memory: who lives, who may come in, who does what."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Connection, Engine, select, update

from bot.digest.decide import News
from bot.digest.schedule import Schedule
from bot.errors import CooldownError
from bot.shard import Shard
from bot.store import buckets, chores, digests, forget, processes
from bot.store.processes import LEASE_SECONDS
from bot.store.schema import chores as kept_chores
from bot.store.schema import forgotten
from bot.store.schema import processes as kept_processes

BOTH, EVEN, ODD = Shard(0, 1), Shard(0, 2), Shard(1, 2)
DAY = date(2026, 3, 2)


def silence(connection: Connection, process_id: str, seconds: float = LEASE_SECONDS + 1) -> None:
    """The process has not said for so long that it lives."""
    column = kept_processes.c.beat_at
    its = update(kept_processes).where(kept_processes.c.id == process_id)
    connection.execute(its.values(beat_at=column - seconds))


def test_one_process_a_shard(connection: Connection) -> None:
    """A second for the same servers is told who is there; one for others comes in."""
    assert processes.enter(connection, "a", EVEN) is None
    for shard in (EVEN, BOTH, Shard(2, 4)):
        other = processes.enter(connection, "b", shard)
        assert other is not None
        assert (other.id, other.shard) == ("a", EVEN)
    assert processes.enter(connection, "b", ODD) is None
    processes.leave(connection, "a")
    assert processes.enter(connection, "c", EVEN) is None


def test_a_silent_process_is_replaced_and_learns_it(connection: Connection) -> None:
    """Once its lease is over; as long as nobody came in, it may say that it lives after all."""
    processes.enter(connection, "a", EVEN)
    silence(connection, "a")
    assert processes.living(connection, EVEN) is None
    assert processes.beat(connection, "a")
    assert processes.living(connection, EVEN) is not None
    silence(connection, "a")
    assert processes.enter(connection, "b", BOTH) is None
    assert not processes.beat(connection, "a")


def test_of_those_who_start_together_one_comes_in(engine: Engine) -> None:
    """Also where they look at the same moment."""

    def enter(name: str) -> bool:
        with engine.begin() as connection:
            return processes.enter(connection, name, BOTH) is None

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(enter, "abcd")) == [False, False, False, True]


def test_a_chore_is_done_by_one_and_when_it_is_due(connection: Connection) -> None:
    """Not while another does it, not before it is due again, but by hand at any time."""
    processes.enter(connection, "a", EVEN)
    processes.enter(connection, "b", ODD)
    assert chores.begin(connection, "sweep", "a", 60.0)
    assert not chores.begin(connection, "sweep", "b", 0.0)
    assert chores.begin(connection, "sweep", "a", 60.0)
    chores.end(connection, "sweep", "a")
    assert not chores.begin(connection, "sweep", "b", 60.0)
    assert chores.begin(connection, "sweep", "b", 0.0)
    chores.end(connection, "sweep", "b")
    connection.execute(update(kept_chores).values(begun_at=kept_chores.c.begun_at - 61))
    assert chores.begin(connection, "sweep", "a", 60.0)


def test_a_chore_of_a_dead_process_is_begun_again(connection: Connection) -> None:
    """By another, after the lease or once the process has left."""
    for name in ("a", "b"):
        processes.enter(connection, name, EVEN if name == "a" else ODD)
    chores.begin(connection, "sweep", "a", 60.0)
    silence(connection, "a")
    assert chores.begin(connection, "sweep", "b", 60.0)
    processes.leave(connection, "b")
    processes.beat(connection, "a")
    assert chores.begin(connection, "sweep", "a", 60.0)


def test_a_slot_is_taken_over_from_the_dead_only(connection: Connection) -> None:
    """While its owner lives nobody else touches it; then the first goes on where it stopped."""
    daily = Schedule(weekday=None, hour=8, minute=0, zone="UTC")
    number = digests.add(connection, (7, 70, 5), None, daily, 0.0)
    for name in ("a", "b"):
        processes.enter(connection, name, EVEN if name == "a" else ODD)
    digests.claim(connection, number, DAY, "a", 60.0)

    def seen_by(name: str) -> bool:
        ((_, slot),) = digests.with_newest_slot(connection, name)
        assert slot is not None
        return slot.held

    assert (seen_by("a"), seen_by("b")) == (False, True)
    assert digests.take_over(connection, number, DAY, "b") is None
    assert digests.owns(connection, number, DAY, "a")
    digests.intend(connection, number, DAY, News(article_ids=("x",), more=0), ["x"])
    silence(connection, "a")
    assert not seen_by("b")
    taken = digests.take_over(connection, number, DAY, "b")
    assert taken is not None
    assert (taken.article_ids, taken.claimed_at) == (("x",), datetime.fromtimestamp(60, UTC))
    assert not digests.owns(connection, number, DAY, "a")
    assert digests.owns(connection, number, DAY, "b")
    digests.finish(connection, number, DAY, 99)
    assert digests.take_over(connection, number, DAY, "b") is None


def test_processes_share_a_members_tokens(engine: Engine) -> None:
    """Of twenty questions at once, in four processes, as many pass as there are tokens."""
    rule = buckets.Rule(burst=5, per_minute=1)

    def spend(_: int) -> bool:
        try:
            with engine.begin() as connection:
                buckets.spend(connection, (1, rule), (9, buckets.Rule(burst=99, per_minute=1)), 0.0)
        except CooldownError:
            return False
        return True

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(spend, range(20))) == 5


def test_the_others_forget_a_member_too(connection: Connection) -> None:
    """They are told for five minutes; where there are no others, nothing is written down."""
    processes.enter(connection, "a", EVEN)
    forget.tell_others(connection, 5, "a")
    assert forget.lately(connection) == frozenset()
    processes.enter(connection, "b", ODD)
    for _ in range(2):
        forget.tell_others(connection, 5, "a")
    assert [member for member, _ in forget.lately(connection)] == [5]
    connection.execute(update(forgotten).values(at=forgotten.c.at - 301))
    assert forget.lately(connection) == frozenset()
    assert connection.execute(select(forgotten)).all() == []


@pytest.mark.parametrize("late", [0.5, LEASE_SECONDS - 1])
def test_a_little_silence_is_no_death(connection: Connection, late: float) -> None:
    """A busy process keeps its place."""
    processes.enter(connection, "a", EVEN)
    silence(connection, "a", late)
    assert processes.living(connection, EVEN) is not None
