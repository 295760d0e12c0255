"""What an index on this machine knows of its passages besides words and vectors."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import IndexCorruptError
from retrieval.index.contents import ROW, Ids
from retrieval.protocols import ArticleNumbers
from retrieval.types import Period, Within

Mask = NDArray[np.bool_]
Places = NDArray[np.int64]
"""Where the vector of each row is among the vectors; -1 where it has none."""

_FIELDS = ROW.names or ()
_COLUMNS = (*_FIELDS, "place", "by_article")


class Rows:
    """Passages, articles and dates, row by row, in ascending order of the passages' ids."""

    def __init__(self, path: Path, numbers: ArticleNumbers) -> None:
        """Open the file that `write_rows` made; raises `IndexCorruptError`."""
        columns = _read(path)
        self._numbers = numbers
        self.passages: Ids = columns["passage"].copy()
        self.articles: NDArray[np.int64] = columns["article"].copy()
        self.published: NDArray[np.float64] = columns["published"].view(np.float64).copy()
        self.places: Places = columns["place"].copy()
        # Rows article by article, to find those of one at once.
        self._by_article: NDArray[np.int64] = columns["by_article"].copy()
        self._sorted: NDArray[np.int64] = self.articles[self._by_article]

    def newest(self) -> float:
        """The newest publication: a POSIX time, infinite where none is dated."""
        known = self.published[~np.isnan(self.published)]
        return float(known.max()) if len(known) else math.inf

    def of(self, passage_ids: Sequence[int] | Ids) -> NDArray[np.int64]:
        """The row of each of these passages, all of which must be there."""
        return np.searchsorted(self.passages, np.asarray(passage_ids, dtype=np.int64))

    def owners(self, vectors: int) -> NDArray[np.int64]:
        """The row of each of so many vectors; -1 where no row has it."""
        owners = np.full(vectors, -1, dtype=np.int64)
        rows = np.flatnonzero(self.places >= 0)
        owners[self.places[rows]] = rows
        return owners

    def known(self, passage_ids: Iterable[int]) -> list[int]:
        """Those of `passage_ids` that have a row, each once, in ascending order."""
        held = np.intersect1d(np.fromiter(passage_ids, dtype=np.int64), self.passages)
        return [int(each) for each in held]

    def of_articles(self, articles: NDArray[np.int64]) -> list[NDArray[np.int64]]:
        """The rows of each of these articles."""
        starts = np.searchsorted(self._sorted, articles, side="left")
        stops = np.searchsorted(self._sorted, articles, side="right")
        return [self._by_article[a:b] for a, b in zip(starts, stops, strict=True)]

    def allowed(self, within: Within) -> Mask | None:
        """Which rows a search `within` may find, shape (rows,); None for all."""
        if within.empty:
            return None
        masks = [self._labelled(tag=names) for names in within.tags]
        masks += [self._labelled(publisher=names) for names in within.publishers]
        masks += [self._with(self._numbers(speakers=sorted(names))) for names in within.speakers]
        if within.periods:
            masks.append(np.logical_or.reduce([self._in(each) for each in within.periods]))
        if within.passages is not None:
            ids = np.fromiter(within.passages, dtype=np.int64)
            masks.append(np.isin(self.passages, ids))
        masks.append(self._dated(within.since, within.until, undated=within.undated))
        return np.asarray(np.logical_and.reduce(masks))

    def _labelled(
        self, *, tag: frozenset[str] = frozenset(), publisher: frozenset[str] = frozenset()
    ) -> Mask:
        """The rows of articles with any of these tags or publishers."""
        found = [self._numbers(tag=each) for each in tag]
        found += [self._numbers(publisher=each) for each in publisher]
        return self._with(frozenset().union(*found))

    def _with(self, articles: frozenset[int]) -> Mask:
        return np.isin(self.articles, np.fromiter(articles, dtype=np.int64))

    def _in(self, period: Period) -> Mask:
        since, until = (
            moment.timestamp() if moment else None for moment in (period.since, period.until)
        )
        return self._dated(since, until, undated=False)

    def _dated(self, since: float | None, until: float | None, *, undated: bool) -> Mask:
        """Published in this time, both ends inclusive; `undated` says what becomes of the rest."""
        mask = np.ones(len(self.published), dtype=np.bool_)
        if since is not None:
            mask &= ~(self.published < since)
        if until is not None:
            mask &= ~(self.published > until)
        if not undated:
            mask &= ~np.isnan(self.published)
        return mask


def write_rows(path: Path, rows: NDArray[np.void], places: Places) -> None:
    """Write rows of dtype `ROW` to `path`, and the place of each one's vector."""
    stored = np.empty((len(_COLUMNS), len(rows)), dtype="<i8")
    for column, name in zip(stored, _FIELDS, strict=False):
        column[:] = rows[name].copy().view("<i8")
    stored[-2:] = places, np.argsort(rows["article"], kind="stable")
    np.save(path, stored, allow_pickle=False)


def read_rows(path: Path) -> tuple[NDArray[np.void], Places]:
    """What `write_rows` was given; raises `IndexCorruptError`."""
    columns = _read(path)
    rows = np.empty(len(columns["place"]), dtype=ROW)
    for name in _FIELDS:
        rows[name] = columns[name].view(ROW[name])
    return rows, columns["place"]


def _read(path: Path) -> dict[str, NDArray[np.int64]]:
    """The columns by their names, in the file."""
    try:
        stored: NDArray[np.int64] = np.load(path, allow_pickle=False, mmap_mode="r")
        return dict(zip(_COLUMNS, stored, strict=True))
    except (OSError, ValueError, EOFError):
        raise IndexCorruptError(path, "cannot be read") from None
