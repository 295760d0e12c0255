"""Opening the bot's memory: an SQLite file, or a schema of its own in the archive's PostgreSQL."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, event
from sqlalchemy.exc import SQLAlchemyError

from bot.errors import StoreError
from bot.store.migrate import SCHEMA, migrate
from retrieval.database import Location, connect_file, file_engine, place, server_engine

_ATTEMPTS, _PAUSE = 50, 0.1
"""Seconds between attempts."""


def open_memory(location: Location) -> Engine:
    """Connections to the migrated database, made where there is none.

    Raises as `connect` does, and `StoreError` where the database was made by a newer version.
    """
    engine = connect(location)
    with store_errors(location):
        migrate(engine, location)
    return engine


def connect(location: Location) -> Engine:
    """Connections to the database as it is; a file is made where there is none.

    Each transaction of an engine with the execution option `durable` waits until the disk has it.
    A file is readable by its owner only, and what is deleted from it is overwritten. Raises
    `StoreError` where it is damaged, out of reach or cannot be written.
    """
    with store_errors(location):
        return _file(location) if isinstance(location, Path) else _server(location)


@contextmanager
def store_errors(location: Location) -> Iterator[None]:
    """What the database raises leaves as a `StoreError`, without the values that it was given."""
    try:
        yield
    except (OSError, sqlite3.Error, SQLAlchemyError) as error:
        said = str(getattr(error, "orig", None) or error).strip().split("\n")[0]
        raise StoreError(place(location), " ".join(said.split()) or type(error).__name__) from None


def _file(path: Path) -> Engine:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    address = f"{path.resolve().as_uri()}?mode=rw"
    with closing(connect_file(address)) as connection:
        _log_ahead(connection)
    engine = file_engine(address)

    @event.listens_for(engine, "connect")
    def connect(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA secure_delete = ON")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        durable = connection.get_execution_options().get("durable", False)
        connection.exec_driver_sql(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _log_ahead(connection: sqlite3.Connection) -> None:
    """Write ahead to a log; of bots that start together each tries until the others have done."""
    for attempt in range(_ATTEMPTS, -1, -1):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError:
            # SQLite waits for nobody here, whatever its time-out.
            if not attempt:
                raise
            time.sleep(_PAUSE)


def _server(url: URL) -> Engine:
    # The tables are found by the search path alone. What is not `durable` does not wait for the
    # server's disk, as an SQLite file's log does not.
    options = f"-csearch_path={SCHEMA} -csynchronous_commit=off"
    engine = server_engine(url.update_query_dict({"options": options}))

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get("durable", False):
            connection.exec_driver_sql("SET LOCAL synchronous_commit = on")

    return engine
