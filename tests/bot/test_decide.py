"""What a digest does next depends on what is stored and the time, on nothing else."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Connection, func, select

from bot.digest.decide import (
    Claim,
    GiveUp,
    History,
    News,
    Resume,
    Slot,
    Subscription,
    decide,
    may_post,
    news,
)
from bot.digest.schedule import Schedule
from bot.store import digests
from bot.store.schema import slots

DAILY = Schedule(weekday=None, hour=8, minute=0, zone="UTC")
MADE = datetime(2026, 3, 1, 9, tzinfo=UTC)
DIGEST = Subscription(
    id=1, server_id=7, channel_id=70, creator_id=5, tag=None, schedule=DAILY, made_at=MADE
)


def at(day: int, hour: int = 8) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=UTC)


def slot(day: int, *, done: bool) -> Slot:
    return Slot(day=date(2026, 3, day), done=done, claimed_at=at(day), article_ids=("a",))


def test_nothing_is_due_before_the_first_slot_after_it_was_set_up() -> None:
    """Set up at nine, the slot of eight o'clock is not its own."""
    assert decide(DIGEST, None, at(1, 10)) is None
    assert decide(DIGEST, None, at(2, 7)) is None
    assert decide(DIGEST, None, at(2)) == Claim(date(2026, 3, 2))


def test_a_slot_is_done_once() -> None:
    """Until the next day."""
    assert decide(DIGEST, slot(2, done=True), at(2, 23)) is None
    assert decide(DIGEST, slot(2, done=True), at(3)) == Claim(date(2026, 3, 3))


def test_at_most_one_missed_slot_is_caught_up() -> None:
    """After a week away only the last slot is posted."""
    assert decide(DIGEST, slot(2, done=True), at(9, 12)) == Claim(date(2026, 3, 9))


def test_a_begun_slot_is_resumed_until_the_next_is_due() -> None:
    """Then it is let go, so that the next can be begun."""
    begun = slot(2, done=False)
    assert decide(DIGEST, begun, at(2, 9)) == Resume(begun)
    assert decide(DIGEST, begun, at(3)) == GiveUp(begun)


def test_a_clock_set_back_posts_nothing_again() -> None:
    """A done slot in the future is still done."""
    assert decide(DIGEST, slot(5, done=True), at(3)) is None


def test_a_stopped_digest_does_nothing() -> None:
    """Whatever is due."""
    stopped = Subscription(
        id=1,
        server_id=7,
        channel_id=70,
        creator_id=5,
        tag=None,
        schedule=DAILY,
        made_at=MADE,
        stopped="its channel is gone",
    )
    assert decide(stopped, None, at(9)) is None


def test_only_news_is_posted() -> None:
    """In the order of the list, at most so many, and the rest is counted."""
    assert news(["d", "c", "b", "a"], frozenset("b"), 2) == News(article_ids=("d", "c"), more=1)
    assert news(["d", "c", "b"], frozenset(), 2) == News(article_ids=("d", "c"), more=0)
    assert news(["a"], frozenset("a"), 2) == News(article_ids=(), more=0)


@pytest.mark.parametrize(
    ("history", "minutes", "post"),
    [
        (History(message_id=9, empty=False, readable=True), 1, False),
        (History(message_id=None, empty=False, readable=False), 60, True),
        (History(message_id=None, empty=True, readable=True), 60, True),
        (History(message_id=None, empty=True, readable=False), 60, False),
        (History(message_id=None, empty=True, readable=False), 1, True),
    ],
)
def test_after_a_crash_rather_once_too_few_than_twice(
    history: History, minutes: int, post: bool
) -> None:
    """A post that may be there unseen is not repeated, unless Discord still knows its nonce."""
    begun = slot(2, done=False)
    assert may_post(begun, history, begun.claimed_at + timedelta(minutes=minutes)) is post


def test_a_slot_is_claimed_by_one_only(connection: Connection) -> None:
    """Also where several processes share the database."""
    number = digests.add(connection, (7, 70, 5), "japan", DAILY, MADE.timestamp())
    day = date(2026, 3, 2)
    claims = [digests.claim(connection, number, day, who, 1.0) for who in ("a", "b", "a")]
    assert claims == [True, False, False]
    assert not digests.claim(connection, number + 1, day, "a", 1.0)


def test_the_steps_of_a_slot_are_written_down(connection: Connection) -> None:
    """Claimed, intended, finished; what was known is not new again unless it is given back."""
    number = digests.add(connection, (7, 70, 5), "japan", DAILY, MADE.timestamp())
    day = date(2026, 3, 2)
    digests.claim(connection, number, day, "me", at(2).timestamp())
    ((subscription, newest),) = digests.with_newest_slot(connection, "me")
    assert (subscription.tag, subscription.schedule, subscription.made_at) == ("japan", DAILY, MADE)
    assert newest == Slot(day=day, done=False, claimed_at=at(2))
    digests.intend(connection, number, day, News(article_ids=("c", "b"), more=1), ["c", "b", "a"])
    ((_, newest),) = digests.with_newest_slot(connection, "me")
    assert newest == Slot(day=day, done=False, claimed_at=at(2), article_ids=("c", "b"), more=1)
    digests.finish(connection, number, day, 99)
    ((_, newest),) = digests.with_newest_slot(connection, "me")
    assert newest is not None
    assert newest.done
    assert digests.seen(connection, number) == {"a", "b", "c"}
    digests.unsee(connection, number, ["b"])
    assert digests.seen(connection, number) == {"a", "c"}


def test_a_removed_digest_takes_its_slots_with_it(connection: Connection) -> None:
    """And only its own server can remove it."""
    number = digests.add(connection, (7, 70, 5), None, DAILY, 0.0)
    digests.claim(connection, number, date(2026, 3, 2), "me", 1.0)
    assert not digests.remove(connection, 8, number)
    assert digests.remove(connection, 7, number)
    assert connection.scalar(select(func.count()).select_from(slots)) == 0


def test_a_stopped_digest_is_listed_with_its_reason(connection: Connection) -> None:
    """It is no longer looked at, but it can be seen."""
    number = digests.add(connection, (7, 70, 5), None, DAILY, 0.0)
    digests.stop(connection, number, "its channel is gone")
    assert digests.with_newest_slot(connection, "me") == ()
    assert [s.stopped for s in digests.of_server(connection, 7)] == ["its channel is gone"]
