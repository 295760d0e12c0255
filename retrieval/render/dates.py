"""Dates as scripts and as people read them; both are in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, time

from retrieval.types import Period


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


def day(moment: datetime | None) -> str | None:
    """`2023-05-09`, whatever the hour."""
    return moment.astimezone(UTC).date().isoformat() if moment else None


def period(period: Period) -> str:
    """`since 2023-10-01`, `until 2023-10-31`, `2023-10-01 to 2023-10-31` or `2023-10-01`."""
    since, until = day(period.since), day(period.until)
    if not until:
        return f"since {since}"
    if not since:
        return f"until {until}"
    return since if since == until else f"{since} to {until}"
