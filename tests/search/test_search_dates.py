"""Which dates a question names, and whether they are those of publication."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.search.date_like import dates_in
from retrieval.search.dates import named_dates

FRIDAY = datetime(2023, 11, 10, 12, tzinfo=UTC)


def days(text: str, *, of_words: bool = False) -> list[tuple[str | None, str | None, bool]]:
    """First and last day of each period that `text` names on Friday, 10 November 2023."""

    def day(moment: datetime | None) -> str | None:
        return moment.date().isoformat() if moment else None

    found = dates_in(text, FRIDAY, of_words=of_words)
    assert found == named_dates(text, FRIDAY, of_words=of_words)
    return [(day(d.period.since), day(d.period.until), d.certain) for d in found]


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("What has Abe promised since 3 May?", "2023-05-03", None),
        ("Since last Tuesday, what has Abe said?", "2023-11-07", None),
        ("What did Abe say from 3 May on?", "2023-05-03", None),
        ("What did Abe say between 3 and 9 May?", "2023-05-03", "2023-05-09"),
        ("What did Abe say between May 3 and 9, 2022?", "2022-05-03", "2022-05-09"),
        ("flights from October to December 2022", "2022-10-01", "2022-12-31"),
        ("flights between 30 December 2022 and 2 January", "2022-12-30", "2023-01-02"),
        ("What was said before 5 October?", None, "2023-10-04"),
        ("What was said after 5 October 2023?", "2023-10-06", None),
        ("What was planned until June 2022?", None, "2022-06-30"),
        ("The Verge's report of November 6, 2023", "2023-11-06", "2023-11-06"),
        ("an article on Google published on 2023-05-03", "2023-05-03", "2023-05-03"),
        ("TechCrunch's December 15, 2022, article on Google", "2022-12-15", "2022-12-15"),
        ("news this week", "2023-11-06", "2023-11-12"),
        ("articles published in 2019", "2019-01-01", "2019-12-31"),
    ],
)
def test_a_limit_in_so_many_words(text: str, since: str | None, until: str | None) -> None:
    """Where the words speak of articles or frame the whole question."""
    assert days(text) == [(since, until, True)]


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("What happened on Tuesday?", "2023-11-07", "2023-11-07"),
        ("What happened in October 2023?", "2023-10-01", "2023-10-31"),
        ("What happened yesterday?", "2023-11-09", "2023-11-09"),
        ("Who was sacked last week?", "2023-10-30", "2023-11-05"),
        ("Who met Xi on 6 November 2022 in Beijing?", "2022-11-06", "2022-11-06"),
        ("Which chatbot had a rise in December 2022 and in users?", "2022-12-01", "2022-12-31"),
        ("Who fled two weeks ago?", "2023-10-23", "2023-10-29"),
        ("Who was arrested over the past 3 days?", "2023-11-07", "2023-11-10"),
    ],
)
def test_the_date_of_an_event(text: str, since: str, until: str) -> None:
    """It was reported about then, or later: no limit."""
    assert days(text) == [(since, until, False)]


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("What did Abe say last week?", "2023-10-30", "2023-11-05"),
        ("What did Abe say in the summer of 2022 about trade?", "2022-06-01", "2022-08-31"),
        ("What did Abe say in early 2022?", "2022-01-01", "2022-04-30"),
        ("What did Abe say in mid-2022?", "2022-05-01", "2022-08-31"),
        ("What did Abe say in the second half of 2022?", "2022-07-01", "2022-12-31"),
        ("What did Abe say in late October?", "2023-10-21", "2023-10-31"),
        ("What did Abe say in early November 2022?", "2022-11-01", "2022-11-10"),
        ("What did Peskov say in October 2023?", "2023-10-01", "2023-10-31"),
        ("What did Peskov say in October 2022 about sanctions?", "2022-10-01", "2022-10-31"),
        ("In May, what did Abe say?", "2023-05-01", "2023-05-31"),
    ],
)
def test_when_somebody_said_something_is_a_limit(text: str, since: str, until: str) -> None:
    """The words were reported then."""
    assert days(text, of_words=True) == [(since, until, True)]


@pytest.mark.parametrize(
    "text",
    [
        "What has changed since the summit?",
        "What did Theresa May say on Brexit?",
        "Which of the top 3 may win?",
        "Who wins the 2024 Olympics?",
        "How much was sold in 2019?",
        "Which deals were there on Black Friday?",
        "Who won Monday Night Football?",
        "Who lost 9-3 and 2-1 last year?",
        "Is there a plan for 2030, or in May 2031?",
        "Did it fall by 4.3% to 2,019 in 1,999 shops?",
        "What is due on 31 February 2023?",
        "Who joined the March on Washington?",
        "",
    ],
)
def test_no_date_of_publication(text: str) -> None:
    """Names, verbs, scores, years of events, days that are not, and what is yet to come."""
    assert days(text) == []


def test_each_of_several_dates_is_named() -> None:
    """In the order of the text."""
    text = "Between the article of 6 November 2023 and the report on May 5, 2022, what changed?"
    assert [since for since, _, _ in days(text)] == ["2023-11-06", "2022-05-05"]


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2023, 11, 9)))
def test_a_day_in_full_is_that_day(day: date) -> None:
    """However it is written."""
    for written in (
        day.isoformat(),
        f"{day.day} {day:%B} {day.year}",
        f"{day:%B} {day.day}, {day.year}",
        f"the {day.day}th of {day:%b} {day.year}",
    ):
        assert days(f"articles of {written}") == [(day.isoformat(), day.isoformat(), True)]


@given(st.text(st.sampled_from("0123456789 -,andMytoe"), max_size=60))
def test_anything_like_a_date_can_be_read(text: str) -> None:
    """A period never ends before it begins."""
    for each in named_dates(f"since {text} last week", FRIDAY):
        assert not (
            each.period.since and each.period.until and each.period.since > each.period.until
        )


@pytest.mark.parametrize("run", ["3 May ", "2023 ", "last ", "and 3 ", "1 to ", "may "])
def test_a_long_run_is_read_at_once(run: str) -> None:
    """A message made to keep the patterns busy does not."""
    named_dates(run * (1_900 // len(run)) + "x", FRIDAY)


def test_without_a_date_nothing_is_imported_for_one() -> None:
    """dateparser takes a tenth of a second, which a cold question has not got."""
    code = (
        "import sys; from retrieval.search.understand import understand; "
        "from retrieval.types import Question; "
        "understand(Question(text='What did Peskov say about sanctions?')); "
        "print('dateparser' in sys.modules); "
        "understand(Question(text='What did Peskov say in May?')); "
        "print('dateparser' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]
