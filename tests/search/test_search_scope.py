"""What a question's words limit its answer to."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from retrieval.search.understand import understand
from retrieval.types import (
    Filters,
    Names,
    Period,
    Query,
    Question,
    Scope,
)

NAMES = Names(
    publishers=("The Verge", "Business Today"), tags=("japan", "money-fx", "Sea of Japan")
)
ASKED = datetime(2023, 11, 10, 12, tzinfo=UTC)
OCTOBER = Period(
    since=datetime(2023, 10, 1, tzinfo=UTC),
    until=datetime(2023, 10, 31, 23, 59, 59, 999999, tzinfo=UTC),
)
YESTERDAY = Period(
    since=datetime(2023, 11, 9, tzinfo=UTC),
    until=datetime(2023, 11, 9, 23, 59, 59, 999999, tzinfo=UTC),
)


def ask(text: str, **filters: str | datetime) -> Query:
    """`text` understood, asked on 10 November 2023."""
    return understand(
        Question(text=text, filters=Filters(**filters), as_of=ASKED),  # type: ignore[arg-type]
        NAMES,
    )


def test_certain_words_limit_the_answer_and_are_not_looked_for() -> None:
    """The topic is what is left of them."""
    query = ask("What did Abe say about trade in October, according to The Verge?")
    assert query.limits == Scope(publishers=("The Verge",), periods=(OCTOBER,))
    assert query.preferred == Scope()
    assert query.speaker == "Abe"
    assert query.topic == ("trade",)


def test_a_source_may_be_named_first() -> None:
    """The speaker is still found behind it."""
    query = ask("According to The Verge, what did Abe say?")
    assert (query.limits.publishers, query.speaker) == (("The Verge",), "Abe")


def test_the_day_of_an_event_is_preferred() -> None:
    """Its date is looked for, too, but not words that count from the day of asking."""
    query = ask("Who met Putin yesterday?")
    assert (query.limits, query.preferred) == (Scope(), Scope(periods=(YESTERDAY,)))
    assert query.keywords == ("met", "putin")
    dated = ask("Who met Putin on 9 November?")
    assert (dated.limits, dated.preferred) == (Scope(), Scope(periods=(YESTERDAY,)))
    assert dated.keywords == ("met", "putin", "9", "november")


def test_what_is_new_is_preferred_without_a_word() -> None:
    """A period that is not over says nothing more."""
    assert ask("Who met Putin this week?").preferred == Scope()


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("What is new, tagged Japan?", ("japan",)),
        ("trade under the tag money-fx", ("money-fx",)),
        ("flights filed under Sea of Japan", ("Sea of Japan",)),
        ("What flew over the Sea of Japan?", ()),
        ("What is tagged Mars?", ()),
    ],
)
def test_a_tag_is_named_as_one(text: str, tags: tuple[str, ...]) -> None:
    """A word that is also a tag is a word."""
    assert ask(text).limits.tags == tags


def test_options_go_before_words() -> None:
    """What was chosen is kept; the words are still not looked for."""
    query = ask(
        "What did Abe say in October, according to The Verge?",
        publisher="Business Today",
        since=datetime(2023, 5, 1, tzinfo=UTC),
    )
    assert query.limits == Scope()
    assert query.keywords == ("abe",)


def test_a_publisher_is_no_date() -> None:
    """ "Today" is part of a name."""
    query = ask("What did Business Today report?")
    assert query.limits == Scope(publishers=("Business Today",))
    assert query.preferred == Scope()


def test_dates_may_be_no_limit() -> None:
    """Where the limit leaves nothing, what was published then goes first."""
    question = Question(text="What did Abe say about trade in October?", as_of=ASKED)
    query = understand(question, NAMES, dates_limit=False)
    assert (query.limits, query.preferred) == (Scope(), Scope(periods=(OCTOBER,)))
    assert query.topic == ("trade",)
