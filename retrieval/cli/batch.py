"""Many questions in one run: a file of JSON lines in, a JSON line each out, in its order."""

from __future__ import annotations

import gzip
import json
import sys
import zlib
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import time
from pathlib import Path

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


def open_batch(file: Path) -> AbstractContextManager[Iterable[bytes]]:
    """The rows of `file`, decompressed where it ends in `.gz`; `-` is stdin.

    Raises `UsageError` where it cannot be opened.
    """
    if str(file) == "-":
        return nullcontext(sys.stdin.buffer)
    try:
        return gzip.open(file, "rb") if file.suffix == ".gz" else file.open("rb")
    except OSError as error:
        raise UsageError(f"--batch {file}: {error.strerror}.") from None


def run_batch(
    name: Path,
    rows: Iterable[bytes],
    conditions: Conditions,
    answer: Callable[[Question], Record],
) -> int:
    """Answer each row of the file `name` and print it at once; returns the exit code.

    A bad row is named on stderr with its line number, the others are answered: then 1, else 0.
    Raises `SourceError` where the file is damaged.
    """
    code = 0
    for number, line in _lines(name, rows):
        try:
            row = read_row(line, conditions)
            print_row({"_id": row.id, **answer(row.question)})
        except (BadRowError, QuestionError) as error:
            complain(f"{name}, line {number}: {error}")
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


def _lines(name: Path, rows: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """The lines that are not blank, with their numbers from 1; a byte order mark is dropped."""
    try:
        for number, line in enumerate(rows, 1):
            row = line.removeprefix(BOM_UTF8) if number == 1 else line
            if row.strip():
                yield number, row
    except (EOFError, zlib.error, OSError) as error:
        raise SourceError(str(name), f"cannot be read to its end ({error}).") from None
