"""What everybody is given: the newest articles, their passages, and questions about them."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from retrieval.archive.passages import split
from retrieval.evaluation.dataset import JudgedQuestion, load_questions, normalise

Row = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """Files of JSON lines, and the answers that are looked for."""

    articles: Path
    """For citewire, which splits them itself."""
    passages: Path
    """For all others: the passages that citewire makes of them, each below its headline."""
    questions: Path
    one: Path
    """The first of the questions by itself."""
    answers: Mapping[str, Sequence[str]]
    """Question id -> its answers, normalised."""
    facts: Mapping[str, object]


def prepare(articles: Path, questions: Path, newest: int, folder: Path) -> Material:
    """Write the material under `folder`.

    It is the `newest` articles, and every question that was asked since the first of them and
    whose answer stands in one that was published by then: not one more or less, so that nobody is
    favoured.
    """
    with gzip.open(articles, "rt", encoding="utf-8") as file:
        rows = [row for row in map(json.loads, file) if row["published"]]
    rows = sorted(rows, key=lambda row: (row["published"], row["_id"]))[-newest:]
    said = [(row["published"], normalise(f"{row['title']} | {row['text']}")) for row in rows]
    asked = [each for each in load_questions(questions.parent) if _answerable(each, said)]
    passages = [passage for row in rows for passage in _passages(row)]
    batch = [{"_id": q.id, "text": q.question.text, "date": _day(q)} for q in asked]
    return Material(
        articles=_write(folder / "articles.jsonl", rows),
        passages=_write(folder / "passages.jsonl", passages),
        questions=_write(folder / "questions.jsonl", batch),
        one=_write(folder / "one.jsonl", batch[:1]),
        answers={each.id: each.answers for each in asked},
        facts={
            "articles": len(rows),
            "passages": len(passages),
            "questions": len(batch),
            "from": rows[0]["published"],
            "to": rows[-1]["published"],
        },
    )


def holds(text: str, answers: Iterable[str]) -> bool:
    """True where one of the normalised `answers` stands in `text`."""
    return _stands(normalise(text), answers)


def _stands(said: str, answers: Iterable[str]) -> bool:
    return any(f" {answer} " in f" {said} " for answer in answers)


def _answerable(judged: JudgedQuestion, said: Sequence[tuple[str, str]]) -> bool:
    """True where the answer stands in an article that the time of asking lets be seen.

    `said` are days of publication, the first first, with what was said, normalised.
    """
    asked = _day(judged)
    return said[0][0] <= asked and any(
        published <= asked and _stands(words, judged.answers) for published, words in said
    )


def _day(judged: JudgedQuestion) -> str:
    """The day of asking, ISO; empty where it is not known."""
    return judged.question.as_of.date().isoformat() if judged.question.as_of else ""


def _passages(row: Mapping[str, str]) -> Iterable[Row]:
    """Passages of at most 800 characters; the headline comes on top, as citewire encodes it."""
    for number, span in enumerate(split(row["text"])):
        yield {
            "id": f"{row['_id']}-{number}",
            "text": f"{row['title']}\n{span.of(row['text'])}",
            "published": int(row["published"][:10].replace("-", "")),
        }


def _write(file: Path, rows: Iterable[Mapping[str, object]]) -> Path:
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return file
