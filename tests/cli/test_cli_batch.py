"""Many questions in one run."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from retrieval.cli.batch import BadRowError, Row, open_batch, read_row, run_batch
from retrieval.cli.conditions import Conditions
from retrieval.errors import QuestionError, SourceError
from retrieval.render.records import Record
from retrieval.types import Filters, Question

OPEN = Conditions(filters=Filters(), as_of=None)


def echo(question: Question) -> Record:
    """Stands in for the archive: says what was asked."""
    if not question.text:
        raise QuestionError(0, 1000)
    return {"question": question.text}


def test_a_row_is_a_question_at_its_time_of_asking() -> None:
    """The date of a row is the end of that day; other fields are not looked at."""
    row = read_row(b'{"_id": "q1", "text": "Who?", "date": "2023-01-05", "answers": []}', OPEN)
    asked = datetime(2023, 1, 5, 23, 59, 59, 999999, tzinfo=UTC)
    assert row == Row(id="q1", question=Question(text="Who?", as_of=asked))


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"{", "not JSON in UTF-8."),
        (b"\xff\xfe", "not JSON in UTF-8."),
        (b"[" * 100_000, "not JSON in UTF-8."),
        (b"[]", "not a JSON object."),
        (b'{"text": "Who?"}', 'no "_id", which must be a string or a whole number.'),
        (b'{"_id": "q", "text": 7}', 'no "text", which must be a string.'),
        (b'{"_id": "q", "text": "Who?", "date": 2023}', '"date" must be a string.'),
        (
            b'{"_id": "q", "text": "Who?", "date": "May"}',
            "'May' is not a date: write it as 2023-05-09 or 2023-05-09T14:30",
        ),
    ],
)
def test_a_bad_row_says_what_is_wrong(line: bytes, reason: str) -> None:
    """Each way a row can be bad has its own words."""
    with pytest.raises(BadRowError) as caught:
        read_row(line, OPEN)
    assert str(caught.value) == reason


@pytest.mark.parametrize("name", ["rows.jsonl", "rows.jsonl.gz"])
def test_a_bad_row_does_not_stop_the_others(
    tmp_path: Path, name: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Good rows are answered in order, bad ones named with file and line; the exit code is 1."""
    rows = b'\xef\xbb\xbf{"_id": 1, "text": "Who?"}\n\nnews\n{"_id": 2, "text": ""}\n'
    rows += '{"_id": "é", "text": "Wo?"}'.encode()
    file = tmp_path / name
    file.write_bytes(gzip.compress(rows) if name.endswith(".gz") else rows)
    with open_batch(file) as stream:
        assert run_batch(file, stream, OPEN, echo) == 1
    written = capsysbinary.readouterr()
    assert written.out.decode() == (
        '{"_id": 1, "question": "Who?"}\n{"_id": "é", "question": "Wo?"}\n'
    )
    assert written.err.decode().splitlines() == [
        f"citewire: {file}, line 3: not JSON in UTF-8.",
        f"citewire: {file}, line 4: {QuestionError(0, 1000)}",
    ]


def test_a_damaged_file_is_one_error(tmp_path: Path) -> None:
    """A gzip file that breaks off is no row's fault."""
    file = tmp_path / "rows.gz"
    file.write_bytes(gzip.compress(json.dumps({"_id": "q", "text": "Who?"}).encode())[:-12])
    with open_batch(file) as rows, pytest.raises(SourceError, match="cannot be read to its end"):
        run_batch(file, rows, OPEN, echo)
