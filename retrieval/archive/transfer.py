"""A PostgreSQL archive -> an SQLite file of the same tables, and back: a backup, or a move."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL, Connection, Table, delete, func, insert, select, text, update

from retrieval.archive.file import readable, writable
from retrieval.archive.opening import WRITING, open_for_reading, open_for_writing
from retrieval.archive.schema import articles, meta, metadata
from retrieval.archive.trouble import reading_errors, writing_errors
from retrieval.database import connect_file, file_engine, one_at_a_time

_ROWS = 500
"""So many are read and written at a time: vectors are large."""

_REVISION = meta.c.name == "revision"


def dump(url: URL, file: Path) -> None:
    """Write all of the server's archive, as it is at one moment, to the new SQLite `file`.

    Raises `ArchiveError`, of `file` where that cannot be written, or `OSError`.
    """
    engine = open_for_reading(url)
    file.touch()  # a folder that is not there is not made
    target = open_for_writing(file)
    try:
        with (
            reading_errors(url),
            engine.connect() as connection,
            writing_errors(file),
            target.begin() as written,
        ):
            written.exec_driver_sql("BEGIN")
            _copy_rows(
                url, connection.execution_options(isolation_level="REPEATABLE READ"), written
            )
            _count_file_on(written, _counted(connection))
    finally:
        engine.dispose()
        target.dispose()
    with writing_errors(file), closing(connect_file(writable(file))) as whole:
        whole.execute("PRAGMA journal_mode = DELETE")  # a file of its own, with no log beside it


def load(file: Path, url: URL) -> None:
    """Put the archive in the SQLite `file`, of our version, in the place of the server's.

    In one transaction, which readers see whole or not at all; ids and the revision never go back.
    Raises `ArchiveError`; the server's archive is then as it was.
    """
    engine, source = open_for_writing(url), file_engine(readable(file))
    try:
        with (
            reading_errors(file),
            source.connect() as connection,
            writing_errors(url),
            one_at_a_time(engine, WRITING).begin() as written,
        ):
            used = written.execute(select(meta.c.value).where(_REVISION)).scalar_one()
            _copy_rows(file, connection, written)
            newest = func.greatest(meta.c.value, used) + 1
            written.execute(update(meta).where(_REVISION).values(value=newest))
            _count_server_on(written, _file_counts(file))
    finally:
        engine.dispose()
        source.dispose()


def is_filled(url: URL) -> bool:
    """True where the server's archive holds anything that a restore would replace."""
    engine = open_for_writing(url)
    with reading_errors(url), engine.connect() as connection:
        filled = connection.execute(select(articles.c.number).limit(1)).first() is not None
    engine.dispose()
    return filled


def _copy_rows(place: URL | Path, source: Connection, target: Connection) -> None:
    """All rows of all tables, each table after those that it refers to."""
    for table in reversed(metadata.sorted_tables):
        target.execute(delete(table))
    for table in metadata.sorted_tables:
        with reading_errors(place):
            rows = source.execute(select(table), execution_options={"yield_per": _ROWS}).mappings()
            for part in rows.partitions():
                target.execute(insert(table), [dict(row) for row in part])


def _counting() -> tuple[tuple[Table, str], ...]:
    """The tables that number their rows, and the column that does."""
    numbered = ((table, table.autoincrement_column) for table in metadata.sorted_tables)
    return tuple((table, column.name) for table, column in numbered if column is not None)


_SEQUENCE = "pg_get_serial_sequence(:table, :column)"


def _counted(server: Connection) -> dict[str, int]:
    """How far each table of the server has counted, rows that are gone included."""
    last = text(f"SELECT coalesce(pg_sequence_last_value({_SEQUENCE}::regclass), 0)")
    return {
        table.name: server.execute(last, {"table": table.name, "column": column}).scalar_one()
        for table, column in _counting()
    }


def _count_server_on(server: Connection, counts: Mapping[str, int]) -> None:
    """Let each table count on from `counts`, its own rows, and what it counted itself."""
    known = _counted(server)
    for table, column in _counting():
        highest = server.execute(select(func.max(table.c[column]))).scalar()
        value = max(known[table.name], counts.get(table.name, 0), highest or 0)
        if value:
            values = {"table": table.name, "column": column, "value": value}
            server.execute(text(f"SELECT setval({_SEQUENCE}, :value)"), values)


def _count_file_on(target: Connection, counts: Mapping[str, int]) -> None:
    """Let the tables of a file whose numbers are never used again count on from `counts`."""
    for table, value in counts.items():
        seen = {"table": table, "value": value}
        target.execute(text("UPDATE sqlite_sequence SET seq = :value WHERE name = :table"), seen)


def _file_counts(file: Path) -> dict[str, int]:
    with closing(sqlite3.connect(file)) as connection:
        return dict(connection.execute("SELECT name, seq FROM sqlite_sequence").fetchall())
