"""What is meant by a reader who says "and what about Abe?"."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.search.followup import follow_up
from retrieval.text import words
from retrieval.types import Filters, Question

PESKOV = "What did Peskov say about sanctions?"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)


@pytest.mark.parametrize(
    ("text", "previous", "expected"),
    [
        ("and what about Abe?", PESKOV, "What did Abe say about sanctions?"),
        ("And Abe?", PESKOV, "What did Abe say about sanctions?"),
        ("What about Shinzo Abe", PESKOV, "What did Shinzo Abe say about sanctions?"),
        ("how about Sergey Lavrov?", PESKOV, "What did Sergey Lavrov say about sanctions?"),
        ("what about the islands?", PESKOV, "What did Peskov say about the islands?"),
        ("and the peace treaty?", PESKOV, "What did Peskov say about the peace treaty?"),
        ("and what did Putin propose?", PESKOV, "What did Putin propose?"),
        ("But who signed it?", PESKOV, "Who signed it?"),
        ("when was that?", PESKOV, PESKOV),
        ("When did he say that?", PESKOV, PESKOV),
        ("And when?", PESKOV, PESKOV),
        ("who else said so?", PESKOV, "Who, other than Peskov, spoke about sanctions?"),
        ("And who else?", PESKOV, "Who, other than Peskov, spoke about sanctions?"),
        ("who said so?", "Is a treaty near?", "Who spoke about treaty near?"),
        (
            "And the islands?",
            "Who, other than Peskov, spoke about sanctions?",
            "Who, other than Peskov, spoke about the islands?",
        ),
        ("and in October 2018?", PESKOV, "What did Peskov say about sanctions in October 2018?"),
        (
            "and last week?",
            "What did Abe say in May about trade?",
            "What did Abe say about trade last week?",
        ),
        (
            "and according to Meduza?",
            PESKOV,
            "What did Peskov say about sanctions according to Meduza?",
        ),
        ("in October 2018?", PESKOV, "What did Peskov say about sanctions in October 2018?"),
        (
            "according to Meduza?",
            PESKOV,
            "What did Peskov say about sanctions according to Meduza?",
        ),
        ("and about Abe?", PESKOV, "What did Peskov say about Abe?"),
        ("And on the islands?", PESKOV, "What did Peskov say about the islands?"),
        ("what about trade?", "What did Peskov say?", "What did Peskov say about trade?"),
        (
            "and the treasury secretary?",
            "What did the Fed chair say about inflation?",
            "What did the treasury secretary say about inflation?",
        ),
        ("and then?", PESKOV, PESKOV),
        ("What does Abe say about it?", PESKOV, "What does Abe say about sanctions?"),
        ("and what did he say about that", PESKOV, "What did Peskov say about sanctions?"),
        (
            "what did the governor say about it?",
            "what happened in Uvalde?",
            "what did the governor say about Uvalde?",
        ),
        (
            "and the governor of texas?",
            PESKOV,
            "What did the governor of texas say about sanctions?",
        ),
        ("and tesla's ceo?", PESKOV, "What did tesla's ceo say about sanctions?"),
        (
            "WHAT ABOUT TRUSS?",
            "What did THE PRIME MINISTER say about trade?",
            "What did TRUSS say about trade?",
        ),
        ("And what did he propose?", PESKOV, "What did Peskov propose?"),
        ("What was his view on the islands?", PESKOV, "What was Peskov’s view on the islands?"),
        ("What did he propose?", "Who is Lavrov?", "What did he propose?"),
        (
            "What did Abe say about his plan?",
            PESKOV,
            "What did Abe say about his plan?",
        ),
        (
            "Why are they dangerous?",
            "What did Peskov say about the snails?",
            "Why are the snails dangerous?",
        ),
        (
            "What is their shell like?",
            "Who spoke about the snails?",
            "What is the snails’ shell like?",
        ),
        ("Are they near?", "Why are snails rare?", "Are they near?"),
        (
            "What did they say about trade?",
            "What did the Democrats say about guns?",
            "What did Democrats say about trade?",
        ),
        ("Who is Lavrov?", PESKOV, "Who is Lavrov?"),
        ("sanctions", PESKOV, "sanctions"),
        (
            "and Abe?",
            "What  did\tPeskov say about sanctions ?",
            "What did Abe say about sanctions ?",
        ),
    ],
)
def test_a_follow_up_keeps_the_rest(text: str, previous: str, expected: str) -> None:
    """A name takes the speaker's place, other words the topic's; a whole question stands alone."""
    assert follow_up(text, Question(text=previous)).text == expected


def test_a_speaker_of_the_archive_needs_no_capital() -> None:
    """Nobody types one in a hurry."""
    found = follow_up("and abe?", Question(text=PESKOV), {"abe"}.__contains__)
    assert found.text == "What did abe say about sanctions?"
    others = Question(text="Who, other than Peskov, spoke about sanctions?")
    assert follow_up("and abe?", others, {"abe"}.__contains__).text == (
        "What did abe say about sanctions?"
    )
    view = Question(text="Abe's view on the islands?")
    found = follow_up("Anyone else?", view, {"Abe"}.__contains__)
    assert found.text == "Who, other than Abe, spoke about the islands?"


def test_whom_a_question_names_the_next_may_mean() -> None:
    """Where it asks for nobody's words, and names just one of the archive's speakers."""
    known = {"Justin Jones", "Abe"}.__contains__
    before = Question(text="Why was Justin Jones arrested?")
    assert follow_up("How old is he?", before, known).text == "How old is Justin Jones?"
    assert follow_up("What about Abe?", before, known).text == "Why was Abe arrested?"
    two = Question(text="Why did Justin Jones meet Abe?")
    assert follow_up("How old is he?", two, known).text == "How old is he?"
    assert follow_up("Was Abe glad that he came?", before, known).text == (
        "Was Abe glad that he came?"
    )


def test_a_name_that_looks_like_a_pattern_is_a_name() -> None:
    """What is typed is put in as it is."""
    assert follow_up(r"and \1 Abe?", Question(text=PESKOV)).text.count(r"\1 Abe") == 1


def test_limits_of_the_turn_before_are_kept() -> None:
    """A follow-up is asked within them and at the same time; a new question is not."""
    asked = datetime(2019, 3, 1, tzinfo=UTC)
    before = Question(text=PESKOV, filters=Filters(tag="japan"), as_of=asked)
    after = follow_up("and Abe?", before)
    assert (after.filters, after.as_of) == (before.filters, asked)
    assert follow_up("Who is Lavrov?", before) == Question(text="Who is Lavrov?")


def test_without_a_turn_before_the_words_are_the_question() -> None:
    """There is nothing to keep."""
    assert follow_up(" and Abe? ", None) == Question(text="and Abe?")


@pytest.mark.parametrize("run", [" ", "\n", "to ", "? ", "and "])
def test_a_long_run_is_followed_up_at_once(run: str) -> None:
    """Messages made to keep the patterns busy do not."""
    filler = run * (1_900 // len(run))
    assert follow_up("and Abe?", Question(text=f"What of on{filler}?x")).text
    assert follow_up(f"and{filler}x", Question(text=PESKOV)).text


@given(TEXTS, TEXTS)
def test_any_two_turns_make_a_question(text: str, previous: str) -> None:
    """Nothing that is typed breaks a chat."""
    found = follow_up(text, Question(text=previous))
    assert isinstance(found.text, str)
    if not text.lower().lstrip().startswith(
        ("and", "but", "so", "what", "how", "when", "who", "any", "ok", "according", "as")
    ) and not set(words(text)) & {
        *("he", "she", "they", "his", "her", "their", "it", "that", "this")
    }:
        assert found == Question(text=text.strip())
