"""Questions put to archives that hold their answer, or do not: what confidence is fitted to."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from retrieval.answer.answer import answer, evidence
from retrieval.answer.confidence import Features
from retrieval.app import Citewire
from retrieval.evaluation.dataset import JudgedQuestion, load_questions, normalise
from retrieval.evaluation.doubt import holds
from retrieval.settings import Settings
from retrieval.types import Question
from tests.benchmarks.said_questions import SAID, said_questions

QUIZ, SQUAD = "in the archive", "near, answered"
REMOVED, EARLY, ERA = "its articles removed", "before the event", "of another era"
NEAR, TOPIC = "near, not answered", "on another topic"
ANSWERABLE = (QUIZ, SQUAD, SAID)

_BEFORE_THE_EVENT = timedelta(days=45)
_SHOWN, _READ = 3, 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A question put to an archive."""

    kind: str
    id: str
    features: Features
    answered: bool
    """True where the three extracts or their headlines, or those of the leads, hold the answer."""
    line: float
    """The confidence from which it is answered."""
    silent: bool
    """True where it abstained whatever its confidence: the speaker says nothing on this."""


def cases(quiz: str, reuters: str, squad: str, polnear: str, folder: Path) -> Iterator[Case]:
    """All cases; the first four are data folders, `folder` is that of the questions."""
    questions = [each for each in load_questions(folder / "realtimeqa-2023") if each.answers]
    early = [
        replace(q, question=replace(q.question, as_of=q.question.as_of - _BEFORE_THE_EVENT))
        for q in questions
        if q.question.as_of
    ]
    yield from _ask(quiz, QUIZ, questions)
    yield from _ask(quiz, EARLY, early)
    yield from _ask(reuters, ERA, questions)
    possible, impossible = squad_questions(folder)
    yield from _ask(squad, SQUAD, possible)
    yield from _ask(squad, NEAR, impossible)
    yield from _ask(squad, TOPIC, questions[::3])
    for kind, said in said_questions(folder / "polnear-train" / "gold.jsonl.gz").items():
        yield from _ask(polnear, kind, said)


def _ask(data: str, kind: str, questions: Iterable[JudgedQuestion]) -> Iterator[Case]:
    citewire = Citewire(Settings(data=Path(data)))
    asker, statements = citewire._open(), citewire._archive.statements
    alike = asker.snapshot.alike
    for judged in questions:
        query = asker.understand(judged.question)
        ranked = asker.snapshot.rank(query)
        read, weights = ranked.first(len(ranked.read)), ranked.around.weights
        kept = {kind: read}
        if kind == QUIZ:
            kept[REMOVED] = tuple(
                each
                for each in read
                if not judged.answered_in(each.article.title, each.article.text)
            )
        for of_kind, candidates in kept.items():
            asked, first = asker._with_spoken(query, candidates[:_READ])
            found = evidence(asked, first, weights, statements, alike) if first else None
            if found is None or found.features is None:
                continue
            yield Case(
                kind=of_kind,
                id=judged.id,
                features=found.features,
                answered=of_kind in ANSWERABLE
                and holds(answer(asked, first, weights, statements, alike, _SHOWN), judged),
                line=found.line,
                silent=not found.answering,
            )


def squad_questions(folder: Path) -> tuple[list[JudgedQuestion], list[JudgedQuestion]]:
    """Those that their paragraph answers, and those that it does not."""
    rows = json.loads((folder / "squad2-sample.queries.json").read_text(encoding="utf-8"))
    known = json.loads((folder / "squad2-sample.answers.json").read_text(encoding="utf-8"))
    judged = [
        JudgedQuestion(
            id=row["id"],
            question=Question(text=row["question"].strip()),
            answers=tuple(normalise(answer) for answer in known[row["id"]]["answers"]),
            relevant=frozenset(),
        )
        for row in rows
    ]
    impossible = {row["id"] for row in rows if known[row["id"]]["is_impossible"]}
    return (
        [each for each in judged if each.id not in impossible],
        [each for each in judged if each.id in impossible],
    )
