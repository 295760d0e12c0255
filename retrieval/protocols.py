"""The seams of the house: a protocol only where there is more than one implementation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from retrieval.types import SourceReport


class PassageEncoder(Protocol):
    """Turns passages into vectors, in bulk; questions are encoded by `QuestionEncoder`."""

    def encode_passages(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Unit vectors, one row a text, shape (len(texts), dimension)."""
        ...


class Progress(Protocol):
    """Told how far a long work is, so that a terminal can show it."""

    def __call__(self, stage: str, done: int, total: int) -> None:
        """`stage` in plain words; `done` of `total` units are finished."""
        ...


def silent(stage: str, done: int, total: int) -> None:
    """The `Progress` that shows nothing."""


class Tell(Protocol):
    """Told of each source as soon as what it gave is kept."""

    def __call__(self, report: SourceReport) -> None:
        """`report` says what was taken and what was not."""
        ...


def quiet(report: SourceReport) -> None:
    """The `Tell` that says nothing."""
