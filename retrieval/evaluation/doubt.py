"""Confidence against what is known: does it tell answers from questions that have none?"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from retrieval.evaluation.dataset import JudgedQuestion
from retrieval.protocols import Progress
from retrieval.types import Abstention, Answer, Question

FALSE_ANSWERS = (0.05, 0.10)
_BINS = 10

Ask = Callable[[Question], Answer | Abstention]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """The questions whose confidence lies in one tenth of the scale."""

    low: float
    questions: int
    said: float
    """The mean confidence."""
    true: float
    """The share whose extracts hold the answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """How well the confidence tells what is answered from what cannot be."""

    answered: int
    """Questions whose extracts, or leads where it abstained, hold an answer."""
    unanswerable: int
    auroc: float | None
    """The chance that one of the answered is held surer than one of the unanswerable."""
    kept: Mapping[float, float]
    """Share of the unanswerable answered all the same -> share of the answered kept by then."""
    bins: tuple[Bin, ...]
    """Over all questions, those whose extracts hold no answer included; empty tenths left out."""


def measure_doubt(
    answerable: Sequence[JudgedQuestion],
    unanswerable: Sequence[JudgedQuestion],
    ask: Ask,
    progress: Progress,
) -> Doubt:
    """Ask all; `answerable` are those with an answer to look for."""
    sure: list[tuple[float, bool]] = []
    for done, judged in enumerate((*answerable, *unanswerable)):
        progress("Weighing", done, len(answerable) + len(unanswerable))
        result = ask(judged.question)
        sure.append((result.confidence, holds(result, judged)))
    held = sorted(confidence for confidence, holds in sure[: len(answerable)] if holds)
    none = sorted(confidence for confidence, _ in sure[len(answerable) :])
    return Doubt(
        answered=len(held),
        unanswerable=len(none),
        auroc=_auroc(held, none) if held and none else None,
        kept={each: _kept(held, none, each) for each in FALSE_ANSWERS} if held and none else {},
        bins=tuple(_bins(sure)),
    )


def holds(result: Answer | Abstention, judged: JudgedQuestion) -> bool:
    """True where an answer stands in an extract, or a headline above one, shown or only leading."""
    if isinstance(result, Answer):
        shown = [each.text for each in result.extracts]
        shown += [each.title for each in result.citations]
    else:
        shown = [text for each in result.near_misses for text in (each.text, each.title)]
    return judged.answered_in(*shown)


def _auroc(held: Sequence[float], none: Sequence[float]) -> float:
    """The share of pairs in the right order, ties counted half (Mann and Whitney, 1947)."""
    below = sum(bisect_left(none, each) + bisect_right(none, each) for each in held)
    return below / 2 / (len(held) * len(none))


def _kept(held: Sequence[float], none: Sequence[float], false_answers: float) -> float:
    """The share of `held` above the line that lets through that share of `none`, or less."""
    allowed = int(false_answers * len(none))
    line = none[len(none) - 1 - allowed]
    return (len(held) - bisect_right(held, line)) / len(held)


def _bins(sure: Sequence[tuple[float, bool]]) -> list[Bin]:
    bins = []
    for tenth in range(_BINS):
        inside = [each for each in sure if min(int(each[0] * _BINS), _BINS - 1) == tenth]
        if inside:
            bins.append(
                Bin(
                    low=tenth / _BINS,
                    questions=len(inside),
                    said=sum(confidence for confidence, _ in inside) / len(inside),
                    true=sum(holds for _, holds in inside) / len(inside),
                )
            )
    return bins
