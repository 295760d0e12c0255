"""Thirty questions that a reader of the seed may ask."""

from __future__ import annotations

from retrieval.app import Citewire
from retrieval.types import Abstention, Answer, Question
from tests.app.seed_questions import ANSWERED, UNANSWERED


def test_readers_get_the_right_extract(seed: Citewire) -> None:
    """All of 20 questions are answered with the words that answer them."""
    missed = [question for question, words in ANSWERED if not _answered(seed, question, words)]
    assert len(ANSWERED) == 20
    assert missed == []


def test_readers_are_told_what_the_seed_does_not_say(seed: Citewire) -> None:
    """All ten questions that it does not answer, those near its topics included."""
    results = {question: seed.ask(Question(text=question)) for question in UNANSWERED}
    assert len(results) == 10
    assert [q for q, result in results.items() if not isinstance(result, Abstention)] == []


def _answered(seed: Citewire, question: str, words: str) -> bool:
    result = seed.ask(Question(text=question))
    return isinstance(result, Answer) and any(
        words in " ".join(each.text.split()) for each in result.extracts
    )
