"""Measures of rankings whose right values are known."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from retrieval.evaluation.dataset import JudgedQuestion
from retrieval.evaluation.run import evaluate
from retrieval.protocols import silent
from retrieval.types import Article, Candidate, Passage, Question, Span


def candidate(article: str, text: str, title: str = "") -> Candidate:
    """A passage that is the whole of an article."""
    return Candidate(
        passage=Passage(id=1, article_id=article, span=Span(start=0, stop=len(text))),
        article=Article(id=article, title=title, text=text, source="s"),
        score=1.0,
        cosine=0.5,
    )


def judged(
    id_: str, answers: tuple[str, ...] = (), relevant: set[str] | None = None
) -> JudgedQuestion:
    """A question by its id."""
    return JudgedQuestion(
        id=id_,
        question=Question(text=id_),
        answers=answers,
        relevant=frozenset(relevant or ()),
    )


RAIN = [candidate("rain", "It rains.") for _ in range(20)]
RANKED: Mapping[str, Mapping[str, list[Candidate]]] = {
    # The relevant article has rank 2, its passages rank 2 and 3; the answer stands at rank 3.
    "q1": {"a": [candidate("x", "x"), candidate("r", "one"), candidate("r", "Shinzō Abe’s “yes”")]},
    # Relevant and answering at once, in the headline.
    "q2": {"a": [candidate("r", "one", title="The Kuril Islands")]},
    # Neither; passages of one article count as one article.
    "q3": {"a": [*RAIN, candidate("r", "peace treaty")]},
    # Not judged and without an answer that can be looked for.
    "q4": {"a": [candidate("r", "one")]},
}
QUESTIONS = [
    judged("q1", ("shinzo abe",), {"r"}),
    judged("q2", ("nothing", "kuril islands"), {"r"}),
    judged("q3", ("peace treaty",), {"other"}),
    judged("q4"),
]


def test_measures_have_their_literal_values() -> None:
    """Hits and MRR by article over judged questions, answers by passage over answerable ones."""
    result = evaluate(QUESTIONS, lambda question, k: RANKED[question.text], silent)
    assert (result.questions, result.judged, result.answerable) == (4, 3, 3)
    (scores,) = result.scores
    assert scores.retriever == "a"
    assert scores.hits == pytest.approx({1: 1 / 3, 4: 2 / 3, 10: 2 / 3})
    assert scores.mrr == pytest.approx((1 / 2 + 1) / 3)
    assert scores.answers == pytest.approx({1: 1 / 3, 4: 2 / 3, 5: 2 / 3, 10: 2 / 3})
    assert result.milliseconds >= 0


def test_an_eleventh_article_has_no_reciprocal_rank() -> None:
    """MRR@10 looks at ten articles, whatever the number of their passages."""
    ranked = [candidate(f"x{n}", "x") for n in range(10)] + [candidate("r", "x")]
    result = evaluate([judged("q", (), {"r"})], lambda question, k: {"a": ranked}, silent)
    assert result.scores[0].mrr == 0
    tenth = evaluate([judged("q", (), {"r"})], lambda question, k: {"a": ranked[1:]}, silent)
    assert tenth.scores[0].mrr == pytest.approx(1 / 10)


def test_an_answer_is_whole_words() -> None:
    """ "abe" does not stand in "abet", nor across headline and passage."""
    ranked = {"a": [candidate("r", "abet the peace", title="treaty")]}
    asked = [
        judged("q1", ("abe",)),
        judged("q2", ("peace treaty",)),
        judged("q3", ("treaty abet",)),
    ]
    result = evaluate(asked, lambda question, k: ranked, silent)
    assert result.scores[0].answers == {1: 0, 4: 0, 5: 0, 10: 0}


def test_what_the_questions_cannot_tell_is_none() -> None:
    """Neither judgements nor answers: no number is made up."""
    result = evaluate([judged("q4")], lambda question, k: RANKED["q4"], silent)
    (scores,) = result.scores
    assert (scores.hits, scores.mrr, scores.answers) == (None, None, None)
    empty = evaluate([], lambda question, k: {}, silent)
    assert (empty.questions, empty.scores, empty.milliseconds) == (0, (), 0)


def test_retrievers_are_measured_side_by_side() -> None:
    """Each by its own ranking."""
    ranked = {"lexical": [candidate("r", "x")], "dense": [candidate("x", "x")]}
    result = evaluate([judged("q", (), {"r"})], lambda question, k: ranked, silent)
    assert {each.retriever: each.mrr for each in result.scores} == {"lexical": 1, "dense": 0}
