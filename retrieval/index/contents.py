"""What an index is built from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

ROW = np.dtype(
    [("passage", "<i8"), ("article", "<i8"), ("published", "<f8"), ("encoded", np.bool_)]
)
"""What the index knows of a row: passage id, article number, publication as a POSIX time or NaN,
and whether it has its vector already: until then, it is found by its words alone.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """All in the same order of rows."""

    rows: NDArray[np.void]
    """Shape (rows,), of dtype `ROW`, by passage id."""
    vectors: NDArray[np.float16]
    """Unit vectors of those rows that are `encoded`, shape (encoded rows, dimension)."""
    passages: Iterable[tuple[str, str]]
    """(headline, passage text) of each row."""
