"""Many questions in one run: a file of JSON lines in, a JSON line each out, in its order."""

from __future__ import annotations

import gzip
import json
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from typing import BinaryIO

from retrieval.cli.conditions import Conditions, ask_for, read_moment
from retrieval.cli.output import complain, print_row
from retrieval.errors import QuestionError, SourceError, UsageError
from retrieval.render.records import Record
from retrieval.types import Question


class BadRowError(ValueError):
    """A row that is not `{"_id", "text", "date"?}`; `str()` says what is wrong with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One question of a batch, under the name that its file gives it."""

    id: str | int
    question: Question


def run_batch(file: Path, conditions: Conditions, answer: Callable[[Question], Record]) -> int:
    """Answer each row of `file` (`-`: stdin; `.gz`: compressed); returns the exit code.

    A bad row is named on stderr with its line number, the others are answered: then 1, else 0.
    Raises `UsageError` where the file cannot be opened, `SourceError` where it is damaged.
    """
    code = 0
    with _opened(file) as stream:
        for number, line in _lines(stream, file):
            try:
                row = read_row(line, conditions)
                print_row({"_id": row.id, **answer(row.question)})
            except (BadRowError, QuestionError) as error:
                complain(f"{file}, line {number}: {error}")
                code = 1
    return code


def read_row(line: bytes, conditions: Conditions) -> Row:
    """One line of a batch -> its question; its `date` is the time of asking.

    Raises `BadRowError` with what is wrong.
    """
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise BadRowError("not JSON in UTF-8.") from None
    if not isinstance(row, dict):
        raise BadRowError("not a JSON object.")
    row_id, text, asked = row.get("_id"), row.get("text"), row.get("date")
    if not isinstance(row_id, str | int) or isinstance(row_id, bool):
        raise BadRowError('no "_id", which must be a string or a whole number.')
    if not isinstance(text, str):
        raise BadRowError('no "text", which must be a string.')
    if not isinstance(asked, str | None):
        raise BadRowError('"date" must be a string.')
    try:
        as_of = read_moment(asked, time.max) if asked else None
        return Row(id=row_id, question=ask_for(text, conditions, as_of))
    except (ValueError, UsageError) as error:
        raise BadRowError(str(error)) from None


@contextmanager
def _opened(file: Path) -> Iterator[BinaryIO]:
    if str(file) == "-":
        yield sys.stdin.buffer
        return
    try:
        stream = file.open("rb")
    except OSError as error:
        raise UsageError(f"--batch {file}: {error.strerror}.") from None
    with stream:
        yield stream


def _lines(stream: BinaryIO, file: Path) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, with their numbers from 1; a byte order mark is dropped."""
    packed = file.suffix == ".gz"
    try:
        with gzip.open(stream) if packed else stream as lines:
            for number, line in enumerate(lines, 1):
                row = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
                if row.strip():
                    yield number, row
    except (EOFError, zlib.error, OSError) as error:
        raise SourceError(str(file), f"cannot be read to its end ({error}).") from None
