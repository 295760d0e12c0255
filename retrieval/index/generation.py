"""An index is a generation: built beside the one in use, then published by one atomic rename."""

from __future__ import annotations

import math
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from retrieval.disk import writing
from retrieval.errors import (
    IndexCorruptError,
    IndexMismatchError,
    IndexMissingError,
    IndexUnusableError,
)
from retrieval.index.lexical import LexicalIndex, write_lexical
from retrieval.index.manifest import FORMAT, MANIFEST, IndexManifest, sync
from retrieval.index.vectors import VectorIndex, write_vectors
from retrieval.types import Hit, Ranking

CURRENT = "CURRENT"
"""The file under the index folder that names the generation in use."""

_NEXT = f"{CURRENT}.new"

_NAME_CHARS = 100
"""No generation has a longer name, and a damaged pointer may hold anything."""

_VECTORS, _LEXICAL, _ROWS = "vectors.faiss", "lexical", "rows.npy"

ROW = np.dtype([("passage", "<i8"), ("article", "<i8"), ("published", "<f8")])
"""What the index knows of a row: passage id, article number, publication as a POSIX time or NaN."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a generation is built from; all in the same order of rows."""

    rows: NDArray[np.void]
    """Shape (rows,), of dtype `ROW`, by passage id."""
    vectors: NDArray[np.float16]
    """Unit vectors, shape (rows, dimension)."""
    passages: Iterable[tuple[str, str]]
    """(headline, passage text) of each row."""


class Generation:
    """One complete index, opened for reading and kept as it was, whatever is published later."""

    def __init__(self, folder: Path, model: str) -> None:
        """Open and verify `folder` for questions encoded by `model`.

        Raises `IndexCorruptError` or `IndexMismatchError`.
        """
        self.folder = folder
        self.manifest = IndexManifest.read(folder)
        if self.manifest.format != FORMAT:
            raise IndexMismatchError(
                folder, "format", str(self.manifest.format), f"this version's {FORMAT}"
            )
        self.manifest.verify(folder)
        if self.manifest.model != model:
            raise IndexMismatchError(folder, "model", self.manifest.model, model)
        self._rows = _read_rows(folder / _ROWS)
        self._ids: NDArray[np.int64] = self._rows["passage"].copy()
        # Rows article by article, to find those of one at once.
        self._by_article: NDArray[np.int64] = np.argsort(self._rows["article"], kind="stable")
        self._articles: NDArray[np.int64] = self._rows["article"][self._by_article]
        self._vectors = VectorIndex(folder / _VECTORS)
        self.lexical = LexicalIndex(folder / _LEXICAL)

    def newest(self) -> float:
        """When the newest article was published: a POSIX time, infinite where none is dated."""
        known = self._rows["published"][~np.isnan(self._rows["published"])]
        return float(known.max()) if len(known) else math.inf

    def allowed(
        self,
        articles: frozenset[int] | None,
        since: float | None,
        until: float | None,
        *,
        undated: bool,
    ) -> NDArray[np.bool_]:
        """Which rows a search may find, shape (rows,).

        `articles` are article numbers, `since` and `until` inclusive POSIX times; None is no
        limit. `undated` says whether articles without a date pass.
        """
        mask = np.ones(len(self._rows), dtype=np.bool_)
        published = self._rows["published"]
        if articles is not None:
            mask &= np.isin(self._rows["article"], np.fromiter(articles, dtype=np.int64))
        if since is not None:
            mask &= ~(published < since)
        if until is not None:
            mask &= ~(published > until)
        if not undated:
            mask &= ~np.isnan(published)
        return mask

    def rows_of(self, passage_ids: Iterable[int]) -> NDArray[np.bool_]:
        """Which rows hold these passages, shape (rows,)."""
        return np.isin(self._ids, np.fromiter(passage_ids, dtype=np.int64))

    def search_lexical(
        self, text: str, limit: int, allowed: NDArray[np.bool_] | None = None
    ) -> Ranking:
        """The passages that hold words of `text`, best BM25 first."""
        return self._ranking(
            "lexical", *self.lexical.search(self.lexical.terms(text), limit, allowed)
        )

    def search_dense(
        self, vector: NDArray[np.float32], limit: int, allowed: NDArray[np.bool_] | None = None
    ) -> Ranking:
        """The passages nearest to a question's unit vector, shape (dimension,)."""
        return self._ranking("dense", *self._vectors.search(vector, limit, allowed))

    def cosines(self, vector: NDArray[np.float32], passage_ids: Sequence[int]) -> dict[int, float]:
        """The cosine of each of these passages with a unit vector, shape (dimension,)."""
        rows = self._positions(passage_ids)
        return dict(zip(passage_ids, self._vectors.cosines(vector, rows).tolist(), strict=True))

    def themes(self, vector: NDArray[np.float32], passage_ids: Sequence[int]) -> dict[int, float]:
        """For each of these passages, the mean cosine of its article's passages with `vector`."""
        articles = self._rows["article"][self._positions(passage_ids)]
        distinct, which = np.unique(articles, return_inverse=True)
        starts = np.searchsorted(self._articles, distinct, side="left")
        stops = np.searchsorted(self._articles, distinct, side="right")
        rows = [self._by_article[a:b] for a, b in zip(starts, stops, strict=True)]
        if not rows:
            return {}
        cosines = self._vectors.cosines(vector, np.concatenate(rows))
        bounds = np.concatenate(([0], np.cumsum(stops - starts)[:-1]))
        means = np.add.reduceat(cosines, bounds) / (stops - starts)
        return dict(zip(passage_ids, means[which].tolist(), strict=True))

    def published(self, passage_ids: Sequence[int]) -> dict[int, float]:
        """When each of these passages' articles was published: a POSIX time, or NaN."""
        rows = self._positions(passage_ids)
        return dict(zip(passage_ids, self._rows["published"][rows].tolist(), strict=True))

    def known(self, passage_ids: Iterable[int]) -> list[int]:
        """Those of `passage_ids` that this generation holds, each once."""
        held = np.intersect1d(np.fromiter(passage_ids, dtype=np.int64), self._ids)
        return [int(each) for each in held]

    def articles(self, passage_ids: Sequence[int]) -> dict[int, int]:
        """The number of each of these passages' articles."""
        rows = self._positions(passage_ids)
        return dict(zip(passage_ids, self._rows["article"][rows].tolist(), strict=True))

    def _positions(self, passage_ids: Sequence[int]) -> NDArray[np.int64]:
        return np.searchsorted(self._ids, np.asarray(passage_ids, dtype=np.int64))

    def _ranking(
        self, retriever: str, rows: NDArray[np.int64], scores: NDArray[np.float32]
    ) -> Ranking:
        ids = self._ids[rows].tolist()
        return Ranking(
            retriever=retriever,
            hits=tuple(
                Hit(passage_id=passage_id, score=score, rank=rank)
                for rank, (passage_id, score) in enumerate(
                    zip(ids, scores.tolist(), strict=True), start=1
                )
            ),
        )


