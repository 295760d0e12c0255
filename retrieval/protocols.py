"""The seams of the house: a protocol only where there is more than one implementation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


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
