"""Nearest vectors, exact, within a mask."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from retrieval.errors import IndexCorruptError
from retrieval.index.vectors import MANY, RECALL, VectorIndex, write_vectors


@pytest.fixture(scope="module")
def vectors() -> np.ndarray:  # type: ignore[type-arg]
    """Five hundred unit vectors of 24 dimensions."""
    drawn = np.random.default_rng(0).normal(size=(500, 24)).astype(np.float32)
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


@pytest.fixture(scope="module")
def index(vectors: np.ndarray, tmp_path_factory: pytest.TempPathFactory) -> VectorIndex:  # type: ignore[type-arg]
    """An index of `vectors`."""
    path = tmp_path_factory.mktemp("vectors") / "vectors.faiss"
    write_vectors(path, vectors.astype(np.float16))
    return VectorIndex(path)


def test_the_nearest_come_first_with_their_cosines(
    index: VectorIndex,
    vectors: np.ndarray,  # type: ignore[type-arg]
) -> None:
    """The search is exact: it finds what comparing with every vector finds."""
    query = vectors[123]
    rows, cosines = index.search(query, 5, None)
    exact = vectors @ query
    assert rows.tolist() == np.argsort(-exact)[:5].tolist()
    assert rows[0] == 123
    assert cosines == pytest.approx(exact[rows], abs=2e-3)


def test_a_mask_is_filled_to_the_limit(index: VectorIndex, vectors: np.ndarray) -> None:  # type: ignore[type-arg]
    """A narrow filter still gives as many as it lets through, and none that it does not."""
    allowed = np.zeros(500, dtype=np.bool_)
    allowed[[3, 8, 77, 256, 499]] = True
    query = vectors[123]
    rows, _ = index.search(query, 5, allowed)
    assert sorted(rows.tolist()) == [3, 8, 77, 256, 499]
    best = max((3, 8, 77, 256, 499), key=lambda row: vectors[row] @ query)
    assert index.search(query, 1, allowed)[0].tolist() == [best]
    assert index.search(query, 10, allowed)[0].shape == (5,)
    assert index.search(query, 10, np.zeros(500, dtype=np.bool_))[0].tolist() == []


def test_cosines_of_chosen_rows(index: VectorIndex, vectors: np.ndarray) -> None:  # type: ignore[type-arg]
    """In the order of the rows."""
    rows = np.array([400, 2, 2], dtype=np.int64)
    assert index.cosines(vectors[0], rows) == pytest.approx(vectors[rows] @ vectors[0], abs=2e-3)


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    """It has a dimension and no row."""
    write_vectors(tmp_path / "v", np.empty((0, 24), dtype=np.float16))
    rows, cosines = VectorIndex(tmp_path / "v").search(np.ones(24, dtype=np.float32), 5, None)
    assert (rows.tolist(), cosines.tolist()) == ([], [])


def test_a_file_that_is_no_index_is_damaged(tmp_path: Path) -> None:
    """The library's error becomes ours."""
    (tmp_path / "v").write_bytes(b"Dear reader")
    for name in ("v", "none"):
        with pytest.raises(IndexCorruptError, match="cannot be read"):
            VectorIndex(tmp_path / name)


def test_files_are_searched_as_one(
    vectors: np.ndarray,  # type: ignore[type-arg]
    index: VectorIndex,
    tmp_path: Path,
) -> None:
    """Numbers go on from one file to the next."""
    for name, part in {"a": vectors[:0], "b": vectors[:300], "c": vectors[300:]}.items():
        write_vectors(tmp_path / name, part.astype(np.float16))
    parts = VectorIndex(*(tmp_path / name for name in "abc"))
    allowed = np.arange(500) % 3 == 0
    assert len(parts) == 500
    for mask in (None, allowed):
        ours, theirs = (each.search(vectors[7], 20, mask) for each in (parts, index))
        assert ours[0].tolist() == theirs[0].tolist()
        assert ours[1] == pytest.approx(theirs[1])
    rows = np.array([499, 0, 300, 299], dtype=np.int64)
    assert parts.cosines(vectors[0], rows) == pytest.approx(index.cosines(vectors[0], rows))


@pytest.fixture(scope="module")
def topics() -> np.ndarray:  # type: ignore[type-arg]
    """So many unit vectors around 400 topics that they are searched by clusters."""
    dice = np.random.default_rng(1)
    places = dice.normal(size=(400, 32))
    drawn = places[dice.integers(0, 400, MANY)] + dice.normal(size=(MANY, 32)) * 0.7
    return (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float16)


def test_many_vectors_are_searched_by_clusters(
    topics: np.ndarray,  # type: ignore[type-arg]
    tmp_path: Path,
) -> None:
    """Of the exact first ten at least 98 of 100 are found, and all of a narrow filter's."""
    recall = write_vectors(tmp_path / "v", topics)
    assert RECALL <= recall <= 1.0
    index, exact = VectorIndex(tmp_path / "v"), topics.astype(np.float32)
    questions = (
        exact[::2000] + np.random.default_rng(2).normal(size=(50, 32)).astype(np.float32) / 6
    )
    questions /= np.linalg.norm(questions, axis=1, keepdims=True)
    narrow = np.zeros(MANY, dtype=np.bool_)
    narrow[::997] = True
    found = narrowly = 0
    for question in questions:
        cosines = exact @ question
        found += len(set(index.search(question, 10, None)[0]) & set(np.argsort(-cosines)[:10]))
        best = np.argsort(-np.where(narrow, cosines, -2))[:10]
        narrowly += len(set(index.search(question, 10, narrow)[0]) & set(best))
    assert found >= 490
    assert narrowly >= 499
    assert index.cosines(exact[5], np.array([5, 77])) == pytest.approx(
        exact[[5, 77]] @ exact[5], abs=2e-3
    )
