"""What an index in use lacks of the archive: a small difference is added to it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import IndexUnusableError
from retrieval.index.contents import ROW, Ids
from retrieval.index.generation import ROWS, verified
from retrieval.index.manifest import IndexManifest
from retrieval.index.pointer import current
from retrieval.index.rows import Places, read_rows
from retrieval.upkeep import IndexFacts

_SHARE = 0.1
"""Of all passages: where more would have gone from an index, or come to it, it is built anew."""
_FEW = 50_000
"""So many may have come to any index."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """From the index in `base` to other rows."""

    base: Path
    recall: float
    removed: Ids
    """Passages whose words must go; some may come again with others."""
    added: Ids
    """Passages whose words must come."""
    vectorless: Ids
    """Passages that have no vector in `base`: those added, and those not encoded until then."""
    places: Places
    """Where `base` has the vector of each of the new rows; -1 where it has none."""
    vectors: int
    """How many vectors `base` has, those of passages that are gone included."""
    clustered: int
    """How many of them are not among those that were added to it."""

    @classmethod
    def since(
        cls, home: Path, facts: IndexFacts, rows: NDArray[np.void], *, whole: bool = False
    ) -> Self | None:
        """The change of the index in use under `home` to one of `facts` and `rows`.

        None where it must be built anew: it is of another kind or damaged, or would change much.
        All of it is read to see that it is whole, where that is asked for.
        """
        try:
            base = current(home)
            before = verified(base, facts.model, whole=whole)
            old, places = read_rows(base / ROWS)
            manifest = IndexManifest.read(base)
        except IndexUnusableError:
            return None
        if (before.fingerprint, before.dimension) != (facts.fingerprint, facts.dimension):
            return None
        change = cls._of(base, manifest, old, places, rows)
        return change if change._is_small() else None

    @classmethod
    def _of(
        cls,
        base: Path,
        manifest: IndexManifest,
        old: NDArray[np.void],
        places: Places,
        rows: NDArray[np.void],
    ) -> Self:
        kept_old, kept_new = _same(old, rows)
        moved = np.full(len(rows), -1, dtype=np.int64)
        moved[kept_new] = places[kept_old]
        return cls(
            base=base,
            recall=manifest.recall,
            removed=np.delete(old["passage"], kept_old),
            added=np.delete(rows["passage"], kept_new),
            vectorless=rows["passage"][moved < 0],
            places=moved,
            vectors=manifest.vectors,
            clustered=manifest.clustered,
        )

    def _is_small(self) -> bool:
        rows = len(self.places)
        gone = self.vectors - int(np.count_nonzero(self.places >= 0))
        come = self.vectors - self.clustered + len(self.vectorless)
        most = _SHARE * rows
        return len(self.removed) <= most and gone <= most and come <= max(_FEW, most)


def _same(
    old: NDArray[np.void], new: NDArray[np.void]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The places of the rows that are in both, in each."""
    _, in_old, in_new = np.intersect1d(old["passage"], new["passage"], True, return_indices=True)
    # As bits: an unknown date is equal to itself.
    ours, theirs = (
        np.ascontiguousarray(rows[places]).view("<i8").reshape(-1, len(ROW.names or ()))
        for rows, places in ((old, in_old), (new, in_new))
    )
    equal = (ours == theirs).all(axis=1)
    return in_old[equal], in_new[equal]
