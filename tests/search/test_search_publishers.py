"""Which of the archive's publishers a question names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.search.publishers import named_publishers

KNOWN = (
    "The Verge",
    "TechCrunch",
    "Fortune",
    "The Age",
    "The Wall Street Journal",
    "BBC News - Technology",
    "BBC News - World",
    "Cnbc | World Business News Leader",
    "usatoday.com",
    "theweek.co.uk",
    "Süddeutsche Zeitung",
)


def named(text: str) -> dict[str, bool]:
    """Each publisher that `text` names, and whether that is certain."""
    found = named_publishers(text, KNOWN)
    return {name: mention.certain for mention in found for name in mention.publishers}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Who was sacked, according to TechCrunch?", ["TechCrunch"]),
        ("who was sacked according to techcrunch", ["TechCrunch"]),
        ("What does The Verge's report say of Google?", ["The Verge"]),
        ("What was reported by the Verge?", ["The Verge"]),
        ("Does the 'Fortune' article name him?", ["Fortune"]),
        ("Who, as reported by Fortune, The Age and TechCrunch, is on trial?",
         ["Fortune", "The Age", "TechCrunch"]),
        ("What did the WSJ report?", ["The Wall Street Journal"]),
        ("Has the Wall Street Journal covered this?", ["The Wall Street Journal"]),
        ("a CNBC article on banks", ["Cnbc | World Business News Leader"]),
        ("according to BBC News", ["BBC News - Technology", "BBC News - World"]),
        ("according to BBC News - World", ["BBC News - World"]),
        ("What did USA Today report?", ["usatoday.com"]),
        ("USA Today on the recall", ["usatoday.com"]),
        ("The Week about tax", ["theweek.co.uk"]),
        ("as The Week reported", ["theweek.co.uk"]),
        ("laut, as per Suddeutsche Zeitung", ["Süddeutsche Zeitung"]),
    ],
)  # fmt: skip
def test_a_publisher_whose_reports_are_asked_for(text: str, expected: list[str]) -> None:
    """Case, diacritics, "The", a section and a web address's ending aside."""
    assert named(text) == dict.fromkeys(expected, True)


def test_a_publisher_that_may_be_meant() -> None:
    """A name after "in" or "by" alone."""
    assert named("Who wrote of it in The Age?") == {"The Age": False}


@pytest.mark.parametrize(
    "text",
    [
        "What is the age of the universe?",
        "Who made a fortune on it?",
        "Which pope was buried this week?",
        "What happened the week after, according to reports?",
        "Who is on the verge of ruin?",
        "Who owns Fortune?",
        "the week on which it ended",
        "Who said so, if not TechCrunch?",
        "What did Wall Street Journalists say?",
        "",
    ],
)
def test_words_that_name_no_publisher(text: str) -> None:
    """What is a word, what the question is about, and what it leaves out."""
    assert named(text) == {}


@given(st.text(st.characters(exclude_categories=["Cs"])), st.sampled_from(KNOWN))
def test_a_named_publisher_stands_where_it_says(text: str, publisher: str) -> None:
    """Whatever stands before it."""
    asked = f"{text} according to {publisher}?"
    found = named_publishers(asked, KNOWN)
    assert publisher in found[-1].publishers
    assert asked[found[-1].start : found[-1].stop].casefold() in asked.casefold()


@pytest.mark.parametrize("run", ["the ", "The Age, ", "according to ", "TechCrunch/", "'", "B-"])
def test_a_long_run_is_read_at_once(run: str) -> None:
    """A message made to keep the patterns busy does not."""
    named_publishers(run * (1_900 // len(run)) + "x", KNOWN)
