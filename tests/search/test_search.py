"""A question understood, names matched, rankings fused, follow-ups resolved."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from retrieval.search.followup import follow_up
from retrieval.search.fuse import fuse
from retrieval.search.names import matching_speakers, nearest
from retrieval.search.understand import understand
from retrieval.types import Hit, Question, Ranking

NOW = datetime(2023, 10, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("What did Peskov say about sanctions?", "Peskov"),
        ("Did Shinzo Abe promise a treaty?", "Shinzo Abe"),
        ("What is Putin's position on the islands?", "Putin"),
        ("What does the Kremlin want from Tokyo?", "Kremlin"),
        ("What did they say about sanctions?", None),
        ("Who won the World Cup?", None),
    ],
)
def test_the_speaker_asked_for(text: str, speaker: str | None) -> None:
    """The speaker is read from the question's form; a pronoun is nobody."""
    assert understand(Question(text=text)).speaker == speaker


def test_keywords_are_the_topic() -> None:
    """Function words and the verb of saying are left out, the topic is without the speaker."""
    query = understand(Question(text="What did Peskov say about the sanctions?"))
    assert query.keywords == ("peskov", "sanctions")
    assert query.topic == ("sanctions",)
    assert query.names == ("peskov",)


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("Abe", ("Shinzō Abe",)),
        ("Prime Minister Abe", ("Shinzō Abe",)),
        ("shinzo abe", ("Shinzō Abe",)),
        ("Clinton", ("Bill Clinton", "Hillary Clinton")),
        ("Hillary Clinton", ("Hillary Clinton",)),
        ("Macron", ()),
    ],
)
def test_names_match_across_forms(name: str, meant: tuple[str, ...]) -> None:
    """Titles, case and diacritics do not matter; a given first name does."""
    assert matching_speakers(name, ("Shinzō Abe", "Bill Clinton", "Hillary Clinton")) == meant


def test_nearest_names() -> None:
    """A slip of the pen finds what was meant."""
    assert nearest("jpan", ("japan", "ukraine")) == ("japan",)


def test_fusion_sums_scaled_scores_and_lifts_news() -> None:
    """Found by both beats found by one; of two equals the newer is first; undated has no lift."""
    lexical = Ranking(
        retriever="lexical",
        hits=(Hit(passage_id=1, score=9.0, rank=1), Hit(passage_id=2, score=3.0, rank=2)),
    )
    dense = Ranking(
        retriever="dense",
        hits=(Hit(passage_id=1, score=0.8, rank=1), Hit(passage_id=3, score=0.4, rank=2)),
    )
    old = datetime(1987, 1, 1, tzinfo=UTC).timestamp()
    fused = fuse((lexical, dense), {1: old, 2: float("nan"), 3: NOW.timestamp()}, NOW)
    assert [(hit.passage_id, round(hit.score, 2)) for hit in fused.hits] == [
        (1, 1.0),
        (3, 0.45),
        (2, 0.0),
    ]


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("and Abe?", "What did Abe say about sanctions?"),
        ("what about the islands?", "What did Peskov say about the islands?"),
        ("And who won?", "Who won?"),
        ("Where is Habomai?", "Where is Habomai?"),
    ],
)
def test_follow_ups(said: str, asked: str) -> None:
    """A name replaces the speaker, anything else the topic; a whole question stands alone."""
    before = Question(text="What did Peskov say about sanctions?")
    assert follow_up(said, before).text == asked
