"""Questions that the customer's seed answers, and one that it does not."""

from __future__ import annotations

import pytest

from retrieval.app import Citewire
from retrieval.types import Abstention, Answer, Question


def test_what_peskov_said_about_sanctions(seed: Citewire) -> None:
    """His own words come first, with his name and the article that they stand in."""
    result = seed.ask(Question(text="What did Peskov say about sanctions?"))
    assert isinstance(result, Answer)
    first = result.extracts[0]
    assert first.text.startswith(
        "“They support the sanctions and this is one of the questions and one of the situations "
        "that prevents us from signing the peace treaty,” Peskov noted"
    )
    assert first.speaker == "Dmitry Peskov"
    assert result.citations[0].title == (
        "Kremlin : Japan's support for sanctions against Russia is an obstacle to signing the "
        "peace treaty"
    )
    assert (result.citations[0].tags, result.citations[0].published) == (("japan",), None)


def test_what_lavrov_said_about_deadlines(seed: Citewire) -> None:
    """Each of his statements has his name."""
    result = seed.ask(Question(text="What did Lavrov say about deadlines?"))
    assert isinstance(result, Answer)
    assert "artificial deadlines" in result.extracts[0].text
    assert result.extracts[0].speaker == "Sergey Lavrov"


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("What did Shinzo Abe promise about future generations?", "future generations"),
        ("Which aircraft escorted the Russian bombers?", "Japanese Air Self-Defense Force"),
        ("Where would US military bases be established?", "military bases"),
        ("How much trade did Putin propose?", "$30 billion"),
    ],
)
def test_the_seed_answers(seed: Citewire, question: str, words: str) -> None:
    """The words that answer stand in an extract."""
    result = seed.ask(Question(text=question))
    assert isinstance(result, Answer)
    assert any(words in extract.text for extract in result.extracts)


@pytest.mark.parametrize(
    "question",
    [
        "Who won the football World Cup in Qatar?",
        "What is the capital of Australia?",
        "What did Macron say about sanctions?",
    ],
)
def test_the_seed_does_not_answer(seed: Citewire, question: str) -> None:
    """It says so, and what is nearest is a lead only."""
    result = seed.ask(Question(text=question))
    assert isinstance(result, Abstention)
    assert result.near_misses
