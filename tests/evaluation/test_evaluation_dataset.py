"""A folder of questions, and which of their answers can be looked for."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from retrieval.errors import MissingSourceError, SourceError
from retrieval.evaluation.dataset import JudgedQuestion, end_of_day, load_questions, normalise
from retrieval.types import Question

QRELS = "query-id\tcorpus-id\tscore\nq1\ta1\t1\nq1\ta2\t0\nq1\ta3\t2\nq9\ta1\t1\n"


def fill(folder: Path, *rows: dict[str, object], qrels: str | bytes | None = None) -> Path:
    """`folder` with these questions and judgements."""
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    (folder / "queries.jsonl").write_text(lines, encoding="utf-8")
    if qrels is not None:
        content = qrels.encode() if isinstance(qrels, str) else qrels
        (folder / "qrels.tsv").write_bytes(content)
    return folder


def test_a_folder_is_its_questions_and_what_is_known_of_them(tmp_path: Path) -> None:
    """Each is asked at the end of its day; a judgement of 0 is no relevance."""
    fill(
        tmp_path,
        {"_id": "q1", "text": "Who?", "date": "2023-01-05", "answers": ["The Abe", "yes"]},
        {"_id": "q2", "text": "When?", "source": "quiz"},
        qrels=QRELS,
    )
    asked = datetime(2023, 1, 5, 23, 59, 59, 999999, tzinfo=UTC)
    assert load_questions(tmp_path) == (
        JudgedQuestion(
            id="q1",
            question=Question(text="Who?", as_of=asked),
            answers=("abe",),
            relevant=frozenset({"a1", "a3"}),
        ),
        JudgedQuestion(id="q2", question=Question(text="When?"), answers=(), relevant=frozenset()),
    )


def test_judgements_are_not_needed(tmp_path: Path) -> None:
    """A folder without qrels has questions all the same."""
    (question,) = load_questions(fill(tmp_path, {"_id": "q1", "text": "Who?"}))
    assert question.relevant == frozenset()


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        ("Shinzō Abe", ("shinzo abe",)),
        ("The U.S.", ("u.s",)),
        ("$30 billion!", ("30 billion",)),
        ("100", ("100",)),
        ("1,103", ("1,103",)),
        ("99", ()),
        ("7", ()),
        ("Yes", ()),
        ("no.", ()),
        ("TRUE", ()),
        ("false", ()),
        ("the", ()),
        ("?", ()),
        ("", ()),
    ],
)
def test_answers_that_stand_anywhere_by_chance_are_left_out(
    tmp_path: Path, answer: str, kept: tuple[str, ...]
) -> None:
    """Yes, no, true, false and numbers under 100 tell nothing; the rest is normalised."""
    (question,) = load_questions(fill(tmp_path, {"_id": "q", "text": "Who?", "answers": [answer]}))
    assert question.answers == kept


def test_normalising_leaves_words_without_articles() -> None:
    """Case, marks, punctuation, possessives and "a", "an", "the" do not count."""
    assert normalise("The “Peace” Treaty, an end to a war: Japan’s") == (
        "peace treaty end to war japan"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2023-01-05", datetime(2023, 1, 5, 23, 59, 59, 999999, tzinfo=UTC)),
        ("2023-01-05T10:00", datetime(2023, 1, 5, 10, tzinfo=UTC)),
    ],
)
def test_a_day_is_asked_at_its_end(text: str, expected: datetime) -> None:
    """News of that day can answer; a time is that instant."""
    assert end_of_day(text) == expected


def test_a_folder_without_questions_is_missing_them(tmp_path: Path) -> None:
    """The file that is looked for is named."""
    with pytest.raises(MissingSourceError, match=r"queries\.jsonl"):
        load_questions(tmp_path)


@pytest.mark.parametrize(
    "line",
    ["{", "[]", '{"_id": "q"}', '{"_id": "q", "text": " "}', '{"text": "Who?"}', "\x00\x01"]
    + ['{"_id": "q", "text": "Who?", "date": "May"}'],
)
def test_a_bad_question_is_named_by_its_line(tmp_path: Path, line: str) -> None:
    """An evaluation over half the questions would measure something else."""
    (tmp_path / "queries.jsonl").write_text('{"_id": "q0", "text": "Who?"}\n\n' + line)
    with pytest.raises(SourceError, match="line 3 is not a row"):
        load_questions(tmp_path)


@pytest.mark.parametrize(
    "qrels",
    ["q1\ta1\t1\nq2\ta1\t1\n", "query-id\tcorpus-id\tscore\nq1\ta1\tyes\n", "query-id\nq1\n"]
    + [b"\x89PNG\xff\xfe\n\x00", b"query-id\tcorpus-id\tscore\nq1\t\xff\t1\n"],
)
def test_bad_judgements_are_one_error(tmp_path: Path, qrels: str | bytes) -> None:
    """A file of another form says which columns it needs."""
    fill(tmp_path, {"_id": "q1", "text": "Who?"}, qrels=qrels)
    with pytest.raises(SourceError, match="needs the columns query-id, corpus-id and score"):
        load_questions(tmp_path)


def test_the_real_questions_are_read(shared: Path) -> None:
    """All 700 quiz questions of 2023, 23 of them judged."""
    questions = load_questions(shared / "eval" / "realtimeqa-2023")
    assert len(questions) == 700
    assert sum(bool(question.relevant) for question in questions) == 23
    assert all(question.question.as_of for question in questions)
