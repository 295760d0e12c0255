"""Vectors <-> FAISS: exact inner product over half-precision vectors, opened by memory map."""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from retrieval.errors import IndexCorruptError


class VectorIndex:
    """Exact search over unit vectors; rows are numbered in the order they were written."""

    def __init__(self, path: Path) -> None:
        """Open the file that `write_vectors` made; raises `IndexCorruptError`."""
        try:
            self._index = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
        except RuntimeError:
            raise IndexCorruptError(path, "cannot be read") from None

    def search(
        self, query: NDArray[np.float32], limit: int, allowed: NDArray[np.bool_] | None
    ) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
        """The rows nearest to a unit vector of shape (dimension,), best first, and their cosines.

        `allowed`, shape (rows,), limits the search from inside, so that a narrow filter still
        fills `limit`.
        """
        if self._index.ntotal == 0:
            return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
        parameters = None
        if allowed is not None:
            bits = np.packbits(allowed, bitorder="little")
            selector = faiss.IDSelectorBitmap(bits)  # type: ignore[arg-type, call-arg]
            parameters = faiss.SearchParameters(sel=selector)  # type: ignore[call-arg]
        cosines, rows = self._index.search(
            query[None, :], min(limit, self._index.ntotal), params=parameters
        )
        found = rows[0] >= 0
        return rows[0][found], cosines[0][found]

    def cosines(self, query: NDArray[np.float32], rows: NDArray[np.int64]) -> NDArray[np.float32]:
        """The cosine of `query` with each of `rows`, in their order."""
        vectors = self._index.reconstruct_batch(rows)
        return np.asarray(vectors @ query, dtype=np.float32)


def write_vectors(path: Path, vectors: NDArray[np.float16]) -> None:
    """Write unit vectors, shape (rows, dimension), to `path`."""
    index = faiss.IndexScalarQuantizer(
        vectors.shape[1], faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
    )
    index.add(vectors.astype(np.float32))
    faiss.write_index(index, str(path))
