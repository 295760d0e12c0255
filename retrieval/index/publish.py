"""Which generation is in use: built beside the one before, published by one atomic rename."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from retrieval.disk import writing
from retrieval.errors import IndexCorruptError, IndexUnusableError
from retrieval.index.change import Change
from retrieval.index.contents import Contents
from retrieval.index.generation import Generation
from retrieval.index.manifest import MANIFEST, sync
from retrieval.index.pointer import CURRENT, NEXT, current, named
from retrieval.index.writing import write_changed, write_whole
from retrieval.protocols import ArticleNumbers
from retrieval.upkeep import IndexFacts


def open_current(home: Path, model: str, numbers: ArticleNumbers) -> Generation:
    """The generation in use under `home`, opened for questions encoded by `model`.

    Raises `IndexUnusableError`.
    """
    while True:
        folder = current(home)
        try:
            return Generation(folder, model, numbers)
        except IndexUnusableError:
            # Superseded and removed while it was being opened: the next one is there.
            if current(home) == folder:
                raise


def publish(home: Path, contents: Contents, facts: IndexFacts, *, anew: bool = False) -> Path:
    """Build a generation under `home` and make it the one in use; returns its folder.

    Where little changed, it is made from the one before, unless it shall be `anew`. Until the last
    rename the old generation serves. It is kept for readers that were about to open it; those
    before it are removed. Raises `ArchiveFullError` or `ArchiveReadOnlyError`, and leaves nothing
    behind.
    """
    folder = home / f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{uuid4().hex[:8]}"
    with writing(home):
        home.mkdir(parents=True, exist_ok=True)
        previous = _in_use(home)
        try:
            change = None if anew else Change.since(home, facts, contents.rows, whole=True)
            if change is None:
                write_whole(folder, contents, facts)
            else:
                write_changed(folder, contents, facts, change)
            sync(home)
            _point(home, folder.name)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
    _remove_others(home, {folder.name, previous})
    return folder


def sweep(home: Path) -> None:
    """Delete what killed builds left under `home`; only the writer, under its lock, may.

    The generation in use and the one before it stay; where that is damaged, all whole ones.
    """
    if not home.is_dir():
        return
    with writing(home):
        (home / NEXT).unlink(missing_ok=True)
        whole = {each.parent.name: each.stat().st_mtime_ns for each in home.glob(f"*/{MANIFEST}")}
        in_use = _in_use(home)
        before = [name for name, when in whole.items() if when < whole.get(in_use, 0)]
        last = sorted(before, key=whole.__getitem__)[-1:]
        _remove_others(home, {in_use, *(last if in_use in whole else whole)})


def _in_use(home: Path) -> str:
    """The name of the generation in use, if the pointer can be read."""
    try:
        return named(home)
    except IndexCorruptError:
        return ""


def _point(home: Path, name: str) -> None:
    """Make the generation `name` the one in use, by one atomic rename."""
    pointer = home / NEXT
    pointer.write_text(name, encoding="utf-8")
    sync(pointer)
    pointer.replace(home / CURRENT)
    sync(home)


def _remove_others(home: Path, keep: set[str]) -> None:
    """Delete superseded and unfinished generations; only the writer, under its lock, comes here."""
    for path in home.iterdir():
        if path.is_dir() and path.name not in keep:
            shutil.rmtree(path, ignore_errors=True)
