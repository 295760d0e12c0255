"""A generation: one complete index of FAISS and Tantivy, whatever is published later."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import IndexMismatchError
from retrieval.index.contents import Ids
from retrieval.index.lexical import LexicalIndex
from retrieval.index.manifest import FORMAT, IndexManifest
from retrieval.index.pointer import current
from retrieval.index.rows import Mask, Rows
from retrieval.index.vectors import VectorIndex
from retrieval.protocols import ArticleNumbers
from retrieval.types import Hit, Ranking, Within
from retrieval.upkeep import IndexFacts

ROWS, LEXICAL = "rows.npy", "lexical"
VECTORS, ADDED = "vectors.faiss", "added.faiss"
"""The second holds those that came after the first was built; it need not be there."""


class Generation:
    """A `SearchIndex` in a folder."""

    def __init__(self, folder: Path, model: str, numbers: ArticleNumbers) -> None:
        """Open and verify `folder` for questions encoded by `model`.

        `numbers` finds the articles that a search is limited to. Raises `IndexCorruptError` or
        `IndexMismatchError`.
        """
        self.folder = folder
        self.facts: IndexFacts = verified(folder, model)
        self._rows = Rows(folder / ROWS, numbers)
        parts = [folder / VECTORS, *([folder / ADDED] if (folder / ADDED).exists() else [])]
        self._vectors = VectorIndex(*parts)
        self._lexical = LexicalIndex(folder / LEXICAL)
        self._owners = self._rows.owners(len(self._vectors))
        """The row of each vector; -1 where its passage is gone."""
        self._all_owned = bool((self._owners >= 0).all())

    def is_current(self) -> bool:
        """True while no other generation was published; raises `IndexUnusableError`."""
        return current(self.folder.parent) == self.folder

    def newest(self) -> float:
        """When the newest article was published: a POSIX time, infinite where none is dated."""
        return self._rows.newest()

    def search_lexical(self, text: str, limit: int, within: Within) -> Ranking:
        """The passages `within` that hold words of `text`, best BM25 first."""
        terms, mask = self._lexical.terms(text), self._rows.allowed(within)
        allowed = None if mask is None else self._rows.passages[mask]
        return _ranking("lexical", *self._lexical.search(terms, limit, allowed))

    def search_dense(self, vector: NDArray[np.float32], limit: int, within: Within) -> Ranking:
        """The passages `within` nearest to a question's unit vector, shape (dimension,)."""
        allowed = self._owned(self._rows.allowed(within))
        places, cosines = self._vectors.search(vector, limit, allowed)
        return _ranking("dense", self._rows.passages[self._owners[places]], cosines)

    def cosines(self, vector: NDArray[np.float32], passage_ids: Sequence[int]) -> dict[int, float]:
        """The cosine of each of these passages with a unit vector, shape (dimension,).

        A passage that has no vector yet is left out.
        """
        cosines = self._cosines(vector, self._rows.of(passage_ids))
        return _without_nan(passage_ids, cosines)

    def themes(self, vector: NDArray[np.float32], passage_ids: Sequence[int]) -> dict[int, float]:
        """For each of these passages, the mean cosine of its article's passages with `vector`.

        Passages without a vector do not count; where the article has no other, it is left out.
        """
        articles = self._rows.articles[self._rows.of(passage_ids)]
        distinct, which = np.unique(articles, return_inverse=True)
        rows = self._rows.of_articles(distinct)
        if not rows:
            return {}
        cosines = self._cosines(vector, np.concatenate(rows))
        bounds = np.concatenate(([0], np.cumsum([len(each) for each in rows])[:-1]))
        counts = np.add.reduceat(~np.isnan(cosines), bounds, dtype=np.float32)
        sums = np.add.reduceat(np.nan_to_num(cosines), bounds)
        means = np.divide(sums, counts, out=np.full_like(sums, np.nan), where=counts > 0)
        return _without_nan(passage_ids, means[which])

    def published(self, passage_ids: Sequence[int]) -> dict[int, float]:
        """When each of these passages' articles was published: a POSIX time, or NaN."""
        rows = self._rows.of(passage_ids)
        return dict(zip(passage_ids, self._rows.published[rows].tolist(), strict=True))

    def articles(self, passage_ids: Sequence[int]) -> dict[int, int]:
        """The number of each of these passages' articles."""
        rows = self._rows.of(passage_ids)
        return dict(zip(passage_ids, self._rows.articles[rows].tolist(), strict=True))

    def known(self, passage_ids: Iterable[int]) -> list[int]:
        """Those of `passage_ids` that this generation holds, each once, in ascending order."""
        return self._rows.known(passage_ids)

    def idf(self, word: str) -> float:
        """How much `word` tells passages apart: BM25's inverse document frequency, never below 0.

        A word that the analyzer divides has the weight of its rarest part.
        """
        return self._lexical.idf(word)

    def _cosines(self, vector: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The cosine of each of `rows` with `vector`; NaN for those that have no vector."""
        places = self._rows.places[rows]
        has_one = places >= 0
        cosines = np.full(len(rows), np.nan, dtype=np.float32)
        cosines[has_one] = self._vectors.cosines(vector, places[has_one])
        return cosines

    def _owned(self, allowed: Mask | None) -> Mask | None:
        """Which vectors are of the `allowed` rows, shape (vectors,); None for all."""
        if allowed is None:
            return None if self._all_owned else self._owners >= 0
        mask = np.zeros(len(self._owners), dtype=np.bool_)
        places = self._rows.places[allowed]
        mask[places[places >= 0]] = True
        return mask


def _ranking(retriever: str, passages: Ids, scores: NDArray[np.float32]) -> Ranking:
    return Ranking(
        retriever=retriever,
        hits=tuple(
            Hit(passage_id=passage_id, score=score, rank=rank)
            for rank, (passage_id, score) in enumerate(
                zip(passages.tolist(), scores.tolist(), strict=True), start=1
            )
        ),
    )


def _without_nan(passage_ids: Sequence[int], values: NDArray[np.float32]) -> dict[int, float]:
    pairs = zip(passage_ids, values.tolist(), strict=True)
    return {passage_id: value for passage_id, value in pairs if not math.isnan(value)}


def verified(folder: Path, model: str, *, whole: bool = False) -> IndexFacts:
    """What the generation in `folder` was built from, once its files are known to be whole.

    Of large files, samples are read, or all where `whole`. Raises `IndexCorruptError`, or
    `IndexMismatchError` where it is not of this version and `model`.
    """
    manifest = IndexManifest.read(folder)
    if manifest.format != FORMAT:
        raise IndexMismatchError(folder, "format", str(manifest.format), f"this version's {FORMAT}")
    manifest.verify(folder, whole=whole)
    if manifest.model != model:
        raise IndexMismatchError(folder, "model", manifest.model, model)
    return manifest.facts
