"""What an index is built from."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

ROW = np.dtype([("passage", "<i8"), ("article", "<i8"), ("published", "<f8"), ("digest", "<i8")])
"""A passage: its id, article number, publication as a POSIX time or NaN, and 64 bits of the digest
of its headline and words. Where all four are equal, nothing that an index holds of it changed."""

Ids = NDArray[np.int64]
"""Passages, by ascending id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """All passages, and how to read more of those that an index does not know yet."""

    rows: NDArray[np.void]
    """Shape (rows,), of dtype `ROW`, by passage id."""
    vectors: Callable[[Ids], tuple[NDArray[np.bool_], NDArray[np.float16]]]
    """Which of these passages have a unit vector, shape (passages,), and those vectors, shape
    (passages that have one, dimension). Those without one are found by their words alone."""
    texts: Callable[[Ids], Iterable[tuple[str, str]]]
    """(headline, passage text) of each of these passages."""
