"""Writing the folder of a generation: whole, or as the one before with what changed."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.index.change import Change
from retrieval.index.contents import Contents
from retrieval.index.generation import ADDED, LEXICAL, ROWS, VECTORS
from retrieval.index.lexical import COPIED, extend_lexical, write_lexical
from retrieval.index.manifest import IndexManifest
from retrieval.index.rows import write_rows
from retrieval.index.vectors import read_vectors, write_vectors
from retrieval.upkeep import IndexFacts


def write_whole(folder: Path, contents: Contents, facts: IndexFacts) -> None:
    """Write a generation to the new `folder`; its manifest, the last, says that it is whole.

    Raises what `OSError`, RuntimeError or ValueError the disk or a vendor gives.
    """
    ids = contents.rows["passage"]
    (folder / LEXICAL).mkdir(parents=True)
    encoded, vectors = contents.vectors(ids)
    write_rows(folder / ROWS, contents.rows, np.where(encoded, np.cumsum(encoded) - 1, -1))
    recall = write_vectors(folder / VECTORS, vectors)
    count = len(vectors)
    del vectors  # they take as much memory as all that follows
    write_lexical(folder / LEXICAL, ids, contents.texts(ids))
    IndexManifest.of(
        replace(facts, encoded=count), recall=recall, vectors=count, clustered=count
    ).write(folder)


def write_changed(folder: Path, contents: Contents, facts: IndexFacts, change: Change) -> None:
    """Write a generation to the new `folder` that shares what did not change with `change.base`.

    Files of one are those of the other: links, or copies where the disk has none. Raises as
    `write_whole` does.
    """
    base = change.base
    (folder / LEXICAL).mkdir(parents=True)
    for path in (base / LEXICAL).iterdir():
        if path.suffix != ".lock":
            put = shutil.copyfile if path.name in COPIED else _link
            put(path, folder / LEXICAL / path.name)
    extend_lexical(folder / LEXICAL, change.removed, change.added, contents.texts(change.added))
    there, new = contents.vectors(change.vectorless)
    places = change.places.copy()
    rows = np.searchsorted(contents.rows["passage"], change.vectorless[there])
    places[rows] = change.vectors + np.arange(len(new))
    write_rows(folder / ROWS, contents.rows, places)
    _link(base / VECTORS, folder / VECTORS)
    _add_vectors(base / ADDED, folder / ADDED, new)
    IndexManifest.of(
        replace(facts, encoded=int(np.count_nonzero(places >= 0))),
        recall=change.recall,
        vectors=change.vectors + len(new),
        clustered=change.clustered,
    ).write(folder, base)


def _add_vectors(before: Path, after: Path, new: NDArray[np.float16]) -> None:
    """Write those that were added before and the `new` ones."""
    if not len(new):
        if before.exists():
            _link(before, after)
        return
    old = read_vectors(before) if before.exists() else new[:0]
    write_vectors(after, np.concatenate([old, new]))


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
