"""The SQLite file of an archive, as it lies on the disk."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from retrieval.archive.schema import VERSION
from retrieval.archive.trouble import reading_errors
from retrieval.database import connect_file, trouble
from retrieval.errors import ArchiveCorruptError, ArchiveError, ArchiveReadOnlyError

APPLICATION_ID = 0x63697465  # "cite"


def open_as_it_is(path: Path) -> sqlite3.Connection:
    """A read-only connection to an archive of any version up to ours; raises as `readable` does."""
    return connect_file(readable(path))


def readable(path: Path) -> str:
    """The address by which SQLite reads an archive of any version up to ours.

    In a folder that cannot be written, too. Raises `ArchiveCorruptError`, `ArchiveReadOnlyError`
    where a killed writer's last articles need a place to be taken in, or `ArchiveError` where a
    newer citewire wrote it.
    """
    address = f"{path.resolve().as_uri()}?mode=ro"
    with reading_errors(path):
        try:
            check(path, address)
            return address
        except sqlite3.OperationalError as error:
            if trouble(error) != "refused":
                raise
        # A folder that cannot be written has no place for SQLite's shared-memory file; then no
        # one can be writing either, and the file may be read as it lies, if it is all there.
        if _has_log(path):
            raise ArchiveReadOnlyError(path)
        address = f"{address}&immutable=1"
        check(path, address)
        return address


def writable(path: Path) -> str:
    """The address by which SQLite writes the archive, its file made where there is none.

    Raises `OSError` or `sqlite3.Error`.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    address = f"{path.resolve().as_uri()}?mode=rwc"
    with closing(connect_file(address)) as connection:
        if not path.stat().st_size:
            connection.execute("PRAGMA journal_mode = WAL")
    check(path, address)
    return address


def check(path: Path, address: str) -> None:
    """Raise `ArchiveError` where the file is none of ours, or a newer citewire's."""
    try:
        with closing(connect_file(address)) as connection:
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            version = file_version(connection)
            (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError as error:
        raise ArchiveCorruptError(path, str(error)) from None
    blank = not (application or version or tables)
    if application != APPLICATION_ID and not blank:
        raise ArchiveCorruptError(path, "made by another program")
    if version > VERSION:
        raise ArchiveError(path, f"{path} was written by a newer citewire: upgrade citewire.")


def file_version(connection: sqlite3.Connection) -> int:
    """The version of the tables; 0 where there are none yet."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def _has_log(path: Path) -> bool:
    """True where committed articles still lie in the write-ahead log beside the file."""
    log = path.with_name(f"{path.name}-wal")
    return log.is_file() and log.stat().st_size > 0
