"""A folder of questions in the BEIR form, with answers and relevance judgements if it has any."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from retrieval.errors import MissingSourceError, SourceError
from retrieval.text import words
from retrieval.types import Question

_LEFT_OUT = {"yes", "no", "true", "false"}
_ARTICLES = {"a", "an", "the"}


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedQuestion:
    """A question and what is known of its answer."""

    id: str
    question: Question
    answers: tuple[str, ...]
    """Normalised; empty where none can be told by looking for it."""
    relevant: frozenset[str]
    """Ids of the articles judged to hold the answer; empty where none was judged."""

    def answered_in(self, *texts: str) -> bool:
        """True where one of the answers stands whole in one of `texts`."""
        said = f" {' | '.join(map(normalise, texts))} "
        return any(f" {answer} " in said for answer in self.answers)


class _Row(BaseModel):
    """One line of queries.jsonl; further fields are ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    id: str = Field(alias="_id")
    text: str = Field(pattern=r"\S")
    date: str | None = None
    answers: list[str] = []


def load_questions(folder: Path) -> tuple[JudgedQuestion, ...]:
    """The questions of `folder`: `queries.jsonl` and, where it is there, `qrels.tsv`.

    Raises `MissingSourceError` or `SourceError`.
    """
    path = folder / "queries.jsonl"
    return _load(path, _read_qrels(folder / "qrels.tsv"))


def load_unanswerable(path: Path) -> tuple[JudgedQuestion, ...]:
    """Questions, a JSON row each, that the archive does not answer; answers given are left out.

    Raises `MissingSourceError` or `SourceError`.
    """
    return tuple(replace(each, answers=()) for each in _load(path, {}))


def _load(path: Path, relevant: dict[str, frozenset[str]]) -> tuple[JudgedQuestion, ...]:
    if not path.is_file():
        raise MissingSourceError(str(path))
    lines = path.read_text(encoding="utf-8", errors="replace").split("\n")
    return tuple(
        _judged(line, number, path, relevant)
        for number, line in enumerate(lines, start=1)
        if line.strip()
    )


def _judged(
    line: str, number: int, path: Path, relevant: dict[str, frozenset[str]]
) -> JudgedQuestion:
    try:
        row = _Row.model_validate_json(line)
        as_of = end_of_day(row.date) if row.date else None
    except (ValidationError, ValueError):
        raise SourceError(
            str(path), f'line {number} is not a row {{"_id", "text", "date"?, "answers"?}}.'
        ) from None
    answers = (normalise(answer) for answer in row.answers)
    return JudgedQuestion(
        id=row.id,
        question=Question(text=row.text, as_of=as_of),
        answers=tuple(answer for answer in answers if _tells(answer)),
        relevant=relevant.get(row.id, frozenset()),
    )


def end_of_day(text: str) -> datetime:
    """The last moment of an ISO date, or the moment itself where a time is given, in UTC."""
    moment = datetime.fromisoformat(text)
    if len(text) <= len("2023-01-05"):
        moment = datetime.combine(moment, time.max)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def normalise(text: str) -> str:
    """Folded words between spaces, without articles (after SQuAD's `normalize_answer`)."""
    return " ".join(word for word in words(text) if word not in _ARTICLES)


def _tells(answer: str) -> bool:
    """False for answers that stand by chance in any passage: yes, true, numbers under 100."""
    small = re.fullmatch(r"\d+", answer) and int(answer) < 100
    return bool(answer) and answer not in _LEFT_OUT and not small


def _read_qrels(path: Path) -> dict[str, frozenset[str]]:
    """query-id -> relevant corpus-ids, from a tab-separated file with a header."""
    if not path.is_file():
        return {}
    found: dict[str, set[str]] = {}
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file, delimiter="\t"):
                if int(row["score"]) > 0:
                    found.setdefault(row["query-id"], set()).add(row["corpus-id"])
    except (KeyError, TypeError, ValueError, csv.Error):
        raise SourceError(str(path), "needs the columns query-id, corpus-id and score.") from None
    return {query: frozenset(articles) for query, articles in found.items()}