def current(home: Path) -> Path:
    """The folder of the generation in use under `home`; raises `IndexMissingError`."""
    name = _read_pointer(home)
    if not name:
        raise IndexMissingError(home)
    folder = home / name
    if len(name) > _NAME_CHARS or folder.parent != home or not folder.is_dir():
        raise IndexCorruptError(home / CURRENT, "names a generation that is not there")
    return folder


def _read_pointer(home: Path) -> str:
    """The name of the generation in use; empty where there is none."""
    try:
        return (home / CURRENT).read_text(encoding="utf-8", errors="replace").strip()
    except FileNotFoundError:
        return ""
    except OSError:
        raise IndexCorruptError(home / CURRENT, "cannot be read") from None


def open_current(home: Path, model: str) -> Generation:
    """The generation in use under `home`, opened for questions encoded by `model`.

    Raises `IndexUnusableError`.
    """
    while True:
        folder = current(home)
        try:
            return Generation(folder, model)
        except IndexUnusableError:
            # Superseded and removed while it was being opened: the next one is there.
            if current(home) == folder:
                raise


def publish(home: Path, contents: Contents, manifest: IndexManifest) -> Path:
    """Build a generation under `home` and make it the one in use; returns its folder.

    Until the last rename the old generation serves. It is kept for readers that were about to
    open it; those before it are removed. Raises `ArchiveFullError` or `ArchiveReadOnlyError`, and
    leaves nothing behind.
    """
    folder = home / f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{uuid4().hex[:8]}"
    with writing(home):
        home.mkdir(parents=True, exist_ok=True)
        previous = _previous(home)
        try:
            _write(folder, contents, manifest)
            _point(home, folder.name)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
    _remove_others(home, {folder.name, previous})
    return folder


def sweep(home: Path) -> None:
    """Delete what killed builds left under `home`; only the writer, under its lock, may."""
    if not home.is_dir():
        return
    with writing(home):
        (home / _NEXT).unlink(missing_ok=True)
        finished = {path.parent.name for path in home.glob(f"*/{MANIFEST}")}
        _remove_others(home, finished | {_previous(home)})


def _read_rows(path: Path) -> NDArray[np.void]:
    try:
        rows: NDArray[np.void] = np.load(path, allow_pickle=False)
    except (OSError, ValueError, EOFError):
        raise IndexCorruptError(path, "cannot be read") from None
    return rows


def _previous(home: Path) -> str:
    """The name of the generation in use, if the pointer can be read."""
    try:
        return _read_pointer(home)
    except IndexCorruptError:
        return ""


def _write(folder: Path, contents: Contents, manifest: IndexManifest) -> None:
    """Write a whole generation to the new `folder`; the manifest says that it is whole."""
    (folder / _LEXICAL).mkdir(parents=True)
    np.save(folder / _ROWS, contents.rows, allow_pickle=False)
    write_vectors(folder / _VECTORS, contents.vectors)
    write_lexical(folder / _LEXICAL, contents.passages)
    manifest.write(folder)
    sync(folder.parent)


def _point(home: Path, name: str) -> None:
    """Make the generation `name` the one in use, by one atomic rename."""
    pointer = home / _NEXT
    pointer.write_text(name, encoding="utf-8")
    sync(pointer)
    pointer.replace(home / CURRENT)
    sync(home)


def _remove_others(home: Path, keep: set[str]) -> None:
    """Delete superseded and unfinished generations; only the writer, under its lock, comes here."""
    for path in home.iterdir():
        if path.is_dir() and path.name not in keep:
            shutil.rmtree(path, ignore_errors=True)
