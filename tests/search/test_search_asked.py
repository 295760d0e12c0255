"""Whose words a question asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.search.asked import Asked, asked_for

QUOTED = {"Peskov", "Abe", "Shinzo Abe", "Putin", "Lavrov", "Ministry of Defense"}


def quoted(name: str) -> bool:
    """True for a speaker of the archive."""
    return name in QUOTED


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Peskov on sanctions", "Peskov"),
        ("Abe's view on the islands", "Abe"),
        ("Shinzo Abe about the treaty?", "Shinzo Abe"),
        ("What does Lavrov think of deadlines?", "Lavrov"),
        ("Has Abe commented on the bases?", "Abe"),
        ("What was Abe’s first reaction to the flight?", "Abe"),
        ("What did the Ministry of Defense say?", "Ministry of Defense"),
        ("Remarks by Lavrov about 1956", "Lavrov"),
        ("what's Abe's view about the bases", "Abe"),
        ("Can the ministry be believed? what does Lavrov say", "Lavrov"),
        ("Peskov spoke in May. What did he say about Abe?", "Peskov"),
        ("What did Abe once say about the bases?", "Abe"),
        ("Why did Lavrov walk out and say no?", "Lavrov"),
        ("What did Putin's allies say about the islands?", "Putin's allies"),
        ("What do Abe’s critics say?", "Abe’s critics"),
        ("What did Abe State coach Ada Lovell say?", "Abe State coach Ada Lovell"),
        ("What did the State Department say about the bases?", "State Department"),
        ("What did the Putin report say about the bases?", "Putin report"),
        ("WHAT DID LAVROV SAY?", "LAVROV"),
        ("What Did Lavrov Say About Deadlines?", "Lavrov"),
    ],
)
def test_a_speaker_is_named(text: str, speaker: str) -> None:
    """In the forms that readers use."""
    assert asked_for(text, quoted) == Asked(speaker=speaker)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Did Putin ever vow to return them?", "Putin"),
        ("Which treaty did Putin reject?", "Putin"),
        ("What did the Ministry of Defense announce?", "Ministry of Defense"),
        ("Did Abe apologise for the flight?", "Abe"),
        ("How did Abe take the news?", "Abe"),
        ("What danger does Lavrov see in deadlines?", "Lavrov"),
        ("What one reason did Abe give for the visit?", "Abe"),
        ("What does Abe hope to get?", "Abe"),
        ("Did Putin accept blame for it?", "Putin"),
        ("What does the Abe adviser want?", "Abe adviser"),
    ],
)
def test_what_a_speaker_did_by_speaking(text: str, speaker: str) -> None:
    """A report tells it, too."""
    assert asked_for(text, quoted) == Asked(speaker=speaker, deed=True)


def test_the_who_is_somebody() -> None:
    """In capitals, where the archive quotes it."""
    assert asked_for("What did the WHO say about it?", {"WHO"}.__contains__).speaker == "WHO"
    assert asked_for("What did the WHO say about it?", quoted) == Asked()
    assert asked_for("What did who say about it?", {"WHO"}.__contains__) == Asked()


@pytest.mark.parametrize(
    "text",
    [
        "Japan on the brink",
        "Fire on the island",
        "What is Tokyo on about?",
        "Talks on sanctions",
        "What did report on the strike, and what did report?",
        "How do I get my phone to warn me?",
        "What did his aide say?",
    ],
)
def test_what_is_no_speaker_of_the_archive_is_not_taken_for_one(text: str) -> None:
    """ "X on Y" is a headline more often than a question for somebody's words."""
    assert asked_for(text, quoted) == Asked()


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("How do Abe and Putin differ on the islands?", ("Abe", "Putin")),
        ("What did both Peskov and Lavrov say about it?", ("Peskov", "Lavrov")),
        ("Did Abe or Putin mention trade, or did Abe or Putin say nothing?", ()),
        ("Did either Abe or Putin promise trade?", ("Abe", "Putin")),
        ("What do Abe, Putin and Lavrov want?", ("Abe", "Putin", "Lavrov")),
        ("Compare Abe and Putin on the treaty", ("Abe", "Putin")),
        ("Abe vs. Putin on the treaty", ("Abe", "Putin")),
        ("What is the difference between Abe's and Putin's positions on trade?", ("Abe", "Putin")),
        ("What did Abe and Macron say?", ()),
    ],
)
def test_two_sides_are_compared(text: str, sides: tuple[str, ...]) -> None:
    """Only where the archive quotes both."""
    assert asked_for(text, quoted).sides == sides


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Who said there are no deadlines?", Asked(who=True)),
        ("who has promised the islands", Asked(who=True)),
        ("And who else spoke about it?", Asked(who=True)),
        ("Who talked Roosevelt into shifting Thanksgiving?", Asked()),
        ("Who said he would move into the house?", Asked(who=True)),
        ("Who, other than Peskov, spoke about it?", Asked(who=True, other_than="Peskov")),
        ("Who signed the declaration?", Asked()),
    ],
)
def test_it_is_asked_who_said_something(text: str, expected: Asked) -> None:
    """And who is left out."""
    assert asked_for(text, quoted) == expected


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=120))
def test_any_text_asks_for_somebody_or_nobody(text: str) -> None:
    """A speaker and sides are never both."""
    found = asked_for(text, quoted)
    assert not (found.speaker and found.sides)


@pytest.mark.parametrize("run", ["and ", "'s ", "on ", "Abe, ", "or other than ", " ."])
@pytest.mark.parametrize("start", ["", "What did ", "Who, other than ", "Did "])
def test_a_long_run_is_read_at_once(start: str, run: str) -> None:
    """A message made to keep the patterns busy does not."""
    asked_for(start + run * (1_900 // len(run)) + "x", quoted)
