"""Dates as sources write them -> UTC."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_FIRST_NEWSPAPER = 1600


def parse_date(text: str | None) -> datetime | None:
    """An ISO 8601 or RFC 2822 date in UTC; None where there is none or it is not understood.

    A date without a time is its midnight, one without a zone is in UTC. A year before there were
    newspapers, such as the 1 that some sites write for "unknown", is not understood.
    """
    moment = _iso(text or "") or _rfc2822(text or "")
    if moment is None or moment.year < _FIRST_NEWSPAPER:
        return None
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError:
        return None


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text.strip())
    except ValueError:
        return None


def _rfc2822(text: str) -> datetime | None:
    try:
        return parsedate_to_datetime(text)
    except (ValueError, OverflowError):  # a year or a zone of twenty digits overflows
        return None
