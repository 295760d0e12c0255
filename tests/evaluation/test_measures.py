"""Measures over a small folder made by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from retrieval.errors import MissingSourceError, SourceError
from retrieval.evaluation.dataset import load_questions, normalise
from retrieval.evaluation.run import evaluate
from retrieval.protocols import silent
from retrieval.types import Article, Candidate, Passage, Question, Span

ROWS = """{"_id": "q1", "text": "Who?", "date": "2023-01-05", "answers": ["The Buffalo Bills"]}
{"_id": "q2", "text": "How many?", "answers": ["31"]}
"""


def _candidate(number: int, text: str) -> Candidate:
    article = Article(id=f"a{number}", title="News", text=text, source="s")
    passage = Passage(id=number, article_id=article.id, span=Span(start=0, stop=len(text)))
    return Candidate(passage=passage, article=article, score=1.0, cosine=0.5)


def test_hits_and_answers(tmp_path: Path) -> None:
    """An answer at rank 2 counts from k=4 on; a number under 100 is not looked for."""
    (tmp_path / "queries.jsonl").write_text(ROWS, encoding="utf-8")
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq1\ta2\t1\n", encoding="utf-8")
    found = (_candidate(1, "Nothing here."), _candidate(2, "He plays for Buffalo Bills."))

    def rank(question: Question, k: int) -> Mapping[str, Sequence[Candidate]]:
        return {"fused": found}

    result = evaluate(load_questions(tmp_path), rank, silent)
    (scores,) = result.scores
    assert (result.questions, result.judged, result.answerable) == (2, 1, 1)
    assert scores.hits == {1: 0.0, 4: 1.0, 10: 1.0}
    assert scores.mrr == 0.5
    assert scores.answers == {1: 0.0, 4: 1.0, 5: 1.0, 10: 1.0}


def test_answers_are_compared_folded() -> None:
    """Case, diacritics, punctuation and articles do not count."""
    assert normalise("“The Shinzō-Abe!”") == "shinzo abe"


def test_bad_folders(tmp_path: Path) -> None:
    """A folder without questions, and one with a broken row, are named."""
    with pytest.raises(MissingSourceError):
        load_questions(tmp_path)
    (tmp_path / "queries.jsonl").write_text("nonsense\n", encoding="utf-8")
    with pytest.raises(SourceError, match="line 1"):
        load_questions(tmp_path)
