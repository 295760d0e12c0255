"""Opening the archive, wherever it is: for reading by any number, for writing by one."""

from __future__ import annotations

import time

from sqlalchemy import URL, Engine

from retrieval.archive.file import readable, writable
from retrieval.archive.migrate import VERSION_TABLE, migrate
from retrieval.archive.schema import VERSION
from retrieval.archive.trouble import reading_errors, writing_errors
from retrieval.database import Location, file_engine, one_at_a_time, place, server_engine
from retrieval.disk import writing
from retrieval.errors import (
    ArchiveBusyError,
    ArchiveCorruptError,
    ArchiveEmptyError,
    ArchiveError,
    ArchiveReadOnlyError,
)
from retrieval.migrating import tables_version

WRITER = 0x63697465  # "cite"
"""The number of the writer's lock in PostgreSQL, which it holds from its first word to its last."""
WRITING = WRITER + 1
"""That of one transaction: who lost the writer's lock never writes at once with another, either."""

_PATIENCE = 10
"""Seconds: for so long a reader waits for another process that migrates the same archive."""


def open_for_reading(location: Location) -> Engine:
    """Connections that only read; of a file also in a folder that cannot be written.

    An archive of an earlier version is migrated first. Raises `ArchiveEmptyError` where there is
    none, or its making was interrupted, and `ArchiveError`.
    """
    engine = _reader(location)
    version = _version(location, engine)
    if 0 < version < VERSION:
        engine.dispose()
        _migrate_for_reading(location)
        engine = _reader(location)
    if not version:
        engine.dispose()
        raise ArchiveEmptyError(place(location))
    return engine


def open_for_writing(location: Location) -> Engine:
    """Connections to the archive, which is made and migrated where needed.

    Raises `ArchiveReadOnlyError`, `ArchiveFullError` or
    another `ArchiveError`.
    """
    if isinstance(location, URL):
        engine = server_engine(location)
    else:
        with writing(location), writing_errors(location):
            engine = file_engine(writable(location))
    if _version(location, engine) < VERSION:
        with writing_errors(location):
            _check_encoding(location, engine)
            migrate(one_at_a_time(engine, WRITING))
    return engine


def _reader(location: Location) -> Engine:
    if isinstance(location, URL):
        return server_engine(location, autocommit=True)
    if not location.is_file() or not location.stat().st_size:
        raise ArchiveEmptyError(location)
    return file_engine(readable(location))


def _version(location: Location, engine: Engine) -> int:
    with reading_errors(location), engine.connect() as connection:
        version = tables_version(connection, VERSION_TABLE)
    if version > VERSION:
        where = place(location)
        raise ArchiveError(where, f"{where} was written by a newer citewire: upgrade citewire.")
    return version


def _check_encoding(location: Location, engine: Engine) -> None:
    """A new PostgreSQL database must be able to hold every character."""
    if engine.dialect.name == "sqlite":
        return
    with engine.connect() as connection:
        encoding = connection.exec_driver_sql("SHOW server_encoding").scalar_one()
    if encoding != "UTF8":
        reason = f"its encoding is {encoding}, not UTF8: make a database with ENCODING 'UTF8'"
        raise ArchiveCorruptError(place(location), reason)


def _migrate_for_reading(location: Location) -> None:
    """Migrate as a writer would: the first command after an upgrade may be a question."""
    from retrieval.archive.lock import writer_lock  # a question needs no lock otherwise

    patience = time.monotonic() + _PATIENCE
    while True:
        try:
            with writer_lock(location):
                open_for_writing(location).dispose()
            return
        except ArchiveBusyError:
            if time.monotonic() > patience:
                raise
            time.sleep(0.1)
        except ArchiveReadOnlyError:
            where = place(location)
            raise ArchiveError(
                where,
                f"{where} was written by an older citewire: run `citewire index` once as someone "
                "who may write there.",
            ) from None
