"""An index is a generation: built beside the one in use, then published by one atomic rename."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import IndexCorruptError, IndexMismatchError, IndexMissingError
from retrieval.index.lexical import LexicalIndex, write_lexical
from retrieval.index.manifest import FORMAT, IndexManifest, sync
from retrieval.index.vectors import VectorIndex, write_vectors

_CURRENT, _VECTORS, _LEXICAL, _ROWS = "CURRENT", "vectors.faiss", "lexical", "rows.npy"

ROW = np.dtype([("passage", "<i8"), ("article", "<i8"), ("published", "<f8")])
"""What the index knows of a row: passage id, article number, publication as a POSIX time or NaN."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a generation is built from; all in the same order of rows."""

    rows: NDArray[np.void]
    """Shape (rows,), of dtype `ROW`."""
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
        if self.manifest.model != model:
            raise IndexMismatchError(folder, "model", self.manifest.model, model)
        self.manifest.verify(folder)
        self.rows = np.load(folder / _ROWS, mmap_mode="r", allow_pickle=False)
        self.vectors = VectorIndex(folder / _VECTORS)
        self.lexical = LexicalIndex(folder / _LEXICAL)


def current(home: Path) -> Path:
    """The folder of the generation in use under `home`; raises `IndexMissingError`."""
    name = _read_pointer(home)
    if not name:
        raise IndexMissingError(home)
    folder = home / name
    if folder.parent != home or not folder.is_dir():
        raise IndexCorruptError(home / _CURRENT, "names a generation that is not there")
    return folder


def _read_pointer(home: Path) -> str:
    """The name of the generation in use; empty where there is none."""
    try:
        return (home / _CURRENT).read_text(encoding="utf-8", errors="replace").strip()
    except FileNotFoundError:
        return ""
    except OSError:
        raise IndexCorruptError(home / _CURRENT, "cannot be read") from None


def publish(home: Path, contents: Contents, manifest: IndexManifest) -> Path:
    """Build a generation under `home` and make it the one in use; returns its folder.

    Until the last rename the old generation serves. It is kept for readers that were about to
    open it; those before it are removed.
    """
    home.mkdir(parents=True, exist_ok=True)
    previous = _read_pointer(home)
    folder = home / f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{uuid4().hex[:8]}"
    (folder / _LEXICAL).mkdir(parents=True)
    np.save(folder / _ROWS, contents.rows, allow_pickle=False)
    write_vectors(folder / _VECTORS, contents.vectors)
    write_lexical(folder / _LEXICAL, contents.passages)
    manifest.write(folder)
    sync(home)
    pointer = home / f"{_CURRENT}.new"
    pointer.write_text(folder.name, encoding="utf-8")
    sync(pointer)
    pointer.replace(home / _CURRENT)
    sync(home)
    _remove_others(home, {folder.name, previous})
    return folder


def _remove_others(home: Path, keep: set[str]) -> None:
    """Delete superseded and unfinished generations; only the writer, under its lock, comes here."""
    for path in home.iterdir():
        if path.is_dir() and path.name not in keep:
            shutil.rmtree(path, ignore_errors=True)
