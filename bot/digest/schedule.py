"""When a digest is due, in the wall time of its zone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from bot.errors import RefusalError

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """Every day, or every `weekday` (0 is Monday), at `hour:minute` of the wall in `zone`."""

    weekday: int | None
    hour: int
    minute: int
    zone: str

    def __str__(self) -> str:
        days = "daily" if self.weekday is None else f"every {WEEKDAYS[self.weekday]}"
        return f"{days} at {self.hour:02}:{self.minute:02} {self.zone}"


def latest_slot(schedule: Schedule, now: datetime) -> date:
    """The local date of the last slot at or before `now` (aware).

    A slot is named by its local date, so that a clock set back cannot make it come twice. Where
    the clock is set forward over the time, the slot comes as much later as the clock jumped; where
    it is set back over it, the first of both counts (PEP 495, fold=0).
    """
    today = now.astimezone(ZoneInfo(schedule.zone)).date()
    for days in range(9):
        day = today - timedelta(days=days)
        if schedule.weekday in (None, day.weekday()) and instant(schedule, day) <= now:
            return day
    raise AssertionError("a week has no such day")


def instant(schedule: Schedule, day: date) -> datetime:
    """When the slot of the local date `day` is due, in UTC."""
    wall = time(schedule.hour, schedule.minute, tzinfo=ZoneInfo(schedule.zone))
    return datetime.combine(day, wall).astimezone(UTC)


@cache
def zones() -> tuple[str, ...]:
    """The names of all time zones, such as "Europe/London"."""
    return tuple(sorted(available_timezones()))


def read_schedule(weekday: int | None, at: str, zone: str) -> Schedule:
    """A schedule from what a member typed; raises `RefusalError` that says how to type it."""
    clock = re.fullmatch(r"([01]?\d|2[0-3]):([0-5]\d)", at.strip())
    if clock is None:
        raise RefusalError("Give the time as hours and minutes of 24, such as 08:30.")
    known = {name.casefold(): name for name in zones()}
    if zone.strip().casefold() not in known:
        raise RefusalError(
            "I don't know that time zone; pick one from the list, such as Europe/London."
        )
    name = known[zone.strip().casefold()]
    return Schedule(weekday=weekday, hour=int(clock[1]), minute=int(clock[2]), zone=name)
