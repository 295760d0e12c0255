"""Dates and limits as they are typed."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from retrieval.cli.conditions import Conditions, ask_for, read_conditions
from retrieval.errors import UsageError
from retrieval.types import Filters, Question

END_OF_DAY = datetime(2023, 5, 9, 23, 59, 59, 999999, tzinfo=UTC)


def conditions(**typed: str) -> Conditions:
    """The limits of `typed`; what is not named is not limited."""
    names = ("tag", "publisher", "speaker", "since", "until", "as_of")
    return read_conditions(**{name: typed.get(name) for name in names})


def test_a_day_is_whole() -> None:
    """`--since` begins with its day; `--until` and `--as-of` end with theirs."""
    assert conditions(since="2023-05-09", until="2023-05-09", as_of="2023-05-09") == Conditions(
        filters=Filters(since=datetime(2023, 5, 9, tzinfo=UTC), until=END_OF_DAY),
        as_of=END_OF_DAY,
    )


@pytest.mark.parametrize(
    "typed", ["2023-05-09T14:30", "2023-05-09T14:30Z", "2023-05-09 16:30+02:00"]
)
def test_a_time_is_that_instant(typed: str) -> None:
    """A time of day is taken as it is, in UTC where it names no zone."""
    assert conditions(until=typed).filters.until == datetime(2023, 5, 9, 14, 30, tzinfo=UTC)


@pytest.mark.parametrize("typed", ["", "today", "2023", "2023-13-01", "09.05.2023", "2023-02-30"])
def test_what_is_no_date_is_refused_with_the_form(typed: str) -> None:
    """A date that cannot be read names its option and how to write one."""
    with pytest.raises(UsageError) as caught:
        conditions(since=typed)
    assert str(caught.value) == (
        f"--since {typed!r} is not a date: write it as 2023-05-09 or 2023-05-09T14:30."
    )


def test_a_date_outside_the_calendar_is_refused() -> None:
    """A zone cannot push a date out of the years that exist."""
    with pytest.raises(UsageError):
        conditions(since="0001-01-01T00:00+14:00")


def test_a_period_has_its_ends_in_order() -> None:
    """A period that ends before it begins is a slip, and is not searched."""
    with pytest.raises(UsageError, match="swap"):
        conditions(since="2023-05-10", until="2023-05-09")


def test_a_question_carries_its_limits() -> None:
    """A row's own time of asking goes before the one of the run."""
    limits = conditions(tag="japan", as_of="2023-05-09")
    own = datetime(2020, 1, 1, tzinfo=UTC)
    filters = Filters(tag="japan")
    assert ask_for("Who?", limits) == Question(text="Who?", filters=filters, as_of=END_OF_DAY)
    assert ask_for("Who?", limits, own) == Question(text="Who?", filters=filters, as_of=own)


def test_a_question_in_another_encoding_is_refused() -> None:
    """Bytes that are no UTF-8 reach Python as surrogates, and no further."""
    with pytest.raises(UsageError, match="UTF-8"):
        ask_for("caf\udce9", conditions())
