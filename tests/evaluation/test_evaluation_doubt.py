"""Confidence measured against what is known of the answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.evaluation.dataset import JudgedQuestion, load_unanswerable
from retrieval.evaluation.doubt import Bin, measure_doubt
from retrieval.protocols import silent
from retrieval.types import (
    Abstention,
    Answer,
    Citation,
    Extract,
    Lead,
    Question,
    Span,
)


def judged(id_: str, *answers: str) -> JudgedQuestion:
    """A question by its id."""
    question = Question(text=id_)
    return JudgedQuestion(id=id_, question=question, answers=answers, relevant=frozenset())


def answer(confidence: float, text: str, title: str = "t") -> Answer:
    """One extract of one article."""
    span = Span(start=0, stop=len(text))
    extract = Extract(article_id="a", span=span, text=text, speaker=None, citation=1)
    citation = Citation(
        number=1,
        article_id="a",
        title=title,
        url=None,
        publisher=None,
        published=None,
        tags=(),
        source="s",
    )
    return Answer(question="?", extracts=(extract,), citations=(citation,), confidence=confidence)


def abstention(confidence: float, text: str) -> Abstention:
    """One lead."""
    lead = Lead(
        article_id="a",
        span=Span(start=0, stop=len(text)),
        text=text,
        title="t",
        url=None,
        publisher=None,
        published=None,
    )
    return Abstention(question="?", reason="r", near_misses=(lead,), confidence=confidence)


RESULTS = {
    "shown": answer(0.95, "It was Abe."),
    "headline": answer(0.45, "He said so.", title="Abe"),
    "led to": abstention(0.05, "It was Abe."),
    "wrong": answer(0.42, "It was Putin."),
    "none 1": answer(0.45, "Abe again."),
    "none 2": abstention(0.01, "Abe again."),
}
HELD = [judged("shown", "abe"), judged("headline", "abe"), judged("led to", "abe")]
NONE = [judged("none 1"), judged("none 2")]


def test_the_answered_are_told_from_the_unanswerable() -> None:
    """Of six pairs four are in order and one is a tie; a wrong extract is in neither group."""
    doubt = measure_doubt([*HELD, judged("wrong", "abe")], NONE, lambda q: RESULTS[q.text], silent)
    assert (doubt.answered, doubt.unanswerable) == (3, 2)
    assert doubt.auroc == pytest.approx(4.5 / 6)
    assert doubt.kept == {0.05: pytest.approx(1 / 3), 0.10: pytest.approx(1 / 3)}


def test_reliability_is_told_by_tenths() -> None:
    """What was said and what was true, over all that was asked."""
    doubt = measure_doubt([*HELD, judged("wrong", "abe")], NONE, lambda q: RESULTS[q.text], silent)
    assert doubt.bins == (
        Bin(low=0.0, questions=2, said=pytest.approx(0.03), true=0.5),
        Bin(low=0.4, questions=3, said=pytest.approx(0.44), true=pytest.approx(1 / 3)),
        Bin(low=0.9, questions=1, said=0.95, true=1.0),
    )


def test_one_in_ten_false_answers_is_let_through() -> None:
    """The line lies just under the surest tenth of the unanswerable."""
    sure = {f"n{n}": answer(n / 10, "x") for n in range(10)} | {"high": answer(0.85, "Abe")}
    none = [judged(f"n{n}") for n in range(10)]
    doubt = measure_doubt([judged("high", "abe")], none, lambda q: sure[q.text], silent)
    assert doubt.kept == {0.05: 0.0, 0.10: 1.0}


def test_nothing_is_told_of_nothing() -> None:
    """Without either kind there is no AUROC and no share."""
    doubt = measure_doubt([], NONE, lambda q: RESULTS[q.text], silent)
    assert (doubt.answered, doubt.auroc, doubt.kept) == (0, None, {})
    assert measure_doubt([], [], lambda q: RESULTS[q.text], silent).bins == ()


def test_the_unanswerable_have_no_answers(tmp_path: Path) -> None:
    """Rows as those of a folder of questions; an answer given is not looked for."""
    path = tmp_path / "none.jsonl"
    path.write_text('{"_id": "q", "text": "Who?", "answers": ["Abe"]}\n', encoding="utf-8")
    (question,) = load_unanswerable(path)
    assert (question.id, question.answers) == ("q", ())
