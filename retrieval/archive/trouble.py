"""What SQLite complains of, as the archive's own errors."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from retrieval.errors import (
    ArchiveBusyError,
    ArchiveCorruptError,
    ArchiveError,
    ArchiveFullError,
    ArchiveReadOnlyError,
)

_FULL = {
    sqlite3.SQLITE_FULL,
    # How SQLite says that a file may not grow: a quota, or the shared memory beside the file.
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_SHMSIZE,
    sqlite3.SQLITE_IOERR_SHMMAP,
}
_REFUSED = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM}
_GARBLED = "it names its tables in no UTF-8"
"""When SQLite's own message holds damaged bytes, Python fails to read that."""

_BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}


@contextmanager
def writing_errors(path: Path) -> Iterator[None]:
    """What SQLite raises while the archive `path` is written leaves as an `ArchiveError`.

    By its result codes (https://www.sqlite.org/rescode.html).
    """
    try:
        yield
    except UnicodeDecodeError:
        raise ArchiveCorruptError(path, _GARBLED) from None
    except sqlite3.Error as error:
        if refused(error):
            raise ArchiveReadOnlyError(path) from None
        raise _unreadable(path, error) from None


@contextmanager
def reading_errors(path: Path) -> Iterator[None]:
    """What SQLite raises while the archive `path` is read leaves as an `ArchiveError`."""
    try:
        yield
    except UnicodeDecodeError:
        raise ArchiveCorruptError(path, _GARBLED) from None
    except sqlite3.Error as error:
        raise _unreadable(path, error) from None


def refused(error: sqlite3.Error) -> bool:
    """True where a file could not be opened or written for lack of permission or of a place."""
    return _code(error) & 0xFF in _REFUSED


def _unreadable(path: Path, error: sqlite3.Error) -> ArchiveError:
    if _code(error) in _FULL:  # reading may have to make room, too: for shared memory
        return ArchiveFullError(path)
    if _code(error) & 0xFF in _BUSY:
        return ArchiveBusyError(path, "a program that is not citewire")
    return ArchiveCorruptError(path, str(error))


def _code(error: sqlite3.Error) -> int:
    """SQLite's extended result code; 0 where Python refused, as for text that is no UTF-8."""
    return getattr(error, "sqlite_errorcode", 0)
