"""What an index on this machine knows of its rows besides words and vectors."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import IndexCorruptError
from retrieval.index.contents import ROW
from retrieval.protocols import ArticleNumbers
from retrieval.types import Period, Within

Mask = NDArray[np.bool_]


class Rows:
    """Passages, articles and dates, row by row, in ascending order of the passages' ids."""

    def __init__(self, path: Path, numbers: ArticleNumbers) -> None:
        """Open the file that `write_rows` made; raises `IndexCorruptError`."""
        try:
            rows: NDArray[np.void] = np.load(path, allow_pickle=False)
        except (OSError, ValueError, EOFError):
            raise IndexCorruptError(path, "cannot be read") from None
        self._numbers = numbers
        self.passages: NDArray[np.int64] = rows["passage"].copy()
        self.articles: NDArray[np.int64] = rows["article"].copy()
        self.published: NDArray[np.float64] = rows["published"].copy()
        self.encoded: NDArray[np.int64] = np.flatnonzero(rows["encoded"])
        """The rows that have a vector, in the order of the vectors."""
        self._vectors: NDArray[np.int64] = np.where(
            rows["encoded"], np.cumsum(rows["encoded"]) - 1, -1
        )
        # Rows article by article, to find those of one at once.
        self._by_article: NDArray[np.int64] = np.argsort(self.articles, kind="stable")
        self._sorted: NDArray[np.int64] = self.articles[self._by_article]

    def newest(self) -> float:
        """The newest publication: a POSIX time, infinite where none is dated."""
        known = self.published[~np.isnan(self.published)]
        return float(known.max()) if len(known) else math.inf

    def positions(self, passage_ids: Sequence[int]) -> NDArray[np.int64]:
        """The row of each of these passages, all of which must be there."""
        return np.searchsorted(self.passages, np.asarray(passage_ids, dtype=np.int64))

    def vectors(self, rows: NDArray[np.int64]) -> NDArray[np.int64]:
        """The place of each row's vector among the vectors; -1 where it has none."""
        return self._vectors[rows]

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
        for names in within.speakers:
            masks.append(self._of(self._numbers(speakers=sorted(names))))
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
        return self._of(frozenset().union(*found))

    def _of(self, articles: frozenset[int]) -> Mask:
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


def write_rows(path: Path, rows: NDArray[np.void], encoded: Mask) -> None:
    """Write rows of dtype `ROW` to `path`, and which of them have a vector."""
    stored = np.empty(len(rows), dtype=[*ROW.descr, ("encoded", np.bool_)])
    for name in rows.dtype.names or ():
        stored[name] = rows[name]
    stored["encoded"] = encoded
    np.save(path, stored, allow_pickle=False)
