"""Vectors <-> FAISS, opened by memory map: exact while they are few, by clusters when many.

Half-precision vectors are compared exactly; of many, only those in the clusters nearest to the
question (an inverted file: Sivic and Zisserman, "Video Google", 2003; in FAISS `IndexIVF`).
"""

from __future__ import annotations

import math
import os
from pathlib import Path

import faiss
import numpy as np
from numpy.typing import NDArray

from retrieval.errors import IndexCorruptError

MANY = 100_000
"""From so many on, comparing a question with each takes longer than encoding it."""

RECALL = 0.985
"""How much of the exact first ten a search by clusters is set to find."""

_BATCH = 50_000
_A_CLUSTER = 40
"""Vectors by which each cluster's place is learnt."""
_SAMPLE = 200
"""Questions made up to set the search."""
_NOISE = 2.0
"""Length of what is added to a vector to make up a question: then as many clusters must be visited
as for real ones, while the vectors themselves lie so deep in theirs that few would do."""

Vectors = NDArray[np.float32]
Places = NDArray[np.int64]


class VectorIndex:
    """Search over unit vectors, which are numbered in the order they were written."""

    def __init__(self, *paths: Path) -> None:
        """Open files that `write_vectors` made; raises `IndexCorruptError`."""
        self._parts = [_open(path) for path in paths]
        self._starts = np.cumsum([0, *(part.ntotal for part in self._parts)])

    def __len__(self) -> int:
        return int(self._starts[-1])

    def search(
        self, query: Vectors, limit: int, allowed: NDArray[np.bool_] | None
    ) -> tuple[Places, Vectors]:
        """The vectors nearest to one of shape (dimension,), best first, and their cosines.

        `allowed`, shape (vectors,), limits the search from inside, so that a narrow filter still
        fills `limit`.
        """
        places, cosines = [], []
        for part, start in zip(self._parts, self._starts, strict=False):
            here = None if allowed is None else allowed[start : start + part.ntotal]
            found, near = _search(part, query, limit, here)
            places.append(found + start)
            cosines.append(near)
        best = np.argsort(-np.concatenate(cosines), kind="stable")[:limit]
        return np.concatenate(places)[best], np.concatenate(cosines)[best]

    def cosines(self, query: Vectors, places: Places) -> Vectors:
        """The cosine of `query` with each of these vectors, in their order."""
        return np.asarray(self.vectors(places) @ query, dtype=np.float32)

    def vectors(self, places: Places) -> Vectors:
        """These vectors, shape (places, dimension)."""
        vectors = np.empty((len(places), self._parts[0].d), dtype=np.float32)
        for part, start in zip(self._parts, self._starts, strict=False):
            here = (start <= places) & (places < start + part.ntotal)
            if here.any():
                vectors[here] = part.reconstruct_batch(places[here] - start)
        return vectors


def write_vectors(path: Path, vectors: NDArray[np.float16]) -> float:
    """Write unit vectors, shape (vectors, dimension), to `path`.

    Returns how much of the exact first ten a search finds, as measured on a sample.
    """
    faiss.omp_set_num_threads(os.cpu_count() or 1)
    index = _clustered(vectors) if len(vectors) >= MANY else _flat(vectors.shape[1])
    for start in range(0, len(vectors), _BATCH):
        index.add(vectors[start : start + _BATCH].astype(np.float32))
    recall = _set_probes(index, vectors) if isinstance(index, faiss.IndexIVF) else 1.0
    faiss.write_index(index, str(path))
    return recall


def read_vectors(path: Path) -> NDArray[np.float16]:
    """What `write_vectors` was given; raises `IndexCorruptError`."""
    index = _open(path)
    return np.asarray(index.reconstruct_n(0, index.ntotal), dtype=np.float16)


def _open(path: Path) -> faiss.Index:
    try:
        return faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
    except RuntimeError:
        raise IndexCorruptError(path, "cannot be read") from None


def _search(
    index: faiss.Index, query: Vectors, limit: int, allowed: NDArray[np.bool_] | None
) -> tuple[Places, Vectors]:
    """The nearest of one file."""
    share = 1.0 if allowed is None else float(allowed.sum()) / max(len(allowed), 1)
    if not (share and index.ntotal):
        return np.empty(0, dtype=np.int64), np.empty(0, dtype=np.float32)
    bits = None if allowed is None else np.packbits(allowed, bitorder="little")
    only = None if bits is None else faiss.IDSelectorBitmap(bits)  # type: ignore[arg-type, call-arg]
    parameters = faiss.SearchParameters(sel=only)  # type: ignore[call-arg]
    if isinstance(index, faiss.IndexIVF):
        # The fewer may be found, the more clusters are visited: at last all, which is exact.
        probes = min(index.nlist, math.ceil(index.nprobe / share))
        parameters = faiss.SearchParametersIVF(sel=only, nprobe=probes)  # type: ignore
    # One question is one thread's work; the others wait for those of ONNX Runtime, which spin.
    faiss.omp_set_num_threads(1)
    cosines, places = index.search(query[None, :], min(limit, index.ntotal), params=parameters)
    found = places[0] >= 0
    return places[0][found], cosines[0][found]


def _flat(dimension: int) -> faiss.Index:
    """An empty index that compares a question with every vector."""
    half, metric = faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
    return faiss.IndexScalarQuantizer(dimension, half, metric)


def _clustered(vectors: NDArray[np.float16]) -> faiss.IndexIVF:
    """An empty index with clusters learnt from a sample of `vectors`."""
    count, dimension = vectors.shape
    clusters = 1 << round(math.log2(2 * math.sqrt(count)))
    index = faiss.IndexIVFScalarQuantizer(
        faiss.IndexFlatIP(dimension),
        dimension,
        clusters,
        faiss.ScalarQuantizer.QT_fp16,
        faiss.METRIC_INNER_PRODUCT,
        False,
    )
    index.cp.spherical, index.cp.niter = True, 6
    index.train(_drawn(vectors, clusters * _A_CLUSTER))
    index.make_direct_map()
    return index


def _set_probes(index: faiss.IndexIVF, vectors: NDArray[np.float16]) -> float:
    """Let `index` visit as few clusters as find `RECALL`; returns what they find."""
    questions = _drawn(vectors, _SAMPLE)
    noise = np.random.default_rng(0).normal(size=questions.shape)
    questions += (noise * (_NOISE / math.sqrt(index.d))).astype(np.float32)
    faiss.normalize_L2(questions)
    index.nprobe = index.nlist
    exact = index.search(questions, 10)[1]
    for probes in (index.nlist >> step for step in range(7, -1, -1)):
        for index.nprobe in (probes, probes * 3 // 2):
            found = index.search(questions, 10)[1]
            same = [len(np.intersect1d(*both)) for both in zip(found, exact, strict=True)]
            if (recall := sum(same) / exact.size) >= RECALL:
                return recall
    return 1.0


def _drawn(vectors: NDArray[np.float16], count: int) -> Vectors:
    """So many of `vectors`, the same at every call."""
    chosen = np.random.default_rng(0).choice(len(vectors), min(count, len(vectors)), replace=False)
    return vectors[np.sort(chosen)].astype(np.float32)
