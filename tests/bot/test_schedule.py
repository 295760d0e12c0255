"""Digests are due by the clock on the wall, also when it is set forward or back."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digest.schedule import Schedule, instant, latest_slot, read_schedule
from bot.errors import RefusalError


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def london(hour: int, minute: int = 0, weekday: int | None = None) -> Schedule:
    return Schedule(weekday=weekday, hour=hour, minute=minute, zone="Europe/London")


def test_the_wall_time_stays_when_summer_comes() -> None:
    """08:00 in London is 08:00 UTC in winter and 07:00 UTC in summer."""
    assert instant(london(8), date(2026, 3, 28)) == utc("2026-03-28T08:00")
    assert instant(london(8), date(2026, 3, 29)) == utc("2026-03-29T07:00")


def test_a_time_that_does_not_exist_comes_as_much_later() -> None:
    """01:30 is skipped on 29 March: the slot is due at 02:30 summer time, once."""
    assert instant(london(1, 30), date(2026, 3, 29)) == utc("2026-03-29T01:30")
    assert latest_slot(london(1, 30), utc("2026-03-29T01:29")) == date(2026, 3, 28)
    assert latest_slot(london(1, 30), utc("2026-03-29T01:30")) == date(2026, 3, 29)


def test_a_time_that_comes_twice_is_one_slot() -> None:
    """01:30 comes twice on 25 October: the first is the slot, the second the same day's still."""
    assert instant(london(1, 30), date(2026, 10, 25)) == utc("2026-10-25T00:30")
    assert latest_slot(london(1, 30), utc("2026-10-25T00:30")) == date(2026, 10, 25)
    assert latest_slot(london(1, 30), utc("2026-10-25T01:30")) == date(2026, 10, 25)


def test_weekly() -> None:
    """Mondays only."""
    assert latest_slot(london(8, weekday=0), utc("2026-11-23T07:59")) == date(2026, 11, 16)
    assert latest_slot(london(8, weekday=0), utc("2026-11-29T12:00")) == date(2026, 11, 23)


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)).map(lambda d: d.replace(tzinfo=UTC)),
    st.sampled_from(["UTC", "Europe/London", "Pacific/Apia", "America/New_York", "Asia/Kathmandu"]),
    st.integers(0, 23),
    st.integers(0, 59),
    st.one_of(st.none(), st.integers(0, 6)),
)
def test_the_latest_slot_is_past_and_never_older_than_its_period(
    now: datetime, zone: str, hour: int, minute: int, weekday: int | None
) -> None:
    """Whatever the zone and the hour."""
    schedule = Schedule(weekday=weekday, hour=hour, minute=minute, zone=zone)
    due = instant(schedule, latest_slot(schedule, now))
    period = timedelta(days=1 if weekday is None else 7)
    assert now - period - timedelta(hours=2) < due <= now


@pytest.mark.parametrize(
    ("at", "zone"), [("8", "UTC"), ("24:00", "UTC"), ("08:60", "UTC"), ("08:00", "Mars/Base")]
)
def test_a_wrong_time_or_zone_is_refused(at: str, zone: str) -> None:
    """With a sentence that shows how it is typed."""
    with pytest.raises(RefusalError, match="such as"):
        read_schedule(None, at, zone)


def test_a_schedule_as_typed() -> None:
    """Case does not matter in a zone's name."""
    assert read_schedule(6, " 8:05 ", "europe/london") == london(8, 5, weekday=6)
    assert str(london(8, 5, weekday=6)) == "every Sunday at 08:05 Europe/London"
