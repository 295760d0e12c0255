"""What was typed around a question -> `Question`: its filters, its dates, the time of asking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from retrieval.errors import UsageError
from retrieval.types import Filters, Question

DATE_FORM = "write it as 2023-05-09 or 2023-05-09T14:30"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """The limits that hold for each question of one run."""

    filters: Filters
    as_of: datetime | None


def read_conditions(
    *,
    tag: str | None,
    publisher: str | None,
    speaker: str | None,
    since: str | None,
    until: str | None,
    as_of: str | None,
) -> Conditions:
    """The options of a question as typed -> its limits.

    Raises `UsageError` where a date cannot be read or the two ends of a period are swapped.
    """
    filters = Filters(
        tag=tag,
        publisher=publisher,
        speaker=speaker,
        since=_optional("--since", since, time.min),
        until=_optional("--until", until, time.max),
    )
    if filters.since and filters.until and filters.since > filters.until:
        raise UsageError(f"--since {since} is after --until {until}: swap them.")
    return Conditions(filters=filters, as_of=_optional("--as-of", as_of, time.max))


def ask_for(text: str, conditions: Conditions, as_of: datetime | None = None) -> Question:
    """The question `text` under `conditions`; `as_of` is its own time of asking.

    Raises `UsageError` where `text` is not Unicode, as an argument in another encoding is.
    """
    if any("\ud800" <= char <= "\udfff" for char in text):
        raise UsageError("The question is not valid UTF-8: type it again in a UTF-8 terminal.")
    return Question(text=text, filters=conditions.filters, as_of=as_of or conditions.as_of)


def read_moment(typed: str, of_day: time) -> datetime:
    """An ISO date (at `of_day`, UTC) or date and time (UTC where it names no zone).

    Raises `ValueError`, saying the form, for anything else.
    """
    try:
        if len(typed) == len("2023-05-09"):
            return datetime.combine(date.fromisoformat(typed), of_day, UTC)
        moment = datetime.fromisoformat(typed)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(f"{typed!r} is not a date: {DATE_FORM}") from None


def _optional(option: str, typed: str | None, of_day: time) -> datetime | None:
    if typed is None:
        return None
    try:
        return read_moment(typed, of_day)
    except ValueError as error:
        raise UsageError(f"{option} {error}.") from None
