"""Days as members type them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from bot.errors import RefusalError


def day_begins(text: str | None) -> datetime | None:
    """The first instant of the day in UTC; raises `RefusalError` that says how to type one."""
    return datetime.combine(_day(text), time.min, UTC) if text and text.strip() else None


def day_ends(text: str | None) -> datetime | None:
    """The last instant of the day in UTC; raises `RefusalError` that says how to type one."""
    return datetime.combine(_day(text), time.max, UTC) if text and text.strip() else None


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise RefusalError("Give a day as year-month-day, such as 2023-10-01.") from None
