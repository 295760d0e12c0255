"""Dates as scripts and as people read them; both are in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, time


def iso(moment: datetime | None) -> str | None:
    """`2023-05-09` for midnight (a source that knows no hour), else `2023-05-09T14:30:00Z`."""
    if moment is None:
        return None
    moment = moment.astimezone(UTC)
    if moment.time() == time.min:
        return moment.date().isoformat()
    return f"{moment.replace(tzinfo=None).isoformat()}Z"


def spoken(moment: datetime | None) -> str:
    """`9 May 2023`, with `14:30 UTC` where the hour is known; `undated` for None."""
    if moment is None:
        return "undated"
    moment = moment.astimezone(UTC)
    day = f"{moment.day} {moment:%b} {moment.year}"
    return day if moment.time() == time.min else f"{day}, {moment:%H:%M} UTC"
