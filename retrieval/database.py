"""Databases: an SQLite file or a PostgreSQL server, opened, locked, and their troubles named.

Below the rooms: the archive and the bot's memory stand on it. PostgreSQL's driver is imported only
where a server is named.
"""

from __future__ import annotations

import logging
import os
import socket
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    QueuePool,
    Table,
    create_engine,
    event,
    make_url,
    text,
)
from sqlalchemy.exc import ArgumentError, DBAPIError, InterfaceError, OperationalError

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql, sqlite

Location = Path | URL
"""Where a database is: an SQLite file, or a server's address."""

Trouble = Literal["busy", "damaged", "full", "refused", "unreachable"]
"""What a database complains of."""

_PATIENCE = 30
"""Seconds to wait for SQLite's own lock."""
_CONNECT = 5
"""Seconds after which a server that does not answer is given up."""

# The pool tells of a lost connection; whoever used that raises an error of our own.
logging.getLogger("sqlalchemy").addHandler(logging.NullHandler())


class TakenError(Exception):
    """Another process holds the lock; `owner` names it."""

    def __init__(self, owner: str) -> None:
        self.owner = owner
        super().__init__(owner)


def server(address: str) -> URL:
    """The server's database at `postgresql://user:password@host/name`; raises `ValueError`."""
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):  # which may quote a part of the password
        raise ValueError("is no address such as postgresql://user:password@host/name") from None
    if url.drivername not in ("postgresql", "postgres", "postgresql+psycopg"):
        raise ValueError("names no PostgreSQL database: begin it with postgresql://")
    if not url.database:
        raise ValueError("names no database: end it with /name")
    if find_spec("psycopg") is None:
        raise ValueError("needs PostgreSQL's driver: pip install 'citewire[postgres]'")
    return url.set(drivername="postgresql+psycopg")


def place(location: Location) -> Path | str:
    """`location` as it may be shown: an address without its password."""
    if isinstance(location, Path):
        return location
    return location.set(drivername="postgresql", query={}).render_as_string(hide_password=True)


def connect_file(address: str) -> sqlite3.Connection:
    """A connection to an SQLite file by its `file:` address, for any thread."""
    connection = sqlite3.connect(
        address, uri=True, isolation_level=None, timeout=_PATIENCE, check_same_thread=False
    )
    connection.execute("PRAGMA foreign_keys = ON")
    return connection


def file_engine(address: str) -> Engine:
    """Connections to an SQLite file by its `file:` address; each statement stands for itself."""
    return create_engine(
        "sqlite://",
        creator=lambda: connect_file(address),
        poolclass=QueuePool,
        hide_parameters=True,
    )


def server_engine(url: URL, *, autocommit: bool = False) -> Engine:
    """Connections to a server's database, each tried before it is used again."""
    options: dict[str, Any] = {"isolation_level": "AUTOCOMMIT"} if autocommit else {}
    return create_engine(
        url,
        connect_args={"connect_timeout": _CONNECT, "application_name": _this_process()},
        use_native_hstore=False,
        pool_pre_ping=True,
        hide_parameters=True,
        **options,
    )


def one_at_a_time(engine: Engine, key: int) -> Engine:
    """`engine` with transactions that wait for one another, whichever process begins them.

    In SQLite that is its write lock; in PostgreSQL an advisory lock of the number `key`.
    """
    writing = engine.execution_options()
    lock = (
        "BEGIN IMMEDIATE"
        if engine.dialect.name == "sqlite"
        else f"SELECT pg_advisory_xact_lock({key})"
    )

    @event.listens_for(writing, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(lock)

    return writing


@contextmanager
def held(url: URL, key: int) -> Iterator[None]:
    """Hold the server's advisory lock of the number `key`; it dies with this process.

    On a connection of its own. Raises `TakenError`, naming the owner, where another holds it, and
    `DBAPIError`.
    """
    engine = server_engine(url, autocommit=True)
    try:
        with engine.connect() as connection:
            if not connection.execute(
                text("SELECT pg_try_advisory_lock(:key)"), {"key": key}
            ).scalar():
                raise TakenError(_owner(connection, key))
            yield
    finally:
        engine.dispose()


def insert_into(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that may say what to do ON CONFLICT: both databases write it alike."""
    if connection.dialect.name == "sqlite":
        from sqlalchemy.dialects import sqlite

        return sqlite.insert(table)
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)


def trouble(error: DBAPIError | sqlite3.Error) -> Trouble:
    """What a database complains of, by its own codes."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    if isinstance(cause, sqlite3.Error):
        # Python's own complaints, as of text that is no UTF-8, bear no code.
        code = getattr(cause, "sqlite_errorcode", 0)
        return "full" if code in _FULL else _CODES.get(code & 0xFF, "damaged")
    state = getattr(cause, "sqlstate", None)
    if state is None:  # the server did not say it
        lost = isinstance(error, OperationalError | InterfaceError)
        return "unreachable" if lost else "damaged"
    return next((what for code, what in _STATES.items() if state.startswith(code)), "damaged")


def reason(error: DBAPIError | sqlite3.Error) -> str:
    """What the database said, in one line."""
    cause = error.orig if isinstance(error, DBAPIError) else error
    said = str(cause).strip()
    return " ".join(said.split("\n")[0].split()) or type(cause).__name__


# https://www.sqlite.org/rescode.html
_FULL = {
    sqlite3.SQLITE_FULL,
    # How SQLite says that a file may not grow: a quota, or the shared memory beside the file.
    sqlite3.SQLITE_IOERR_WRITE,
    sqlite3.SQLITE_IOERR_SHMSIZE,
    sqlite3.SQLITE_IOERR_SHMMAP,
}
_CODES: dict[int, Trouble] = {
    sqlite3.SQLITE_READONLY: "refused",
    sqlite3.SQLITE_CANTOPEN: "refused",
    sqlite3.SQLITE_PERM: "refused",
    sqlite3.SQLITE_BUSY: "busy",
    sqlite3.SQLITE_LOCKED: "busy",
}
_STATES: dict[str, Trouble] = {
    # https://www.postgresql.org/docs/current/errcodes-appendix.html
    "08": "unreachable",
    "28": "unreachable",
    "3D": "unreachable",
    "57P": "unreachable",
    "53300": "unreachable",
    "53100": "full",
    "25006": "refused",
    "42501": "refused",
    "40": "busy",
    "55P03": "busy",
    "57014": "busy",
}


def _this_process() -> str:
    """How a server's list of connections names this process; at most 63 bytes are kept."""
    return f"process {os.getpid()} on {socket.gethostname()[:40]}"


def _owner(connection: Connection, key: int) -> str:
    """Who holds the lock `key`, for a reader who wonders who is writing."""
    row = connection.execute(
        text(
            "SELECT application_name, to_char(backend_start AT TIME ZONE 'UTC', "
            "'YYYY-MM-DD HH24:MI:SS') FROM pg_locks JOIN pg_stat_activity USING (pid) "
            "WHERE locktype = 'advisory' AND granted AND database = (SELECT oid FROM pg_database "
            "WHERE datname = current_database()) AND (classid::bigint << 32) | objid::bigint = :key"
        ),
        {"key": key},
    ).first()
    return f"{row[0]}, since {row[1]} UTC" if row else "starting"
