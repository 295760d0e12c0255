"""The file that names the generation in use."""

from __future__ import annotations

from pathlib import Path

from retrieval.errors import IndexCorruptError, IndexMissingError

CURRENT = "CURRENT"
"""The file under the index folder that names the generation in use."""

NEXT = f"{CURRENT}.new"
"""What will be renamed to it."""

_NAME_CHARS = 100
"""No generation has a longer name, and a damaged pointer may hold anything."""


def current(home: Path) -> Path:
    """The folder of the generation in use under `home`; raises `IndexUnusableError`."""
    name = named(home)
    if not name:
        raise IndexMissingError(home)
    folder = home / name
    if len(name) > _NAME_CHARS or folder.parent != home or not folder.is_dir():
        raise IndexCorruptError(home / CURRENT, "names a generation that is not there")
    return folder


def named(home: Path) -> str:
    """The name of the generation in use; empty where there is none.

    Raises `IndexCorruptError` where the file cannot be read.
    """
    try:
        return (home / CURRENT).read_text(encoding="utf-8", errors="replace").strip()
    except FileNotFoundError:
        return ""
    except OSError:
        raise IndexCorruptError(home / CURRENT, "cannot be read") from None
